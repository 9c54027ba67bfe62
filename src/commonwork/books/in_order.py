"""Entries of a book with their lines in the order of their numbers, some thousands at a time: what exports write out and
what proofs work out again."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Protocol, TypeVar

from commonwork.books.models import Book, Entry, Posting

MOST_STRAY = 20  # lines beyond the last entry, which there should be none of


class HasNumber(Protocol):
    """A row of entries or lines begins with the number of its entry."""

    @property
    def seq(self) -> int: ...


E = TypeVar("E", bound=HasNumber)
L = TypeVar("L", bound=HasNumber)


def in_order(
    book: Book,
    entry: tuple[Callable[..., E], Sequence[str]],
    line: tuple[Callable[..., L], Sequence[str]],
    *,
    at_once: int,
    on: date | None = None,
) -> Iterator[tuple[list[E], dict[int, list[L]]]]:
    """Up to `at_once` entries, and {number: lines} up to the last of them; behind the last entry also lines that belong
    to none. entry, line: what a row is made into, and its columns, the number first. on: only entries that count for
    that day or an earlier one."""
    after = 0
    while True:
        rows = Entry.objects.filter(book=book, seq__gt=after)
        rows = rows.filter(effective_on__lte=on) if on else rows
        entries = [entry[0](*row) for row in rows.order_by("seq").values_list(*entry[1])[:at_once]]
        last = entries[-1].seq if entries else after
        lines = _lines(book, line, after, last, at_once)
        is_last = len(entries) < at_once
        if is_last and on is None:
            lines |= _lines(book, line, last, None, at_once)
        if entries or lines:
            yield entries, lines
        if is_last:
            return
        after = last


def _lines(
    book: Book, line: tuple[Callable[..., L], Sequence[str]], after: int, last: int | None, at_once: int
) -> dict[int, list[L]]:
    """The lines of entries (after, last]; those beyond the last entry, at most MOST_STRAY, where last is None."""
    rows = Posting.objects.filter(book=book, seq__gt=after).order_by("seq", "line").values_list(*line[1])
    found: dict[int, list[L]] = defaultdict(list)
    for row in rows[:MOST_STRAY] if last is None else rows.filter(seq__lte=last).iterator(at_once):
        found[row[0]].append(line[0](*row))
    return found
