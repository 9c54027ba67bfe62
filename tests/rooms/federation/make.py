"""Builders for the federation's tests: the three co-ops of the golden season, their people, books and policies."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from commonwork.access.actions import accounts, roles
from commonwork.access.models import Account
from commonwork.books import actions as books
from commonwork.books.actions import Line
from commonwork.charter.actions import policies
from commonwork.federation.actions import buy_ins, dues, hours, sister_trade, wages
from commonwork.federation.models import SisterInvoice
from commonwork.federation.queries.hours import next_month
from commonwork.record.models import Fact
from commonwork.registry.actions import memberships, organisations, people
from commonwork.registry.clock import at_time
from commonwork.registry.models import Network, Organisation, Person
from tests.rules.season import Season, cents, read
from tests.worlds import published_folder

BY = "system/test"
NEW_YEAR, YEAR_END = date(2016, 1, 1), date(2016, 12, 31)
AMOUNTS = ("sales", "materials", "member_wages", "other_wages", "other_costs")
POLICIES: dict[str, Any] = {
    "split_individual_bp": 6500,
    "split_indivisible_reserve_bp": 2000,
    "split_education_bp": 1000,
    "split_solidarity_bp": 500,
    "patronage_basis": "hours",
    "patronage_cash_bp": 4000,
    "capital_account_interest_bp": 0,
    "loss_reserve_bp": 10000,
    "dues_rate_bp": 10,
    "dues_minimum": "200.00",
    "dues_waived_for": ["start-up"],
}


def noon(day: date) -> datetime:
    return at_time(day)


@dataclass
class Town:
    """A network with the federation and some co-ops; `coops` and `people` by key."""

    federation: Organisation
    coops: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def coop(self, key: str, name: str, stage: str = "member") -> Organisation:
        """A co-op with an open book; without a date, its stage has always held."""
        coop = organisations.record(key=key, name=name, kind="co-op", stage=stage, by=BY, at=noon(NEW_YEAR))
        books.open_book(organisation=coop, on=NEW_YEAR, by=BY, at=noon(NEW_YEAR))
        self.coops[key] = coop
        return coop

    def worker(
        self, coop: Organisation, key: str, *, on: date = date(2015, 1, 1), owns: bool = True
    ) -> Person:
        """A worker-owner (or a worker without a share), invented."""
        person = people.record(
            key=key,
            name=f"{key.removeprefix('invented_').title()} (invented)",
            is_invented=True,
            by=BY,
            at=noon(NEW_YEAR),
        )
        kind = "member" if owns else "worker"
        memberships.begin(person=person, organisation=coop, class_code=kind, on=on, by=BY, at=noon(on))
        self.people[key] = person
        return person

    def policy(self, code: str, value: Any, coop: Organisation | None = None, on: date = NEW_YEAR) -> None:
        policies.adopt(
            code=f"federation.{code}",
            value=value,
            starts_on=on,
            adopted_by=self.federation,
            source="golden season",
            organisation=coop,
            by=BY,
            at=noon(on),
        )


def town() -> Town:
    """The network, the federation with its book, and the season's policies."""
    Network.objects.create(name="Cooperation Jackson", is_demo=True)
    house = organisations.record(
        key="federation", name="Federation", kind="institution", by=BY, at=noon(NEW_YEAR)
    )
    books.open_book(organisation=house, on=NEW_YEAR, by=BY, at=noon(NEW_YEAR))
    made = Town(house)
    for code, value in POLICIES.items():
        made.policy(code, value)
    return made


def post(coop: Organisation, on: date, *lines: tuple[str, int] | tuple[str, int, str]) -> None:
    """An entry of the test's own: (account, amount[, party])."""
    fact = Fact.objects.filter(kind="books.book.opened", organisation=coop.key).get()
    with transaction.atomic():
        books.post(organisation=coop, on=on, kind="test", lines=[Line(*line) for line in lines], source=fact)


def season_town(folder: Path) -> tuple[Town, Season]:
    """The season's three co-ops as of their openings, with people, memberships, wages and opening balances."""
    season, made = read(folder), town()
    for book in season.inputs["book"]:
        if book["kind"] == "co-op":
            starts = book["key"] == "green_team"
            made.coop(book["key"], book["name"], "" if starts else "member")
    for row in season.inputs["worker"]:
        coop = made.coops[row["coop"]]
        on = row["from"] if isinstance(row["from"], date) else date.fromisoformat(row["from"])
        person = made.worker(coop, row["person"], on=on, owns=row["class"] == "member")
        wage = [(person, cents(row["hourly_wage"]))]
        wages.set_many(organisation=coop, wages=wage, on=on, by=BY, at=noon(on))
    for row in season.inputs["opening"]:
        _open(made.coops[row["book"]], row)
    return made, season


