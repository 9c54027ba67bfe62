"""Forms of funds, supporters and payouts: what is typed is checked here; nothing is saved here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models import Fund, Gift, PayAccount, Pledge, Supporter
from commonwork.registry.models import Person
from commonwork.ui.fields import Choice, Choices, DayField, MoneyField
from commonwork.ui.forms import ActForm

LANGUAGES = (("en", _("English")), ("es", _("Spanish")))


class OpenFundForm(ActForm):
    name = forms.CharField(label=_("What is the fund called?"), max_length=120)
    use = Choice(label=_("What happens to its money?"), choices=Fund.Use.choices)
    purpose = forms.CharField(
        label=_("What is it for?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )
    on = DayField(label=_("Opened on"))


class SpendForm(ActForm):
    amount_minor = MoneyField(label=_("How much was spent?"))
    on_what = forms.CharField(
        label=_("On what?"), max_length=200, required=False, help_text=_("Leave out people's names.")
    )
    on = DayField(label=_("Spent on"))


class ChooseFundForm(ActForm):
    fund = forms.ModelChoiceField(Fund.objects.none(), label=_("Which fund?"), to_field_name="key")

    def __init__(self, *args: Any, funds: QuerySet[Fund], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["fund"]
        field.queryset = funds


class SupporterForm(ActForm):
    person = forms.CharField(
        label=_("Key of a person of the network"),
        required=False,
        max_length=60,
        help_text=_("Leave it empty for somebody from outside, and write the name below."),
    )
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    kind = Choice(label=_("Who is it?"), choices=Supporter.Kind.choices)
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = forms.CharField(label=_("Address for letters"), max_length=300, required=False)
    language = Choice(label=_("Language of letters"), choices=LANGUAGES)
    is_named = forms.BooleanField(label=_("Agreed to be named in public"), required=False)

    def clean_person(self) -> Person | None:
        key = self.cleaned_data["person"].strip()
        if not key:
            return None
        person = Person.objects.filter(key=key).first()
        if person is None:
            raise forms.ValidationError(_("There is no person with this key."))
        return person


class GiftForm(ActForm):
    fund = forms.ModelChoiceField(Fund.objects.none(), label=_("For which fund?"), to_field_name="key")
    amount_minor = MoneyField(label=_("How much came?"))
    on = DayField(label=_("It came on"))
    way = Choice(label=_("How did it come?"), choices=Gift.Way.choices)
    pledge = forms.ModelChoiceField(
        Pledge.objects.none(), label=_("Does it fulfil a pledge?"), to_field_name="key", required=False
    )
    return_minor = MoneyField(
        label=_("Worth of what the giver got in return"),
        least_minor=0,
        required=False,
        help_text=_("A meal, a book. Leave it empty when it was nothing; the receipt says so."),
    )

    def __init__(self, *args: Any, funds: QuerySet[Fund], pledges: QuerySet[Pledge], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["fund"].queryset, fields["pledge"].queryset = funds, pledges


class OnDayForm(ActForm):
    """Acts that only ask for the day."""

    on = DayField(label=_("On which day?"))


class PledgeForm(ActForm):
    fund = forms.ModelChoiceField(Fund.objects.none(), label=_("For which fund?"), to_field_name="key")
    amount_minor = MoneyField(label=_("How much each time?"))
    every = Choice(label=_("How often?"), choices=Pledge.Every.choices)
    starts_on = DayField(label=_("The first time on"))
    ends_on = DayField(label=_("Until before"), required=False, help_text=_("Leave it empty for no end."))

    def __init__(self, *args: Any, funds: QuerySet[Fund], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["fund"]
        field.queryset = funds

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", _("This day must come after the first."))
        return cleaned


class PayAccountForm(ActForm):
    """The number is typed here and never shown again."""

    way = Choice(label=_("What kind of account?"), choices=PayAccount.Way.choices)
    name = forms.CharField(label=_("Name of the holder, as the bank knows it"), max_length=140)
    routing = forms.CharField(label=_("Routing number, or BIC"), max_length=11, required=False)
    number = forms.CharField(
        label=_("Account number, or IBAN"),
        max_length=42,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kind = Choice(label=_("Checking or savings?"), choices=PayAccount.Kind.choices)


class PayerForm(PayAccountForm):
    payer_id = forms.CharField(
        label=_("Number the bank knows the payer by"),
        max_length=35,
        help_text=_("Your bank tells you this number."),
    )
    bank_name = forms.CharField(label=_("Name of the bank"), max_length=60)


class RunForm(ActForm):
    provider = forms.CharField(widget=forms.HiddenInput)
    payments = Choices(label=_("Which payments go into this file?"))
    pays_on = DayField(label=_("The bank pays on"))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, object]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["payments"]
        field.choices = choices


class SettleForm(ActForm):
    offer = Choice(label=_("What is this money?"))

    def __init__(self, *args: Any, choices: Sequence[tuple[str, object]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["offer"]
        field.choices = choices


class DayFilter(forms.Form):
    """The day a report is of."""

    on = DayField(label=_("As of"), required=False)
