"""Builders for the tests of access."""

from datetime import UTC, date, datetime
from typing import Any

from commonwork.access.actions import accounts, roles
from commonwork.access.models import Account, RoleHolding
from commonwork.registry.actions import organisations, people
from commonwork.registry.models import Network, Organisation, Person

NOON = datetime(2016, 1, 1, 12, tzinfo=UTC)
JANUARY, JUNE = date(2016, 1, 1), date(2016, 6, 1)
MOMENT: dict[str, Any] = {"by": "system/test", "at": NOON}


def network(on: date = JUNE) -> Network:
    """A demo network whose calendar stands on a day."""
    return Network.objects.create(name="Jackson (invented)", is_demo=True, demo_on=on)


def coop(key: str) -> Organisation:
    """A co-op by its key."""
    return organisations.record(key=key, name=key.replace("_", " ").title(), kind="co-op", **MOMENT)


def person(name: str = "ada") -> Person:
    """An invented person."""
    return people.record(key=f"invented_{name}", name=f"{name.title()} (invented)", **MOMENT)


def account(name: str = "ada") -> Account:
    """An invented person's account."""
    return Account.objects.get(
        person=accounts.open_for(person=person(name), email=f"{name}@example.org", **MOMENT)
    )


def holding(of: Account, role: str, organisation: Organisation | None = None, **period: Any) -> RoleHolding:
    """A role held from January on, if not said otherwise."""
    assert of.person is not None
    on = period.pop("on", JANUARY)
    roles.give(person=of.person, role=role, organisation=organisation, on=on, **period, **MOMENT)
    of.__dict__.pop("_holdings", None)
    return RoleHolding.objects.get(person=of.person, role=role, organisation=organisation, starts_on=on)
