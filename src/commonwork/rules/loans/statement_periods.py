"""The periods for which a co-op states its surplus: months, quarters, half years or years of its own year."""

from datetime import date
from typing import Literal, get_args

from commonwork.rules.periods import months_after

StatedEvery = Literal["month", "quarter", "half_year", "year"]
STATED_EVERY: tuple[str, ...] = get_args(StatedEvery)
_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def period_of(day: date, *, every: StatedEvery = "quarter", year_begins: int = 1) -> tuple[date, date]:
    """Return the period [starts_on, ends_on) a day lies in.

    every: how long a period is. year_begins: the month (1 to 12) in which the co-op's year begins, on its first day.

    >>> [str(end) for end in period_of(date(2016, 12, 31))]
    ['2016-10-01', '2017-01-01']
    >>> [str(end) for end in period_of(date(2017, 1, 15), every="half_year", year_begins=3)]
    ['2016-09-01', '2017-03-01']
    >>> [str(end) for end in period_of(date(2017, 3, 31), every="year", year_begins=4)]
    ['2016-04-01', '2017-04-01']
    """
    months = _MONTHS[every]
    into = (day.month - year_begins) % months
    starts_on = months_after(date(day.year, day.month, 1), -into)
    return starts_on, months_after(starts_on, months)


def months_in(starts_on: date, ends_on: date) -> int:
    """Return how many months a period of whole months lasts.

    >>> months_in(date(2016, 9, 1), date(2017, 3, 1))
    6
    """
    return (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month
