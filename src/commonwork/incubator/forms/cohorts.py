"""Forms of cohorts."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.incubator.models import Team
from commonwork.ui.fields import DayField
from commonwork.ui.forms import ActForm


class CohortForm(ActForm):
    name = forms.CharField(label=_("Name of the cohort"), max_length=120)
    programme = forms.CharField(
        label=_("Which programme?"),
        max_length=120,
        help_text=_("Always written the same way, so that cohorts of one programme stand together."),
    )
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until before"))


class PlaceForm(ActForm):
    """Which team asks for a place, or gets it."""

    team = forms.ModelChoiceField(Team.objects.none(), label=_("Which team?"), to_field_name="key")

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["team"]
        field.queryset = teams
