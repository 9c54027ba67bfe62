"""Builders for the tests of the registry."""

from datetime import UTC, date, datetime
from typing import Any

from commonwork.registry.actions import organisations, people
from commonwork.registry.models import Network, Organisation, Person

NOON = datetime(2016, 1, 1, 12, tzinfo=UTC)
DAY_ONE = date(2016, 1, 1)
MOMENT: dict[str, Any] = {"by": "system/test", "at": NOON}


def network(**more: Any) -> Network:
    """The network, as a network file founds it."""
    return Network.objects.create(name="Jackson (invented)", **more)


def farm() -> Organisation:
    """Freedom Farms, a member co-op."""
    return organisations.record(
        key="freedom_farm", name="Freedom Farms", kind="co-op", stage="member", **MOMENT
    )


def cafe() -> Organisation:
    """Nubia's Place, a start-up."""
    return organisations.record(key="nubias", name="Nubia's Place", kind="co-op", stage="start-up", **MOMENT)


def ada(**more: Any) -> Person:
    """Ada, an invented person."""
    return people.record(**{"name": "Ada Bell (invented)", "key": "invented_ada", **MOMENT, **more})
