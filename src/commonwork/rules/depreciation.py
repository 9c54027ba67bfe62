"""Depreciation in a straight line by whole months, counted from the month of purchase."""

from datetime import date
from fractions import Fraction

from commonwork.rules.money import round_half_even
from commonwork.rules.refusal import Refusal, sentence


class NoUsefulLife(Refusal):
    sentence: str = sentence("Equipment needs a life of at least one month.")
    field: str | None = "months"


def months_so_far(*, first_month: date, month: date) -> int:
    """Return how many months have been used up at the end of `month`; the first month counts whole.

    >>> months_so_far(first_month=date(2016, 5, 6), month=date(2016, 5, 31))
    1
    >>> months_so_far(first_month=date(2016, 5, 1), month=date(2017, 3, 1))
    11
    """
    return max(0, (month.year - first_month.year) * 12 + month.month - first_month.month + 1)


def charge(*, cost_minor: int, life_months: int, months_used: int, posted_minor: int) -> int:
    """Return what a month end charges: (cost x months used / life), half-even, less what is posted.

    Months beyond the life charge nothing more, so the sum of all charges is the cost exactly.
    Raises NoUsefulLife.

    >>> posted = 0
    >>> for month in (1, 2, 3):
    ...     now = charge(cost_minor=700000, life_months=60, months_used=month, posted_minor=posted)
    ...     posted += now
    ...     print(now)
    11667
    11666
    11667
    """
    if life_months < 1:
        raise NoUsefulLife()
    used = min(max(months_used, 0), life_months)
    return round_half_even(Fraction(cost_minor * used, life_months)) - posted_minor
