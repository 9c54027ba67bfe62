"""Forms of the joins."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Organisation
from commonwork.ui.fields import DayField, MoneyField
from commonwork.ui.forms import ActForm


class GrantForm(ActForm):
    """On which day the grant is paid; the sum is what the assembly decided."""

    on = DayField(label=_("On which day was it paid?"))


class LoanRequestForm(ActForm):
    """A team's request, filled in from what the incubator knows."""

    principal_minor = MoneyField(label=_("How much do you ask for?"))
    name = forms.CharField(label=_("What shall we call the loan?"), max_length=80)
    purpose = forms.CharField(
        label=_("What is it for?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )
    is_public = forms.BooleanField(
        label=_("Anyone may see this loan: the co-op and the figures, never people's names."), required=False
    )


class LaunchForm(ActForm):
    """Opening day, and the entry in the register the team becomes."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Which entry of the register is it?"), to_field_name="key"
    )
    on = DayField(label=_("On which day does it open?"))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = organisations


class PriorityForm(ActForm):
    """Which resolution asks for an idea."""

    resolution: Any = forms.ModelChoiceField(None, label=_("Which resolution?"), to_field_name="key")

    def __init__(self, *args: Any, resolutions: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["resolution"]
        field.queryset = resolutions
