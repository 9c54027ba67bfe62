"""Forms of gatherings: what is typed becomes the arguments of one act."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may, where
from commonwork.gatherings.models import NEEDS, Gathering, RollEntry
from commonwork.gatherings.queries import Expected, of_kinds
from commonwork.registry.clock import at_time
from commonwork.registry.models import Organisation, Place
from commonwork.ui.fields import Choice, Choices, DayField
from commonwork.ui.forms import ActForm

WHEN = [("coming", _("to come")), ("past", _("past"))]
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]


class FilterForm(forms.Form):
    """Which gatherings to list. `when` is read by the view, which knows what day it is."""

    when = forms.ChoiceField(label=_("When"), choices=WHEN, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("all kinds")), *Gathering.Kind.choices], required=False
    )

    def narrow(self, queryset: QuerySet[Gathering]) -> QuerySet[Gathering]:
        return of_kinds(queryset, [self.cleaned_data["kind"]] if self.cleaned_data["kind"] else [])


class RegisterForm(ActForm):
    """Keep a place. A visitor without an account writes a name and one way to reach them."""

    name = forms.CharField(label=_("Your name"), max_length=200, help_text=_("As you want to be greeted."))
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=200)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)
    needs = Choices(label=_("What would help you to come?"), required=False)

    def __init__(self, *args: Any, gathering: Gathering, is_member: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_member = is_member
        if is_member:
            for name in ("name", "email", "phone"):
                del self.fields[name]
        offered = [(code, NEEDS[code]) for code in gathering.needs_offered if code in NEEDS]
        if offered:
            self.fields["needs"].choices = offered  # type: ignore[attr-defined]
        else:
            del self.fields["needs"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        has_contact = cleaned.get("email") or cleaned.get("phone") or self.has_error("email")
        if not self.is_member and not has_contact:
            words = _("Write an e-mail address or a phone number, so that we can tell you of changes.")
            self.add_error("email", words)
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What `registrations.register` is asked for beside gathering and person."""
        names = ("name", "email", "phone", "needs")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class Ticks(Choices):
    """Boxes of which none need be ticked, without being an optional question: nobody may have come."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class RollForm(ActForm):
    """Tick who came; everyone on the list who is not ticked did not come."""

    came = Ticks(label=_("Who came?"))
    how = Choice(label=_("How was it marked?"), choices=RollEntry.How.choices, initial=RollEntry.How.PAPER)

    def __init__(self, *args: Any, roster: Sequence[Expected], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roster = roster
        self.fields["came"].choices = [(line.mark, line.name) for line in roster]  # type: ignore[attr-defined]
        self.fields["came"].initial = [line.mark for line in roster if line.came]

    def arguments(self) -> dict[str, Any]:
        """present, absent, guests, absent_guests and how, for `rolls.mark`."""
        ticked = set(self.cleaned_data["came"])

        def pick(attribute: str, is_ticked: bool) -> list[Any]:
            return [
                getattr(line, attribute)
                for line in self.roster
                if (line.person is not None) == (attribute == "person") and (line.mark in ticked) == is_ticked
            ]

        return {
            "present": pick("person", True),
            "absent": pick("person", False),
            "guests": pick("registration", True),
            "absent_guests": pick("registration", False),
            "how": self.cleaned_data["how"],
        }


class AdmitForm(ActForm):
    """Add someone who came without registering."""

    name = forms.CharField(label=_("Name of someone who is not on the list"), max_length=200)


class GatheringForm(ActForm):
    """Announce or change a gathering. Without hours it lasts whole days."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = Choice(label=_("What kind of gathering is it?"), choices=Gathering.Kind.choices)
    summary = forms.CharField(
        label=_("What is it about?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    starts_on = DayField(label=_("Day"))
    starts_time = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends_time = forms.TimeField(
        label=_("Until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Leave both hours empty if it lasts whole days."),
    )
    ends_on = DayField(
        label=_("Last day"), required=False, help_text=_("Only if it lasts more than one day.")
    )
    place = forms.ModelChoiceField(
        label=_("Place"),
        queryset=Place.objects.order_by("name"),
        required=False,
        empty_label=_("not said yet"),
    )
    host = forms.ModelChoiceField(label=_("Who calls it?"), queryset=Organisation.objects.none())
    capacity = forms.IntegerField(label=_("Places in the room"), required=False, min_value=1)
    needs_offered = Choices(label=_("What help do you offer?"), choices=list(NEEDS.items()), required=False)
    language = Choice(label=_("Language"), choices=LANGUAGES, initial="en")
    is_public = forms.BooleanField(label=_("Anyone may see it and come"), required=False, initial=True)

    def __init__(self, *args: Any, account: Asker, gathering: Gathering | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_as_typed(gathering) if gathering else None, **kwargs)
        self.time_zone = gathering.time_zone if gathering else ""
        hosts = where(account, Permission.GATHERING_KEEP).order_by("name")
        field = self.fields["host"]
        field.queryset = hosts  # type: ignore[attr-defined]
        field.required = not may(account, Permission.GATHERING_KEEP, "")
        if gathering is None and len(choices := list(hosts[:2])) == 1:
            field.initial = choices[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("starts_time")) != bool(cleaned.get("ends_time")):
            self.add_error("ends_time", _("Write both hours, or none if it lasts whole days."))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """The fields of the gathering, as `announce` and `change` take them."""
        typed = self.cleaned_data
        starts_at, ends_at, is_all_day = self._period()
        names = (
            "title",
            "kind",
            "summary",
            "place",
            "host",
            "capacity",
            "needs_offered",
            "language",
            "is_public",
        )
        return {name: typed[name] for name in names} | {
            "starts_at": starts_at,
            "ends_at": ends_at,
            "is_all_day": is_all_day,
        }

    def _period(self) -> tuple[datetime, datetime, bool]:
        typed = self.cleaned_data
        first: date = typed["starts_on"]
        last: date = typed["ends_on"] or first
        if typed["starts_time"] is None:
            return at_time(first, time(0)), at_time(last + timedelta(days=1), time(0)), True
        return at_time(first, typed["starts_time"]), at_time(last, typed["ends_time"]), False


def _as_typed(gathering: Gathering) -> dict[str, Any]:
    """What the form would have held for this gathering."""
    names = (
        "title",
        "kind",
        "summary",
        "place",
        "host",
        "capacity",
        "needs_offered",
        "language",
        "is_public",
    )
    hours = (
        {}
        if gathering.is_all_day
        else {
            "starts_time": gathering.starts_local.time(),
            "ends_time": gathering.ends_local.time(),
        }
    )
    last = gathering.last_on if gathering.last_on != gathering.starts_on else None
    return (
        {name: getattr(gathering, name) for name in names}
        | hours
        | {
            "starts_on": gathering.starts_on,
            "ends_on": last,
        }
    )
