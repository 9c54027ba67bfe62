"""Today and now, as the network counts them. Doors (views, jobs, commands) read the clock here, once, and pass it down.

A demo network's calendar may stand on a day of its invented year, so that "due in three days" still means something.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

from commonwork.registry.models import Network

_held: ContextVar[list[Network | None] | None] = ContextVar("held", default=None)  # [network] once read


@contextmanager
def reading_once() -> Iterator[None]:
    """Within this, the network and its calendar are read once: one request, one day."""
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def network() -> Network | None:
    """The network this installation serves, or None before it is founded."""
    held = _held.get()
    if held:
        return held[0]
    found = next(
        iter(Network.objects.raw("SELECT * FROM registry_network")), None
    )  # each page asks: a third of the time
    if held is not None:
        held.append(found)
    return found


def today() -> date:
    """The day it is in this network."""
    here = network()
    return (here.demo_on if here and here.is_demo else None) or timezone.localdate()


def now() -> datetime:
    """The moment it is in this network: the day of `today` with the time of the machine."""
    moment = timezone.localtime()
    day = today()
    return moment if day == moment.date() else at_time(day, moment.time())


def at_time(day: date, clock: time = time(12)) -> datetime:
    """A moment on a day in the network's time zone; noon where no time is given."""
    return datetime.combine(day, clock.replace(tzinfo=None), tzinfo=timezone.get_current_timezone())
