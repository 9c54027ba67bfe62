"""Forms around the year-end. What is typed is checked here; nothing is saved here."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.federation.forms import PersonForm
from commonwork.federation.models import Consent
from commonwork.federation.policies import BASES, PARTS
from commonwork.registry.models import Organisation
from commonwork.ui.fields import Choice, DayField, MoneyField
from commonwork.ui.forms import ActForm


class PercentField(forms.DecimalField):
    """A percentage with at most two decimals; cleans to basis points."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, decimal_places=2, max_digits=5, **kwargs)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        return int(cleaned * 100) if cleaned is not None else None

    def prepare_value(self, value: Any) -> Any:
        return (Decimal(value) / 100).normalize().__format__("f") if isinstance(value, int) else value


class TaxModeForm(ActForm):
    tax_mode = Choice(
        label=_("How is your co-op taxed?"),
        choices=[
            (
                Organisation.TaxMode.SUBCHAPTER_T,
                _("as a cooperative corporation (Subchapter T, United States)"),
            ),
            (Organisation.TaxMode.PARTNERSHIP, _("as a partnership: an LLC that did not choose otherwise")),
            (Organisation.TaxMode.NONPROFIT_PROJECT, _("it is a project of a nonprofit")),
            (Organisation.TaxMode.OTHER_COUNTRY, _("in another country")),
        ],
    )


class SplitForm(ActForm):
    """How a surplus is split: the parts in percent, what shares go by, the part in cash."""

    individual = PercentField(label=_("To the members, percent"))
    indivisible_reserve = PercentField(label=_("To the reserve nobody can divide, percent"))
    education = PercentField(label=_("To education, percent"))
    solidarity = PercentField(label=_("To the solidarity fund, percent"))
    basis = Choice(
        label=_("What are the members' shares measured by?"),
        choices=[*BASES.items()],
        initial="hours",
    )
    cash = PercentField(label=_("Of each share in cash, percent"))
    starts_on = DayField(label=_("From which day on?"), help_text=_("Best the first day of a year to come."))
    source = forms.CharField(
        label=_("Where does it stand?"),
        max_length=300,
        help_text=_("The meeting and its day, or the article of your bylaws."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        parts = [cleaned.get(part) for part in PARTS]
        if None not in parts and (total := sum(int(part or 0) for part in parts)) != 10_000:
            shown = (Decimal(total) / 100).normalize().__format__("f")
            self.add_error(
                "individual", _("The four parts add up to %(total)s %%, not to 100 %%.") % {"total": shown}
            )
        return cleaned

    @property
    def parts_bp(self) -> dict[str, int]:
        """The four parts in basis points."""
        return {part: self.cleaned_data[part] for part in PARTS}


class ConsentForm(PersonForm):
    kind = Choice(label=_("How was it given?"), choices=Consent.Kind.choices, initial=Consent.Kind.WRITTEN)
    on = DayField(label=_("On which day?"))


class RedemptionForm(ActForm):
    amount = MoneyField(label=_("How much is paid out in all?"))
    on = DayField(label=_("On which day?"))


class ConsentFilter(forms.Form):
    """All consents of a co-op; nothing to narrow by yet but the name."""

    name = forms.CharField(label=_("Name"), required=False)

    def narrow(self, rows: QuerySet[Consent]) -> QuerySet[Consent]:
        name = self.cleaned_data["name"].strip()
        return rows.filter(person__name__icontains=name) if name else rows
