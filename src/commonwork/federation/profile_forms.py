"""Forms of what a co-op says about itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonwork.federation.legal_forms import legal_forms
from commonwork.federation.models import CoopProfile, Premises
from commonwork.registry.models import Organisation
from commonwork.ui.fields import Choice, Choices, DayField
from commonwork.ui.forms import ActForm


class ProfileForm(ActForm):
    """Legal body, tax mode, trades and contacts."""

    legal_form = forms.ChoiceField(label=_("Legal body"), required=False)
    tax_mode = forms.ChoiceField(
        label=_("How it is taxed"), choices=Organisation.TaxMode.choices, required=False
    )
    formed_on = DayField(label=_("Formed on"), required=False)
    trades = forms.CharField(
        label=_("Trades"), max_length=300, required=False, help_text=_("What it makes or does.")
    )
    email = forms.EmailField(label=_("E-mail of the co-op"), required=False)
    phone = forms.CharField(label=_("Phone of the co-op"), max_length=40, required=False)
    web = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["legal_form"]
        field.choices = [("", _("not said")), *((code, one.label) for code, one in legal_forms().items())]


class ConsentForm(ActForm):
    """What everyone may see."""

    parts = Choices(label=_("What may everyone see?"), choices=CoopProfile.Part.choices, required=False)


class PremisesForm(ActForm):
    """A place a co-op works at."""

    name = forms.CharField(label=_("What is the place called?"), max_length=60)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    use = Choice(label=_("What for?"), choices=Premises.Use.choices)
    on = DayField(label=_("From which day on?"))


class PrincipleForm(ActForm):
    """How a co-op worked by a principle."""

    principle = forms.ChoiceField(label=_("Which principle?"))
    year = forms.IntegerField(label=_("In which year?"), min_value=1900, max_value=2999)
    says = forms.CharField(
        label=_("How did the co-op work by it?"), widget=forms.Textarea(attrs={"rows": 5}), max_length=2000
    )

    def __init__(self, *args: Any, principles: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["principle"]
        field.choices = principles
