"""The loan, the opening of the co-op and its way into the federation."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from commonwork.bank.actions import draws, loans, payments, quarters, votes
from commonwork.bank.queries import position
from commonwork.federation.actions import affiliations, buy_ins
from commonwork.federation.checklist import ITEMS
from commonwork.journeys import launches
from commonwork.site.season.cast import Cast, Event, moment
from commonwork.site.season.reading import cents


def events(cast: Cast) -> Iterator[Event]:
    """From the application to the last payment of the season."""
    loan, affiliation = cast.said["loan"], cast.said["affiliation"]
    opened_on = cast.said["team"]["gates"]["launched"]
    yield Event(loan["applied_on"], 20, lambda: _apply(cast))
    yield Event(loan["voted_on"], 20, lambda: _vote(cast))
    yield Event(loan["agreed_on"], 20, lambda: _agree(cast))
    yield Event(opened_on, 27, lambda: _launch(cast, opened_on))
    for row in cast.said["buy_in"]:
        yield Event(row["on"], 28, lambda row=row: _buy_in(cast, row))  # type: ignore[misc]
    for row in loan["draw"]:
        yield Event(row["on"], 20, lambda row=row: _draw(cast, row))  # type: ignore[misc]
    yield Event(affiliation["applied_on"], 20, lambda: _ask_in(cast))
    yield Event(affiliation["admitted_on"], 20, lambda: _admit(cast))
    for after in _quarter_ends(loan["quarters_from"], cast.said["season"]["ends_on"]):
        yield Event(after - timedelta(days=1), 40, lambda after=after: _close_quarter(cast, after))  # type: ignore[misc]
        if after <= cast.said["season"]["ends_on"]:
            yield Event(after, 5, lambda after=after: _pay_due(cast, after))  # type: ignore[misc]


def _apply(cast: Cast) -> None:
    said = cast.said["loan"]
    cast.kept["loan"] = loans.apply(
        key=said["key"],
        name="Truck and shredder",
        purpose="A used truck and a shredder, and materials for the first weeks.",
        borrower=cast.org(said["borrower"]),
        lender=cast.org("bank"),
        principal_minor=cents(said["principal"]),
        is_public=True,
        on=said["applied_on"],
        **cast.when(said["applied_on"]),
    )


def _vote(cast: Cast) -> None:
    said = cast.said["loan"]
    on = said["voted_on"]
    for key in said["yes"]:
        votes.cast(loan=cast.kept["loan"], person=cast.person(key), vote="yes", on=on, **cast.when(on, 9))
    cast.kept["loan"] = loans.decide(
        loan=cast.kept["loan"], is_approved=True, reason="plan_holds", on=on, **cast.when(on, 10)
    )


def _agree(cast: Cast) -> None:
    said = cast.said["loan"]
    cast.kept["loan"] = loans.agree(
        loan=cast.kept["loan"],
        ends_on=said["ends_on"],
        surplus_definition=said["surplus_definition"],
        on=said["agreed_on"],
        **cast.when(said["agreed_on"]),
    )


def _launch(cast: Cast, on: date) -> None:
    said = cast.said["team"]
    launches.launch(
        team=cast.kept["team"],
        organisation=cast.org(said["key"]),
        members=[cast.person(key) for key in said["members"]],
        on=on,
        **cast.when(on, 12),
    )


def _buy_in(cast: Cast, row: dict[str, Any]) -> None:
    buy_ins.pay(
        organisation=cast.org(row["coop"]),
        person=cast.person(row["person"]),
        on=row["on"],
        amount_minor=cents(row["amount"]),
        **cast.when(row["on"], 13),
    )


def _draw(cast: Cast, row: dict[str, Any]) -> None:
    cast.kept["loan"] = draws.pay_out(
        loan=cast.kept["loan"], amount_minor=cents(row["amount"]), on=row["on"], **cast.when(row["on"])
    )


def _ask_in(cast: Cast) -> None:
    said = cast.said["affiliation"]
    cast.kept["affiliation"] = affiliations.apply(
        organisation=cast.org(said["coop"]),
        class_code=said["class"],
        checklist={item.code: True for item in ITEMS},
        on=said["applied_on"],
        **cast.when(said["applied_on"]),
    )


def _admit(cast: Cast) -> None:
    on = cast.said["affiliation"]["admitted_on"]
    affiliations.admit(affiliation=cast.kept["affiliation"], on=on, votes_yes=2, votes_no=0, **cast.when(on))


def _close_quarter(cast: Cast, after: date) -> None:
    """Right after midnight; the interest counts for the last day of the quarter."""
    cast.kept["loan"] = quarters.close(
        loan=cast.kept["loan"], ends_on=after, by="system/season", at=moment(after, 0, 5)
    )


def _pay_due(cast: Cast, on: date) -> None:
    due_minor = position(cast.kept["loan"]).due_minor
    if due_minor:
        payments.record(loan=cast.kept["loan"], on=on, amount_minor=due_minor, **cast.when(on, 9))


def _quarter_ends(first: date, last: date) -> Iterator[date]:
    """The first day after every quarter from `first` on that has ended by the day after `last`."""
    while True:
        first = (date(first.year, first.month + 2, 28) + timedelta(days=4)).replace(day=1)
        if first > last + timedelta(days=1):
            return
        yield first
