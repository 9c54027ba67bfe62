"""Periods of the calendar: a year back from a day. Periods are half-open, [starts_on, ends_on)."""

from datetime import date, timedelta


def year_before(day: date) -> date:
    """Return the same day a year earlier; for 29 February the 28th.

    >>> year_before(date(2017, 4, 1)), year_before(date(2016, 2, 29))
    (datetime.date(2016, 4, 1), datetime.date(2015, 2, 28))
    """
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def twelve_months_to(day: date) -> tuple[date, date]:
    """Return the twelve months [starts_on, ends_on) whose last day is `day`.

    >>> twelve_months_to(date(2017, 3, 31))
    (datetime.date(2016, 4, 1), datetime.date(2017, 4, 1))
    """
    ends_on = day + timedelta(days=1)
    return year_before(ends_on), ends_on


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later; where that month is too short, its last day.

    >>> months_after(date(2016, 3, 5), 24), months_after(date(2017, 1, 31), 1)
    (datetime.date(2018, 3, 5), datetime.date(2017, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), after - timedelta(days=1))
