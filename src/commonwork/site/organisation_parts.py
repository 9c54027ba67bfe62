"""Parts of an organisation's page: what goes round between sisters, and where each dollar went."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from commonwork.books import queries as book_queries
from commonwork.federation import queries as federation
from commonwork.journeys.loop import LONG_AGO, Span, twelve_months
from commonwork.registry.models import Organisation, SupplyLink
from commonwork.ui.charts import Segment, Spoke, Tie
from commonwork.ui.money import dollars

TONES = ("green", "clay", "gold", "indigo")
WAGES, MATERIALS, RUNNING = ("5100", "5110", "5600"), ("5000", "5010"), ("5200",)


@dataclass(frozen=True)
class RoundTrip:
    """What goes round between a co-op and its sisters in twelve months, in dollars."""

    span: Span
    spokes: list[Spoke]
    ties: list[Tie]


@dataclass(frozen=True)
class Dollar:
    """One year of open books in three numbers, and the cents of each dollar."""

    year: int
    sold_minor: int
    wages_minor: int
    surplus_minor: int
    segments: list[Segment]


def round_trip(organisation: Organisation, on: date) -> RoundTrip | None:
    """The circle of supply links this organisation stands in, with what was traded on each; None when there is none."""
    links = list(SupplyLink.objects.select_related("source", "target"))
    around = _circle(organisation, links)
    if not around:
        return None
    invoices = federation.sister_trade(starts_on=LONG_AGO, ends_on=date.max)
    span = twelve_months(on, invoices.values_list("invoiced_on", flat=True))
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in federation.sister_trade(starts_on=span.starts_on, ends_on=span.ends_on):
        sums[row.seller.key, row.buyer.key, row.what] += row.amount_minor
    spokes = [
        Spoke(link.source.key, link.source.name, link.source.trade, link.source.get_absolute_url())
        for link in around
    ]
    ties = [_tie(link, sums, tone) for link, tone in zip(around, TONES * len(around), strict=False)]
    return RoundTrip(span, spokes, ties)


def _tie(link: SupplyLink, sums: dict[tuple[str, str, str], int], tone: str) -> Tie:
    """The arrow of a link. What one hands over the other may bill as a service, so both directions are looked at."""
    giver, taker = link.source.key, link.target.key
    sold = sum(minor for (seller, buyer, _what), minor in sums.items() if (seller, buyer) == (giver, taker))
    served = sum(minor for (seller, buyer, _what), minor in sums.items() if (seller, buyer) == (taker, giver))
    minor = sold or served
    figure = dollars(minor) if minor else ""
    return Tie(giver, taker, max(minor, 1), figure, link.what, tone)


def _circle(organisation: Organisation, links: list[SupplyLink]) -> list[SupplyLink]:
    """The links met on the way from an organisation back to itself; empty when no way leads back."""
    following: dict[int, list[SupplyLink]] = defaultdict(list)
    for link in links:
        following[link.source_id].append(link)
    ways: list[list[SupplyLink]] = [[link] for link in following[organisation.pk]]
    while ways:
        way = ways.pop(0)
        if way[-1].target_id == organisation.pk:
            return way
        seen = {link.source_id for link in way}
        ways += [[*way, link] for link in following[way[-1].target_id] if link.source_id not in seen]
    return []


def dollar(organisation: Organisation, year: int) -> Dollar | None:
    """Three numbers of a calendar year and where each dollar of income went; None when nothing came in."""
    moved = book_queries.movements(organisation, starts_on=date(year, 1, 1), ends_on=date(year + 1, 1, 1))
    income = -sum(row.balance_minor for row in moved if row.kind == "income")
    if income <= 0:
        return None
    spent = {row.code: row.balance_minor for row in moved if row.kind == "expense"}
    wages = sum(spent.get(code, 0) for code in WAGES)
    materials = sum(spent.get(code, 0) for code in MATERIALS)
    running = sum(spent.get(code, 0) for code in RUNNING)
    other = sum(spent.values()) - wages - materials - running
    surplus = income - sum(spent.values())
    parts: list[tuple[Any, int, str]] = [
        (_("wages"), wages, "green"),
        (_("materials"), materials, "gold"),
        (_("running costs"), running, "indigo"),
        (_("everything else"), other, "clay"),
        (_("surplus"), max(surplus, 0), "ink"),
    ]
    return Dollar(
        year, income, wages, surplus, [Segment(name, minor, tone) for name, minor, tone in parts if minor > 0]
    )
