"""Forms of the bank: what is typed is checked here; nothing is saved here."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models import CommitteeVote, Loan
from commonwork.registry.models import Organisation
from commonwork.ui.fields import Choice, DayField, MoneyField
from commonwork.ui.forms import ActForm

USUAL_SURPLUS = _(
    "Income less all costs of the period in the co-op's own books, member wages and depreciation included, "
    "interest on this loan left out."
)


class ApplyForm(ActForm):
    """What a co-op says when it asks for a loan."""

    borrower = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Which co-op asks?"), to_field_name="key"
    )
    principal_minor = MoneyField(label=_("How much do you ask for?"))
    name = forms.CharField(
        label=_("What shall we call the loan?"),
        max_length=80,
        help_text=_("Short: truck loan, kitchen loan."),
    )
    purpose = forms.CharField(
        label=_("What is it for?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("What you will buy or build, and how it will bring a surplus. Leave out people's names."),
    )
    is_public = forms.BooleanField(
        label=_(
            "Anyone may see this loan: the co-op, what it is for, and the figures; never people's names."
        ),
        required=False,
    )

    def __init__(self, *args: Any, borrowers: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["borrower"]
        field.queryset = borrowers


class VoteForm(ActForm):
    vote = Choice(label=_("Yes, or not now?"), choices=CommitteeVote.Choice.choices)
    has_conflict = forms.BooleanField(
        label=_("I have a conflict of interest: I belong to this co-op, or gain or lose by this loan."),
        required=False,
    )


class AgreeForm(ActForm):
    """The terms of a loan paid from surplus. How often it is stated: what the product allows."""

    on = DayField(label=_("Agreed on"))
    ends_on = DayField(label=_("The loan ends on"))
    stated_every = Choice(label=_("How often the co-op states its surplus"))
    year_begins = forms.TypedChoiceField(
        label=_("The co-op's year begins in"),
        coerce=int,
        choices=list(MONTHS.items()),
        help_text=_("Quarters, half years and years are counted from the first day of this month."),
    )
    surplus_definition = forms.CharField(
        label=_("What counts as surplus"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("The loan is paid from this and from nothing else."),
    )

    def __init__(self, *args: Any, rhythms: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["stated_every"]
        field.choices = [(every.value, every.label) for every in Loan.StatedEvery if every in rhythms]


class PayOutForm(ActForm):
    amount_minor = MoneyField(label=_("Amount to pay out"))
    on = DayField(label=_("Paid out on"))


class PaymentForm(ActForm):
    amount_minor = MoneyField(label=_("Amount that came"))
    on = DayField(label=_("It came on"))


class QuarterForm(ActForm):
    """Carries which quarter the page showed, so that a second press cannot close the next one."""

    ends_on = forms.DateField(widget=forms.HiddenInput)


class PublicForm(ActForm):
    """Carries what the page offered: to show, or to hide."""

    is_public = forms.BooleanField(widget=forms.HiddenInput, required=False)


class PeriodForm(forms.Form):
    """The period of a list: from a day, and up to a day that is itself left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = DayField(label=_("From"))
        self.fields["to"] = DayField(label=_("Until before"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("from"), cleaned.get("to")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("to", _("This day must come after the first."))
        return cleaned

    @property
    def period(self) -> tuple[date, date]:
        return self.cleaned_data["from"], self.cleaned_data["to"]


class LoanFilter(forms.Form):
    """Which loans to list."""

    stage = forms.ChoiceField(
        label=_("Stage"), choices=[("", _("all stages")), *Loan.Stage.choices], required=False
    )

    def narrow(self, loans: QuerySet[Loan]) -> QuerySet[Loan]:
        stage = self.cleaned_data["stage"]
        return loans.filter(stage=stage) if stage else loans
