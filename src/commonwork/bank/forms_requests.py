"""Forms of a loan's way: what is typed is checked here; nothing is saved here."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models import Application, Loan, LoanCondition, NextStep, StoryField, Visit, WalkPlan
from commonwork.bank.parts_of_application import MOST_SIGNS, Part
from commonwork.registry.models import Organisation, Person
from commonwork.ui.fields import Choice, DayField, File, MoneyField
from commonwork.ui.forms import ActForm

STEPS, CONDITIONS, CRITERIA = 2, 3, 6
SCORES = [(number, str(number)) for number in range(1, 6)]


def words(
    label: Any, *, rows: int = 4, most: int = MOST_SIGNS, help_text: Any = "", is_needed: bool = False
) -> forms.CharField:
    """A box of some lines."""
    return forms.CharField(
        label=label,
        required=is_needed,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def paper_field(label: Any, missing: Any, help_text: Any = "") -> File:
    """A file that is asked for; `missing` is said where none came."""
    return File(label=label, most_mb=10, help_text=help_text, error_messages={"required": missing})


class WithFile(ActForm):
    """A form with one file in the field `paper`."""

    @property
    def contents(self) -> list[bytes]:
        """The bytes of the file, if one came."""
        file = self.cleaned_data.get("paper")
        return [file.read()] if file else []


class Softly(ActForm):
    """A form that asks for everything and keeps what is there: its fields read as needed, and may be left empty.
    `soft`: names of fields that are asked so."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.soft: set[str] = set()

    def ask(self, name: str, field: forms.Field) -> None:
        """Add a field that may be left empty."""
        field.required = True
        self.fields[name] = field
        self.soft.add(name)

    def _clean_fields(self) -> None:
        for name in self.soft:
            self.fields[name].required = False
        super()._clean_fields()  # type: ignore[misc]  # the stubs leave it out
        for name in self.soft:
            self.fields[name].required = True


