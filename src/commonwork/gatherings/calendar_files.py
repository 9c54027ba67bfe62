"""Calendar files (RFC 5545) of gatherings. Times are in UTC."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from commonwork.gatherings.models import Gathering


def written(rows: Iterable[Gathering], *, name: str, origin: str) -> bytes:
    """The calendar file of these gatherings. origin: the address of this network, for links and identifiers."""
    calendar = Calendar()
    calendar.add("prodid", "-//Commonwork//Gatherings//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for gathering in rows:
        calendar.add_component(_event(gathering, origin))
    return bytes(calendar.to_ical())


def _event(gathering: Gathering, origin: str) -> Event:
    event = Event()
    event.add("uid", f"{gathering.key}@{urlsplit(origin).hostname}")
    event.add("dtstamp", gathering.changed_at.astimezone(UTC))
    event.add("sequence", gathering.changes_count)
    event.add("summary", gathering.title)
    if gathering.is_all_day:
        event.add("dtstart", gathering.starts_on)
        event.add("dtend", _day_after(gathering.ends_local))
    else:
        event.add("dtstart", gathering.starts_at.astimezone(UTC))
        event.add("dtend", gathering.ends_at.astimezone(UTC))
    if gathering.place:
        event.add("location", ", ".join(filter(None, [gathering.place.name, gathering.place.address])))
    if gathering.summary:
        event.add("description", gathering.summary)
    event.add("url", f"{origin}{gathering.get_absolute_url()}")
    event.add("status", "CANCELLED" if gathering.called_off_at else "CONFIRMED")
    return event


def _day_after(ends: datetime) -> object:
    """The first day on which nothing happens any more."""
    return ends.date() if ends.time() == time(0) else ends.date() + timedelta(days=1)
