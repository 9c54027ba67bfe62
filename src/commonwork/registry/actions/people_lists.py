"""Lists of people: taken in as a whole, by the acts that also serve one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commonwork.record.acts import Who, act, state
from commonwork.registry.actions import memberships, people
from commonwork.registry.models import Membership, Network, Organisation, Person
from commonwork.rules.refusal import Refusal, sentence


class NoNetworkYet(Refusal):
    sentence = sentence("There is no network yet. Load a network file first.")
    status = 409


class NothingToTakeIn(Refusal):
    sentence = sentence("Everyone on this list is in the registry already, just as the list says.")


@dataclass(frozen=True)
class Joining:
    """A membership that begins; `leaves` is one of another class that ends on the same day."""

    organisation: Organisation
    class_code: str
    on: date
    leaves: Membership | None = None


@dataclass(frozen=True)
class Entry:
    """What a line of a list changes. Without a person a new one is recorded; for a known one, empty fields stay."""

    person: Person | None = None
    key: str = ""
    name: str = ""
    language: str = ""
    email: str = ""
    phone: str = ""
    is_invented: bool = False
    joining: Joining | None = None

    @property
    def corrects(self) -> bool:
        """Is anything about the person themselves written anew?"""
        return bool(self.name or self.language or self.email or self.phone)


@act
def take_in(*, entries: Sequence[Entry], by: Who, at: datetime) -> Network:
    """Record, correct and join the people of a list, all or nothing; one more fact names them all.

    Raises NoNetworkYet, NothingToTakeIn and what `people.record`, `people.correct`, `memberships.begin` and
    `memberships.end` raise.
    """
    network = Network.objects.first()
    if network is None:
        raise NoNetworkYet()
    if not entries:
        raise NothingToTakeIn()
    taken = [_take_in(entry, by=by, at=at) for entry in entries]
    state(
        "registry.people.imported",
        subject=network,
        by=by,
        at=at,
        about=taken,
        data={"count": len(taken), "new": sum(entry.person is None for entry in entries)},
    )
    return network


@act
def record_many(*, names: Mapping[str, str], by: Who, at: datetime, is_invented: bool = False) -> Network:
    """Add many people {key: name} without contacts, all or none; one fact names them all by key.
    At most 10,000 at a time. Raises NoNetworkYet, NothingToTakeIn, people.KeyTaken.
    """
    network = Network.objects.first()
    if network is None:
        raise NoNetworkYet()
    if not names:
        raise NothingToTakeIn()
    if taken := Person.objects.filter(key__in=names).values_list("key", flat=True).order_by("key").first():
        raise people.KeyTaken(key=taken)
    recorded = Person.objects.bulk_create(
        Person(key=key, name=name, is_invented=is_invented) for key, name in names.items()
    )
    state(
        "registry.people.recorded",
        subject=network,
        by=by,
        at=at,
        about=recorded,
        data={"count": len(recorded)},
    )
    return network


def _take_in(entry: Entry, *, by: Who, at: datetime) -> Person:
    person = entry.person
    if person is None:
        person = people.record(
            key=entry.key,
            name=entry.name,
            language=entry.language or "en",
            email=entry.email,
            phone=entry.phone,
            is_invented=entry.is_invented,
            by=by,
            at=at,
        )
    elif entry.corrects:
        people.correct(
            person=person,
            name=entry.name,
            language=entry.language,
            email=entry.email,
            phone=entry.phone,
            by=by,
            at=at,
        )
    if (joining := entry.joining) is not None:
        if joining.leaves is not None:
            memberships.end(membership=joining.leaves, on=joining.on, by=by, at=at)
        memberships.begin(
            person=person,
            organisation=joining.organisation,
            class_code=joining.class_code,
            on=joining.on,
            by=by,
            at=at,
        )
    return person
