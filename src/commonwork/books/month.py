"""Months: their last day, and their written form 2016-01."""

import re
from datetime import date, timedelta

_WRITTEN = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def last_day(day: date) -> date:
    """The last day of the month a day lies in.

    >>> last_day(date(2016, 2, 3))
    datetime.date(2016, 2, 29)
    """
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def first_of_next(day: date) -> date:
    """The first day of the month after.

    >>> first_of_next(date(2016, 12, 31))
    datetime.date(2017, 1, 1)
    """
    return last_day(day) + timedelta(days=1)


def named(text: str) -> date | None:
    """The first day of a month written as 2016-01, or None.

    >>> named("2016-02"), named("2016-13")
    (datetime.date(2016, 2, 1), None)
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None or found.group(1) == "0000":
        return None
    return date(int(found.group(1)), int(found.group(2)), 1)
