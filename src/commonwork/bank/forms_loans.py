"""Forms of a loan's later life: statements, corrections, schedules, pauses, plans. Nothing is saved here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonwork.bank.actions.schedules import Wanted
from commonwork.bank.models import Loan, ProductVersion, Terms
from commonwork.ui.fields import Choice, DayField, File, MoneyField
from commonwork.ui.forms import ActForm

WHY = _("Why? In plain words, without people's names.")


def _why(**more: Any) -> forms.CharField:
    return forms.CharField(label=WHY, widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, **more)


class StatementForm(ActForm):
    """A quarter's figures, for a borrower that keeps its books elsewhere."""

    ends_on = forms.DateField(widget=forms.HiddenInput)
    income_minor = MoneyField(label=_("What came in from sales and services"), least_minor=0)
    costs_minor = MoneyField(label=_("What it cost, wages left out"), least_minor=0)
    wages_minor = MoneyField(
        label=_("Wages as the agreement has them"),
        least_minor=0,
        help_text=_("The living wages you planned, also where less was paid."),
    )
    reserve_minor = MoneyField(label=_("Reserve as agreed"), least_minor=0)
    paper = File(
        kinds=("pdf", "png", "jpeg"),
        label=_("A paper that shows it (PDF or photo)"),
        required=False,
    )


class FromBooksForm(ActForm):
    """The figures stand in the borrower's own book here."""

    ends_on = forms.DateField(widget=forms.HiddenInput)


class SignedMoneyField(MoneyField):
    """An amount that may be below zero: a loss."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(least_minor=-(10**15), **kwargs)


class CorrectForm(ActForm):
    surplus_minor = SignedMoneyField(
        label=_("The surplus as it should be"), help_text=_("Write a loss with a minus: -1,033.33.")
    )
    note = _why()


class NoteForm(ActForm):
    note = _why()


class MoneyOnForm(ActForm):
    amount_minor = MoneyField(label=_("Amount"))
    on = DayField(label=_("Day"))


class OnForm(ActForm):
    on = DayField(label=_("Day"))


class WriteOffForm(ActForm):
    on = DayField(label=_("Written off on"))
    note = _why()


class PauseForm(ActForm):
    on = DayField(label=_("Payments rest from"))
    until = DayField(label=_("Until before"))
    note = _why()


class TermsForm(ActForm):
    """The terms of a schedule. What the product allows is all there is to choose from."""

    starts_on = DayField(label=_("The first period begins on"))
    annual_rate_bp = forms.DecimalField(
        label=_("Interest a year, in percent"), min_value=0, max_value=100, decimal_places=2
    )
    schedule = Choice(label=_("How it is paid back"))
    every = Choice(label=_("How often"))
    count = forms.IntegerField(label=_("How many payments"), min_value=1, max_value=1600)
    day_count = Choice(label=_("How days are counted"))
    principal_grace = forms.IntegerField(
        label=_("First payments that ask for interest only"), min_value=0, initial=0
    )
    interest_grace = forms.IntegerField(
        label=_("First periods that ask for nothing"),
        min_value=0,
        initial=0,
        help_text=_("Their interest is asked for afterwards, without interest on it."),
    )
    step_bp = forms.DecimalField(
        label=_("A step: payments grow by, in percent"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
        help_text=_("Only where payments grow step by step."),
    )
    step_every = forms.IntegerField(
        label=_("A step comes after every so many payments"),
        min_value=1,
        required=False,
        help_text=_("Only where payments grow step by step."),
    )
    balloon_minor = MoneyField(
        label=_("Asked for at the end"),
        required=False,
        help_text=_("Only where one large payment comes at the end."),
    )

    def __init__(self, *args: Any, version: ProductVersion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "schedule": (version.schedules if version else [], Terms.Schedule),
            "every": (version.rhythms if version else [], Terms.Every),
            "day_count": (version.day_counts if version else [], Loan.DayCount),
        }
        for name, (codes, labels) in offered.items():
            field: Any = self.fields[name]
            field.choices = [(code, labels(code).label) for code in codes]
            if self.initial.get(name) not in codes:
                self.initial[name] = codes[0] if codes else None
        if version and not {"step", "balloon"} & set(version.schedules):
            for name in ("step_bp", "step_every", "balloon_minor"):
                del self.fields[name]

    def clean_annual_rate_bp(self) -> int:
        return round(self.cleaned_data["annual_rate_bp"] * 100)

    @property
    def wanted(self) -> Wanted:
        """The terms that were typed. What belongs to another kind of schedule is left out."""
        said = dict(self.cleaned_data)
        is_step, is_balloon = said["schedule"] == "step", said["schedule"] == "balloon"
        return Wanted(
            starts_on=said["starts_on"],
            annual_rate_bp=said["annual_rate_bp"],
            day_count=said["day_count"],
            schedule=said["schedule"],
            every=said["every"],
            count=said["count"],
            principal_grace=said["principal_grace"],
            interest_grace=said["interest_grace"],
            step_bp=round((said.get("step_bp") or 0) * 100) if is_step else 0,
            step_every=(said.get("step_every") or 0) if is_step else 0,
            balloon_minor=(said.get("balloon_minor") or 0) if is_balloon else 0,
        )


class AgreeScheduleForm(TermsForm):
    on = DayField(label=_("Agreed on"))
