"""Forms of promised gifts: the open one, and what an officer notes when the money came by hand."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.bank.models import Fund, Gift, Pledge, Promise, Supporter
from commonwork.bank.ways_to_give import WayToGive
from commonwork.ui.fields import Choice, DayField, MoneyField
from commonwork.ui.forms import ActForm

MOST_MINOR = 100_000_000


class FundChoice(forms.ModelChoiceField):
    """Funds as radio buttons, each with what happens to its money."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}: {obj.get_use_display()}"


class PromiseForm(ActForm):
    """What somebody without an account is asked. `website` is empty when a person filled it in: nobody sees it."""

    amount_minor = MoneyField(label=_("How much will you give?"), most_minor=MOST_MINOR)
    every = Choice(label=_("How often?"), choices=Pledge.Every.choices, initial=Pledge.Every.ONCE)
    fund = FundChoice(Fund.objects.none(), label=_("What for?"), to_field_name="key", empty_label=None)
    way = Choice(label=_("How will you pay?"))
    name = forms.CharField(
        label=_("Your name, or your organisation's"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty to give without a name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    is_organisation = forms.BooleanField(label=_("This is an organisation."), required=False)
    is_named = forms.BooleanField(
        label=_("You may show my name beside my gift on the fund's page. Anyone can read it."), required=False
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_(
            "We send the reference and the receipt there. Leave it empty to write them down yourself."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    may_write = forms.BooleanField(
        label=_(
            "Keep my address, to send later receipts and the letter of the year. Otherwise it is erased."
        ),
        required=False,
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, funds: QuerySet[Fund], ways: Sequence[WayToGive], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["fund"].queryset = funds
        fields["way"].choices = [(way.code, way.name) for way in ways]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _("A field that has to stay empty was filled in. Empty it and send again.")
            )
        return ""

    def arguments(self) -> dict[str, Any]:
        """What the act is asked, but for who and when."""
        asked = {name: self.cleaned_data[name] for name in ("amount_minor", "every", "fund", "way", "name")}
        asked |= {name: self.cleaned_data[name] for name in ("email", "is_named", "may_write")}
        kind = Supporter.Kind.ORGANISATION if self.cleaned_data["is_organisation"] else Supporter.Kind.PERSON
        return {**asked, "kind": kind}


class CameForm(ActForm):
    """The money of a promise came by hand."""

    amount_minor = MoneyField(label=_("How much came?"))
    on = DayField(label=_("It came on"))
    way = Choice(label=_("How did it come?"), choices=Gift.Way.choices)


class PromisesForm(forms.Form):
    """Narrows the list of promised gifts."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all")), *Promise.State.choices]
    )
    search = forms.CharField(label=_("Reference"), required=False, max_length=20)

    def narrow(self, rows: QuerySet[Promise]) -> QuerySet[Promise]:
        if state := self.cleaned_data["state"]:
            rows = rows.filter(state=state)
        bare = "".join(letter for letter in self.cleaned_data["search"].upper() if letter.isalnum())
        return rows.filter(reference__contains=bare) if bare else rows
