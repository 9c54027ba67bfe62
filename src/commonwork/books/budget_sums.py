"""The arithmetic of budgets: which line a posting falls to, and what is left. Pure; amounts in minor units.

A posting falls to the narrowest line that takes it: one that names fund and party before one that names only a party,
that before one that names only a fund, and that before a line for the whole account. So no amount counts twice, and
all lines together with what no line planned add up to all that was moved.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """Where a posting stands, or what a line takes; "" takes any."""

    account: str
    fund: str = ""
    party: str = ""


@dataclass(frozen=True)
class Spread:
    """spent: {line: amount}, one for every line; unplanned: {place: amount} that no line takes."""

    spent: dict[Place, int]
    unplanned: dict[Place, int]


def line_for(place: Place, lines: Iterable[Place]) -> Place | None:
    """The narrowest of `lines` that takes a posting at `place`, or None.

    >>> line_for(Place("5200", party="garden"), [Place("5200"), Place("5200", party="garden")])
    Place(account='5200', fund='', party='garden')
    """
    taking = [
        line
        for line in lines
        if line.account == place.account and line.fund in ("", place.fund) and line.party in ("", place.party)
    ]
    return max(taking, key=lambda line: (bool(line.party), bool(line.fund)), default=None)


def spread(lines: Iterable[Place], moved: Mapping[Place, int]) -> Spread:
    """Give each moved amount to the line it falls to.

    >>> spread([Place("5200")], {Place("5200", party="garden"): 300, Place("5600"): 50})
    Spread(spent={Place(account='5200', fund='', party=''): 300}, unplanned={Place(account='5600', fund='', party=''): 50})
    """
    planned = list(lines)
    spent = dict.fromkeys(planned, 0)
    unplanned: dict[Place, int] = {}
    for place, amount in moved.items():
        line = line_for(place, planned)
        if line is None:
            unplanned[place] = unplanned.get(place, 0) + amount
        else:
            spent[line] += amount
    return Spread(spent, unplanned)


def used_bp(spent_minor: int, planned_minor: int) -> int:
    """How much of a plan is used, in basis points rounded down, between none and all of it.

    >>> used_bp(150, 400), used_bp(500, 400), used_bp(1, 0), used_bp(0, 0)
    (3750, 10000, 10000, 0)
    """
    if spent_minor <= 0:
        return 0
    return min(10_000, spent_minor * 10_000 // planned_minor) if planned_minor > 0 else 10_000
