"""When the parts of a pledge are expected: once, every month, every three months, every year."""

from collections.abc import Iterator
from datetime import date

STEPS = {"once": 0, "month": 1, "quarter": 3, "year": 12}


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last day of a month that is too short.

    >>> months_after(date(2016, 11, 30), 3), months_after(date(2016, 1, 31), 1)
    (datetime.date(2017, 2, 28), datetime.date(2016, 2, 29))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = date.fromordinal(following.toordinal() - 1).day
    return date(year, month + 1, min(day.day, last))


def expected(*, every: str, starts_on: date, ends_on: date | None, until: date) -> Iterator[date]:
    """The days on which a pledge is expected, up to and with `until`, before `ends_on`.

    >>> list(expected(every="quarter", starts_on=date(2017, 1, 31), ends_on=None, until=date(2017, 8, 1)))
    [datetime.date(2017, 1, 31), datetime.date(2017, 4, 30), datetime.date(2017, 7, 31)]
    """
    step, number = STEPS[every], 0
    while True:
        day = months_after(starts_on, step * number)
        if day > until or (ends_on is not None and day >= ends_on):
            return
        yield day
        if not step:
            return
        number += 1