def _open(coop: Organisation, row: dict[str, Any]) -> None:
    post(
        coop,
        NEW_YEAR,
        ("1000", cents(row["cash"])),
        ("1500", cents(row["equipment"])),
        *(("3000", -cents(amount), key) for key, amount in row["member_shares"].items()),
        *(("3100", -cents(amount), key) for key, amount in row["capital_accounts"].items()),
        ("3200", -cents(row["indivisible_reserve"])),
    )


def account(person: Person, role: str, organisation: Organisation | None = None) -> Account:
    """An account that holds a role from the start of 2016."""
    if not Account.objects.filter(person=person).exists():
        accounts.open_for(person=person, email=f"{person.key}@example.org", by=BY, at=noon(NEW_YEAR))
    roles.give(person=person, role=role, on=NEW_YEAR, organisation=organisation, by=BY, at=noon(NEW_YEAR))
    return Account.objects.get(person=person)


def play_2016(made: Town, season: Season) -> None:
    """The whole year 2016 of the three co-ops up to the day before closing, through the acts; the loan's side of the
    bank is left out (its entries in the co-op's book are posted as the answers have them)."""
    team = made.coops["green_team"]
    for person in ("iris", "jonah", "kemi"):
        owner = made.people[f"invented_{person}"]
        on = date(2016, 5, 2)
        buy_ins.pay(organisation=team, person=owner, on=on, amount_minor=50000, by=BY, at=noon(on))
    _equipment(made)
    for month in range(1, 13):
        _month(made, season, f"2016-{month:02d}")
    loan = "green_team_1"
    for on, *lines in (
        (date(2016, 5, 5), ("1000", 800000), ("2100", -800000, loan)),
        (date(2016, 6, 15), ("1000", 400000), ("2100", -400000, loan)),
        (date(2016, 6, 30), ("5400", 11397, loan), ("2110", -11397, loan)),
        (date(2016, 9, 30), ("5400", 24197, loan), ("2110", -24197, loan)),
        (date(2016, 10, 1), ("2110", 31744, loan), ("1000", -31744)),
        (date(2016, 12, 31), ("5400", 24197, loan), ("2110", -24197, loan)),
    ):
        post(team, on, *lines)  # type: ignore[arg-type]
    for key in ("freedom_farm", "nubias"):
        dues.charge(organisation=made.coops[key], year=2016, on=YEAR_END, by=BY, at=noon(YEAR_END))


def played_2016() -> tuple[Town, Season]:
    """The season's co-ops at the end of 2016, before any book is closed: a world many tests begin in."""
    made, season = season_town(published_folder())
    play_2016(made, season)
    return made, season


def _equipment(made: Town) -> None:
    for key, what, cost, life in (
        ("freedom_farm", "greenhouse, pump and tools", 1200000, 120),
        ("nubias", "kitchen", 900000, 60),
    ):
        books.equipment.record(
            organisation=made.coops[key],
            what=what,
            cost_minor=cost,
            first_month=NEW_YEAR,
            life_months=life,
            by=BY,
            at=noon(NEW_YEAR),
        )


def _month(made: Town, season: Season, month: str) -> None:
    last = last_day(date.fromisoformat(f"{month}-01"))
    for row in season.inputs["trade"]:
        if row.get("paid_on", "").startswith(month):
            paid = date.fromisoformat(row["paid_on"])
            bill = SisterInvoice.objects.get(key=_bill(row))
            sister_trade.pay(invoice=bill, on=paid, by=BY, at=noon(paid))
    if month == "2016-05":
        books.equipment.buy(
            organisation=made.coops["green_team"],
            what="used truck and shredder",
            cost_minor=700000,
            on=date(2016, 5, 6),
            life_months=60,
            by=BY,
            at=noon(last),
        )
    for row in season.sales:
        if row["month"] == month:
            figures = {f"{name}_minor": cents(row[name]) for name in AMOUNTS}
            coop = made.coops[row["coop"]]
            books.months.record(organisation=coop, month=last, by=BY, at=noon(last), **figures)
            books.equipment.depreciate(organisation=coop, month=last, by=BY, at=noon(last))
    for row in season.inputs["trade"]:
        if row["month"] == month:
            sister_trade.invoice(
                seller=made.coops[row["seller"]],
                buyer=made.coops[row["buyer"]],
                what=row["what"],
                amount_minor=cents(row["amount"]),
                on=last,
                key=_bill(row),
                by=BY,
                at=noon(last),
            )
    hours.import_csv(
        text="coop,person,month,hours,kind\n"
        + "".join(",".join(row.values()) + "\n" for row in season.hours if row["month"] == month),
        by=BY,
        at=noon(last),
    )


def _bill(row: dict[str, Any]) -> str:
    return f"{row['seller']}_{row['buyer']}_{row['month']}"


def last_day(day: date) -> date:
    """The last day of a day's month."""
    return next_month(day) - timedelta(days=1)
