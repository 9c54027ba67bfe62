"""Forms of products, of accounts with the bank, and of guarantees. Nothing is saved here."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models import Loan, Product, Terms
from commonwork.registry.models import Organisation, Person
from commonwork.ui.fields import Choice, Choices, DayField, MoneyField
from commonwork.ui.forms import ActForm


class VersionForm(ActForm):
    """What a further version of a product allows. Percentages are policies and stand elsewhere."""

    starts_on = DayField(label=_("In force from"))
    schedules = Choices(label=_("Schedules"), choices=Terms.Schedule.choices, required=False)
    rhythms = Choices(label=_("How often"), choices=Terms.Every.choices, required=False)
    day_counts = Choices(label=_("How days are counted"), choices=Loan.DayCount.choices, required=False)
    longest_months = forms.IntegerField(label=_("Longest time in months"), min_value=1, required=False)
    least_minor = MoneyField(label=_("Smallest amount"), required=False)
    most_minor = MoneyField(label=_("Largest amount"), required=False)
    source = forms.CharField(label=_("Who decided it, or where it comes from"), max_length=300)

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if product.kind not in Product.LOANS:
            for name in ("schedules", "rhythms", "day_counts"):
                del self.fields[name]

    @property
    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}


class HoldingForm(ActForm):
    """Open an account for a person or for an organisation."""

    kind = Choice(label=_("What is opened?"), choices=[(kind.value, kind.label) for kind in Product.MONEY_IN])
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Person"), to_field_name="key", required=False
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("or organisation"), to_field_name="key", required=False
    )
    on = DayField(label=_("Opened on"))
    ends_on = DayField(label=_("A note ends on"), required=False)

    def __init__(
        self,
        *args: Any,
        people: QuerySet[Person],
        organisations: QuerySet[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("person", people), ("organisation", organisations)):
            field: Any = self.fields[name]
            field.queryset = rows


class GuaranteeForm(ActForm):
    borrower = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("For which co-op?"), to_field_name="key"
    )
    outside_lender = forms.CharField(label=_("Who lends to it?"), max_length=120)
    amount_minor = MoneyField(label=_("How much does the fund guarantee?"))
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"))

    def __init__(self, *args: Any, borrowers: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["borrower"]
        field.queryset = borrowers
