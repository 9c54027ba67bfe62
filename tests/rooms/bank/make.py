"""A small network around one loan: the bank with 60,000 in its fund, The Green Team, and the people who act."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from commonwork.access.actions import roles
from commonwork.access.models import Account
from commonwork.bank.actions import draws, loans, payments, quarters, votes
from commonwork.bank.models import Loan
from commonwork.books import actions as books
from commonwork.charter.actions import policies
from commonwork.record.acts import state
from commonwork.registry.actions import memberships, organisations, people
from commonwork.registry.clock import at_time
from commonwork.registry.models import Network, Organisation, Person
from tests.worlds import begun_in, given

SYSTEM = "system/test"
DAY_ONE = date(2016, 1, 1)
TODAY = date(2017, 4, 1)
DEFINITION = "income less all costs of the quarter, wages included, this loan's interest left out"
POLICIES: dict[str, Any] = {
    "bank.loan_annual_rate_bp": 800,
    "bank.loan_share_bp": 5000,
    "bank.loan_mode": "accrue",
    "bank.loan_day_count": "actual/365",
    "bank.committee_size": 3,
    "bank.committee_quorum": 2,
    "bank.exposure_limit_bp": 2500,
}
# The Green Team's quarters without loan interest, from SEASON.md: surplus by quarter.
SURPLUSES = {
    date(2016, 7, 1): -103333,
    date(2016, 10, 1): 63489,
    date(2017, 1, 1): 311550,
    date(2017, 4, 1): 220500,
}


@dataclass
class World:
    """The people and organisations of a test; `act(day)` are the arguments every act takes."""

    network: Network
    bank: Organisation
    coop: Organisation
    people: dict[str, Person] = field(default_factory=dict)
    loan: Loan | None = None  # the golden season's, where it has been played or began
    went_to: str = ""  # how far that loan went

    def at(self, day: date, *, by: str = "lena") -> dict[str, Any]:
        return {"by": self.people[by], "at": at_time(day)}


def world(*, today: date = TODAY, **changed: Any) -> World:
    """The network on the day its demo calendar stands at; policies `changed` a day later, by their last word."""
    worlds = (approved_world, agreed_world, drawn_world, season_world)
    here: World = given(next((one for one in worlds if begun_in(one)), plain_world))
    if today != TODAY:
        Network.objects.update(demo_on=today)
    for name, value in changed.items():
        _adopt(f"bank.{name}", value, DAY_ONE + timedelta(days=1))
    return here


def _adopt(code: str, value: Any, on: date) -> None:
    policies.adopt(
        code=code,
        value=value,
        starts_on=on,
        adopted_by="system/assembly",
        source="test",
        by=SYSTEM,
        at=at_time(on),
    )


def plain_world() -> World:
    """The people, organisations and policies of these tests, with 60,000 in the fund."""
    network = Network.objects.create(name="Test network", is_demo=True, demo_on=TODAY)
    at = at_time(DAY_ONE)
    made = {
        key: organisations.record(name=name, kind=kind, key=key, by=SYSTEM, at=at)
        for key, name, kind in (
            ("bank", "Cooperative bank", "institution"),
            ("incubator", "Cooperative incubator", "institution"),
            ("green_team", "The Green Team", "co-op"),
            ("nubias", "Nubia's Place", "co-op"),
        )
    }
    for key in ("bank", "green_team", "nubias"):
        books.open_book(organisation=made[key], on=DAY_ONE, by=SYSTEM, at=at)
    for code, value in POLICIES.items():
        _adopt(code, value, DAY_ONE)
    here = World(network, made["bank"], made["green_team"])
    for key, role, organisation in (
        ("lena", "loan-officer", "bank"),
        ("xena", "committee-member", "bank"),
        ("yuri", "committee-member", "bank"),
        ("zora", "committee-member", "bank"),
        ("iris", "treasurer", "green_team"),
        ("jonah", "worker-owner", "green_team"),
        ("cora", "incubator-coordinator", "incubator"),
        ("emil", "treasurer", "nubias"),
        ("omar", "", ""),
    ):
        here.people[key] = _person(key, role, made.get(organisation))
    memberships.begin(
        person=here.people["iris"],
        organisation=here.coop,
        class_code="member",
        on=date(2016, 5, 2),
        by=SYSTEM,
        at=at,
    )
    move(here.bank, date(2016, 1, 25), ("1000", 6_000_000), ("3410", -6_000_000))
    return here


def _person(key: str, role: str, organisation: Organisation | None) -> Person:
    at = at_time(DAY_ONE)
    person = people.record(
        name=f"{key.title()} (invented)", key=f"invented_{key}", is_invented=True, by=SYSTEM, at=at
    )
    Account.objects.create_user(f"{key}@example.org", person=person)
    if role:
        roles.give(person=person, role=role, organisation=organisation, on=DAY_ONE, by=SYSTEM, at=at)
    return person


def account(world: World, key: str) -> Account:
    """The account of one of the people."""
    return Account.objects.get(person=world.people[key])


def move(organisation: Organisation, on: date, *lines: tuple[str, int]) -> None:
    """Post an entry that is none of the bank's business."""
    with transaction.atomic():
        fact = state(
            "registry.organisation.recorded",
            subject=organisation,
            by=SYSTEM,
            at=at_time(on),
            organisation=organisation,
        )
        books.post(
            organisation=organisation,
            on=on,
            kind="test",
            lines=[books.Line(*line) for line in lines],
            source=fact,
        )


