"""All books of the network added up, with what the books hold against each other struck out."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from commonwork.books import charts
from commonwork.books.models import Account, Book
from commonwork.books.queries.balances import Row, balances_of, movements_of


@dataclass(frozen=True)
class Struck:
    """One pair of accounts struck out. left_minor: what the two sides do not agree on (0 when all is well)."""

    what: str
    first: str
    second: str
    amount_minor: int
    left_minor: int


@dataclass(frozen=True)
class AddedUp:
    """One account over all books: per book, in all, struck out, and what stays."""

    code: str
    name: str
    kind: str
    by_book: dict[str, int]
    struck_minor: int

    @property
    def sum_minor(self) -> int:
        return sum(self.by_book.values())

    @property
    def left_minor(self) -> int:
        return self.sum_minor + self.struck_minor


@dataclass(frozen=True)
class Consolidation:
    """books: their keys, in order. Rows of accounts that moved in any of them."""

    books: list[str]
    rows: list[AddedUp]
    struck: list[Struck]

    def left(self) -> list[Row]:
        """What stays after eliminations, as a trial balance; accounts at zero left out."""
        return [Row(row.code, row.name, row.kind, row.left_minor) for row in self.rows if row.left_minor]


def all_books(*, unit: str = "USD") -> QuerySet[Book]:
    """Every book kept in a unit, by the name of its organisation."""
    return Book.objects.filter(unit=unit).select_related("organisation").order_by("organisation__name")


def consolidated(
    *, on: date, before_closing: bool = False, books: Sequence[str] | None = None
) -> Consolidation:
    """The trial balance of all books (or those with the given keys) at the end of a day, eliminations shown."""
    return _added_up(lambda ids: balances_of(ids, on=on, before_closing=before_closing), books)


def consolidated_movements(
    *, starts_on: date, ends_on: date, books: Sequence[str] | None = None
) -> Consolidation:
    """What all accounts moved by in [starts_on, ends_on), closing entries left out, eliminations shown."""
    return _added_up(lambda ids: movements_of(ids, starts_on=starts_on, ends_on=ends_on), books)


def _added_up(sums_of: Callable[[list[int]], dict[int, int]], keys: Sequence[str] | None) -> Consolidation:
    books = {book.pk: book for book in all_books() if keys is None or book.key in keys}
    names: dict[str, tuple[str, str]] = {}
    by_book: dict[str, dict[str, int]] = defaultdict(dict)
    sums, order = sums_of([*books]), {pk: number for number, pk in enumerate(books)}
    accounts = Account.objects.filter(book__in=books, unit=F("book__unit"))
    for account in sorted(accounts, key=lambda row: (order[row.book_id], row.pk)):
        names.setdefault(account.code, (account.name, account.kind))
        if amount := sums.get(account.pk, 0):
            by_book[account.code][books[account.book_id].key] = amount
    struck = _struck({code: sum(amounts.values()) for code, amounts in by_book.items()})
    out: dict[str, int] = defaultdict(int)
    for pair in struck:
        sign = 1 if sum(by_book.get(pair.first, {}).values()) > 0 else -1
        out[pair.first] -= sign * pair.amount_minor
        out[pair.second] += sign * pair.amount_minor
    added = [AddedUp(code, *names[code], by_book[code], out[code]) for code in sorted(by_book)]
    return Consolidation([book.key for book in books.values()], added, struck)


def _struck(sums: dict[str, int]) -> list[Struck]:
    found = []
    for pair in charts.eliminations():
        first, second = sums.get(pair.first, 0), sums.get(pair.second, 0)
        opposite = first * second < 0
        amount = min(abs(first), abs(second)) if opposite else 0
        if amount or first + second:
            found.append(Struck(pair.what, pair.first, pair.second, amount, first + second))
    return found
