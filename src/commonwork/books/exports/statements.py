"""The part of a pack that people read: statements of each book and of all together, as tables.

Statements come as they are reckoned in `books.queries`; whoever adds one there adds its file here.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from commonwork.books import queries
from commonwork.books.exports import beancount, ledger
from commonwork.books.exports.parts import Part, Pieces, Scope, declare
from commonwork.books.exports.tables import as_csv
from commonwork.books.models import Book
from commonwork.rules.money import show_minor

TRIAL = ("account", "name", "kind", "unit", "balance")


def _files(scope: Scope) -> Iterator[tuple[str, Pieces]]:
    for book in scope.books:
        folder = f"books/{book.key}"
        yield f"{folder}/trial-balance.csv", as_csv(TRIAL, _trial_balance(book, scope.on))
        yield (
            f"{folder}/balance-sheet.csv",
            as_csv(("part", "account", "name", "amount"), _sheet(book, scope.on)),
        )
        yield (
            f"{folder}/income-statement.csv",
            as_csv(("year", "part", "account", "name", "amount"), _income(book, scope.on)),
        )
        headings = [key for key, _heading in ledger.COLUMNS]
        yield f"{folder}/general-ledger.csv", as_csv(headings, ledger.rows(book, on=scope.on))
        yield f"{folder}/ledger.beancount", beancount.text([book], on=scope.on)
    if len(scope.books) > 1:
        headings = ["account", "name", *(book.key for book in scope.books), "sum", "struck_out", "left"]
        yield "all-books.csv", as_csv(headings, _together(scope))
        yield "all-books.beancount", beancount.text(scope.books, on=scope.on)


def _trial_balance(book: Book, on: date) -> Iterator[tuple[Any, ...]]:
    units = {account.code: account.unit for account in queries.accounts_of(book)}
    for row in queries.trial_balance(book.organisation, on=on):
        unit = units[row.code]
        yield row.code, row.name, row.kind, unit, show_minor(row.balance_minor, unit)


def _sheet(book: Book, on: date) -> Iterator[tuple[Any, ...]]:
    sheet = queries.balance_sheet(book.organisation, on=on)
    for section in (sheet.assets, sheet.liabilities, sheet.equity):
        for row in section.rows:
            yield section.heading, row.code, row.name, show_minor(row.amount_minor, book.unit)


def _income(book: Book, on: date) -> Iterator[tuple[Any, ...]]:
    """Each calendar year of the book, the last one as far as it has gone."""
    span = queries.span(book)
    if span is None:
        return
    for year in range(span[0].year, min(span[1], on).year + 1):
        starts_on, ends_on = date(year, 1, 1), min(date(year + 1, 1, 1), on + timedelta(days=1))
        found = queries.income_statement(book.organisation, starts_on=starts_on, ends_on=ends_on)
        for section in (*found.income, *found.expenses):
            for row in section.rows:
                yield year, section.heading, row.code, row.name, show_minor(row.amount_minor, book.unit)
        yield year, "Result", "", "", show_minor(found.surplus_minor, book.unit)


def _together(scope: Scope) -> Iterator[tuple[Any, ...]]:
    unit = scope.books[0].unit
    found = queries.consolidated(on=scope.on, books=[book.key for book in scope.books])
    for row in found.rows:
        amounts = [row.by_book.get(book.key, 0) for book in scope.books]
        shown = [*amounts, row.sum_minor, row.struck_minor, row.left_minor]
        yield row.code, row.name, *(show_minor(amount, unit) for amount in shown)


declare(
    Part(
        "statements",
        "For each book: trial balance, balance sheet, income statement of each year, and every line of the general "
        "ledger, as tables; and the whole book as text for beancount.",
        _files,
    )
)
