"""Who is expected at a gathering, who waits, who came, and who was there at a moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Sum

from commonwork.gatherings.models import Gathering, Guest, Passage, Registration
from commonwork.registry.models import Person

FOUND = 25
# Who else is expected, asked of the rooms above by what a gathering is part of: {"school.course": people of it}.
EXPECTING: dict[str, Callable[[Gathering], Sequence[Person]]] = {}


@dataclass(frozen=True)
class Expected:
    """One line of a roster: a person of the network or a guest, and what the roll says (None: nothing
    yet)."""

    person: Person | None
    registration: Registration | None
    came: bool | None

    @property
    def name(self) -> str:
        row = self.person or self.registration
        return row.name if row else "—"

    @property
    def registration_id(self) -> int:
        """The number of the registration; 0 for who is on the roll without one."""
        return self.registration.pk if self.registration else 0

    @property
    def needs_texts(self) -> list[str]:
        return self.registration.needs_texts if self.registration else []

    @property
    def party_count(self) -> int:
        """How many people come with this line, themselves included."""
        return self.registration.party_count if self.registration else 1

    @property
    def mark(self) -> str:
        """The value of its tick box: person-7 or guest-9."""
        return f"person-{self.person.pk}" if self.person else f"guest-{self.registration.pk}"  # type: ignore[union-attr]


def registered(gathering: Gathering) -> QuerySet[Registration]:
    """The registrations with a place, in the order they came in; those of its lead, where one counts for many."""
    rows = Registration.objects.filter(
        gathering=gathering.registers_at_id or gathering.pk, cancelled_at=None, waiting_since=None
    )
    return rows.select_related("person", "guest").order_by("registered_at", "pk")


def registration_of(gathering: Gathering, person: Person | None) -> Registration | None:
    """The standing registration of a person, also on the waiting list, or None."""
    if person is None:
        return None
    lead = gathering.registers_at_id or gathering.pk
    return Registration.objects.filter(gathering=lead, cancelled_at=None, person=person).first()


def places_left(gathering: Gathering) -> int | None:
    """How many more may register; None where there is no limit."""
    capacity = gathering.lead.capacity
    return None if capacity is None else max(0, capacity - places_taken(gathering))


def roster(gathering: Gathering) -> list[Expected]:
    """Everybody registered or on the roll already, by name."""
    entries = list(gathering.roll.select_related("person", "registration__guest", "registration__person"))
    by_person = {entry.person_id: entry for entry in entries if entry.person_id}
    by_guest = {entry.registration_id: entry for entry in entries if entry.registration_id}
    lines = []
    for row in registered(gathering):
        entry = by_person.pop(row.person_id, None) if row.person_id else by_guest.pop(row.pk, None)
        lines.append(Expected(row.person, row, entry.came if entry else None))
    here = {line.person.pk for line in lines if line.person}
    for person in expected_of(gathering):
        if person.pk not in here:
            entry = by_person.pop(person.pk, None)
            lines.append(Expected(person, None, entry.came if entry else None))
    lines += [Expected(entry.person, None, entry.came) for entry in by_person.values()]
    lines += [Expected(None, entry.registration, entry.came) for entry in by_guest.values()]
    return sorted(lines, key=lambda line: line.name.casefold())


def help_asked(gathering: Gathering) -> dict[str, int]:
    """{code of the help: how many asked for it} among those registered; codes nobody asked for are left
    out."""
    counts: dict[str, int] = {}
    for codes in registered(gathering).values_list("needs", flat=True):
        for code in codes:
            counts[code] = counts.get(code, 0) + 1
    return counts


def guests(gathering: Gathering) -> QuerySet[Guest]:
    """Names and contacts of guests that are still kept."""
    return Guest.objects.filter(registration__gathering=gathering)


@dataclass(frozen=True)
class Presence:
    """One person or guest at the door: how often they came and went, and whether they were there at the moment asked."""

    name: str
    came_at: datetime
    left_at: datetime | None
    people_count: int

    @property
    def is_inside(self) -> bool:
        return self.left_at is None


def waiting(gathering: Gathering) -> QuerySet[Registration]:
    """Who is on the waiting list, in their turn."""
    rows = gathering.registrations.filter(cancelled_at=None, waiting_since__isnull=False)
    return rows.select_related("person", "guest").order_by("waiting_since", "pk")


def turn(registration: Registration) -> int | None:
    """The place of a registration on the waiting list, from 1; None where it does not wait."""
    if registration.waiting_since is None:
        return None
    pks = list(waiting(registration.gathering).values_list("pk", flat=True))
    return pks.index(registration.pk) + 1 if registration.pk in pks else None


def places_taken(gathering: Gathering) -> int:
    """How many places are taken, of the gathering whose registrations count here."""
    rows = registered(gathering).order_by()
    return int(rows.aggregate(count=Sum("party_count"))["count"] or 0)


def found_at_door(gathering: Gathering, words: str) -> list[Expected]:
    """Those expected whose name holds the words, or whose code begins so; by name, at most 25."""
    words = " ".join(words.split())
    if not words:
        return []
    rows = registered(gathering).filter(
        Q(person__name__icontains=words)
        | Q(guest__name__icontains=words)
        | Q(code__startswith=words.replace(" ", "").upper())
    )
    found = list(rows.order_by("guest__name", "person__name", "pk")[:FOUND])
    here = {row.person_id for row in found if row.person_id}
    others = [one for one in expected_of(gathering) if words.casefold() in one.name.casefold()]
    return _with_marks(gathering, found, [one for one in others if one.pk not in here][:FOUND])


def expected_of(gathering: Gathering) -> Sequence[Person]:
    """Who the room above expects, such as the learners of a course."""
    asked = EXPECTING.get(gathering.part_of.partition("/")[0])
    return asked(gathering) if asked else ()


def inside(gathering: Gathering) -> dict[str, bool]:
    """{mark of a roster's line: is inside now} for everyone who passed the door."""
    rows = gathering.passages.order_by("happened_at", "pk").values_list("person", "registration", "way")
    return {_mark(person, guest): way == Passage.Way.IN for person, guest, way in rows}


def presences(gathering: Gathering, *, at: datetime) -> list[Presence]:
    """Everyone who had passed the door by a moment, in the order they first came."""
    rows = gathering.passages.filter(happened_at__lte=at).select_related("person", "registration__guest")
    found: dict[str, Presence] = {}
    for row in rows.order_by("happened_at", "pk"):
        mark, before = _mark(row.person_id, row.registration_id), None
        before = found.get(mark)
        is_in = row.way == Passage.Way.IN
        name = row.person.name if row.person else row.registration.name if row.registration else "—"
        found[mark] = Presence(
            name,
            before.came_at if before else row.happened_at,
            None if is_in else row.happened_at,
            before.people_count if before else row.people_count,
        )
    return list(found.values())


def present_count(gathering: Gathering, *, at: datetime) -> int:
    """How many people were inside at a moment, by the passages at the door."""
    return sum(one.people_count for one in presences(gathering, at=at) if one.is_inside)


def _mark(person: int | None, guest: int | None) -> str:
    return f"person-{person}" if person else f"guest-{guest}"


def _with_marks(
    gathering: Gathering, rows: Sequence[Registration], people: Sequence[Person]
) -> list[Expected]:
    """Lines for a few registrations and people, with what the roll says of them."""
    entries = gathering.roll.filter(
        Q(person__in=[row.person_id for row in rows if row.person_id])
        | Q(person__in=people)
        | Q(registration__in=rows)
    )
    said = {_mark(one.person_id, one.registration_id): one.came for one in entries}
    lines = [
        Expected(row.person, row, said.get(_mark(row.person_id, None if row.person_id else row.pk)))
        for row in rows
    ]
    lines += [Expected(person, None, said.get(_mark(person.pk, None))) for person in people]
    return sorted(lines, key=lambda line: line.name.casefold())
