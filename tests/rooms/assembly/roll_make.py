"""Builders for tests of rolls, motions, meetings and consent rounds."""

from datetime import date
from typing import Any

from commonwork.assembly.actions import electorates, motions
from commonwork.assembly.models import Electorate, Motion
from commonwork.registry.actions import memberships
from commonwork.registry.clock import at_time
from commonwork.registry.models import Body, Network, Organisation, Person
from tests.rooms.assembly.make import adopt, person
from tests.worlds import lasting

START, DAY = date(2026, 1, 5), date(2026, 5, 12)
NOON = at_time(DAY)
WHO: dict[str, Any] = {"by": "system/test", "at": NOON}


def network() -> Network:
    return Network.objects.get_or_create(key="network", defaults={"name": "Invented network"})[0]


def coop(key: str = "freedom_farm", *, stage: str = "member") -> Organisation:
    network()
    name = key.replace("_", " ").title()
    return Organisation.objects.get_or_create(
        key=key, defaults={"name": name, "kind": "co-op", "stage": stage}
    )[0]


def joins(name: str, where: Organisation, class_code: str = "member", on: date = START) -> Person:
    who = person(name)
    memberships.begin(person=who, organisation=where, class_code=class_code, on=on, **WHO)
    return who


def body(key: str = "farm_meeting", kind: str = "assembly", of: Organisation | None = None) -> Body:
    network()
    name = key.replace("_", " ").title()
    return Body.objects.get_or_create(key=key, defaults={"name": name, "kind": kind, "organisation": of})[0]


def sits(who: Person, where: Body, on: date = START) -> Person:
    memberships.take_seat(body=where, person=who, on=on, **WHO)
    return who


@lasting
def farm() -> tuple[Body, list[Person]]:
    """The members' meeting of a co-op of four worker-owners (one candidate besides)."""
    owner = coop()
    people = [joins(name, owner) for name in ("Ada", "Ben", "Cleo", "Dina")]
    joins("Emil", owner, "candidate")
    return body(of=owner), people


def roll(of: Body, **said: Any) -> Electorate:
    return electorates.take(body=of, record_on=DAY, **(WHO | said))


def motion(of: Body, author: Person | None, **said: Any) -> Motion:
    words: dict[str, Any] = {
        "title": "Sick days",
        "purpose": "Nobody has to work ill.",
        "text": "The fund pays fifty dollars a day, up to five days a year.",
    }
    return motions.draft(body=of, author=author, on=DAY, **(words | said), **WHO)


def open_motion(of: Body | None = None, author: Person | None = None, **said: Any) -> Motion:
    """A motion that needs no support: talked over at once."""
    adopt("assembly.support_count", 0)
    row = motion(of or body(of=coop()), author, **said)
    return motions.put_forward(motion=row, on=DAY, **WHO)


def affirmed(of: Body) -> Electorate:
    return electorates.affirm(electorate=roll(of), **WHO)
