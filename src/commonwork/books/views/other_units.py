"""Accounts in other units than the book's own: hours, credit. They have their own trial balance, unit by unit."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from commonwork.books import queries
from commonwork.books.models import Book
from commonwork.books.queries import Row, Span
from commonwork.books.views.statement_rows import account_address


@dataclass(frozen=True)
class InUnit:
    """One account: its balance on its side, and where its lines are."""

    row: Row
    debit_minor: int | None
    credit_minor: int | None
    href: str


@dataclass(frozen=True)
class OfUnit:
    """The accounts of one unit; both sides are equal."""

    unit: str
    rows: list[InUnit]
    debit_minor: int
    credit_minor: int


def other_units(book: Book, span: Span) -> list[OfUnit]:
    """The trial balance of each unit that is not the book's own, at the end of the span."""
    rows = queries.trial_balance(book.organisation, on=span.last_on, before_closing=span.before_closing)
    others = sorted((row for row in rows if row.unit != book.unit), key=lambda row: (row.unit, row.code))
    return [_of(book, unit, list(group), span) for unit, group in groupby(others, key=lambda row: row.unit)]


def _of(book: Book, unit: str, rows: list[Row], span: Span) -> OfUnit:
    shown = [
        InUnit(
            row,
            row.balance_minor if row.balance_minor > 0 else None,
            -row.balance_minor if row.balance_minor < 0 else None,
            account_address(book, row.code, starts_on=None, ends_on=span.last_on + timedelta(days=1)),
        )
        for row in rows
    ]
    return OfUnit(
        unit, shown, sum(one.debit_minor or 0 for one in shown), sum(one.credit_minor or 0 for one in shown)
    )