class BeginForm(ActForm):
    borrower = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Which co-op asks?"), to_field_name="key"
    )

    def __init__(self, *args: Any, borrowers: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["borrower"]
        field.queryset = borrowers


def _figure(name: str) -> forms.Field:
    """The field of one figure or day of an application; half an answer is kept, so none is required."""
    made: dict[str, forms.Field] = {
        "principal_minor": MoneyField(label=_("How much do you ask for?"), required=False),
        "name": forms.CharField(
            label=_("What shall we call the loan?"), max_length=80, required=False,
            help_text=_("Short: truck loan, kitchen loan."),
        ),
        "jobs_kept_count": forms.IntegerField(
            label=_("How many people work with you today?"), min_value=0, max_value=10_000, required=False
        ),
        "jobs_made_count": forms.IntegerField(
            label=_("How many more people will, a year after the loan?"), min_value=0, max_value=10_000, required=False
        ),
        "decided_on": DayField(label=_("When did your members decide to ask?"), required=False),
        "members_count": forms.IntegerField(
            label=_("How many members do you have?"), min_value=1, max_value=10_000, required=False
        ),
        "members_yes_count": forms.IntegerField(
            label=_("How many of them said yes?"), min_value=0, max_value=10_000, required=False
        ),
    }  # fmt: skip
    return made[name]


class PartForm(Softly, WithFile):
    """One part of an application, with what is kept of it."""

    def __init__(
        self,
        *args: Any,
        part: Part,
        application: Application,
        texts: Mapping[str, str],
        has_file: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        for name in part.fields:
            self.ask(name, _figure(name))
            self.fields[name].initial = getattr(application, name)
        for question in part.questions:
            self.ask(question.code, words(question.label, rows=5, help_text=question.help))
            self.fields[question.code].initial = texts.get(question.code, "")
        if has_file:
            self.fields["paper"] = paper_field(_("A paper: PDF or photo"), _("Add a PDF or a photo."))

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.part.fields}

    @property
    def texts(self) -> dict[str, str]:
        return {one.code: self.cleaned_data[one.code].replace("\r\n", "\n") for one in self.part.questions}


class ReviewForm(ActForm):
    """A score from 1 to 5 for each criterion; their fields begin with `score_`."""

    def __init__(self, *args: Any, criteria: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for one in criteria:
            self.fields[f"score_{one.code}"] = forms.TypedChoiceField(
                label=one.question, choices=SCORES, coerce=int, widget=forms.RadioSelect
            )
        self.fields["words"] = words(_("What should the committee think about?"), most=2000)
        self.fields["has_conflict"] = forms.BooleanField(
            label=_("I have a conflict of interest: my review is heard and does not count."), required=False
        )

    @property
    def scores(self) -> dict[str, int]:
        return {one.code: self.cleaned_data[f"score_{one.code}"] for one in self.criteria}


class MemoForm(ActForm):
    asks = words(
        _("What they ask for"), most=2000, help_text=_("In plain words, as you would tell a neighbor.")
    )
    speaks_for = words(_("What speaks for it"), most=2000)
    worries = words(_("What worries us"), most=2000)
    proposes = words(_("What we propose"), most=2000)


class CriteriaForm(ActForm):
    """Some rows of a question in each language and its weight; empty rows are left out."""

    def __init__(self, *args: Any, rows: Sequence[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(CRITERIA):
            row: Mapping[str, Any] = rows[place] if place < len(rows) else {"question": {}, "weight": 1}
            for code, name in settings.LANGUAGES:
                label = _("Criterion %(number)s, %(language)s") % {
                    "number": place + 1,
                    "language": _(str(name)),
                }
                self.fields[f"question_{place}_{code}"] = forms.CharField(
                    label=label, max_length=200, required=False, initial=dict(row["question"]).get(code, "")
                )
            self.fields[f"weight_{place}"] = forms.IntegerField(
                label=_("Weight of criterion %(number)s") % {"number": place + 1},
                min_value=1, max_value=9, initial=row["weight"],
            )  # fmt: skip

    @property
    def rows(self) -> list[dict[str, Any]]:
        data = self.cleaned_data
        return [
            {
                "question": {code: data[f"question_{place}_{code}"] for code, _name in settings.LANGUAGES},
                "weight": data[f"weight_{place}"],
            }
            for place in range(CRITERIA)
        ]


class DecisionForm(Softly):
    """Why, and what stands around a decision: chair, who was there, words, and conditions."""

    def __init__(self, *args: Any, people: QuerySet[Person], is_approved: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = Loan.REASONS_YES if is_approved else Loan.REASONS_NO
        self.fields["reason"] = Choice(
            label=_("Why?"), choices=[(reason.value, reason.label) for reason in reasons]
        )
        self.fields["chair"] = forms.ModelChoiceField(
            people, label=_("Who chaired?"), to_field_name="key", empty_label=_("Choose one")
        )
        self.fields["present"] = forms.ModelMultipleChoiceField(
            people, label=_("Who else was there? Those who voted count already."), required=False,
            to_field_name="key", widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields["words"] = words(
            _("Minutes"), rows=6, most=8000, help_text=_("What was said for and against, in a few sentences.")
        )
        for place in range(CONDITIONS if is_approved else 0):
            number = {"number": place + 1}
            self.fields[f"condition_{place}"] = forms.CharField(
                label=_("Condition %(number)s") % number, max_length=400, required=False
            )
            before = forms.ChoiceField(
                label=_("Condition %(number)s is to be met") % number,
                choices=LoanCondition.Before.choices,
                initial=LoanCondition.Before.DRAW,
            )
            self.ask(f"before_{place}", before)

    @property
    def conditions(self) -> list[tuple[str, str]]:
        data = self.cleaned_data
        typed = [
            (data.get(f"before_{place}", ""), data.get(f"condition_{place}", ""))
            for place in range(CONDITIONS)
        ]
        return [(before or LoanCondition.Before.DRAW.value, text) for before, text in typed if text.strip()]


class FileForm(WithFile):
    paper = paper_field(_("A paper: PDF or photo"), _("Add a PDF or a photo."))


class DrawRequestForm(WithFile):
    amount_minor = MoneyField(label=_("How much do you need now?"))
    what = forms.CharField(
        label=_("What is it for?"), max_length=400, help_text=_("The things on the invoice, in a few words.")
    )
    paper = paper_field(
        _("Invoice or quote: PDF or photo"),
        _("Add an invoice or quote: a photo or a PDF."),
        _("If there are several, put them into one file, or ask in parts."),
    )


class DeclineForm(ActForm):
    words = forms.CharField(
        label=_("What is missing?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The co-op reads this and can ask again."),
    )  # fmt: skip


class DayForm(ActForm):
    on = DayField(label=_("Paid out on"))


class StepFields(Softly):
    """Some next steps: who, what, by when; empty ones are left out."""

    def add_steps(self) -> None:
        for place in range(STEPS):
            number = {"number": place + 1}
            self.fields[f"step_{place}"] = forms.CharField(
                label=_("Next step %(number)s") % number, max_length=300, required=False
            )
            side = forms.ChoiceField(
                label=_("Who does step %(number)s?") % number, choices=NextStep.Side.choices
            )
            self.ask(f"side_{place}", side)
            self.fields[f"due_{place}"] = DayField(label=_("Step %(number)s by") % number, required=False)

    @property
    def steps(self) -> list[tuple[str, str, date | None]]:
        data = self.cleaned_data
        typed = [(data[f"side_{n}"] or "coop", data[f"step_{n}"], data[f"due_{n}"]) for n in range(STEPS)]
        return [row for row in typed if row[1].strip()]


class VisitForm(StepFields):
    kind = Choice(label=_("What was it?"), choices=Visit.Kind.choices)
    on = DayField(label=_("Day"))
    hours = forms.DecimalField(
        label=_("Hours"), min_value=Decimal("0.25"), max_value=24, max_digits=4, decimal_places=2,
        help_text=_("In quarters: 0.25, 1.5."),
    )  # fmt: skip
    words = words(_("What was seen and said?"), rows=6, is_needed=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_steps()


class PlanForm(StepFields):
    words = words(
        _("What changes?"), rows=6, is_needed=True,
        help_text=_("What co-op and bank will do, so that there is a surplus again. Nobody is to blame."),
    )  # fmt: skip
    review_on = DayField(label=_("When do we look at it again?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_steps()


class EndPlanForm(ActForm):
    outcome = Choice(label=_("How does it go on?"), choices=WalkPlan.Outcome.choices)


class ClosingForm(ActForm):
    thanks = words(_("Thanks"), rows=3, most=2000, help_text=_("The co-op reads this in its closing letter."))
    learnt = words(
        _("What was learnt?"), rows=5, is_needed=True, help_text=_("For the next loan, here and elsewhere.")
    )


class StoryForm(ActForm):
    """Consent to one field, with its words where it has any."""

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if code in StoryField.IN_WORDS:
            self.fields["text"] = words(_("The words that anyone may read"), most=1500, is_needed=True)
