"""Forms of the school: what is typed becomes the arguments of one act."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.access.models import RoleHolding
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, where
from commonwork.access.roles import ROLES
from commonwork.gatherings.permits import person_of
from commonwork.registry.models import Organisation, Person, Place
from commonwork.registry.queries import running
from commonwork.school.actions.courses import session_times
from commonwork.school.models import Badge, Programme
from commonwork.ui.fields import Choice, CodeField, DayField
from commonwork.ui.forms import ActForm

LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
WEEK = 7


class TermFields(forms.Form):
    """On what terms people take part, and how long the badge holds."""

    TERMS = ("programme", "has_waiting_list", "is_selected", "badge_months")

    programme = forms.ModelChoiceField(
        label=_("Programme"),
        queryset=Programme.objects.order_by("title"),
        required=False,
        empty_label=_("none"),
    )
    has_waiting_list = forms.BooleanField(
        label=_("Keep a waiting list when all places are taken"), required=False
    )
    is_selected = forms.BooleanField(
        label=_("People ask to take part, and the trainer chooses"), required=False
    )
    badge_months = forms.IntegerField(
        label=_("How many months does the badge hold?"),
        required=False,
        min_value=1,
        max_value=120,
        help_text=_("Left empty, it holds for good."),
    )


class CourseForm(TermFields, ActForm):
    """Open a course that meets once a week."""

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("What will people learn?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    school = forms.ModelChoiceField(label=_("School"), queryset=Organisation.objects.none())
    trainer = forms.ModelChoiceField(label=_("Trainer"), queryset=Person.objects.none())
    first_on = DayField(label=_("First session"))
    clock = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(label=_("Minutes a session"), min_value=15, max_value=24 * 60)
    sessions_count = forms.IntegerField(
        label=_("Number of sessions"), min_value=1, max_value=60, help_text=_("One a week, on the same day.")
    )
    place = forms.ModelChoiceField(
        label=_("Place"),
        queryset=Place.objects.order_by("name"),
        required=False,
        empty_label=_("not said yet"),
    )
    capacity = forms.IntegerField(label=_("Places for learners"), required=False, min_value=1)
    language = Choice(label=_("Language"), choices=LANGUAGES, initial="en")
    competence = forms.CharField(
        label=_("What can people do afterwards?"),
        required=False,
        max_length=60,
        help_text=_("The competence that a badge proves. Left empty, it is the title."),
    )

    field_order = (
        "title", "summary", "school", "trainer", "first_on", "clock", "minutes", "sessions_count", "place", "capacity",
        "has_waiting_list", "is_selected", "language", "competence", "badge_months", "programme",
    )  # fmt: skip

    def __init__(self, *args: Any, account: Asker, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schools = where(account, Permission.COURSE_KEEP).order_by("name")
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        self.fields["trainer"].queryset = trainers(on)  # type: ignore[attr-defined]
        self.fields["trainer"].initial = person_of(account)
        if len(choices := list(schools[:2])) == 1:
            self.fields["school"].initial = choices[0]

    def arguments(self) -> dict[str, Any]:
        """The arguments of `courses.open` beside on, by and at."""
        typed = self.cleaned_data
        weeks = range(typed["sessions_count"])
        days = [typed["first_on"] + timedelta(days=WEEK * week) for week in weeks]
        names = (
            "title",
            "summary",
            "school",
            "trainer",
            "place",
            "capacity",
            "language",
            "competence",
            *self.TERMS,
        )
        return {name: typed[name] for name in names} | {
            "sessions": session_times(days, clock=typed["clock"], minutes=typed["minutes"])
        }


def trainers(on: date) -> QuerySet[Person]:
    """Whoever holds a role on a day that takes rolls."""
    teaching = [code for code, role in ROLES.items() if Permission.COURSE_KEEP in role.permissions]
    holding = RoleHolding.objects.filter(running(on), role__in=teaching)
    return Person.objects.filter(pk__in=holding.values("person")).order_by("name")


class EnrolSomeoneForm(ActForm):
    """Enrol a person of the network by their name, for those who have no account."""

    name = forms.CharField(
        label=_("Full name"), max_length=200, help_text=_("As it stands in the people of the network.")
    )

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        found = list(Person.objects.filter(name__iexact=name, is_forgotten=False)[:2])
        if not found:
            raise forms.ValidationError(
                _("Nobody of this name is among the people of the network. A steward can add them.")
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _("There are several people of this name. Ask them to enrol themselves.")
            )
        self.person = found[0]
        return name


class RevokeForm(ActForm):
    """Why a badge is revoked."""

    reason = Choice(label=_("Why is it revoked?"), choices=Badge.Reason.choices)


class CheckForm(forms.Form):
    """A check code, as printed on a badge."""

    code = CodeField(
        label=_("Check code"), help_text=_("Twelve letters and numbers, as printed on the badge.")
    )


class PeriodForm(forms.Form):
    """The days between which badges were awarded. Its names stand in addresses: ?from=&to= (`to` is half-open)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = DayField(label=_("From"))
        self.fields["to"] = DayField(label=_("Up to, not counting that day"))
