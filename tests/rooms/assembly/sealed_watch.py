"""Somebody who copies everything while a vote goes on: run as a program on an empty database file.

    python -m tests.rooms.assembly.sealed_watch open|sealed POLLS VOTERS SEED

After every single ballot (cast on the web pages with a code, the choice drawn by a fair coin) it takes what is new in
the database, row by row, the write-ahead log, and every line that was logged, and measures each: how long it is, and
how often each byte occurs. It prints JSON: for each ballot the choice and the measures; for each sealed poll the list
as published after the opening, in the order in which it is stored and in which it is shown, and for each voter the
place of the sealed row by its identifier, its pseudonym and its hash. That is more than any backup tells: the order in
which people came is given away.
"""

import json
import logging
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import numpy as np
import time_machine

CHOICES = ("1", "2 1 3")  # of different length, so that a length that tells is found


class Lines(logging.Handler):
    """Keeps every line that is logged."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def rows() -> Iterator[tuple[str, str]]:
    """Every row of every table, as text."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                shown = [bytes(one).hex() if isinstance(one, bytes | memoryview) else one for one in row]
                yield table, repr(shown)


def measured(raw: bytes) -> list[int]:
    """How long it is, and how often each byte occurs."""
    return [len(raw), *np.bincount(np.frombuffer(raw, np.uint8), minlength=256).tolist()]


class Watch:
    """What is new since the last look."""

    def __init__(self, log: Lines) -> None:
        from django.conf import settings

        self.log, self.wal = log, Path(f"{settings.DATABASES['default']['NAME']}-wal")
        self.seen, self.log.lines = set(rows()), []
        self.empty_wal()

    def empty_wal(self) -> None:
        """Begin the write-ahead log anew, so that it holds one ballot's pages."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def look(self) -> dict[str, list[int]]:
        new = "\n".join(f"{table} {row}" for table, row in sorted(set(rows()) - self.seen))
        told = "\n".join(self.log.lines)
        return {
            "rows": measured(new.encode()),
            "wal": measured(self.wal.read_bytes()),
            "log": measured(told.encode()),
        }


def voted(kind: str, number: int, coin: random.Random, voters: int, log: Lines) -> dict[str, Any]:
    from commonwork.assembly import poll_queries, sealing
    from commonwork.assembly.models import SealedBallot
    from tests.rooms.assembly import make_polls
    from tests.rooms.assembly.make_polls import AFTER
    from tests.rooms.assembly.test_votes_pages import cast, visit

    more: dict[str, Any] = {"method": "irv", "voters": make_polls.roll(voters), "key": f"poll_{number}"}
    poll, codes = make_polls.sealed(**more) if kind == "sealed" else (make_polls.opened(**more), {})
    order = [f"R-{one}" for one in range(1, voters + 1)]
    coin.shuffle(order)
    ballots: list[dict[str, Any]] = []
    before: set[Any] = set()
    for voter in order:
        phone, choice = visit(poll, voter), coin.randrange(2)
        watch = Watch(log)
        cast(phone, poll, presses=1, order=CHOICES[choice])
        ballots.append({"choice": choice, **watch.look()})
        if kind == "sealed":
            now = set(SealedBallot.objects.filter(poll=poll).values_list("pk", "pseudonym", "sealed"))
            [(pk, pseudonym, sealed)] = now - before
            ballots[-1] |= {
                "pk": str(pk),
                "pseudonym": pseudonym,
                "hash": sealing.hashlib.sha256(sealed).hexdigest(),
            }
            before = now
    found: dict[str, Any] = {"ballots": ballots}
    if kind == "sealed":
        make_polls.closed(poll)
        make_polls.unsealed(poll, codes, 1, 2)
        make_polls.polls.count(poll=poll, **AFTER)
        found["published"] = [CHOICES.index(row[1]) for row in poll_queries.published_ballots(poll)]
        stored = poll_queries.standing_ballots(poll).order_by("pk").values_list("content", flat=True)
        found["stored"] = [CHOICES.index(content) for content in stored]
    return found


def main(kind: str, polls: int, voters: int, seed: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwork.site.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    settings.ALLOWED_HOSTS = ["testserver"]
    log = Lines()
    logging.getLogger().addHandler(log)
    logging.getLogger("django").addHandler(log)
    from tests.rooms.assembly import make
    from tests.rooms.assembly.make_polls import NOON

    make.network()
    coin, found = random.Random(seed), []
    with time_machine.travel(NOON, tick=False):
        make.Network.objects.update(demo_on=make.HELD)
        for number in range(polls):
            found.append(voted(kind, number, coin, voters, log))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], *(int(word) for word in sys.argv[2:5]))
