"""Reading a book from its first entry to its last, a few thousand at a time, so that memory stays flat."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from commonwork.books.in_order import in_order
from commonwork.books.models import Book, Entry, Memo

AT_ONCE = 2_000


class EntryRow(NamedTuple):
    """An entry as it stands in the table."""

    seq: int
    id: UUID
    effective_on: date
    recorded_at: datetime
    kind: str
    source: str
    memo_hash: str
    mirror: UUID | None
    reverses_id: UUID | None
    is_closing: bool
    payload_hash: str
    prev_hash: str
    hash: str


class LineRow(NamedTuple):
    """A line of an entry, with the code and the unit of its account."""

    seq: int
    line: int
    code: str
    unit: str
    amount_minor: int
    party: str
    fund: str


LINE_COLUMNS = ("seq", "line", "account__code", "account__unit", "amount_minor", "party", "fund")
Whole = tuple[EntryRow, list[LineRow]]


def entries(book: Book, *, on: date | None = None) -> Iterator[list[Whole]]:
    """The entries of a book with their lines in the order of their numbers, up to AT_ONCE in a list. on: only those
    that count for that day or an earlier one."""
    made = (EntryRow, EntryRow._fields), (LineRow, LINE_COLUMNS)
    for found, lines in in_order(book, *made, at_once=AT_ONCE, on=on):
        yield [(row, lines.get(row.seq, [])) for row in found]


def last_needed(book: Book, on: date | None) -> int:
    """The number of the last entry that counts for a day or an earlier one; 0 when there is none."""
    rows = Entry.objects.filter(book=book)
    rows = rows.filter(effective_on__lte=on) if on else rows
    return rows.order_by("-seq").values_list("seq", flat=True).first() or 0


def memos(book: Book, seqs: list[int]) -> dict[int, str]:
    """{number: memo} of the entries whose memo still stands."""
    rows = Memo.objects.filter(entry__book=book, entry__seq__in=seqs, is_erased=False)
    return dict(rows.values_list("entry__seq", "text"))
