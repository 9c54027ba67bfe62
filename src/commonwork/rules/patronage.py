"""Patronage: the individual part of a surplus, shared among members by their work.

Which hours count, the consent to a notice of allocation and the deadlines of payment are left to others
(`patronage_deadlines`, the federation room).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from commonwork.rules.money import ceil
from commonwork.rules.refusal import Refusal, sentence
from commonwork.rules.split import NothingToShareBy, by_largest_remainder

Basis = Literal["hours", "hours_x_wage"]
Measure = Fraction | Decimal | int


class NothingToAllocate(Refusal):
    sentence: str = sentence("A loss cannot be paid out as patronage.")
    field: str | None = "pool"


class CashShareOutOfRange(Refusal):
    sentence: str = sentence("The part paid in cash must lie between 0 and 10,000 basis points.")
    field: str | None = "cash_bp"


class NoHours(NothingToShareBy):
    sentence: str = sentence("Patronage cannot be shared out, because no member has any.")
    field: str | None = "members"


@dataclass(frozen=True)
class Allocation:
    """One member's patronage in minor units: `total_minor` = `cash_minor` + `retained_minor`."""

    total_minor: int
    cash_minor: int
    retained_minor: int


def weights(
    *, basis: Basis, hours: Mapping[str, Measure], wages: Mapping[str, Measure] | None = None
) -> dict[str, Fraction]:
    """Return each member's patronage by the adopted measure: hours, or hours times wage.

    >>> weights(basis="hours_x_wage", hours={"ada": Decimal("2.5")}, wages={"ada": 20})
    {'ada': Fraction(50, 1)}
    """
    if basis == "hours":
        return {member: Fraction(worked) for member, worked in hours.items()}
    paid = wages or {}
    return {member: Fraction(worked) * Fraction(paid[member]) for member, worked in hours.items()}


def allocate(
    *, pool_minor: int, patronage: Mapping[str, Measure], cash_bp: Fraction | int
) -> dict[str, Allocation]:
    """Share `pool_minor` among members by their patronage and divide each share into cash and retained.

    pool_minor: >= 0. patronage: {member key: hours or hours x wage, >= 0}, at least one positive. cash_bp: 0
    to 10,000. Totals add up to the pool (largest remainder, ties to the lower key); cash is rounded up to
    the minor unit for each member, so that a floor of 20 % holds for each notice; the rest is retained.
    Raises NothingToAllocate, NoHours, CashShareOutOfRange, NegativeWeight.
    Source: IRC 1388(a)(1) and 1388(c) (20 % in money, tested per dividend); rounding is the network's own.

    >>> shares = allocate(pool_minor=743074, patronage={"ada": 1380, "ben": 1380, "cleo": 1240, "dina": 820},
    ...     cash_bp=4000)
    >>> shares["ada"], shares["ben"].total_minor
    (Allocation(total_minor=212748, cash_minor=85100, retained_minor=127648), 212747)
    """
    if pool_minor < 0:
        raise NothingToAllocate()
    if not 0 <= cash_bp <= 10_000:
        raise CashShareOutOfRange()
    if not any(patronage.values()):
        raise NoHours()
    totals = by_largest_remainder(pool_minor, patronage)
    return {member: _divided(total, cash_bp) for member, total in totals.items()}


def _divided(total_minor: int, cash_bp: Fraction | int) -> Allocation:
    cash_minor = ceil(Fraction(total_minor * cash_bp, 10_000))
    return Allocation(total_minor, cash_minor, total_minor - cash_minor)
