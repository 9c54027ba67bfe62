"""The door: who came in and went out, one by one, from as many phones as there are.

A phone gives every passage a name of its own and may send it late and twice; it is written once. Somebody who is inside
already is not let in again, whichever phone says so. The first to come in also stands on the roll.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commonwork.gatherings.actions.gatherings import WasCalledOff
from commonwork.gatherings.actions.rolls import NotAGuestHere, NotYetHeld
from commonwork.gatherings.models import Gathering, Passage, Registration, RollEntry
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence

AHEAD = timedelta(minutes=10)  # how far a phone's clock may be ahead of ours
AFTERWARDS = timedelta(hours=6)  # how long after the end somebody may still be said to have come or gone


class TooLateForTheDoor(Refusal):
    sentence = sentence("{title} was over on {ended_on}. Take the roll instead.")
    status = 409


class AlreadyThere(Refusal):
    sentence = sentence("{name} is inside already. Nothing was written twice.")
    status = 409


class NotInside(Refusal):
    sentence = sentence("{name} is not inside, so cannot go out.")
    status = 409


class SentBefore(Refusal):
    sentence = sentence("All of this was sent before. Nothing was written twice.")
    status = 409


class WrongPin(Refusal):
    sentence = sentence("This is not the PIN of today. It stands at the door.")
    field = "pin"


class StillWaiting(Refusal):
    sentence = sentence("{name} is on the waiting list. Give them a place first, or add them as a walk-in.")
    status = 409


@dataclass(frozen=True)
class Passing:
    """One passage as a phone tells it: who (a person, or a guest's registration), in or out, when, under which name."""

    who: Person | Registration
    way: str
    happened_at: datetime
    sent_key: str
    people_count: int = 1


@act
def record(
    *, gathering: Gathering, passings: Sequence[Passing], by: Who, at: datetime, how: str = "phone"
) -> Gathering:
    """Write passages, leaving out those sent before and those that change nothing; one fact names the others by key.

    Raises WasCalledOff, NotYetHeld, TooLateForTheDoor, NotAGuestHere, StillWaiting; and where nothing is new, what holds
    for the first: SentBefore, AlreadyThere, NotInside.
    """
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    for passing in passings:
        must_fit(gathering, passing, at=at)
    keys = [passing.sent_key for passing in passings]
    sent = set(gathering.passages.filter(sent_key__in=keys).values_list("sent_key", flat=True))
    new = [passing for passing in passings if passing.sent_key not in sent]
    inside = _inside(gathering, new)
    written: list[Passing] = []
    for passing in sorted(new, key=lambda one: one.happened_at):
        is_in, mark = passing.way == Passage.Way.IN, _mark(passing.who)
        if is_in != (mark in inside):
            written.append(passing)
            (inside.add if is_in else inside.discard)(mark)
    if not written:
        _refuse(passings, sent)
    _write(gathering, written, how, at)
    _state(gathering, written, how, by=by, at=at)
    return gathering


@act
def show_pin(*, gathering: Gathering, by: Who, at: datetime) -> Gathering:
    """Make the PIN that people type at the door; making it again makes a new one. Raises WasCalledOff."""
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if gathering.called_off_at:
        raise WasCalledOff(title=gathering.title)
    gathering.door_pin = f"{secrets.randbelow(1_000_000):06}"
    gathering.save(update_fields=["door_pin"])
    state("gatherings.door.opened", subject=gathering, by=by, at=at, organisation=gathering.host or "")
    return gathering


def must_fit(gathering: Gathering, passing: Passing, *, at: datetime) -> None:
    """A passage lies within the days of the gathering, not ahead of the clock, and is of somebody who may come."""
    if gathering.called_off_at:
        raise WasCalledOff(title=gathering.title)
    local = min(passing.happened_at, at + AHEAD).astimezone(gathering.starts_local.tzinfo)
    if local.date() < gathering.starts_on or passing.happened_at > at + AHEAD:
        raise NotYetHeld(title=gathering.title, starts_on=gathering.starts_on.isoformat())
    if passing.happened_at > gathering.ends_at + AFTERWARDS:
        raise TooLateForTheDoor(title=gathering.title, ended_on=gathering.last_on.isoformat())
    if isinstance(passing.who, Registration):
        must_be_guest(gathering, passing.who)


def must_be_guest(gathering: Gathering, guest: Registration) -> None:
    """A guest's registration that stands here. Raises NotAGuestHere, StillWaiting."""
    here = {gathering.pk, gathering.registers_at_id}
    if guest.gathering_id not in here or guest.person_id is not None or guest.cancelled_at is not None:
        raise NotAGuestHere()
    if guest.waiting_since is not None:
        raise StillWaiting(name=guest.name)


def _mark(who: Person | Registration) -> tuple[int | None, int | None]:
    return (who.pk, None) if isinstance(who, Person) else (None, who.pk)


def _inside(gathering: Gathering, passings: Collection[Passing]) -> set[tuple[int | None, int | None]]:
    """Of these people, those whose latest passage led in."""
    people = [one.who.pk for one in passings if isinstance(one.who, Person)]
    guests = [one.who.pk for one in passings if isinstance(one.who, Registration)]
    rows = gathering.passages.filter(person__in=people) | gathering.passages.filter(registration__in=guests)
    latest: dict[tuple[int | None, int | None], str] = {}
    for person, guest, way in rows.order_by("happened_at", "pk").values_list("person", "registration", "way"):
        latest[person, guest] = way
    return {mark for mark, way in latest.items() if way == Passage.Way.IN}


def _refuse(passings: Sequence[Passing], sent: Collection[str]) -> None:
    """Say why nothing was written."""
    first = next((one for one in passings if one.sent_key not in sent), None)
    if first is None:
        raise SentBefore()
    if first.way == Passage.Way.IN:
        raise AlreadyThere(name=first.who.name)
    raise NotInside(name=first.who.name)


def _write(gathering: Gathering, passings: Sequence[Passing], how: str, at: datetime) -> None:
    Passage.objects.bulk_create(
        Passage(
            gathering=gathering,
            person_id=_mark(one.who)[0],
            registration_id=_mark(one.who)[1],
            way=one.way,
            people_count=one.people_count,
            happened_at=min(one.happened_at, at),
            sent_key=one.sent_key,
        )
        for one in passings
    )
    came = {_mark(one.who): one for one in passings if one.way == Passage.Way.IN}
    for one in came.values():
        RollEntry.objects.update_or_create(
            gathering=gathering,
            person=one.who if isinstance(one.who, Person) else None,
            registration=one.who if isinstance(one.who, Registration) else None,
            defaults={"came": True, "how": how, "marked_at": at, "people_count": one.people_count},
        )


def _state(gathering: Gathering, written: Sequence[Passing], how: str, *, by: Who, at: datetime) -> None:
    came = [one.who for one in written if one.way == Passage.Way.IN]
    left = [one.who for one in written if one.way == Passage.Way.OUT]
    state(
        "gatherings.door.recorded",
        subject=gathering,
        by=by,
        at=at,
        organisation=gathering.host or "",
        about=[
            *([gathering.part_of] if gathering.part_of else []),
            *{one.who.pk: one.who for one in written if isinstance(one.who, Person)}.values(),
        ],
        data={
            "in": sorted(one.key for one in came),
            "out": sorted(one.key for one in left),
            "in_count": len(came),
            "out_count": len(left),
            "how": how,
        },
    )
