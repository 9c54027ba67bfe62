"""Two gauges of a business plan: how much must be sold, and whether income covers the debt.

Prices may be finer than a cent (price per kilo); money is therefore given in whole units and fractions of
them.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commonwork.rules.money import ceil, round_half_even
from commonwork.rules.refusal import Refusal, sentence

Number = Fraction | Decimal | int


class PriceBelowCost(Refusal):
    sentence: str = sentence("At this price each unit loses money, so no number of units breaks even.")
    field: str | None = "price"


class AmountsNegative(Refusal):
    sentence: str = sentence("Costs, prices and payments cannot be negative.")


class NoDebtToServe(Refusal):
    sentence: str = sentence("Without principal or interest to pay there is no debt to cover.")
    field: str | None = "principal"


@dataclass(frozen=True)
class BreakEven:
    """`units` whole units that must be sold; `sales_minor` the sales at which costs are exactly covered."""

    units: int
    sales_minor: int


def break_even(*, fixed: Number, price: Number, unit_cost: Number, minor_per_major: int = 100) -> BreakEven:
    """Return fixed / (price - unit cost) up to the next whole unit, and fixed / margin share to the cent.

    Raises PriceBelowCost, AmountsNegative. Source: any text on feasibility; margin share = margin / price.

    >>> break_even(fixed=6500, price=45, unit_cost=18)
    BreakEven(units=241, sales_minor=1083333)
    """
    if min(fixed, price, unit_cost) < 0:
        raise AmountsNegative()
    margin = Fraction(price) - Fraction(unit_cost)
    if margin <= 0:
        raise PriceBelowCost()
    units = Fraction(fixed) / margin
    return BreakEven(ceil(units), round_half_even(units * Fraction(price) * minor_per_major))


def debt_service_cover(
    *, net_income: Number, interest: Number, depreciation: Number, principal: Number
) -> Fraction:
    """Return (net income + interest + depreciation) / (principal + interest), unrounded.

    net_income may be a loss. Raises AmountsNegative, NoDebtToServe.

    >>> debt_service_cover(net_income=18000, interest=3200, depreciation=4000, principal=13200)
    Fraction(63, 41)
    """
    if min(interest, depreciation, principal) < 0:
        raise AmountsNegative()
    service = Fraction(principal) + Fraction(interest)
    if not service:
        raise NoDebtToServe()
    return (Fraction(net_income) + Fraction(interest) + Fraction(depreciation)) / service
