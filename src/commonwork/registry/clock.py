"""Today and now, as the network counts them. Doors (views, jobs, commands) read the clock here, once, and pass it down.

A demo network's calendar may stand on a day of its invented year, so that "due in three days" still means something.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

from commonwork.registry.models import Network

_held: ContextVar[list[date | None] | None] = ContextVar("held", default=None)  # [demo_on] once it was read


@contextmanager
def reading_once() -> Iterator[None]:
    """Within this, the network's calendar is read once: one request, one day."""
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def today() -> date:
    """The day it is in this network."""
    return _demo_on() or timezone.localdate()


def _demo_on() -> date | None:
    held = _held.get()
    if held:
        return held[0]
    found = Network.objects.filter(is_demo=True).values_list("demo_on", flat=True).first()
    if held is not None:
        held.append(found)
    return found


def now() -> datetime:
    """The moment it is in this network: the day of `today` with the time of the machine."""
    moment = timezone.localtime()
    day = today()
    return moment if day == moment.date() else at_time(day, moment.time())


def at_time(day: date, clock: time = time(12)) -> datetime:
    """A moment on a day in the network's time zone; noon where no time is given."""
    return datetime.combine(day, clock.replace(tzinfo=None), tzinfo=timezone.get_current_timezone())
