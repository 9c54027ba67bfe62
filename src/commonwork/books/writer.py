"""The one writer of entries: a short path of plain statements, the same on SQLite and PostgreSQL.

Lines first, then the entry: writing the entry makes the database check everything (see `guards`), move the balances
and the head of the book, and freeze the lines. Callers lock the books before they hand anything in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from uuid_utils.compat import uuid7

from commonwork.books.hashing import HashedLine, entry_hash, payload_hash
from commonwork.books.models import Book, Entry

_POSTING = (
    "book_id",
    "seq",
    "line",
    "account_id",
    "effective_on",
    "amount_minor",
    "party",
    "fund",
    "is_closing",
)
_POSTING_TYPES = ("bigint", "bigint", "integer", "bigint", "date", "bigint", "text", "text", "boolean")
_ENTRY = (
    "id", "book_id", "seq", "effective_on", "recorded_at", "kind", "source", "memo_hash", "mirror", "reverses_id",
    "is_closing", "line_count", "payload_hash", "prev_hash", "hash",
)  # fmt: skip
_ENTRY_TYPES = (
    "uuid", "bigint", "bigint", "date", "timestamptz", "text", "text", "text", "uuid", "uuid",
    "boolean", "integer", "text", "text", "text",
)  # fmt: skip


@dataclass(frozen=True)
class Ready:
    """An entry that was checked and whose book is locked; `accounts` are the row ids of its lines' accounts."""

    book: Book
    on: date
    kind: str
    source: str
    lines: Sequence[HashedLine]
    accounts: Sequence[int]
    memo_hash: str = ""
    mirror: UUID | None = None
    reverses: UUID | None = None
    is_closing: bool = False


def write(entries: Iterable[Ready], *, recorded_at: datetime) -> list[Entry]:
    """Write entries in their order and return them. Moves `head_seq` and `head_hash` of the given books along."""
    store = _plain if connection.vendor == "postgresql" else _for_sqlite
    moment, written = store(recorded_at), []
    entry_rows: list[tuple[Any, ...]] = []
    posting_rows: list[tuple[Any, ...]] = []
    for ready in entries:
        entry = _entry(ready, recorded_at)
        written.append(entry)
        on = store(ready.on)
        entry_rows.append(
            (
                store(entry.id), entry.book_id, entry.seq, on, moment, entry.kind, entry.source, entry.memo_hash,
                store(entry.mirror), store(entry.reverses_id), entry.is_closing, entry.line_count,
                entry.payload_hash, entry.prev_hash, entry.hash,
            )
        )  # fmt: skip
        posting_rows.extend(
            (
                entry.book_id, entry.seq, number, account, on,
                line.amount_minor, line.party, line.fund, entry.is_closing,
            )
            for number, (account, line) in enumerate(zip(ready.accounts, ready.lines, strict=True), 1)
        )  # fmt: skip
    if written:
        _insert("books_posting", _POSTING, _POSTING_TYPES, posting_rows)
        _insert("books_entry", _ENTRY, _ENTRY_TYPES, entry_rows)
    return written


def _entry(ready: Ready, recorded_at: datetime) -> Entry:
    book, identity, seq = ready.book, uuid7(), ready.book.head_seq + 1
    payload = payload_hash(
        book=book.key,
        kind=ready.kind,
        on=ready.on,
        source=ready.source,
        lines=ready.lines,
        memo_hash=ready.memo_hash,
        mirror=ready.mirror,
        reverses=ready.reverses,
        is_closing=ready.is_closing,
    )
    entry = Entry(
        id=identity,
        book_id=book.pk,
        seq=seq,
        effective_on=ready.on,
        recorded_at=recorded_at,
        kind=ready.kind,
        source=ready.source,
        memo_hash=ready.memo_hash,
        mirror=ready.mirror,
        reverses_id=ready.reverses,
        is_closing=ready.is_closing,
        line_count=len(ready.lines),
        payload_hash=payload,
        prev_hash=book.head_hash,
        hash=entry_hash(
            previous=book.head_hash, seq=seq, entry=identity, recorded_at=recorded_at, payload=payload
        ),
    )
    entry._state.adding, entry._state.db = False, connection.alias
    entry._state.fields_cache["book"] = book
    book.head_seq, book.head_hash = seq, entry.hash
    return entry


def _insert(table: str, columns: Sequence[str], types: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    named = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{kind}[]" for kind in types)
            sql = f"INSERT INTO {table} ({named}) SELECT * FROM unnest({arrays})"  # noqa: S608  fixed names
            cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])
            return
        marks = ", ".join(["%s"] * len(columns))
        sql = f"INSERT INTO {table} ({named}) VALUES ({marks})"  # noqa: S608  fixed names
        cursor.executemany(sql, rows)


def _plain(value: Any) -> Any:
    return value


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.isoformat() if isinstance(value, date) else value
