"""Builders of the assembly's tests."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from commonwork.access.models import Account, RoleHolding
from commonwork.assembly.actions import assemblies, ballots, proposals
from commonwork.assembly.actions.ballots import Slip
from commonwork.assembly.models import Assembly, BallotBatch, Proposal
from commonwork.charter.actions import policies
from commonwork.record.acts import act, state
from commonwork.record.models import Fact
from commonwork.record.queries import trail
from commonwork.registry.clock import at_time
from commonwork.registry.models import Body, Network, Organisation, Person
from tests.worlds import lasting

HELD = date(2017, 2, 18)
NOON = at_time(date(2017, 3, 31))  # all days of the season have come
WHO: dict[str, Any] = {"by": "system/test", "at": NOON}
PROPOSALS = [  # season.toml: title, cost in cents, recipient
    ("childcare", "Childcare at evening courses", 350_00, "school"),
    ("tool_chest", "Tool chest for new teams", 500_00, "incubator"),
    ("market_van", "Shared market van, one month", 420_00, "incubator"),
    ("scholarship", "Scholarship fund for the next course", 160_00, "school"),
    ("handbook_es", "Course handbook in Spanish", 200_00, "school"),
]


def network() -> Network:
    return Network.objects.get_or_create(
        key="network", defaults={"name": "Invented network", "is_demo": True, "demo_on": date(2017, 3, 31)}
    )[0]


def organisation(key: str) -> Organisation:
    network()
    return Organisation.objects.get_or_create(key=key, defaults={"name": key.title(), "kind": "institution"})[
        0
    ]


def body() -> Body:
    network()
    return Body.objects.get_or_create(
        key="peoples_assembly",
        defaults={
            "name": "People's Assembly",
            "kind": "assembly",
            "population": 153_701,
            "population_source": "US census 2020",
            "engagement_mark_bp": 2000,
        },
    )[0]


def person(name: str) -> Person:
    return Person.objects.get_or_create(
        key=f"invented_{name.lower()}", defaults={"name": f"{name} (invented)", "is_invented": True}
    )[0]


def account(name: str, role: str = "", where: str = "") -> Account:
    """An account of a person, with a role network-wide or in one organisation."""
    who = person(name)
    if role:
        RoleHolding.objects.create(
            person=who,
            role=role,
            organisation=organisation(where) if where else None,
            starts_on=date(2016, 1, 1),
        )
    return Account.objects.create_user(email=f"{name.lower()}@example.org", person=who)


def adopt(code: str, value: Any) -> None:
    network()
    policies.adopt(
        code=code, value=value, starts_on=date(2016, 1, 1), adopted_by="system/test", source="test", **WHO
    )


@lasting
def called() -> Assembly:
    return assemblies.call(body=body(), held_on=HELD, rule="approval-while-fits", **WHO)


def proposed(assembly: Assembly, only: Iterable[str] = ()) -> dict[str, Proposal]:
    rows = [row for row in PROPOSALS if not only or row[0] in only]
    return {
        key: proposals.make(
            assembly=assembly,
            key=key,
            title=title,
            cost_minor=cost,
            recipient=organisation(recipient),
            on=date(2017, 2, 11),
            **WHO,
        )
        for key, title, cost, recipient in rows
    }


@lasting
def voting() -> Assembly:
    """The season's assembly with its five proposals, open for ballots."""
    assembly = called()
    proposed(assembly)
    return assemblies.open_voting(assembly=assembly, **WHO)


def five_ballots() -> list[Slip]:
    """A small vote, counted by hand: childcare 3, tool_chest 2, market_van 2, scholarship 1, handbook_es 0; one blank.

    On 900.00: childcare 350 (550 left); then tool_chest and market_van tie at 2, and the cheaper van (420) goes first
    (130 left); tool_chest 500 does not fit; scholarship 160 does not fit; handbook_es has no approval. 130.00 stays.
    """
    return [
        Slip("R-1", ("childcare", "tool_chest"), 1),
        Slip("R-2", ("childcare", "market_van"), 2),
        Slip("R-3", ("childcare", "market_van", "scholarship"), 3),
        Slip("R-4", ("tool_chest",), 4),
        Slip("R-5", (), 5),
    ]


@lasting
def counted() -> Assembly:
    assembly = voting()
    ballots.enter_batch(assembly=assembly, rows=five_ballots(), channel="paper", **WHO)
    return assemblies.count(assembly=assembly, budget_minor=900_00, on=HELD, **WHO)


@lasting
def resolved() -> Assembly:
    return assemblies.resolve(assembly=counted(), on=HELD, **WHO)


@act
def _pay(*, to: Organisation, by: str, at: datetime) -> Organisation:
    state("registry.organisation.recorded", subject=to, by=by, at=at)
    return to


def payment_fact() -> Fact:
    """Some fact that could stand behind entries."""
    to = _pay(to=organisation("school"), by="system/test", at=NOON)
    fact = trail(to).first()
    assert fact is not None
    return fact


def enter(assembly: Assembly, voter: str, *approves: str, **more: Any) -> BallotBatch:
    return ballots.enter(assembly=assembly, voter=voter, approves=approves, channel="paper", **WHO, **more)
