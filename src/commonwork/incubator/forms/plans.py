"""Forms of a plan, made from its topics: what people type becomes the JSON of the rule `feasibility` and back."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from commonwork.incubator.topics import MOST_ROWS, Question, Topic
from commonwork.registry.keys import key_from
from commonwork.rules.money import show_minor
from commonwork.rules.reckon.feasibility import ASSUMPTIONS, CASE, FIXED_COST, PRODUCT, START_COST
from commonwork.rules.refusal import Refusal
from commonwork.ui.fields import DayField, File, MoneyField
from commonwork.ui.forms import ActForm
from commonwork.ui.refusals import said

SPARE_ROWS = 2
MOST_BP, MOST_COUNT = 100_000, 10_000_000
RECORDS = {"products": PRODUCT, "start_costs": START_COST, "fixed_costs": FIXED_COST, "cases": CASE}
CASE_NAMES = {"best": _("Best case"), "worst": _("Worst case")}


class PercentField(forms.DecimalField):
    """A percentage with at most two decimals; cleans to basis points."""

    def __init__(self, *, most_bp: int | None = None, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        most = (most_bp or MOST_BP) // 100
        super().__init__(min_value=0, max_value=most, decimal_places=2, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{Decimal(value) / 100:f}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        return None if number is None else int(number * 100)


@dataclass(frozen=True)
class FormRow:
    """One row of a topic on the page: its heading and its fields. is_folded: an empty row behind others."""

    title: Any
    fields: list[BoundField]
    is_folded: bool = False

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self.fields)


class TopicForm(ActForm):
    """The questions of one topic. `kept`: the plan's JSON so far; `changed()` gives it back with the answers."""

    def __init__(
        self,
        *args: Any,
        asked: Topic,
        kept: Mapping[str, Any],
        sisters: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.kept = asked, kept
        self.sisters = sisters
        for at, row in enumerate(self._rows()):
            for question in asked.questions:
                field = self._field(question)
                field.required = bool(row) and question.kind not in {"text", "sister"}
                field.initial = _initial(question, row)
                self.fields[self._name(at, question)] = field

    def _rows(self) -> list[Mapping[str, Any]]:
        name = self.asked.rows
        if not name:
            return [self.kept]
        if name == "cases":
            return [(self.kept.get("cases") or {}).get(case) or {} for case in CASE_NAMES]
        rows = list(self.kept.get(name) or ())
        if self.asked.is_fixed:
            return rows
        return [*rows, *({} for _spare in range(max(0, min(SPARE_ROWS, MOST_ROWS - len(rows)))))]

    def _name(self, at: int, question: Question) -> str:
        return f"{at}-{question.name}" if self.asked.rows else question.name

    def _field(self, question: Question) -> forms.Field:
        common: dict[str, Any] = {
            "label": question.label,
            "help_text": question.help,
            "required": False,
        }
        if question.kind == "money":
            return MoneyField(least_minor=0, **common)
        if question.kind == "percent":
            return PercentField(most_bp=self._limits(question)[1], **common)
        if question.kind == "day":
            return DayField(**common)
        if question.kind == "text":
            return forms.CharField(max_length=80, **common)
        if question.kind == "sister":
            choices = [("", _("nobody")), *self.sisters.items()]
            return forms.ChoiceField(choices=choices, **common)
        if question.kind == "hours":
            return forms.DecimalField(
                min_value=0,
                max_value=100_000,
                decimal_places=2,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                **common,
            )
        least, most = self._limits(question)
        return forms.IntegerField(
            min_value=least or 0,
            max_value=most or MOST_COUNT,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            **common,
        )

    def _limits(self, question: Question) -> tuple[int | None, int | None]:
        """The least and the most that the rule takes, so that the page says it in a person's words."""
        record = RECORDS.get(self.asked.rows, ASSUMPTIONS)
        shape: Any = record.fields[question.key].shape
        return getattr(shape, "least", None), getattr(shape, "most", None)

    def rows(self) -> Iterator[FormRow]:
        """The rows as the page shows them; empty ones fold away, but for the first of all."""
        for at, row in enumerate(self._rows()):
            fields = [self[self._name(at, question)] for question in self.asked.questions]
            yield FormRow(
                self._title(at, row),
                fields,
                is_folded=bool(self.asked.rows and at and not row and not self.asked.is_fixed),
            )

    def _title(self, at: int, row: Mapping[str, Any]) -> Any:
        if self.asked.rows == "cases":
            return list(CASE_NAMES.values())[at]
        return row.get("name") or self.asked.row_name

    def changed(self) -> dict[str, Any]:
        """The plan's JSON with the answers of this form, which must be valid. A row without a name is left out."""
        plan = deepcopy(dict(self.kept))
        rows = [self._answers(at, dict(row)) for at, row in enumerate(self._rows())]
        if not self.asked.rows:
            return rows[0]
        if self.asked.rows == "cases":
            return plan | {"cases": dict(zip(CASE_NAMES, rows, strict=True))}
        named = [row for row in rows if self.asked.is_fixed or row.get("name")]
        for at, row in enumerate(named):
            taken = {other.get("key") for other in named[:at]} | {
                other.get("key") for other in named[at + 1 :]
            }
            if not row.get("key"):
                key = key_from(row["name"])[:40] or f"row_{at + 1}"
                row["key"] = key if key not in taken else f"{key}_{at + 1}"
        return plan | {self.asked.rows: named}

    def _answers(self, at: int, row: dict[str, Any]) -> dict[str, Any]:
        for question in self.asked.questions:
            value = answer_of(question, self.cleaned_data.get(self._name(at, question)))
            if question.place is None:
                row[question.key] = value
            else:
                size = 12 if question.key == "season_bp" else 3
                values = list(row.get(question.key) or [question.standard] * size)
                values[question.place] = value
                row[question.key] = values
        return row

    def blame(self, refusal: Refusal) -> bool:
        """Put a refusal at the field it names, if that field is on this page; say whether it was."""
        place = str(refusal.field or refusal.figures.get("field") or "")
        name = place.replace("[", ".").replace("]", "")
        parts = name.split(".")
        if self.asked.rows == "cases" and parts[0] == "cases" and parts[1] in CASE_NAMES:
            field = f"{list(CASE_NAMES).index(parts[1])}-{parts[2]}"
        elif self.asked.rows and parts[0] == self.asked.rows and len(parts) > 2:
            field = f"{self._shown_row(int(parts[1]))}-{parts[2]}"
        else:
            field = parts[0]
        found = field if field in self.fields else f"{field}_1" if f"{field}_1" in self.fields else None
        if found is not None:
            self.add_error(found, said(refusal))
        return found is not None

    def _shown_row(self, at: int) -> int:
        """Where on the page the row `at` of the changed plan stands: rows without a name were left out."""
        if self.asked.is_fixed or self.asked.rows == "cases":
            return at
        named = [place for place in range(len(self._rows())) if self.cleaned_data.get(f"{place}-name")]
        return named[at] if at < len(named) else at


def answer_of(question: Question, value: Any) -> Any:
    """What was typed, as the plan's JSON holds it; the standard answer where nothing was."""
    if value is None or value == "":
        return "0.00" if question.kind == "money" else "" if question.standard is None else question.standard
    if question.kind == "money":
        return show_minor(value, "USD")
    if question.kind == "day":
        return value.replace(day=1).isoformat()
    return f"{value.normalize():f}" if question.kind == "hours" else value


def _initial(question: Question, row: Mapping[str, Any]) -> Any:
    value = row.get(question.key)
    if question.place is not None and isinstance(value, list) and question.place < len(value):
        return value[question.place]
    if value is None and question.kind == "money" and row:
        return 0
    if value is None or isinstance(value, list):
        return None if question.kind in {"money", "text"} or question.key == "units" else question.standard
    return value


class KeepForm(ActForm):
    """Keep the draft as a version."""

    note = forms.CharField(
        label=_("What has changed?"),
        max_length=200,
        help_text=_("A few words, so that you find this version again."),
    )


class WorkbookForm(forms.Form):
    """A workbook that comes back."""

    workbook = File(label=_("The workbook"), kinds=("xlsx",), most_mb=2)


class AcceptForm(ActForm):
    """Take over what came with a workbook; `plan` is signed, so that it is what was shown."""

    plan = forms.CharField(widget=forms.HiddenInput, max_length=200_000)


class CompareForm(forms.Form):
    """Two versions to lay side by side; 0 is the draft."""

    def __init__(self, *args: Any, versions: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("a", _("This")), ("b", _("With this"))):
            self.fields[name] = forms.TypedChoiceField(label=label, choices=versions, coerce=int)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "a" in data and data.get("a") == data.get("b"):
            raise ValidationError(_("Choose two different versions."))
        return data
