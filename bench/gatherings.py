"""Gatherings: the door of a conference of 5,000, a feed of 2,000 gatherings. Medians of one run on SQLite, in process.

The feed is read back by `icalendar`, which this program does not write with, and each of its events is compared with the
row it tells of: title with commas, semicolons, line breaks and accents, times, whole days, place, and what was called off.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

REGISTERED, FED, ROUNDS = 5_000, 2_000, 15
TITLES = (
    "Evening {}",
    "Café, cuentos; canción {}",
    "A long evening of reading, cooking and singing " * 3 + "{}",
)
SUMMARIES = ("", "First line\nsecond line, with a comma; and more\\", "¿Qué sigue? " * 12)


def main() -> None:
    """Build the database in a fresh folder, then measure."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(
            COMMONWORK_HOME=home,
            DATABASE_URL=f"sqlite:///{home}/bench.sqlite3",
            COMMONWORK_TESTING="1",
            DJANGO_SETTINGS_MODULE="commonwork.site.settings",
        )
        subprocess.run([sys.executable, "-m", "commonwork", "migrate", "-v0"], check=True)
        _measure()


def _measure() -> None:
    import django

    django.setup()
    from django.test import Client

    from commonwork.gatherings import queries
    from commonwork.gatherings.actions import gatherings, registrations
    from commonwork.gatherings.models import Gathering
    from commonwork.registry.clock import at_time

    said = {"by": "system/bench", "at": at_time(date(2014, 1, 1))}
    first = date(2030, 1, 7)
    conference = gatherings.announce(
        title="Conference",
        kind="conference",
        starts_at=at_time(first),
        ends_at=at_time(first + timedelta(days=3)),
        **said,
    )
    names = [f"{chr(65 + number % 26)}na Guest {number}" for number in range(REGISTERED)]
    registrations.register_many(gathering=conference, names=names, **said)
    _fill(Gathering, at_time(first))
    search = _median(lambda: queries.found_at_door(conference, "guest 4321"))
    print(f"search at the door among {REGISTERED:,}: {search:.1f} ms")
    client = Client(SERVER_NAME="localhost")
    feed = _median(lambda: client.get("/gatherings/feed.ics"))
    body = client.get("/gatherings/feed.ics").content
    print(f"feed of {FED:,} gatherings: {feed:.0f} ms, {len(body) // 1000} kB")
    print(f"read back by icalendar: {_compared(body, Gathering)} events, each as its row says")


def _fill(model: Any, start: datetime) -> None:
    """Evenings hour after hour, across changes of the clock; some over whole days, some called off, in a hall."""
    from commonwork.registry.models import Place

    hall = Place.objects.create(key="hall", name="Hall, second floor", address="939 W. Capitol St.; Jackson")
    midnight = start.replace(hour=0)
    model.objects.bulk_create(
        model(
            key=f"evening_{number}",
            title=TITLES[number % 3].format(number)[:200],
            summary=SUMMARIES[number % 3],
            kind="meeting",
            starts_at=midnight + timedelta(days=number)
            if number % 7 == 0
            else start + timedelta(hours=5 * number),
            ends_at=midnight + timedelta(days=number + 2)
            if number % 7 == 0
            else start + timedelta(hours=5 * number + 2),
            is_all_day=number % 7 == 0,
            called_off_at=start if number % 11 == 0 else None,
            place=hall if number % 2 else None,
            time_zone="America/Chicago",
            announced_at=start,
            changed_at=start,
        )
        for number in range(FED - 1)
    )


def _compared(body: bytes, model: Any) -> int:
    """How many events an independent parser finds, each compared with its row; fails on the first difference."""
    from icalendar import Calendar

    calendar = Calendar.from_ical(body)
    events = {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}
    rows = model.objects.select_related("place")
    assert len(events) == rows.count() == FED, (len(events), rows.count())
    for row in rows:
        event = events[row.key]
        assert not event.errors, event.errors
        said = (str(event["SUMMARY"]), str(event.get("DESCRIPTION", "")), str(event["STATUS"]))
        assert said == (row.title, row.summary, "CANCELLED" if row.called_off_at else "CONFIRMED"), said
        times = (event["DTSTART"].dt, event["DTEND"].dt)
        meant = (
            (row.starts_on, row.last_on + timedelta(days=1))
            if row.is_all_day
            else (row.starts_at, row.ends_at)
        )
        assert times == meant, (row.key, times, meant)
        where = f"{row.place.name}, {row.place.address}" if row.place else ""
        assert str(event.get("LOCATION", "")) == where, event.get("LOCATION")
    return len(events)


def _median(do: Callable[[], object]) -> float:
    do()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        do()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