def trade(world: World, ends_on: date, surplus_minor: int | None = None) -> None:
    """The co-op's sales and costs of the quarter before `ends_on`, leaving the season's surplus or another."""
    surplus = SURPLUSES[ends_on] if surplus_minor is None else surplus_minor
    day = date(ends_on.year - (ends_on.month == 1), (ends_on.month - 2) % 12 + 1, 20)
    move(world.coop, day, ("1000", 1_000_000), ("4000", -1_000_000))
    move(world.coop, day, ("5100", 1_000_000 - surplus), ("1000", surplus - 1_000_000))


def asked(world: World, **changed: Any) -> Loan:
    """The Green Team's application of 11 April 2016."""
    arguments = {
        "borrower": world.coop,
        "lender": world.bank,
        "principal_minor": 1_200_000,
        "name": "Truck loan",
        "purpose": "A used truck and the first months.",
        "on": date(2016, 4, 11),
        **world.at(date(2016, 4, 11), by="iris"),
        **changed,
    }
    return loans.apply(**arguments)


def voted(world: World, loan: Loan, *choices: str) -> Loan:
    """The committee votes on 25 April 2016; all three yes unless said otherwise."""
    day = date(2016, 4, 25)
    for key, choice in zip(("xena", "yuri", "zora"), choices or ("yes", "yes", "yes"), strict=False):
        votes.cast(loan=loan, person=world.people[key], vote=choice, on=day, **world.at(day, by=key))
    return loan


def _begun(world: World, *, went_to: str) -> Loan | None:
    """The loan the world began with, if it went just so far; given once, since the test may want another."""
    if world.went_to != went_to:
        return None
    world.went_to = ""
    return world.loan


def approved(world: World, loan: Loan | None = None) -> Loan:
    if loan is None and (kept := _begun(world, went_to="approved")):
        return kept
    loan = voted(world, loan or asked(world))
    day = date(2016, 4, 25)
    return loans.decide(loan=loan, is_approved=True, reason="plan_holds", on=day, **world.at(day, by="xena"))


def agreed(world: World, loan: Loan | None = None) -> Loan:
    if loan is None and (kept := _begun(world, went_to="agreed")):
        return kept
    day = date(2016, 4, 28)
    return loans.agree(
        loan=loan or approved(world),
        ends_on=date(2020, 6, 30),
        surplus_definition=DEFINITION,
        on=day,
        **world.at(day),
    )


def drawn(world: World, loan: Loan | None = None) -> Loan:
    """8,000 on 5 May and 4,000 on 15 June 2016."""
    if loan is None and (kept := _begun(world, went_to="drawn")):
        return kept
    loan = loan or agreed(world)
    for day, amount in ((date(2016, 5, 5), 800_000), (date(2016, 6, 15), 400_000)):
        loan = draws.pay_out(loan=loan, amount_minor=amount, on=day, **world.at(day))
    return loan


def closed(world: World, loan: Loan, ends_on: date, surplus_minor: int | None = None) -> Loan:
    """The quarter before `ends_on`, traded and closed on its last day."""
    trade(world, ends_on, surplus_minor)
    return quarters.close(loan=loan, ends_on=ends_on, by=world.people["lena"], at=_last_moment(ends_on))


def _last_moment(ends_on: date) -> datetime:
    return at_time(date.fromordinal(ends_on.toordinal() - 1))


def paid(world: World, loan: Loan, on: date, amount_minor: int) -> Loan:
    return payments.record(loan=loan, on=on, amount_minor=amount_minor, **world.at(on))


def _world_with(loan_in: Callable[[World], Loan]) -> World:
    """The plain world with a loan that went as far as the maker of that name takes it."""
    here = plain_world()
    here.loan = loan_in(here)
    here.went_to = loan_in.__name__
    return here


def approved_world() -> World:
    return _world_with(approved)


def agreed_world() -> World:
    return _world_with(agreed)


def drawn_world() -> World:
    return _world_with(drawn)


def season_world() -> World:
    """The plain world with the golden season's loan played."""
    return _world_with(season)


def season(world: World) -> Loan:
    """The whole loan of the golden season: four quarters, two payments, 1,102.50 due on 1 April 2017."""
    if world.loan and world.went_to == "season":
        return world.loan
    loan = drawn(world)
    closed(world, loan, date(2016, 7, 1))
    closed(world, loan, date(2016, 10, 1))
    paid(world, loan, date(2016, 10, 1), 31744)
    closed(world, loan, date(2017, 1, 1))
    paid(world, loan, date(2017, 1, 1), 155775)
    return closed(world, loan, date(2017, 4, 1))
