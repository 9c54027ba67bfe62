"""Rolls: mark who came. One act for a whole roll, one fact that names its members by key; and add who walked in."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from commonwork.gatherings.actions.gatherings import WasCalledOff
from commonwork.gatherings.actions.registrations import NameNeeded, write_guest
from commonwork.gatherings.models import Gathering, Registration, RollEntry
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence

Row = TypeVar("Row", Person, Registration)


class NotYetHeld(Refusal):
    sentence = sentence("{title} starts on {starts_on}, so its roll cannot be taken yet.")
    status = 409


class NobodyNamed(Refusal):
    sentence = sentence("The roll names nobody. Tick who came, or say who was missing.")


class CameAndMissed(Refusal):
    sentence = sentence("{name} is marked both as there and as missing.")


class NotAGuestHere(Refusal):
    sentence = sentence("This registration belongs to another gathering, was cancelled, or is not a guest's.")


class RollStandsAlready(Refusal):
    sentence = sentence("This roll already stands as you sent it. Nothing was changed.")
    status = 409


@act
def mark(
    *,
    gathering: Gathering,
    present: Sequence[Person],
    by: Who,
    at: datetime,
    absent: Sequence[Person] = (),
    guests: Sequence[Registration] = (),
    absent_guests: Sequence[Registration] = (),
    how: str = "paper",
) -> Gathering:
    """Mark who came and who did not; whoever is not named stays as before. how: paper, phone or door.

    Raises WasCalledOff, NotYetHeld (before the day it starts), NobodyNamed, CameAndMissed, NotAGuestHere
    and, when every mark is there already, RollStandsAlready: the same roll sent twice is one.
    """
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    _must_be_held(gathering, at)
    _must_be_guests(gathering, [*guests, *absent_guests])
    people, visitors = _marks(present, absent), _marks(guests, absent_guests)
    if not people and not visitors:
        raise NobodyNamed()
    changed = _write(gathering, people, visitors, RollEntry.How(how), at)
    if not changed and gathering.roll_taken_at is not None:
        raise RollStandsAlready()
    gathering.roll_taken_at = at
    gathering.save(update_fields=["roll_taken_at"])
    named = [person for person, _ in people.values()]
    state(
        "gatherings.roll.taken",
        subject=gathering,
        by=by,
        at=at,
        organisation=gathering.host or "",
        about=[*([gathering.part_of] if gathering.part_of else []), *named],
        data={
            "present": sorted(person.key for person, came in people.values() if came),
            "absent": sorted(person.key for person, came in people.values() if not came),
            "guests": sorted(guest.key for guest, came in visitors.values() if came),
            "absent_guests": sorted(guest.key for guest, came in visitors.values() if not came),
            "came_count": sum(came for _, came in [*people.values(), *visitors.values()]),
            "missed_count": sum(not came for _, came in [*people.values(), *visitors.values()]),
            "changed_count": changed,
            "how": how,
        },
    )
    return gathering


@act
def admit(*, gathering: Gathering, name: str, by: Who, at: datetime, how: str = "door") -> Registration:
    """Add someone who came without registering, by name; a full room and the end of the gathering do not matter.

    Raises WasCalledOff, NotYetHeld, NameNeeded.
    """
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    _must_be_held(gathering, at)
    if not name.strip():
        raise NameNeeded()
    registration = write_guest(gathering, name=name, at=at)
    RollEntry.objects.create(
        gathering=gathering, registration=registration, came=True, how=RollEntry.How(how), marked_at=at
    )
    state(
        "gatherings.guest.admitted",
        subject=registration,
        by=by,
        at=at,
        organisation=gathering.host or "",
        about=[gathering],
        data={"gathering": ref(gathering), "how": how},
    )
    return registration


def _must_be_held(gathering: Gathering, at: datetime) -> None:
    if gathering.called_off_at:
        raise WasCalledOff(title=gathering.title)
    if at.astimezone(gathering.starts_local.tzinfo).date() < gathering.starts_on:
        raise NotYetHeld(title=gathering.title, starts_on=gathering.starts_on.isoformat())


def _must_be_guests(gathering: Gathering, guests: Iterable[Registration]) -> None:
    for guest in guests:
        if (
            guest.gathering_id not in (gathering.pk, gathering.registers_at_id)
            or guest.person_id is not None
            or guest.cancelled_at is not None
        ):
            raise NotAGuestHere()


def _marks(came: Sequence[Row], missed: Sequence[Row]) -> dict[int, tuple[Row, bool]]:
    """{pk: (row, came?)}, each row once. Raises CameAndMissed."""
    marks = {row.pk: (row, True) for row in came}
    for row in missed:
        if row.pk in marks:
            raise CameAndMissed(name=row.name)
    return marks | {row.pk: (row, False) for row in missed}


def _write(
    gathering: Gathering,
    people: dict[int, tuple[Person, bool]],
    visitors: dict[int, tuple[Registration, bool]],
    how: str,
    at: datetime,
) -> int:
    """Write the marks that differ from those there; returns how many did."""
    there: dict[tuple[int | None, int | None], bool] = {
        (person, registration): came
        for person, registration, came in gathering.roll.values_list("person", "registration", "came")
    }
    asked: dict[tuple[int | None, int | None], bool]
    asked = {(pk, None): came for pk, (_, came) in people.items()}
    asked |= {(None, pk): came for pk, (_, came) in visitors.items()}
    new = [
        RollEntry(
            gathering=gathering, person_id=person, registration_id=guest, came=came, how=how, marked_at=at
        )
        for (person, guest), came in asked.items()
        if there.get((person, guest)) is not came
    ]
    for column in ("person", "registration"):
        RollEntry.objects.bulk_create(
            [entry for entry in new if getattr(entry, f"{column}_id") is not None],
            update_conflicts=True,
            unique_fields=["gathering", column],
            update_fields=["came", "how", "marked_at"],
            batch_size=500,
        )
    return len(new)
