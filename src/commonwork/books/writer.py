"""The one writer of entries: lines first, then their entries, then the head of each book, which seals them.

The guards check everything when a book's head moves (SQLite) or when entries are written (PostgreSQL), move the
balances, and freeze the lines. Books come locked. SQLite takes rows by prepared statements; PostgreSQL takes a few
entries by one function each, and many as two streams, the first of which flows while entries are still being hashed.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from uuid_utils import uuid7

from commonwork.books.posted import Posted
from commonwork.books.sealing import NewEntry, Row, SealedLine, plain_payload, seal
from commonwork.books.standing import Standing
from commonwork.rules import chain

FEW = 8  # up to this many entries PostgreSQL is asked one by one
AT_ONCE = 500  # entries put on the stream together
_ENTRY = (
    "id, book_id, seq, effective_on, recorded_at, kind, source, memo_hash, mirror, reverses_id, is_closing, "
    "line_count, payload_hash, prev_hash, hash"
)
_POSTING = "book_id, seq, line, account_id, effective_on, amount_minor, party, fund, is_closing"
_INSERT_LINE = f"INSERT INTO books_posting ({_POSTING}) VALUES (?,?,?,?,?,?,?,?,?)"  # noqa: S608  fixed names
_INSERT_ENTRY = f"INSERT INTO books_entry ({_ENTRY}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"  # noqa: S608  fixed names
_MOVE_HEAD = "UPDATE books_book SET head_seq = ?, head_hash = ? WHERE id = ?"

Sealed = tuple[Row, list[SealedLine]]


def write(
    database: BaseDatabaseWrapper,
    batch: Sequence[NewEntry],
    books: dict[str, Standing],
    salts: Sequence[str],
    *,
    recorded_at: datetime,
) -> Posted:
    """Check, chain and write entries in the order of each book, book by book (rows that lie side by side cost less).

    Returns them in the order of the batch. Moves the heads of `books` along. Raises what `seal` raises.
    """
    moment = chain.moment(recorded_at)
    keys = [new.organisation.key for new in batch]
    order = sorted(range(len(batch)), key=keys.__getitem__)
    sealed = (seal(batch[at], books[keys[at]], salts[at], recorded_at, moment) for at in order)
    if database.vendor != "postgresql":
        rows = _sqlite(database, sealed, books)
    else:
        rows = _one_by_one(database, sealed) if len(batch) <= FEW else _streamed(database, sealed)
    found: list[Row] = [()] * len(batch)
    for at, row in zip(order, rows, strict=True):
        found[at] = row
    return Posted(found)


def _sqlite(database: BaseDatabaseWrapper, sealed: Iterator[Sealed], books: dict[str, Standing]) -> list[Row]:
    rows: list[Row] = []
    entries: list[Row] = []
    lines: list[Row] = []
    for row, found in sealed:
        rows.append(row)
        identity, book, seq, day, at, kind, source, memo, mirror, reverses, closing, *rest = row
        on = _day(day)
        entries.append(
            (
                identity.replace("-", ""), book, seq, on, _stored_moment(at), kind, source, memo,
                mirror and mirror.hex, reverses and reverses.hex, closing, *rest,
            )
        )  # fmt: skip
        number = 0
        for account, amount, party, fund in found:
            number += 1  # noqa: SIM113  quicker than enumerate with nested tuples
            lines.append((book, seq, number, account, on, amount, party, fund, closing))
    run = database.connection
    with database.wrap_database_errors:
        run.executemany(_INSERT_LINE, lines)
        run.executemany(_INSERT_ENTRY, entries)
        run.executemany(_MOVE_HEAD, [(book.head_seq, book.head_hash, book.id) for book in books.values()])
    return rows


def _one_by_one(database: BaseDatabaseWrapper, sealed: Iterator[Sealed]) -> list[Row]:
    from psycopg.types.numeric import Int8  # the driver is there only where PostgreSQL is used

    whole = list(sealed)
    run = database.connection
    question = f"SELECT books_post({', '.join(['%s'] * 18)})"
    with database.wrap_database_errors:
        for row, lines in whole:
            identity, book, seq, *rest, _count, payload, previous, hashed = row
            accounts, amounts, parties, funds = zip(*lines, strict=True)
            run.execute(
                question,
                (
                    identity, Int8(book), Int8(seq), *rest, payload, previous, hashed, [Int8(a) for a in accounts],
                    [Int8(a) for a in amounts], list(parties), list(funds),
                ),
                prepare=True,
            )  # fmt: skip
    return [row for row, _ in whole]


def write_one(
    database: BaseDatabaseWrapper, new: NewEntry, salt: str, *, recorded_at: datetime
) -> Posted | None:
    """PostgreSQL: lock, check, chain and write one entry in a single question.

    None, with nothing written, where the entry is out of the ordinary or to be refused: then `write` knows what to say.
    """
    plain = plain_payload(new, salt)
    if plain is None:
        return None
    payload, memo, codes, amounts, parties, funds = plain
    on, source, identity = new.on, new.source.code, str(uuid7())
    question = f"SELECT books_post_one({', '.join(['%s'] * 15)})"
    with database.wrap_database_errors:
        found = database.connection.execute(
            question,
            (
                new.organisation.key, identity, on, recorded_at, chain.moment(recorded_at), new.kind, source, memo,
                new.reverses, new.is_closing, payload, codes, f"{{{','.join(map(str, amounts))}}}", parties, funds,
            ),
            prepare=True,
        ).fetchone()[0]  # fmt: skip
    if found is None:
        return None
    book, seq, previous, hashed = found.split(" ")
    row: Row = (
        identity, int(book), int(seq), on, recorded_at, new.kind, source, memo, None, new.reverses, new.is_closing,
        len(codes), payload, previous, hashed,
    )  # fmt: skip
    return Posted([row])


def _streamed(database: BaseDatabaseWrapper, sealed: Iterator[Sealed]) -> list[Row]:
    rows: list[Row] = []
    entries: list[str] = []
    # the savepoint: a refusal in the middle leaves the surrounding transaction as it was
    with transaction.atomic(), database.wrap_database_errors, database.connection.cursor() as run:
        run.execute("SET LOCAL work_mem = '128MB'")  # what the guards read of a batch stays in memory
        with run.copy(f"COPY books_posting ({_POSTING}) FROM STDIN") as copy:
            block: list[str] = []
            for row, lines in sealed:
                rows.append(row)
                entries.append(_entry_text(row))
                block.append(_lines_text(row, lines))
                if len(block) == AT_ONCE:
                    copy.write("".join(block))
                    block.clear()
            copy.write("".join(block))
        with run.copy(f"COPY books_entry ({_ENTRY}) FROM STDIN") as copy:
            for at in range(0, len(entries), AT_ONCE):
                copy.write("".join(entries[at : at + AT_ONCE]))
    return rows


def _entry_text(row: Row) -> str:
    (
        identity, book, seq, on, at, kind, source, memo, mirror, reverses, closing, count, payload, previous, hashed,
    ) = row  # fmt: skip
    return (
        f"{identity}\t{book}\t{seq}\t{_day(on)}\t{_moment(at)}\t{_safe(kind)}\t{_safe(source)}\t{memo}\t"
        f"{mirror or _NULL}\t{reverses or _NULL}\t{'t' if closing else 'f'}\t{count}\t{payload}\t{previous}\t{hashed}\n"
    )


def _lines_text(row: Row, lines: list[SealedLine]) -> str:
    book, seq, on = row[1], row[2], _day(row[3])
    last = "t" if row[10] else "f"
    return "".join(
        [f"{book}\t{seq}\t{n}\t{account}\t{on}\t{amount}\t{_safe(party)}\t{_safe(fund)}\t{last}\n"
         for n, (account, amount, party, fund) in enumerate(lines, 1)]
    )  # fmt: skip


_NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@lru_cache(maxsize=8192)
def _safe(text: str) -> str:
    return text.translate(_ESCAPES)


@lru_cache(maxsize=8192)
def _day(on: date) -> str:
    return on.isoformat()


@lru_cache(maxsize=8)
def _stored_moment(at: datetime) -> str:
    """As Django stores a moment on SQLite: in UTC, without saying so."""
    return str(at.astimezone(UTC).replace(tzinfo=None))


@lru_cache(maxsize=8)
def _moment(at: datetime) -> str:
    return at.isoformat()
