"""Books brought back from a bundle: entry by entry through the guards, which prove each one on its way in.

The rows come as the tables had them. A book begins empty and open, its balances at zero, open and without limits; all
holds are placed, and those that were let go or expired end. Entries follow in the order of their numbers, the end of a
hold just before the entry that posts it. Limits, closed accounts and closed periods come last, as they stood.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Model

from commonwork.books.models import Account, Balance, Book, Entry, Hold, HoldEnd, Posting
from commonwork.rules.chain import GENESIS
from commonwork.rules.refusal import Refusal, sentence

AT_ONCE = 500
Row = dict[str, Any]
Rows = Callable[[type[Model]], Iterator[Row]]
Insert = Callable[[type[Model], list[Row]], None]
MODELS: tuple[type[Model], ...] = (Book, Account, Balance, Hold, HoldEnd, Entry, Posting)
COUNTED = ("amount_minor", "pending_minor", "incoming_minor")  # the database keeps these itself
BEGINS_AT: type[Model] = (
    Book  # in the order of things: `begin` in the place of books, `replay` in that of entries
)
REPLAYS_AT: type[Model] = Entry


class NotAsItWas(Refusal):
    sentence = sentence("The book {book} does not come out as it was: {what}.")
    status = 409


def begin(rows: Rows, insert: Insert) -> None:
    """Books, accounts and balances as they begin; what was set aside, and what was set free again."""
    empty = {"head_seq": 0, "head_hash": GENESIS, "closed_until": None}
    insert(Book, [{**row, **empty} for row in rows(Book)])
    insert(Account, list(rows(Account)))
    zero = dict.fromkeys(COUNTED, 0) | {"floor_minor": None, "ceiling_minor": None, "closed_at": None}
    insert(Balance, [{**row, **zero} for row in rows(Balance)])
    insert(Hold, list(rows(Hold)))
    insert(HoldEnd, [row for row in rows(HoldEnd) if row["seq"] is None])


def replay(rows: Rows, insert: Insert) -> None:
    """All entries with their lines, book by book in the order of their numbers, with the holds they post. Raises
    NotAsItWas."""
    ends = {(row["book_id"], row["seq"]): row for row in rows(HoldEnd) if row["seq"] is not None}
    lines = groupby(rows(Posting), key=lambda row: (row["book_id"], row["seq"]))
    for book, entries in groupby(rows(Entry), key=lambda row: row["book_id"]):
        some: list[tuple[Row, list[Row]]] = []
        for entry in entries:
            place, theirs = next(lines, ((0, 0), iter(())))
            if place != (book, entry["seq"]):
                raise NotAsItWas(book=book, what=f"entry {entry['seq']} and its lines do not meet")
            end = ends.pop(place, None)
            if end or len(some) == AT_ONCE:
                _write(book, some, insert)
                some = []
            if end:  # the guard wants the entry that posts a hold to be the next one
                insert(HoldEnd, [end])
            some.append((entry, list(theirs)))
        _write(book, some, insert)
    if ends:
        raise NotAsItWas(book="", what="there are holds posted by no entry")
    if next(lines, None) is not None:
        raise NotAsItWas(book="", what="there are lines without an entry")


def finish(rows: Rows) -> None:
    """Limits, closed accounts and closed periods as they stood; heads and balances must be what they were. Raises
    NotAsItWas."""
    limited = ("floor_minor", "ceiling_minor", "closed_at")
    for row in rows(Balance):
        balance = Balance.objects.select_related("account__book").get(pk=row["account_id"])
        if any(getattr(balance, name) != row[name] for name in COUNTED):
            raise NotAsItWas(
                book=balance.account.book.key, what=f"account {balance.account.code} has another balance"
            )
        if any(row[name] is not None for name in limited):
            Balance.objects.filter(pk=balance.pk).update(**{name: row[name] for name in limited})
    for row in rows(Book):
        book = Book.objects.get(pk=row["id"])
        if (book.head_seq, book.head_hash) != (row["head_seq"], row["head_hash"]):
            raise NotAsItWas(book=book.key, what="its last entry is another one")
        if row["closed_until"]:
            Book.objects.filter(pk=book.pk).update(closed_until=row["closed_until"])


def _write(book: int, some: list[tuple[Row, list[Row]]], insert: Insert) -> None:
    if not some:
        return
    insert(Posting, [line for _entry, lines in some for line in lines])
    insert(Entry, [entry for entry, _lines in some])
    last = some[-1][0]
    moved = Book.objects.filter(pk=book).exclude(head_hash=last["hash"])
    moved.update(head_seq=last["seq"], head_hash=last["hash"])  # where the guards have not done so themselves
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
