"""What the demo adds to a season: the federation's council and its delegates; consents, certificates and notices."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from commonwork.federation.actions import delegates, notices, shares
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.registry.queries import memberships
from commonwork.site.season.cast import Cast, Event

FILE = Path(__file__).parent / "data" / "belonging.toml"


def events(cast: Cast) -> Iterator[Event]:
    """All of it, each after what else happens on its day. Nothing is posted."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for row in said["consents"]:
        yield Event(row["on"], 45, lambda row=row: _consents(cast, row))  # type: ignore[misc]
    for row in said["certificates"]:
        yield Event(row["on"], 45, lambda row=row: _certificates(cast, row))  # type: ignore[misc]
    on = said["council"]["on"]
    yield Event(on, 45, lambda: _council(cast, said["council"]["name"], said["delegate"], on))
    for row in said["notices"]:
        yield Event(row["on"], 45, lambda row=row: _notices(cast, row))  # type: ignore[misc]


def _consents(cast: Cast, row: dict[str, Any]) -> None:
    coop, on = cast.org(row["organisation"]), row["on"]
    for owner in _owners(coop, on):
        if owner.key not in row.get("without", []):
            notices.give_consent(organisation=coop, person=owner, kind="written", on=on, **cast.when(on, 20))


def _certificates(cast: Cast, row: dict[str, Any]) -> None:
    coop, on = cast.org(row["organisation"]), row["on"]
    for owner in _owners(coop, on):
        shares.issue(organisation=coop, person=owner, on=on, **cast.when(on, 20))


def _owners(coop: Organisation, on: date) -> list[Person]:
    """The worker-owners of a co-op on a day, by key."""
    owners = memberships(on=on, organisation=coop).filter(class_code=Membership.Class.MEMBER)
    return list(Person.objects.filter(pk__in=owners.values("person")).order_by("key"))


def _council(cast: Cast, name: str, sent: list[dict[str, str]], on: date) -> None:
    body = delegates.open_body(name=name, **cast.when(on, 18))
    delegates.apportion(body=body, on=on, **cast.when(on, 19))
    for row in sent:
        delegates.send(
            body=body,
            organisation=cast.org(row["organisation"]),
            person=cast.person(row["person"]),
            on=on,
            **cast.when(on, 20),
        )


def _notices(cast: Cast, row: dict[str, Any]) -> None:
    year_end = cast.kept[f"year_end_{row['organisation']}"]
    notices.issue(year_end=year_end, on=row["on"], **cast.when(row["on"], 20))
