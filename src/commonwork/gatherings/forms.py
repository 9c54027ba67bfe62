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
from commonwork.ui.fields import Choice, Choices, CodeField, DayField, MoneyField
from commonwork.ui.forms import ActForm

WHEN = [("coming", _("to come")), ("past", _("past"))]
REPEATS = [
    ("no", _("no")),
    ("weekly", _("every week")),
    ("two-weekly", _("every two weeks")),
    ("monthly-weekday", _("every month, on the same weekday")),
    ("monthly-day", _("every month, on the same date")),
]
SCOPES = [
    ("one", _("only this one")),
    ("following", _("this one and those that follow")),
    ("all", _("all to come")),
]
SAID = (
    "title",
    "kind",
    "summary",
    "place",
    "host",
    "capacity",
    "needs_offered",
    "language",
    "is_public",
    "online_url",
    "has_waiting_list",
    "most_places",
    "price_least_minor",
    "remind_days",
)
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
    asks_contact = True

    def __init__(self, *args: Any, gathering: Gathering, is_member: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_member = is_member
        if is_member:
            for name in ("name", "email", "phone"):
                del self.fields[name]
        self._ask_more(gathering)
        offered = [(code, NEEDS[code]) for code in gathering.needs_offered if code in NEEDS]
        if offered:
            self.fields["needs"].choices = offered  # type: ignore[attr-defined]
        else:
            del self.fields["needs"]

    def _ask_more(self, gathering: Gathering) -> None:
        """How many places, what to give, and the hosts' own questions - each only where it is asked."""
        lead = gathering.lead
        if lead.most_places > 1:
            self.fields["places"] = forms.IntegerField(
                label=_("How many of you come?"), min_value=1, max_value=lead.most_places, initial=1
            )
        if lead.price_least_minor is not None and lead.price_least_minor < lead.price_minor:
            self.fields["pledged_minor"] = MoneyField(
                label=_("What can you give?"),
                least_minor=lead.price_least_minor,
                most_minor=lead.price_minor,
                required=False,
                help_text=_("For each place. Nobody is turned away. You pay at the door.")
                if lead.most_places > 1
                else _("Nobody is turned away. You pay at the door."),
            )
        self.questions = list(lead.questions.order_by("number"))
        for question in self.questions:
            field = (
                Choice(choices=[(said, said) for said in question.choices])
                if question.choices
                else forms.CharField(max_length=500)
            )
            field.label, field.required = question.words, question.is_required
            self.fields[f"question_{question.number}"] = field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        has_contact = cleaned.get("email") or cleaned.get("phone") or self.has_error("email")
        if self.asks_contact and not self.is_member and not has_contact:
            words = _("Write an e-mail address or a phone number, so that we can tell you of changes.")
            self.add_error("email", words)
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What `registrations.register` is asked for beside gathering and person."""
        names = ("name", "email", "phone", "needs", "places", "pledged_minor")
        said = {name: self.cleaned_data[name] for name in names if name in self.fields}
        asked = {row.number: self.cleaned_data.get(f"question_{row.number}", "") for row in self.questions}
        return said | ({"answers": asked} if asked else {})


class ResizeForm(ActForm):
    """Ask for another number of places."""

    places = forms.IntegerField(label=_("How many of you come?"), min_value=1)


class CodeForm(forms.Form):
    """The code of a registration, as mailed or printed."""

    code = CodeField(label=_("Your code"), help_text=_("Twelve letters and numbers."))


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
    online_url = forms.URLField(
        label=_("Where to meet online"),
        required=False,
        assume_scheme="https",
        help_text=_("Only people who registered see this address."),
    )
    has_waiting_list = forms.BooleanField(
        label=_("Keep a waiting list when the room is full"), required=False, initial=True
    )
    most_places = forms.IntegerField(
        label=_("How many places may one registration ask for?"),
        required=False,
        min_value=1,
        max_value=50,
        initial=1,
    )
    price_minor = MoneyField(
        label=_("Price"), least_minor=0, required=False, help_text=_("Empty if it is free.")
    )
    price_least_minor = MoneyField(
        label=_("Least on a sliding scale"),
        least_minor=0,
        required=False,
        help_text=_("Empty for one price."),
    )
    remind_days = forms.IntegerField(
        label=_("Remind people by mail so many days before"),
        required=False,
        min_value=0,
        max_value=31,
        initial=1,
    )
    is_public = forms.BooleanField(label=_("Anyone may see it and come"), required=False, initial=True)

    def __init__(self, *args: Any, account: Asker, gathering: Gathering | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_as_typed(gathering) if gathering else None, **kwargs)
        self.time_zone = gathering.time_zone if gathering else ""
        hosts = where(account, Permission.GATHERING_KEEP).order_by("name")
        self._of_series(gathering)
        field = self.fields["host"]
        field.queryset = hosts  # type: ignore[attr-defined]
        field.required = not may(account, Permission.GATHERING_KEEP, "")
        if gathering is None and len(choices := list(hosts[:2])) == 1:
            field.initial = choices[0]

    def _of_series(self, gathering: Gathering | None) -> None:
        """A new one may repeat; one of a series asks which of them are meant."""
        if gathering is None:
            self.fields["repeats"] = Choice(
                label=_("Does it repeat?"), choices=REPEATS, initial="no", required=False
            )
            self.fields["times"] = forms.IntegerField(
                label=_("How many times in all?"), required=False, min_value=2, max_value=366
            )
            self.fields["registers_once"] = forms.BooleanField(
                label=_("One registration counts for all of them"), required=False
            )
        elif gathering.series_id is not None:
            self.fields["scope"] = Choice(
                label=_("What do you change?"), choices=SCOPES, initial="one", required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("repeats", "no") not in ("", "no") and not cleaned.get("times"):
            self.add_error("times", _("Write how many times it takes place in all."))
        if bool(cleaned.get("starts_time")) != bool(cleaned.get("ends_time")):
            self.add_error("ends_time", _("Write both hours, or none if it lasts whole days."))
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """The fields of the gathering, as `announce` and `change` take them."""
        typed = self.cleaned_data
        starts_at, ends_at, is_all_day = self._period()
        return {name: typed[name] for name in SAID} | {
            "price_minor": typed["price_minor"] or 0,
            "most_places": typed["most_places"] or 1,
            "remind_days": 1 if typed["remind_days"] is None else typed["remind_days"],
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
        {name: getattr(gathering, name) for name in (*SAID, "price_minor")}
        | hours
        | {
            "starts_on": gathering.starts_on,
            "ends_on": last,
        }
    )
