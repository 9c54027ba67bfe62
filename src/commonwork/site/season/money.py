"""Books, gifts, costs, months and sister trade of a season."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from commonwork.books import actions as books
from commonwork.books.actions import costs, equipment, gifts, grants, openings, transfers
from commonwork.books.actions import months as month_acts
from commonwork.federation.actions import sister_trade
from commonwork.site.season.cast import Cast, Event, after, last_day, months, tenth_of_next
from commonwork.site.season.reading import cents


def events(cast: Cast) -> Iterator[Event]:
    """Every entry that is not the loan's, the year-end's or the assembly's."""
    yield from _openings(cast)
    yield from _commons(cast)
    yield from _costs(cast)
    yield from _equipment(cast)
    yield from _months(cast)
    yield from _trade(cast)


def _openings(cast: Cast) -> Iterator[Event]:
    first = cast.said["season"]["starts_on"]
    for key in cast.said["year_end"]["institutions"]:
        yield Event(first, 10, lambda key=key: _open(cast, key, first))  # type: ignore[misc]
    for row in cast.said["opening"]:
        yield Event(row["on"], 11, lambda row=row: _open_with(cast, row))  # type: ignore[misc]


def _open(cast: Cast, key: str, on: date) -> None:
    books.open_book(organisation=cast.org(key), on=on, **cast.when(on, 8))


def _open_with(cast: Cast, row: dict[str, Any]) -> None:
    _open(cast, row["book"], row["on"])
    openings.record(
        organisation=cast.org(row["book"]),
        on=row["on"],
        cash_minor=cents(row["cash"]),
        equipment_minor=cents(row["equipment"]),
        shares={key: cents(text) for key, text in row["shares"].items()},
        capital_accounts={key: cents(text) for key, text in row["capital"].items()},
        reserve_minor=cents(row["reserve"]),
        **cast.when(row["on"], 9),
    )


def _commons(cast: Cast) -> Iterator[Event]:
    series = cast.said["gifts"]
    for number in range(series["count"]):
        on = series["first_on"] + timedelta(days=number)
        yield Event(on, 20, lambda on=on, n=number: _gift(cast, series, on, n + 1))  # type: ignore[misc]
    for row in cast.said["grant"]:
        yield Event(row["on"], 21, lambda row=row: _grant(cast, row))  # type: ignore[misc]
    for row in cast.said["support"]:
        yield Event(row["on"], 22, lambda row=row: _support(cast, row))  # type: ignore[misc]


def _gift(cast: Cast, series: dict[str, Any], on: date, number: int) -> None:
    gifts.receive(
        organisation=cast.org(series["to"]),
        on=on,
        amount_minor=cents(series["amount"]),
        donor=f"invented_donor_{number:02d}",
        **cast.when(on),
    )


def _grant(cast: Cast, row: dict[str, Any]) -> None:
    grants.receive(
        organisation=cast.org(row["to"]),
        on=row["on"],
        amount_minor=cents(row["amount"]),
        donor=row["donor"],
        is_restricted=row["restricted"],
        **cast.when(row["on"]),
    )


def _support(cast: Cast, row: dict[str, Any]) -> None:
    transfers.support(
        giver=cast.org(row["giver"]),
        receiver=cast.org(row["receiver"]),
        on=row["on"],
        amount_minor=cents(row["amount"]),
        **cast.when(row["on"]),
    )


def _costs(cast: Cast) -> Iterator[Event]:
    for row in cast.said["cost"]:
        yield Event(row["on"], 23, lambda row=row: _cost(cast, row, row["on"], row["account"]))  # type: ignore[misc]
    monthly = cast.said["monthly_cost"]
    for month in months(monthly["from"], monthly["to"]):
        on = last_day(month)
        yield Event(on, 34, lambda on=on: _cost(cast, monthly, on, "5200"))  # type: ignore[misc]


def _cost(cast: Cast, row: dict[str, Any], on: date, account: str) -> None:
    costs.pay(
        organisation=cast.org(row["of"]),
        on=on,
        account=account,
        amount_minor=cents(row["amount"]),
        what=row["what"],
        **cast.when(on),
    )


def _equipment(cast: Cast) -> Iterator[Event]:
    last_month = cast.said["season"]["ends_on"].strftime("%Y-%m")
    for row in cast.said["equipment"]:
        if "bought_on" in row:
            on = row["bought_on"]
            yield Event(on, 24, lambda row=row: _buy(cast, row))  # type: ignore[misc]
        else:
            on = cast.said["season"]["starts_on"]
            yield Event(on, 12, lambda row=row: _own(cast, row))  # type: ignore[misc]
        for month in months(row["from"], last_month):
            yield Event(last_day(month), 32, lambda row=row, m=month: _depreciate(cast, row, m))  # type: ignore[misc]


def _own(cast: Cast, row: dict[str, Any]) -> None:
    on = cast.said["season"]["starts_on"]
    equipment.record(
        organisation=cast.org(row["book"]),
        what=row["what"],
        cost_minor=cents(row["cost"]),
        life_months=row["months"],
        first_month=date.fromisoformat(f"{row['from']}-01"),
        **cast.when(on),
    )


def _buy(cast: Cast, row: dict[str, Any]) -> None:
    equipment.buy(
        organisation=cast.org(row["book"]),
        what=row["what"],
        cost_minor=cents(row["cost"]),
        life_months=row["months"],
        on=row["bought_on"],
        **cast.when(row["bought_on"]),
    )


def _depreciate(cast: Cast, row: dict[str, Any], month: str) -> None:
    equipment.depreciate(
        organisation=cast.org(row["book"]),
        month=date.fromisoformat(f"{month}-01"),
        **cast.when(last_day(month), 18),
    )


def _months(cast: Cast) -> Iterator[Event]:
    for row in cast.file.months:
        yield Event(last_day(row["month"]), 30, lambda row=row: _month(cast, row))  # type: ignore[misc]


def _month(cast: Cast, row: dict[str, str]) -> None:
    month_acts.record(
        organisation=cast.org(row["coop"]),
        month=date.fromisoformat(f"{row['month']}-01"),
        sales_minor=cents(row["sales"]),
        materials_minor=cents(row["materials"]),
        member_wages_minor=cents(row["member_wages"]),
        other_wages_minor=cents(row["other_wages"]),
        other_costs_minor=cents(row["other_costs"]),
        **cast.when(last_day(row["month"]), 17),
    )


def _trade(cast: Cast) -> Iterator[Event]:
    ends_on = cast.said["season"]["ends_on"]
    for row in cast.said["trade"]:
        for place, text in enumerate(row["amounts"]):
            month = after(row["from"], place)
            key = f"{row['seller']}_{row['buyer']}_{month}".replace("-", "_")
            invoiced_on, paid_on = last_day(month), tenth_of_next(month)
            yield Event(invoiced_on, 33, partial(_invoice, cast, row, key, text, invoiced_on))
            if paid_on <= ends_on:
                yield Event(paid_on, 20, lambda k=key, d=paid_on: _settle(cast, k, d))  # type: ignore[misc]


def _invoice(cast: Cast, row: dict[str, Any], key: str, text: str, on: date) -> None:
    cast.kept[key] = sister_trade.invoice(
        seller=cast.org(row["seller"]),
        buyer=cast.org(row["buyer"]),
        what=row["what"],
        amount_minor=cents(text),
        on=on,
        key=key,
        **cast.when(on, 18),
    )


def _settle(cast: Cast, key: str, on: date) -> None:
    sister_trade.pay(invoice=cast.kept[key], on=on, **cast.when(on))
