"""Accounts in other units than their book's own (hours, credit): a trial balance of each unit, over one book or several."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from commonwork.books.models import Account, Book
from commonwork.books.queries.balances import balances_of
from commonwork.books.queries.spans import Span


@dataclass(frozen=True)
class UnitRow:
    """One account: debit positive at the end of a span, and of the one beside it."""

    account: Account
    balance_minor: int
    before_minor: int

    @property
    def book(self) -> Book:
        return self.account.book


def other_units(books: Sequence[Book]) -> list[str]:
    """The units that accounts of these books are kept in beside their book's own."""
    rows = Account.objects.filter(book__in=books).exclude(unit=F("book__unit"))
    return sorted(rows.order_by().values_list("unit", flat=True).distinct())


def in_unit(unit: str, books: Sequence[Book], span: Span, before: Span | None) -> list[UnitRow]:
    """The accounts of a unit that are not at zero at the end of a span or of the one beside it, book by book, by code.
    They add up to zero in each book."""
    ids = [book.pk for book in books]
    now = balances_of(ids, on=span.last_on, before_closing=span.before_closing)
    then = balances_of(ids, on=before.last_on, before_closing=before.before_closing) if before else {}
    accounts = Account.objects.filter(book__in=books, unit=unit).exclude(book__unit=unit)
    found = [
        UnitRow(account, now.get(account.pk, 0), then.get(account.pk, 0))
        for account in accounts.select_related("book__organisation").order_by("book__key", "code")
    ]
    return [row for row in found if row.balance_minor or row.before_minor]
