"""Who and what a season is about, looked up by key; and days turned into moments."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from commonwork.registry.clock import at_time
from commonwork.registry.models import Organisation, Person
from commonwork.site.season.reading import SeasonFile

BY = "system/season"


@dataclass(frozen=True, order=True)
class Event:
    """One thing to do on a day; events of a day happen in the order of `rank`, then of the file."""

    on: date
    rank: int
    run: Callable[[], object] = field(compare=False)


class Cast:
    """The people and organisations of a season."""

    def __init__(self, file: SeasonFile) -> None:
        self.file = file
        self.said = file.said
        self.kept: dict[str, Any] = {}  # rows that later events need: course, team, loan, assembly

    def org(self, key: str) -> Organisation:
        return Organisation.objects.get(key=key)

    def person(self, key: str) -> Person:
        return Person.objects.get(key=key)

    def when(self, day: date, hour: int = 12) -> dict[str, Any]:
        """The keywords by and at of an act on a day."""
        return {"by": BY, "at": at_time(day, time(hour))}


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of the season."""
    return at_time(day, time(hour, minute))


def last_day(month: str) -> date:
    """The last day of a month written 2016-01.

    >>> last_day("2016-02")
    datetime.date(2016, 2, 29)
    """
    return _first(month, 1) - timedelta(days=1)


def tenth_of_next(month: str) -> date:
    """The 10th of the month after.

    >>> tenth_of_next("2016-12")
    datetime.date(2017, 1, 10)
    """
    return _first(month, 1).replace(day=10)


def months(start: str, end: str) -> Iterator[str]:
    """Every month from one to another, both included, as 2016-01."""
    month = start
    while month <= end:
        yield month
        month = _first(month, 1).strftime("%Y-%m")


def after(month: str, count: int) -> str:
    """The month `count` months later.

    >>> after("2016-11", 2)
    '2017-01'
    """
    return _first(month, count).strftime("%Y-%m")


def _first(month: str, later: int) -> date:
    year, number = (int(part) for part in month.split("-"))
    index = year * 12 + number - 1 + later
    return date(index // 12, index % 12 + 1, 1)
