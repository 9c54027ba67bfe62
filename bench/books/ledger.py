"""Speed of the books: post a million lines in batches, read them back, prove them. Prints measured figures as JSON.

    DATABASE_URL=sqlite:///bench.sqlite3 python bench/books/ledger.py [--postings 1000000] [--batch 10000]

The database should be new; migrations are run first. Raw = the same columns and unique indexes and one set-wise
balance check, without chain, balances, guards and other indexes (SQLite only).
"""

import argparse
import json
import os
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

FIRST, DAYS, BOOKS = date(2016, 1, 1), 1461, 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postings", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=10_000, help="entries posted at once")
    parser.add_argument("--singles", type=int, default=2_000, help="entries posted one commit each")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwork.site.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    figures: dict[str, Any] = {"entries": chosen.postings // 2}
    books = _open_books()
    figures["post_many_s"] = _timed(lambda: _post_many(books, chosen.postings // 2, chosen.batch))
    figures["post_many_entries_per_s"] = round(chosen.postings / 2 / figures["post_many_s"])
    _analyze()
    figures["raw_sqlite_entries_per_s"] = _raw(min(chosen.postings // 2, 100_000))
    figures["post_one_commit_each_per_s"] = _singles(books, chosen.singles)
    figures |= _reads(books)
    figures |= _proof()
    print(json.dumps(figures, indent=1))


def _timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return round(time.perf_counter() - begun, 3)


def _open_books() -> list[Any]:
    from commonwork.books import actions
    from commonwork.registry.clock import at_time
    from commonwork.registry.models import Organisation

    return [
        actions.open_book(
            organisation=Organisation.objects.create(key=f"coop_{n}", name=f"Co-op {n}", kind="co-op"),
            on=FIRST,
            by="system/bench",
            at=at_time(FIRST),
        ).organisation
        for n in range(BOOKS)
    ]


def _new(actions: Any, organisation: Any, number: int, source: Any) -> Any:
    amount = 100 + number % 9_973
    lines = [actions.Line("1000", amount), actions.Line("4000", -amount)]
    return actions.NewEntry(organisation, FIRST + timedelta(number % DAYS), "sale", lines, source)


def _post_many(books: list[Any], count: int, batch: int) -> None:
    from django.db import transaction

    from commonwork.books import actions
    from commonwork.record.models import Fact

    source = Fact.objects.first()
    for begin in range(0, count, batch):
        numbers = range(begin, min(begin + batch, count))
        with transaction.atomic():
            actions.post_many(_new(actions, books[n % BOOKS], n, source) for n in numbers)


def _analyze() -> None:
    """What autovacuum does within a minute: plans made on empty tables are dropped."""
    from django.db import connection

    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")


def _singles(books: list[Any], count: int) -> int:
    from django.db import transaction

    from commonwork.books import actions
    from commonwork.record.models import Fact

    source = Fact.objects.first()

    def work() -> None:
        for number in range(count):
            with transaction.atomic():
                actions.post_many([_new(actions, books[number % BOOKS], number, source)])

    return round(count / _timed(work))


def _raw(count: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "raw.sqlite3", isolation_level=None)
        connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE entry (id TEXT PRIMARY KEY, book INT, seq INT, on_day TEXT, at TEXT, kind TEXT, source TEXT,"
            " memo TEXT, mirror TEXT, reverses TEXT UNIQUE, closing INT, lines INT, payload TEXT, prev TEXT, hash TEXT,"
            " UNIQUE (book, seq)) WITHOUT ROWID;"
            "CREATE TABLE posting (book INT, seq INT, line INT, account INT, on_day TEXT, amount INT, party TEXT,"
            " fund TEXT, closing INT, PRIMARY KEY (book, seq, line)) WITHOUT ROWID;"
        )
        rest = ("2016-01-01", "2016-01-01 00:00:00.000000", "sale", "ABCDEFGHJKMN", "", None, None, 0, 2)
        hashes = ("0" * 64,) * 3

        def work() -> None:
            connection.execute("BEGIN")
            for begin in range(0, count, 10_000):
                numbers = range(begin, min(begin + 10_000, count))
                connection.executemany(
                    "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                    [(f"{n:032x}", n % BOOKS, n // BOOKS, *rest, *hashes) for n in numbers],
                )
                connection.executemany(
                    "INSERT INTO posting VALUES (?,?,?,?,?,?,?,?,?)",
                    [
                        (n % BOOKS, n // BOOKS, line, line, "2016-01-01", amount, "", "", 0)
                        for n in numbers
                        for line, amount in ((1, 100 + n), (2, -100 - n))
                    ],
                )
            uneven = connection.execute(
                "SELECT 1 FROM posting GROUP BY book, seq HAVING sum(amount) <> 0 LIMIT 1"
            ).fetchone()
            assert uneven is None
            connection.execute("COMMIT")

        return round(count / _timed(work))


def _reads(books: list[Any]) -> dict[str, float]:
    from commonwork.books import queries

    def median_ms(work: Callable[[], Any]) -> float:
        times = sorted(_timed(work) for _ in range(7))
        return round(times[3] * 1000, 1)

    past = FIRST + timedelta(DAYS // 2)
    account = queries.account_of(books[0], "1000")
    assert account is not None
    last = queries.ledger(account).page_count
    return {
        "balance_now_ms": median_ms(lambda: queries.balance(books[0], "1000")),
        "trial_balance_past_ms": median_ms(lambda: queries.trial_balance(books[0], on=past)),
        "consolidated_past_ms": median_ms(lambda: queries.consolidated(on=past)),
        "ledger_first_page_ms": median_ms(lambda: queries.ledger(account)),
        "ledger_last_page_ms": median_ms(lambda: queries.ledger(account, page=last)),
    }


def _proof() -> dict[str, Any]:
    from django.db import connection

    from commonwork.books.proofs import prove

    if connection.vendor == "sqlite":  # the file's own pages would count as memory
        connection.cursor().execute("PRAGMA mmap_size = 0")
        connection.cursor().execute("PRAGMA cache_size = -8000")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report: list[Any] = []
    begun = time.process_time()
    seconds = _timed(lambda: report.append(prove()))
    cpu = round(time.process_time() - begun, 3)
    assert report[0].holds, [proof.faults for proof in report[0].proofs]
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"verify_s": seconds, "verify_cpu_s": cpu, "verify_peak_memory_grew_mb": round(grown / 1024, 1)}


if __name__ == "__main__":
    main()
