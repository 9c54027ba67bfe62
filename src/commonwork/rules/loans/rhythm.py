"""The rhythm of a schedule: weekly to yearly periods, one after the other from a first day."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from commonwork.rules.periods import months_after

Every = Literal["week", "two_weeks", "month", "two_months", "quarter", "half_year", "year"]
RHYTHMS: tuple[str, ...] = get_args(Every)
_DAYS: dict[str, int] = {"week": 7, "two_weeks": 14}
_MONTHS: dict[str, int] = {"month": 1, "two_months": 2, "quarter": 3, "half_year": 6, "year": 12}
PER_YEAR: dict[str, int] = {
    "week": 52, "two_weeks": 26, "month": 12, "two_months": 6, "quarter": 4, "half_year": 2, "year": 1,
}  # fmt: skip


@lru_cache(maxsize=65_536)  # asked for again and again by every replay
def boundary(starts_on: date, every: Every, number: int) -> date:
    """Return the day on which period `number` (0, 1, 2, ...) begins, counted from the first day each time.

    >>> [boundary(date(2024, 1, 31), "month", number).isoformat() for number in (0, 1, 2)]
    ['2024-01-31', '2024-02-29', '2024-03-31']
    >>> boundary(date(2024, 1, 1), "two_weeks", 3)
    datetime.date(2024, 2, 12)
    """
    if every in _DAYS:
        return starts_on + timedelta(days=_DAYS[every] * number)
    return months_after(starts_on, _MONTHS[every] * number)


def months_of(every: Every, count: int) -> int:
    """Return how many months so many periods last, the next whole number up.

    >>> months_of("month", 36), months_of("week", 52)
    (36, 12)
    """
    return -(-12 * count // PER_YEAR[every])
