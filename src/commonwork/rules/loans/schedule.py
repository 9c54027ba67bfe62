"""Conventional repayment schedules: level payments, equal principal, interest only.

The network's own loans follow surplus (`surplus_share`); schedules serve comparison and outside lenders.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

from commonwork.rules.loans.day_count import DayCount, year_fraction
from commonwork.rules.money import round_half_even
from commonwork.rules.refusal import Refusal, sentence

Kind = Literal["level", "equal_principal", "interest_only"]
KINDS: tuple[str, ...] = get_args(Kind)
Period = tuple[date, date]


class NoPeriods(Refusal):
    sentence: str = sentence("A schedule needs at least one period.")
    field: str | None = "periods"


class PeriodsOutOfOrder(Refusal):
    sentence: str = sentence("The period from {starts_on} to {ends_on} must end later and follow the last.")
    field: str | None = "periods"


class ScheduleTermsNegative(Refusal):
    sentence: str = sentence("A schedule needs a principal and a rate that are not negative.")


@dataclass(frozen=True)
class Row:
    """One payment in minor units and the balance after it; `payment_minor` = interest + principal."""

    due_on: date
    interest_minor: int
    principal_minor: int
    balance_minor: int

    @property
    def payment_minor(self) -> int:
        return self.interest_minor + self.principal_minor


def rows(
    *,
    principal_minor: int,
    annual_rate_percent: Fraction,
    kind: Kind,
    day_count: DayCount,
    periods: Sequence[Period],
) -> list[Row]:
    """Return the schedule: one row a period, the last of which leaves a balance of zero.

    periods: half-open, each beginning where the one before ended. The rate of a period is exact (yearly rate
    x part of a year). Interest = balance x rate, half-even. Level: one payment, half-even, whose present
    value is the principal; equal principal: principal / periods, half-even; interest only: principal at the
    end. The last row pays what is left, and no row pays more than that.
    Raises NoPeriods, PeriodsOutOfOrder, ScheduleTermsNegative.

    >>> months = [(date(2024, month, 1), date(2024, month + 1, 1)) for month in (1, 2, 3)]
    >>> for row in rows(principal_minor=10000, annual_rate_percent=Fraction(12), kind="level",
    ...         day_count="30/360", periods=months):
    ...     print(row.payment_minor, row.interest_minor, row.principal_minor, row.balance_minor)
    3400 100 3300 6700
    3400 67 3333 3367
    3401 34 3367 0
    """
    _refuse_the_impossible(principal_minor, annual_rate_percent, periods)
    rates = [annual_rate_percent / 100 * year_fraction(day_count, *period) for period in periods]
    payment_minor = level_payment(principal_minor, rates) if kind == "level" else 0
    portion_minor = (
        round_half_even(Fraction(principal_minor, len(periods))) if kind == "equal_principal" else 0
    )
    balance_minor = principal_minor
    found: list[Row] = []
    for (_, due_on), rate in zip(periods, rates, strict=True):
        interest_minor = round_half_even(balance_minor * rate)
        part_minor = payment_minor - interest_minor if kind == "level" else portion_minor
        is_last = len(found) == len(periods) - 1
        part_minor = balance_minor if is_last else min(part_minor, balance_minor)
        balance_minor -= part_minor
        found.append(Row(due_on, interest_minor, part_minor, balance_minor))
    return found


def level_payment(principal_minor: int, rates: Sequence[Fraction]) -> int:
    """Return the payment P, half-even in minor units, with principal = sum of P / ((1 + r1) ... (1 + rk)).

    The sum is kept as one fraction of whole numbers, not reduced on the way: exact, and quick for long loans.

    >>> level_payment(4000000, [Fraction(8, 1200)] * 36)
    125345
    """
    above, below = 0, 1  # sum of the discount factors, from the last period backwards
    for rate in reversed(rates):
        growth = 1 + rate
        above, below = (below + above) * growth.denominator, below * growth.numerator
    return round_half_even(Fraction(principal_minor * below, above))


def _refuse_the_impossible(
    principal_minor: int, annual_rate_percent: Fraction, periods: Sequence[Period]
) -> None:
    if principal_minor < 0 or annual_rate_percent < 0:
        raise ScheduleTermsNegative()
    if not periods:
        raise NoPeriods()
    previous_end = periods[0][0]
    for starts_on, ends_on in periods:
        if starts_on != previous_end or ends_on <= starts_on:
            raise PeriodsOutOfOrder(starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat())
        previous_end = ends_on
