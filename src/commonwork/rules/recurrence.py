"""When something that repeats takes place: a rule on the clock of its place, right across changes of that clock.

A rule is a recurrence rule of RFC 5545 (`FREQ=WEEKLY;COUNT=8`). It is laid out in local time, then told as moments: a
class at six in the evening stays at six when summer time begins. A local time that a change of the clock leaves out is
read by the clock as it stood before (RFC 5545, 3.3.5); one that comes twice is the first of the two.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from commonwork.rules.refusal import Refusal, sentence

MOST = 366
RULES = {
    "weekly": "FREQ=WEEKLY",
    "two-weekly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly-day": "FREQ=MONTHLY",
}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class NoSuchRule(Refusal):
    sentence = sentence("“{rule}” is not a rule by which something repeats.")
    field = "repeats"


class RepeatsTooOften(Refusal):
    sentence = sentence("A series has at most {most} gatherings. Give it an end.")
    field = "times"


def rule_of(code: str, first: date, times: int) -> str:
    """The rule behind a choice people make: weekly, two-weekly, monthly-day (the 9th of each month) or
    monthly-weekday (the second Tuesday; the last one where it is a fifth).

    >>> rule_of("monthly-weekday", date(2017, 1, 10), 6)
    'FREQ=MONTHLY;BYDAY=2TU;COUNT=6'
    """
    if code == "monthly-weekday":
        which = (first.day - 1) // 7 + 1
        return f"FREQ=MONTHLY;BYDAY={-1 if which == 5 else which}{WEEKDAYS[first.weekday()]};COUNT={times}"
    if code not in RULES:
        raise NoSuchRule(rule=code)
    return f"{RULES[code]};COUNT={times}"


def occurrences(rule: str, *, first: datetime, zone: str) -> list[datetime]:
    """The moments (in UTC) at which it takes place. first: the first start in local time, without a zone.

    Raises NoSuchRule, RepeatsTooOften. Source: RFC 5545, 3.3.10; Chicago went to summer time on 12 March 2017.

    >>> [f"{moment:%d %b %H:%M}" for moment in occurrences(
    ...     "FREQ=WEEKLY;COUNT=2", first=datetime(2017, 3, 9, 18), zone="America/Chicago")]
    ['10 Mar 00:00', '16 Mar 23:00']
    """
    if first.tzinfo is not None:
        raise ValueError("the first start is told in local time")
    try:
        laid_out = rrulestr(rule, dtstart=first)
    except (ValueError, TypeError, KeyError):
        raise NoSuchRule(rule=rule) from None
    found = list(islice(laid_out, MOST + 1))
    if not found:
        raise NoSuchRule(rule=rule)
    if len(found) > MOST:
        raise RepeatsTooOften(most=MOST)
    return [moment_of(local, zone) for local in found]


def moment_of(local: datetime, zone: str) -> datetime:
    """The moment (in UTC) a clock shows a local time; one left out by a change of the clock is read as before it.

    >>> moment_of(datetime(2017, 3, 12, 2, 30), "America/Chicago")
    datetime.datetime(2017, 3, 12, 8, 30, tzinfo=datetime.timezone.utc)
    """
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def moved(moment: datetime, *, days: int, clock: time, zone: str) -> datetime:
    """A moment moved by so many days and set to a time of day, on the clock of its place.

    >>> moved(datetime(2017, 3, 10, 0, tzinfo=UTC), days=7, clock=time(19), zone="America/Chicago")
    datetime.datetime(2017, 3, 17, 0, 0, tzinfo=datetime.timezone.utc)
    """
    local = moment.astimezone(ZoneInfo(zone))
    return moment_of(datetime.combine(local.date() + timedelta(days=days), clock), zone)
