"""Exports hold a part of a book at a time, however long the book is: rows alive are counted, memory is measured."""

import gc
import tracemalloc
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from commonwork.books import actions as books
from commonwork.books.exports import evidence, pack, reading
from commonwork.books.models import Book
from commonwork.books.queries import general_ledger, ledgers
from commonwork.books.views import entries
from tests.rooms.books import make

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
LAST = date(2016, 12, 31)
PAGES = (
    "ledger/?from=2016-01-01&to=2016-12-31&format=csv",
    "ledger/?from=2016-01-01&to=2016-12-31&format=json",
    "ledger/?from=2016-01-01&to=2016-12-31&format=xlsx",
    "accounts/1000/?format=csv",
    "accounts/1000/?format=xlsx",
    "lines/?of=income&from=2016-01-01&to=2016-12-31&format=json",
    "entries/?format=csv",
    "entries/?format=xlsx",
    "beancount/",
)


def of_length(key: str, count: int) -> Book:
    """An open book with that many sales."""
    book = make.book(key, is_open=True)
    fact = make.fact()
    with transaction.atomic():
        books.post_many(
            books.NewEntry(
                book.organisation, make.FIRST + timedelta(number % 300), "sale",
                [books.Line("1000", 100 + number), books.Line("4000", -100 - number)], fact,
            )
            for number in range(count)
        )  # fmt: skip
    return Book.objects.select_related("organisation").get(pk=book.pk)


class Alive:
    """How many rows of some kinds are held at once, at most."""

    def __init__(self) -> None:
        self.now = self.most = self.made = 0

    def counted(self, kind: type) -> type:
        """The same kind of row, counted while it lives."""
        alive = self

        class Counted(kind):  # type: ignore[misc]
            def __init__(self, *values: object, **named: object) -> None:
                alive.now, alive.made = alive.now + 1, alive.made + 1
                alive.most = max(alive.most, alive.now)
                if not isinstance(self, tuple):
                    super().__init__(*values, **named)

            def __del__(self) -> None:
                alive.now -= 1

        return Counted


@pytest.fixture
def alive(monkeypatch: pytest.MonkeyPatch) -> Alive:
    """Rows are counted, and parts have 20 of them instead of 2,000, so that a short book has many parts."""
    counting = Alive()
    for module, names in (
        (reading, ("EntryRow", "LineRow")),
        (ledgers, ("LedgerRow",)),
        (general_ledger, ("LedgerRow",)),
        (entries, ("EntryRow",)),
    ):
        for name in names:
            monkeypatch.setattr(module, name, counting.counted(getattr(module, name)))
    for module in (reading, general_ledger):
        monkeypatch.setattr(module, "AT_ONCE", 20)
    of_ledger = {**(ledgers.ledger_parts.__kwdefaults__ or {}), "at_once": 20}
    monkeypatch.setattr(ledgers.ledger_parts, "__kwdefaults__", of_ledger)
    monkeypatch.setattr(ledgers.in_parts, "__defaults__", (20,))
    return counting


def test_no_export_holds_more_than_a_few_parts_of_a_book(alive: Alive) -> None:
    long, client = of_length("freedom_farm", 120), Client()
    for path in (*(path for path in PAGES if not path.endswith("xlsx")), "pack of the book"):
        alive.made = alive.most = alive.now
        if path.startswith("pack"):
            files = evidence._files(pack.of_books(long, on=LAST))
            assert sum(len(list(pieces)) for _name, pieces in files) > 120
        else:
            assert sum(len(piece) for piece in client.get(f"/books/{long.key}/{path}")) > 3_000
        assert alive.made >= 120, f"{path}: rows are not counted"
        assert alive.most <= 0.4 * alive.made, f"{path} holds {alive.most} of {alive.made} rows"


def peak(work: Callable[[], Iterable[object]]) -> int:
    """The most memory that is held while something is taken piece by piece and each piece is let go."""
    gc.collect()
    tracemalloc.start()
    try:
        for _ in work():
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.soak
def test_no_export_of_100_000_lines_takes_much_more_memory_than_one_of_6_000(tmp_path: Path) -> None:
    books_of = {6_000: of_length("nubias", 3_000), 100_000: of_length("freedom_farm", 50_000)}
    client = Client()

    def take(path: str, book: Book) -> Iterable[object]:
        if path == "pack":
            pack.write(tmp_path / "pack.zip", pack.of_books(book, on=LAST), without=("papers",))
            return ()
        return client.get(f"/books/{book.key}/{path}")  # type: ignore[return-value]

    grown = {}
    for path in (*PAGES, "pack"):
        for _ in take(path, books_of[6_000]):  # what is made once and kept is no growth
            pass
        peaks = {count: peak(partial(take, path, book)) for count, book in books_of.items()}
        told = ", ".join(f"{count:,} lines {most / 1e6:.1f} MB" for count, most in peaks.items())
        grown[path] = peaks[100_000] / peaks[6_000]
        print(f"{path}: {told}, {grown[path]:.2f} times", flush=True)
    assert {path: round(times, 2) for path, times in grown.items() if times > 1.5} == {}
