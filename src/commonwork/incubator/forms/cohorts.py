"""Forms of cohorts."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.gatherings.models import Gathering
from commonwork.incubator import asks
from commonwork.incubator.models import Team
from commonwork.registry.clock import at_time
from commonwork.registry.models import Place
from commonwork.ui.fields import DayField
from commonwork.ui.forms import ActForm


class CourseField(forms.ChoiceField):
    """Which course of the school is the curriculum."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Which course do the teams take together?"),
            required=False,
            choices=_courses,
            help_text=_("Its sessions stand in the calendar of the cohort."),
            **kwargs,
        )


def _courses() -> list[tuple[str, Any]]:
    return [("", _("none yet")), *((one.reference, one.title) for one in asks.courses())]


class CohortForm(ActForm):
    name = forms.CharField(label=_("Name of the cohort"), max_length=120)
    programme = forms.CharField(
        label=_("Which programme?"),
        max_length=120,
        help_text=_("Always written the same way, so that cohorts of one programme stand together."),
    )
    starts_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until before"))
    course = CourseField()


class CourseForm(ActForm):
    """Set or change the curriculum of a cohort."""

    course = CourseField()


class CohortGatheringForm(ActForm):
    """A gathering of a cohort: an evening, a visit, a day together. Anyone sees when and where it is."""

    title = forms.CharField(label=_("What is it?"), max_length=200)
    on = DayField(label=_("Day"))
    starts = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=_("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.ModelChoiceField(
        Place.objects.order_by("name"), label=_("Place"), required=False, empty_label=_("not said yet")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("It has to end after it starts."))
        return data

    def arguments(self) -> dict[str, Any]:
        """What `gatherings.announce` is asked for beside host and cohort."""
        data = self.cleaned_data
        return {
            "title": data["title"],
            "kind": Gathering.Kind.MEETING,
            "starts_at": at_time(data["on"], data["starts"]),
            "ends_at": at_time(data["on"], data["ends"]),
            "place": data["place"],
            "takes_registrations": False,
        }


class PlaceForm(ActForm):
    """Which team asks for a place, or gets it."""

    team = forms.ModelChoiceField(Team.objects.none(), label=_("Which team?"), to_field_name="key")

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["team"]
        field.queryset = teams
