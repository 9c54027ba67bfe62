"""Rows of the books written by plain SQL, and what an attack says of itself."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.db import connection

from commonwork.books.models import Book, Entry

BOTH = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Attack:
    """run: does it, given the book that holds two entries. guards: {engine: those to drop to let it through}."""

    name: str
    run: Callable[[Book], Any]
    guards: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def stored(value: Any) -> Any:
    """A value as the engine keeps it."""
    return value.hex if connection.vendor == "sqlite" and hasattr(value, "hex") else value


def add_line(book: Book, seq: int, line: int, amount: int, *, code: str = "1000", **more: Any) -> None:
    account = more.get("account") or book.accounts.get(code=code).pk
    verb = more.get("verb", "INSERT")
    sql(
        f"{verb} INTO books_posting (book_id, seq, line, account_id, effective_on, amount_minor, party, fund, "
        "is_closing) VALUES (%s, %s, %s, %s, %s, %s, '', '', %s)",
        *(book.pk, seq, line, account, more.get("on", "2016-01-01"), amount, False),
    )


def add_entry(book: Book, **more: Any) -> None:
    """Write an entry row as if one knew the whole scheme; the book's own next number and link unless told."""
    book.refresh_from_db()
    row = {
        "id": stored(uuid4()),
        "book_id": book.pk,
        "seq": book.head_seq + 1,
        "effective_on": "2016-01-01",
        "recorded_at": "2016-01-01 12:00:00+00:00",
        "kind": "forged",
        "source": "FORGED",
        "memo_hash": "",
        "mirror": None,
        "reverses_id": None,
        "is_closing": False,
        "line_count": 2,
        "payload_hash": "a" * 64,
        "prev_hash": book.head_hash,
        "hash": "b" * 64,
    }
    verb = more.pop("verb", "INSERT")
    row |= more
    marks = ", ".join(["%s"] * len(row))
    sql(f"{verb} INTO books_entry ({', '.join(row)}) VALUES ({marks})", *row.values())


def forge(book: Book, *amounts: Any, codes: tuple[str, ...] = ("1000", "4000", "5200"), **more: Any) -> None:
    """Lines, their entry, the head of the book: the way the writer does it."""
    book.refresh_from_db()
    seq = more.pop("seq", book.head_seq + 1)
    on, account, seal = (
        more.get("effective_on", "2016-01-01"),
        more.pop("account", None),
        more.pop("seal", "UPDATE"),
    )
    for number, amount in enumerate(amounts, 1):
        add_line(book, seq, number, amount, code=codes[number - 1], on=on, account=account)
    add_entry(book, seq=seq, line_count=more.pop("line_count", len(amounts)), **more)
    move_head(book, seal)


def move_head(book: Book, verb: str = "UPDATE") -> None:
    """On SQLite the move of the head seals the entries; on PostgreSQL the entries moved it themselves."""
    if connection.vendor == "sqlite":
        last = Entry.objects.filter(book=book).order_by("-seq").values_list("seq", "hash")[0]
        sql(f"{verb} books_book SET head_seq = %s, head_hash = %s WHERE id = %s", *last, book.pk)


def replace_entry(book: Book) -> None:
    last = Entry.objects.filter(book=book).latest("seq")
    add_entry(book, verb="INSERT OR REPLACE", id=stored(last.id), prev_hash=last.hash, kind="rewritten")


SEALED = ("books_book_sealed", "books_book_sealed_one")
CHECKED = {"sqlite": SEALED, "postgresql": ("books_entry_posted",)}
BOOK_STAYS = dict.fromkeys(BOTH, ("books_book_stays",))
DRAFTED = {"sqlite": ("books_posting_checked",), "postgresql": ("books_posting_drafted",)}


def no_change(table: str, verb: str = "update") -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(BOTH, (f"{table}_no_{verb}",))
