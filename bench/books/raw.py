"""The lower bound: the columns and unique indexes of the books, filled with plain inserts and one set-wise check that
all entries balance. No chain, no guards, no kept balances, no other indexes; the fastest way each driver offers."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from uuid_utils.compat import uuid7

ENTRY = (
    "id {uuid} PRIMARY KEY, book_id bigint NOT NULL, seq bigint NOT NULL, effective_on date NOT NULL, "
    "recorded_at {moment} NOT NULL, kind varchar(60) NOT NULL, source varchar(40) NOT NULL, "
    "memo_hash varchar(64) NOT NULL, mirror {uuid}, reverses_id {uuid} UNIQUE, is_closing {truth} NOT NULL, "
    "line_count integer NOT NULL, payload_hash varchar(64) NOT NULL, prev_hash varchar(64) NOT NULL, "
    "hash varchar(64) NOT NULL, UNIQUE (book_id, seq)"
)
POSTING = (
    "book_id bigint NOT NULL, seq bigint NOT NULL, line integer NOT NULL, account_id bigint NOT NULL, "
    "effective_on date NOT NULL, amount_minor bigint NOT NULL, party varchar(80) NOT NULL, "
    "fund varchar(60) NOT NULL, is_closing {truth} NOT NULL, PRIMARY KEY (book_id, seq, line)"
)
HASHES = ("a" * 64, "b" * 64, "c" * 64)
UNEVEN = "SELECT 1 FROM raw_posting GROUP BY book_id, seq HAVING sum(amount_minor) <> 0 LIMIT 1"


class Raw(Protocol):
    """A bare pair of tables. `sales`: (book, number in the book, day, amount), each two lines."""

    def many(self, sales: Sequence[tuple[int, int, str, int]]) -> None: ...
    def one(self, book: int, seq: int, day: str, amount: int) -> None: ...


class RawSqlite:
    """In a file of its own, durable like the books' (WAL, synchronous FULL)."""

    def __init__(self, file: Path) -> None:
        self.connection = sqlite3.connect(file, isolation_level=None, cached_statements=128)
        self.connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456;"
            "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
        )
        self.connection.executescript(
            f"CREATE TABLE raw_entry ({ENTRY.format(uuid='char(32)', moment='datetime', truth='bool')}) WITHOUT ROWID;"
            f"CREATE TABLE raw_posting ({POSTING.format(truth='bool')}) WITHOUT ROWID;"
        )

    def many(self, sales: Sequence[tuple[int, int, str, int]]) -> None:
        run = self.connection
        run.execute("BEGIN IMMEDIATE")
        run.executemany(
            "INSERT INTO raw_entry VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [_entry(uuid7().hex, *sale) for sale in sales],
        )
        run.executemany(
            "INSERT INTO raw_posting VALUES (?,?,?,?,?,?,?,?,?)",
            [row for sale in sales for row in _lines(*sale)],
        )
        assert run.execute(UNEVEN).fetchone() is None
        run.execute("COMMIT")

    def one(self, book: int, seq: int, day: str, amount: int) -> None:
        run = self.connection
        run.execute("BEGIN IMMEDIATE")
        run.execute(
            "INSERT INTO raw_entry VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            _entry(uuid7().hex, book, seq, day, amount),
        )
        run.executemany("INSERT INTO raw_posting VALUES (?,?,?,?,?,?,?,?,?)", _lines(book, seq, day, amount))
        sum_of = "SELECT sum(amount_minor) FROM raw_posting WHERE book_id = ? AND seq = ?"
        assert run.execute(sum_of, (book, seq)).fetchone() == (0,)
        run.execute("COMMIT")


class RawPostgresql:
    """In the database of the books, in unlogged-nothing plain tables; COPY for many, prepared inserts for one."""

    def __init__(self, url: str) -> None:
        import psycopg

        self.connection = psycopg.connect(url, autocommit=True, prepare_threshold=1)
        entry = ENTRY.format(uuid="uuid", moment="timestamptz", truth="boolean")
        self.connection.execute("DROP TABLE IF EXISTS raw_entry, raw_posting")
        self.connection.execute(f"CREATE TABLE raw_entry ({entry})")
        self.connection.execute(f"CREATE TABLE raw_posting ({POSTING.format(truth='boolean')})")

    def many(self, sales: Sequence[tuple[int, int, str, int]]) -> None:
        with self.connection.transaction(), self.connection.cursor() as run:
            with run.copy("COPY raw_entry FROM STDIN") as copy:
                for at in range(0, len(sales), 1000):
                    copy.write("".join([_entry_text(uuid7(), *sale) for sale in sales[at : at + 1000]]))
            with run.copy("COPY raw_posting FROM STDIN") as copy:
                for at in range(0, len(sales), 1000):
                    copy.write("".join([_lines_text(*sale) for sale in sales[at : at + 1000]]))
            assert run.execute(UNEVEN).fetchone() is None

    def one(self, book: int, seq: int, day: str, amount: int) -> None:
        with self.connection.transaction(), self.connection.cursor() as run:
            run.execute(
                "INSERT INTO raw_entry VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)",
                _entry(uuid7(), book, seq, day, amount),
            )
            first, second = _lines(book, seq, day, amount)
            values = "(%s,%s,%s,%s,%s,%s,%s,%s,%s)"
            run.execute(f"INSERT INTO raw_posting VALUES {values}, {values}", (*first, *second))
            sum_of = "SELECT sum(amount_minor) FROM raw_posting WHERE book_id = %s AND seq = %s"
            assert run.execute(sum_of, (book, seq)).fetchone() == (0,)


def _entry(identity: Any, book: int, seq: int, day: str, amount: int) -> tuple[Any, ...]:
    return (
        identity, book, seq, day, "2026-01-01 12:00:00.000000+00", "sale", "ABCDEFGHJKMN", "", None, None, False, 2,
        *HASHES,
    )  # fmt: skip


def _lines(book: int, seq: int, day: str, amount: int) -> list[tuple[Any, ...]]:
    return [
        (book, seq, 1, 10 * book + 1, day, amount, "", "", False),
        (book, seq, 2, 10 * book + 2, day, -amount, "", "", False),
    ]


def _entry_text(identity: UUID, book: int, seq: int, day: str, amount: int) -> str:
    return (
        f"{identity}\t{book}\t{seq}\t{day}\t2026-01-01 12:00:00.000000+00\tsale\tABCDEFGHJKMN\t\t\\N\t\\N\tf\t2\t"
        f"{HASHES[0]}\t{HASHES[1]}\t{HASHES[2]}\n"
    )


def _lines_text(book: int, seq: int, day: str, amount: int) -> str:
    return (
        f"{book}\t{seq}\t1\t{10 * book + 1}\t{day}\t{amount}\t\t\tf\n"
        f"{book}\t{seq}\t2\t{10 * book + 2}\t{day}\t-{amount}\t\t\tf\n"
    )
