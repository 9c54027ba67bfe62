"""How much of a year lies between two days, by the four customs that loan agreements name."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Literal, get_args

DayCount = Literal["30/360", "actual/365", "actual/360", "actual/actual"]
DAY_COUNTS: tuple[str, ...] = get_args(DayCount)


@lru_cache(maxsize=16_384)  # a replay asks for the same periods again and again
def year_fraction(day_count: DayCount, starts_on: date, ends_before: date) -> Fraction:
    """Return the part of a year in [starts_on, ends_before), exactly.

    30/360: bond basis, a 31st counts as the 30th (an end on the 31st only after a start on the 30th or 31st).
    actual/365, actual/360: days over a fixed year, leap years too. actual/actual: days in leap years over
    366, other days over 365. Source: ISDA 2006 Definitions, section 4.16 (f), (d), (e), (b).

    >>> year_fraction("30/360", date(2024, 1, 31), date(2024, 3, 31))
    Fraction(1, 6)
    >>> year_fraction("actual/actual", date(2023, 12, 31), date(2024, 1, 2)) - Fraction(1, 365)
    Fraction(1, 366)
    """
    days = (ends_before - starts_on).days
    if day_count == "actual/365":
        return Fraction(days, 365)
    if day_count == "actual/360":
        return Fraction(days, 360)
    if day_count == "actual/actual":
        return _by_calendar_year(starts_on, ends_before)
    return Fraction(_days_of_30(starts_on, ends_before), 360)


def _days_of_30(starts_on: date, ends_before: date) -> int:
    first = min(starts_on.day, 30)
    last = 30 if ends_before.day == 31 and first == 30 else ends_before.day
    years, months = ends_before.year - starts_on.year, ends_before.month - starts_on.month
    return 360 * years + 30 * months + last - first


def _by_calendar_year(starts_on: date, ends_before: date) -> Fraction:
    if starts_on.year == ends_before.year:
        return Fraction((ends_before - starts_on).days, _days_in(starts_on.year))
    first = Fraction(_days_in(starts_on.year) - starts_on.timetuple().tm_yday + 1, _days_in(starts_on.year))
    last = Fraction(ends_before.timetuple().tm_yday - 1, _days_in(ends_before.year))
    return first + (ends_before.year - starts_on.year - 1) + last


def _days_in(year: int) -> int:
    return date(year, 12, 31).timetuple().tm_yday


def weighted(day_count: DayCount, spans: Iterable[tuple[date, date, int]]) -> Fraction:
    """Return the sum of amount x part of a year over spans (from, until before, amount), exactly and quickly.

    >>> weighted("actual/360", [(date(2024, 1, 1), date(2024, 1, 31), 100), (date(2024, 1, 31), date(2024, 3, 1), 200)])
    Fraction(25, 1)
    """
    if day_count == "actual/actual":
        return sum((amount * _by_calendar_year(day, until) for day, until, amount in spans), Fraction(0))
    if day_count == "30/360":
        return Fraction(sum(amount * _days_of_30(day, until) for day, until, amount in spans), 360)
    over = 365 if day_count == "actual/365" else 360
    return Fraction(sum(amount * (until - day).days for day, until, amount in spans), over)
