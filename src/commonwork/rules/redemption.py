"""Paying out what was kept of members' shares in earlier years: the oldest year first, for everyone alike."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from commonwork.rules.refusal import Refusal, sentence
from commonwork.rules.split import by_largest_remainder


class NothingToRedeem(Refusal):
    sentence: str = sentence("The amount to be paid out must be more than zero.")
    field: str | None = "amount"


@dataclass(frozen=True)
class Lot:
    """What is still kept of one member's share of one year, in minor units, >= 0."""

    year: int
    member: str
    open_minor: int


@dataclass(frozen=True)
class Part:
    """What is paid out of one lot."""

    year: int
    member: str
    amount_minor: int


def oldest_first(*, lots: Iterable[Lot], amount_minor: int) -> list[Part]:
    """Return what each lot gets of an amount: whole years, the oldest first; a year that is not covered whole is
    shared in proportion to what is open (largest remainder, ties to the lower member key). Lots that get nothing are
    left out; what is more than all lots stays unused. Raises NothingToRedeem.

    Source: first in, first out by year of allocation (ICA Group, capital accounts).

    >>> lots = [Lot(2015, "ada", 3000), Lot(2016, "ada", 2000), Lot(2016, "ben", 1000)]
    >>> [(part.year, part.member, part.amount_minor) for part in oldest_first(lots=lots, amount_minor=4500)]
    [(2015, 'ada', 3000), (2016, 'ada', 1000), (2016, 'ben', 500)]
    """
    if amount_minor <= 0:
        raise NothingToRedeem()
    years: dict[int, dict[str, int]] = defaultdict(dict)
    for lot in lots:
        if lot.open_minor > 0:
            years[lot.year][lot.member] = years[lot.year].get(lot.member, 0) + lot.open_minor
    parts: list[Part] = []
    for year in sorted(years):
        whole = sum(years[year].values())
        given = min(whole, amount_minor)
        amount_minor -= given
        shares = by_largest_remainder(given, years[year])
        parts += [Part(year, member, minor) for member, minor in sorted(shares.items()) if minor]
    return parts


def capped(*, lots: Iterable[Lot], balances: dict[str, int]) -> list[Lot]:
    """Return the lots as far as each member's account still holds them: losses are carried by the oldest years first.

    >>> capped(lots=[Lot(2015, "ada", 3000), Lot(2016, "ada", 2000)], balances={"ada": 2500})
    [Lot(year=2015, member='ada', open_minor=500), Lot(year=2016, member='ada', open_minor=2000)]
    """
    left = {member: max(0, minor) for member, minor in balances.items()}
    kept = []
    for lot in sorted(lots, key=lambda lot: (-lot.year, lot.member)):
        minor = min(lot.open_minor, left.get(lot.member, 0))
        left[lot.member] = left.get(lot.member, 0) - minor
        kept.append(Lot(lot.year, lot.member, minor))
    return sorted(kept, key=lambda lot: (lot.year, lot.member))
