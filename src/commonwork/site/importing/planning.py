"""Compare a list of people with the registry: who is new, what changes, what stays, and what cannot be."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from commonwork.record.acts import Who
from commonwork.registry.actions import people_lists
from commonwork.registry.actions.people_lists import Entry, Joining
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.rules.refusal import Complaint, Complaints
from commonwork.site.importing.known import Known
from commonwork.site.importing.reading import Line, read

INVENTED = "(invented)"
Sign = Literal["+", "~", "="]


@dataclass(frozen=True)
class Difference:
    """One line of the list against the registry. sign: + new, ~ changed, = unchanged."""

    line: int
    sign: Sign
    name: str
    details: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What the sign says."""
        return {"+": _("new"), "~": _("changed"), "=": _("unchanged")}[self.sign]

    def __str__(self) -> str:
        return ", ".join([f"{self.sign} {_('line %s') % self.line}: {self.name}", *self.details])


@dataclass
class Plan:
    """What taking in a list would do."""

    entries: list[Entry] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many lines are new, changed and unchanged."""
        signs = [difference.sign for difference in self.differences]
        return {"new": signs.count("+"), "changed": signs.count("~"), "same": signs.count("=")}


class _Wrong(Exception):
    """Something wrong with one line: (field, sentence)."""


def plan(data: bytes) -> Plan:
    """What a file would change. Changes nothing. Raises Complaints with everything that is wrong."""
    lines, complaints = read(data)
    complaints += _doubles(lines)
    known = Known(lines)
    found, seen = Plan(), dict[int, int]()
    for line in lines:
        try:
            person = known.find(line)
            before = seen.setdefault(person.pk, line.number) if person else line.number
            if before != line.number:
                raise _Wrong("", _("This is the same person as in line %s.") % before)
            entry, details = _compare(line, person, known)
        except (_Wrong, Known.Unclear) as wrong:
            complaints.append(Complaint(line.number, *wrong.args))
            continue
        sign: Sign = "+" if person is None else "~" if details else "="
        found.differences.append(Difference(line.number, sign, line.name, tuple(details)))
        if sign != "=":
            found.entries.append(entry)
    if complaints:
        raise Complaints(complaints)
    return found


@transaction.atomic
def take_in(data: bytes, *, by: Who, at: datetime, once: str = "") -> Plan:
    """Take in a file as a whole. Raises Complaints; changes nothing when all is as the list says."""
    planned = plan(data)
    if planned.entries:
        people_lists.take_in(entries=planned.entries, by=by, at=at, once=once or None)
    return planned


def _doubles(lines: list[Line]) -> list[Complaint]:
    """Lines that name somebody another line names already. Lines with a key are asked first: they are the surest."""
    first: dict[tuple[str, ...], int] = {}
    complaints = []
    for line in sorted(lines, key=lambda line: (not line.key, line.number)):
        identity, sentence = _identity(line)
        if (before := first.setdefault(identity, line.number)) != line.number:
            complaints.append(Complaint(line.number, identity[0], sentence % before))
        if line.key and line.email:
            first.setdefault(("email", line.email.lower()), line.number)
    return complaints


def _identity(line: Line) -> tuple[tuple[str, ...], str]:
    """What tells a line's person from others, and what is said when two lines share it."""
    if line.key:
        return ("key", line.key), _("The key is in line %s already.")
    if line.email:
        return ("email", line.email.lower()), _("The e-mail address is in line %s already.")
    if line.phone:
        return ("phone", line.phone), _("The phone number is in line %s already.")
    sentence = _("The name is in line %s already; a key or an e-mail address tells them apart.")
    return ("name", line.name, line.organisation), sentence


def _compare(line: Line, person: Person | None, known: Known) -> tuple[Entry, list[str]]:
    """What the line changes, and the same in words. Raises _Wrong."""
    organisation = _organisation(line, known)
    details: list[str] = []
    if person is None:
        joining = _joining(line, organisation, [], details)
        if known.has_namesake(line):
            details.append(_("someone with this name or address is in the registry already"))
        return _new(line, joining), details
    changed: dict[str, Any] = {}
    before = known.said_of(person)
    for name, label in (
        ("name", _("name")),
        ("email", _("e-mail")),
        ("phone", _("phone")),
        ("language", _("language")),
    ):
        value = getattr(line, name)
        if value and value != before[name]:
            changed[name] = value
            details.append(f"{label}: {before[name] or '–'} → {value}")
    joining = _joining(line, organisation, known.memberships(person), details)
    return Entry(person=person, joining=joining, **changed), details


def _new(line: Line, joining: Joining | None) -> Entry:
    return Entry(
        key=line.key,
        name=line.name,
        language=line.language,
        email=line.email,
        phone=line.phone,
        is_invented=line.name.endswith(INVENTED),
        joining=joining,
    )


def _organisation(line: Line, known: Known) -> Organisation | None:
    if not line.organisation:
        return None
    found = known.organisation(line.organisation)
    if found is None:
        raise _Wrong("organisation", _("There is no organisation “%s” in the register.") % line.organisation)
    return found


def _joining(
    line: Line, organisation: Organisation | None, held: list[Membership], details: list[str]
) -> Joining | None:
    """The membership that begins, or None when there is none or it runs already. Raises _Wrong."""
    if organisation is None or line.starts_on is None:
        return None
    day = line.starts_on
    label = Membership.Class(line.class_code).label
    here = [row for row in held if row.organisation_id == organisation.pk]
    if any(row.starts_on == day and row.class_code == line.class_code for row in here):
        return None
    leaves = next((row for row in here if row.ends_on is None or row.ends_on > day), None)
    if leaves is not None and not _may_leave(leaves, line.class_code, day):
        said = {"class": leaves.get_class_code_display(), "day": leaves.starts_on.isoformat()}
        raise _Wrong("from", _("Belongs there already as %(class)s from %(day)s on.") % said)
    said = {"organisation": organisation.name, "class": str(label), "day": day.isoformat()}
    details.append(_("joins %(organisation)s as %(class)s from %(day)s") % said)
    return Joining(organisation, line.class_code, day, leaves)


def _may_leave(held: Membership, class_code: str, day: date) -> bool:
    """May a membership end for one of another class that begins on this day?"""
    return held.ends_on is None and held.class_code != class_code and held.starts_on < day
