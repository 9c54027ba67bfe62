"""Gatherings: the door of a conference of 5,000, a feed of 2,000 gatherings. Medians of one run on SQLite, in process."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta

REGISTERED, FED, ROUNDS = 5_000, 2_000, 15


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
    start = at_time(first)
    Gathering.objects.bulk_create(
        Gathering(
            key=f"evening_{number}",
            title=f"Evening {number}",
            kind="meeting",
            starts_at=start + timedelta(hours=number),
            ends_at=start + timedelta(hours=number + 2),
            time_zone="America/Chicago",
            announced_at=start,
            changed_at=start,
        )
        for number in range(FED - 1)
    )
    search = _median(lambda: queries.found_at_door(conference, "guest 4321"))
    print(f"search at the door among {REGISTERED:,}: {search:.1f} ms")
    client = Client(SERVER_NAME="localhost")
    feed = _median(lambda: client.get("/gatherings/feed.ics"))
    body = client.get("/gatherings/feed.ics").content
    assert body.count(b"BEGIN:VEVENT") == FED
    print(f"feed of {FED:,} gatherings: {feed:.0f} ms, {len(body) // 1000} kB")


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
