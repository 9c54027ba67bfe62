"""Forms of the assembly. They check what was typed; acts decide."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models import BallotBatch, Proposal
from commonwork.assembly.slips import Slip, read
from commonwork.registry.models import Body, Organisation, Place
from commonwork.rules.refusal import Complaint, Complaints
from commonwork.ui.fields import Choice, Choices, DayField, MoneyField
from commonwork.ui.forms import ActForm
from commonwork.ui.money import money

MOST_TEXT = 10_000_000


class CallForm(ActForm):
    body = forms.ModelChoiceField(label=_("Which assembly?"), queryset=Body.objects.none(), empty_label=None)
    held_on = DayField(label=_("It meets on"))
    place = forms.ModelChoiceField(label=_("Where?"), queryset=Place.objects.none(), required=False)

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "body", bodies)
        _offer(self, "place", Place.objects.order_by("name"))


class ProposalForm(ActForm):
    title = forms.CharField(label=_("What do you propose, in a few words?"), max_length=120)
    text = forms.CharField(
        label=_("What would be done, and for whom?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    cost = MoneyField(label=_("What does it cost?"), most_minor=10**13)
    recipient = forms.ModelChoiceField(
        label=_("Who would receive the money and do it?"), queryset=Organisation.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "recipient", Organisation.objects.exclude(stage="closed").order_by("name"))


class WithdrawForm(ActForm):
    """A button."""


class OpenForm(ActForm):
    """A button."""


class BallotForm(ActForm):
    voter = forms.CharField(
        label=_("Roll number"), max_length=60, help_text=_("As it stands on the paper, such as R-017.")
    )
    approves = Choices(label=_("What is ticked?"), required=False)
    is_blank = forms.BooleanField(label=_("Nothing is ticked: the ballot is blank"), required=False)
    channel = Choice(label=_("How did it come?"), choices=BallotBatch.Channel.choices, initial="paper")

    def __init__(self, *args: Any, proposals: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["approves"]
        assert isinstance(field, Choices)
        field.choices = [(row.key, f"{row.number}. {row.title}") for row in proposals]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "approves" in data and bool(data["approves"]) == bool(data.get("is_blank")):
            ticked = bool(data["approves"])
            blank_and_ticked = _("The ballot is marked blank, but something is ticked.")
            neither = _("Tick what the paper ticks, or say that it is blank.")
            self.add_error("is_blank" if ticked else "approves", blank_and_ticked if ticked else neither)
        return data


class BatchForm(ActForm):
    text = forms.CharField(
        label=_("The ballots, one a line"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "of-code"}),
        help_text=_(
            "Roll number, comma, then the numbers of the proposals ticked, parted by semicolons. "
            "R-017,2;4 approves two and four; R-018, is blank."
        ),
    )
    pile = forms.IntegerField(
        label=_("How many ballots are in the pile?"),
        min_value=1,
        help_text=_("Count the paper by hand first."),
    )
    channel = Choice(label=_("How did they come?"), choices=BallotBatch.Channel.choices, initial="paper")
    complaints: Sequence[Complaint] = ()
    slips: Sequence[Slip] = ()

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        try:
            self.slips = read(text)
        except Complaints as refusal:
            self.complaints = refusal.complaints
            raise ValidationError(_("Some lines cannot be read; they are listed below.")) from refusal
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.slips and "pile" in data and data["pile"] != len(self.slips):
            words = {"pile": data["pile"], "lines": len(self.slips)}
            said = _("The pile holds %(pile)d ballots, the list has %(lines)d.") % words
            self.add_error("pile", said)
        return data


class TakeBackForm(ActForm):
    voter = forms.CharField(label=_("Roll number"), max_length=60)


class CountForm(ActForm):
    on = DayField(label=_("Counted on"))
    budget = MoneyField(
        label=_("Budget"), least_minor=0, help_text=_("At most what the solidarity fund holds on that day.")
    )

    def __init__(self, *args: Any, most_on: Callable[[date], int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most_on = most_on

    def clean(self) -> dict[str, Any]:
        """Nobody decides on money that is not there."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("on") and data.get("budget") is not None:
            most_minor = self.most_on(data["on"])
            if data["budget"] > most_minor:
                self.add_error(
                    "budget", gettext("The fund allows at most %(most)s.") % {"most": money(most_minor)}
                )
        return data


class ResolveForm(ActForm):
    on = DayField(label=_("Adopted on"))


class PeriodForm(forms.Form):
    """A period [from, to) and which resolutions of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = DayField(label=_("From"), required=False)
        self.fields["to"] = DayField(label=_("Until before"), required=False)
        kinds = [
            ("", _("funded")),
            ("paid", _("paid")),
            ("unpaid", _("funded, not yet paid")),
            ("all", _("all, funded or not")),
        ]
        self.fields["which"] = forms.ChoiceField(label=_("Which"), required=False, choices=kinds)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        data = self.cleaned_data
        starts_on: date | None = data["from"]
        ends_on: date | None = data["to"]
        day = "paid_on" if data["which"] == "paid" else "resolved_on"
        rows = rows.filter(**{f"{day}__gte": starts_on}) if starts_on else rows
        rows = rows.filter(**{f"{day}__lt": ends_on}) if ends_on else rows
        kept: dict[str, dict[str, Any]] = {
            "": {"is_funded": True},
            "paid": {"paid_on__isnull": False},
            "unpaid": {"is_funded": True, "paid_on": None},
            "all": {},
        }
        return rows.filter(**kept[data["which"]])


def _offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
