"""Past attendance from a list (CSV): read, checked line by line, compared with what is there, taken in as a whole.

Columns: title, kind, day, from, until, name, email, came. A gathering is found by its title and day, or announced anew; a
person by e-mail, else by name where only one bears it, else written down as a guest.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, where
from commonwork.gatherings.actions import gatherings, registrations, rolls
from commonwork.gatherings.models import Gathering, Registration
from commonwork.record.acts import Who, act, state
from commonwork.registry.clock import at_time
from commonwork.registry.models import Contact, Organisation, Person
from commonwork.rules.refusal import Complaint, Complaints

COLUMNS = ("title", "kind", "day", "from", "until", "name", "email", "came")
YES, NO = {"yes", "y", "1", "x", "sí", "si"}, {"no", "n", "0", ""}
MOST_LINES = 20_000


@dataclass
class Held:
    """One gathering of the list: what is there already, or what would be announced, and who came."""

    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    there: Gathering | None
    people: dict[int, tuple[Person, bool]] = field(default_factory=dict)
    guests: dict[str, bool] = field(default_factory=dict)


@dataclass
class Plan:
    """What taking in a list would do."""

    host: Organisation
    held: list[Held]
    lines_count: int

    @property
    def new_count(self) -> int:
        return sum(one.there is None for one in self.held)

    @property
    def people_count(self) -> int:
        return len({pk for one in self.held for pk in one.people})

    @property
    def guests_count(self) -> int:
        return len({name for one in self.held for name in one.guests})


def plan(data: bytes, *, account: Asker) -> Plan:
    """What a list would change. Changes nothing. Raises Complaints with everything that is wrong."""
    hosts = where(account, Permission.GATHERING_KEEP).order_by("pk")
    host = hosts.first()
    if host is None:
        raise Complaints([Complaint(0, "", _("You keep no organisation's gatherings."))])
    complaints: list[Complaint] = []
    held: dict[tuple[str, date], Held] = {}
    count = 0
    for number, row in _rows(data):
        count += 1
        try:
            _read(row, held, host)
        except ValueError as wrong:
            complaints.append(Complaint(number, str(wrong.args[0]), str(wrong.args[1])))
    if not count and not complaints:
        complaints.append(Complaint(0, "", _("The file holds no line.")))
    if complaints:
        raise Complaints(complaints)
    return Plan(host, list(held.values()), count)


@transaction.atomic
def take_in(planned: Plan, *, by: Who, at: datetime, once: str) -> Organisation:
    """Do what was planned. Safe to repeat with its token."""
    return import_attendance(
        host=planned.host, held=planned.held, count=planned.lines_count, by=by, at=at, once=once
    )


@act
def import_attendance(
    *, host: Organisation, held: list[Held], count: int, by: Who, at: datetime
) -> Organisation:
    """Announce what is missing and mark the rolls; one more fact counts the lines."""
    for one in held:
        gathering = one.there or gatherings.announce(
            title=one.title,
            kind=one.kind,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            host=host,
            takes_registrations=False,
            is_public=False,
            by=by,
            at=at,
        )
        came, missed = _guests(gathering, one, by, at)
        try:
            rolls.mark(
                gathering=gathering,
                present=[person for person, is_there in one.people.values() if is_there],
                absent=[person for person, is_there in one.people.values() if not is_there],
                guests=came,
                absent_guests=missed,
                by=by,
                at=at,
            )
        except rolls.RollStandsAlready:
            continue
    state(
        "gatherings.attendance.imported", subject=host, by=by, at=at, organisation=host, data={"count": count}
    )
    return host


def _guests(
    gathering: Gathering, one: Held, by: Who, at: datetime
) -> tuple[list[Registration], list[Registration]]:
    """Guests by whether they came; those of the same name already there are not written twice."""
    there = {
        row.name.casefold(): row
        for row in gathering.registrations.filter(person=None, cancelled_at=None).select_related("guest")
    }
    new = [name for name in one.guests if name.casefold() not in there]
    if new:
        registrations.register_many(gathering=gathering, names=new, by=by, at=at)
        rows = gathering.registrations.filter(person=None, cancelled_at=None).select_related("guest")
        there = {row.name.casefold(): row for row in rows}
    came = [there[name.casefold()] for name, is_there in one.guests.items() if is_there]
    return came, [there[name.casefold()] for name, is_there in one.guests.items() if not is_there]


def _rows(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Complaints([Complaint(0, "", _("Save the file as “CSV UTF-8” and try again."))]) from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        words = _("These columns are missing: %s.") % ", ".join(missing)
        raise Complaints([Complaint(1, "", words)])
    try:
        for number, row in enumerate(reader, start=2):
            if number > MOST_LINES:
                raise Complaints([Complaint(0, "", _("A list has at most 20,000 lines."))])
            yield number, {name: " ".join((row.get(name) or "").split()) for name in COLUMNS}
    except csv.Error as error:
        raise Complaints([Complaint(0, "", _("This is not a CSV file: %s.") % error)]) from error


def _read(row: dict[str, str], held: dict[tuple[str, date], Held], host: Organisation) -> None:
    """Add one line to what was held. Raises ValueError(field, sentence)."""
    for name in ("title", "name"):
        if not row[name]:
            raise ValueError(name, _("This is empty."))
    try:
        day = date.fromisoformat(row["day"])
        starts, ends = time.fromisoformat(row["from"]), time.fromisoformat(row["until"])
    except ValueError:
        raise ValueError("day", _("Write days like 2017-01-12 and times like 18:00.")) from None
    if row["kind"] not in Gathering.Kind.values:
        raise ValueError("kind", _("Choose one of: %s.") % ", ".join(Gathering.Kind.values))
    if ends <= starts:
        raise ValueError("until", _("It must end after it starts."))
    said = row["came"].casefold()
    if said not in YES | NO:
        raise ValueError("came", _("Write yes or no."))
    key = (row["title"].casefold(), day)
    if key not in held:
        there = Gathering.objects.filter(title__iexact=row["title"], host=host, called_off_at=None)
        found = next((one for one in there if one.starts_on == day), None)
        held[key] = Held(row["title"], row["kind"], at_time(day, starts), at_time(day, ends), found)
    person = _person(row)
    if person is not None:
        if held[key].people.setdefault(person.pk, (person, said in YES))[1] != (said in YES):
            raise ValueError("came", _("Another line says the opposite of the same person."))
    else:
        held[key].guests[row["name"]] = said in YES


def _person(row: dict[str, str]) -> Person | None:
    if row["email"]:
        found = Contact.objects.filter(kind=Contact.Kind.EMAIL, value__iexact=row["email"]).first()
        if found is not None:
            return found.person
    named = list(Person.objects.filter(name__iexact=row["name"], is_forgotten=False)[:2])
    if len(named) > 1:
        raise ValueError(
            "name", _("Several people have this name; write the e-mail address of the one you mean.")
        )
    return named[0] if named else None
