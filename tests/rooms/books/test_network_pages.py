"""The network's statements ask the database as often for eight books as for three."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonwork.books import queries
from tests.rooms.books import make

pytestmark = pytest.mark.django_db
DAYS = "from=2016-01-01&to=2016-12-31&beside=year"
PAGES = [
    "/books/all/",
    "/books/all/statements/",
    *(f"/books/all/statements/{what}/?{DAYS}" for what in queries.STATEMENTS),
    f"/books/all/statements/income/row/?row=4000&{DAYS}",
    f"/books/all/ledger/?{DAYS}",
]


def kept(count: int) -> None:
    """More open books, each with a sale and a cost in two years."""
    for number in range(count):
        book = make.book(f"coop_{count}_{number}", on=date(2015, 1, 1), is_open=True)
        for year in (2015, 2016):
            make.cash(book, 300, on=date(year, 3, 1))
            make.cash(book, -200, on=date(year, 6, 1), against="5200", kind="cost")


def asked(page: str) -> int:
    with CaptureQueriesContext(connection) as context:
        answer = Client().get(page)
    assert answer.status_code == 200, page
    return len(context)


def test_eight_books_take_no_more_questions_than_three() -> None:
    kept(3)
    first = {page: asked(page) for page in PAGES}  # what is asked once and kept
    few = {page: asked(page) for page in PAGES}
    kept(5)
    many = {page: asked(page) for page in PAGES}
    assert first.keys() == many.keys()
    assert {page: (few[page], many[page]) for page in PAGES if many[page] > few[page]} == {}


def test_books_added_up_are_the_sums_of_each() -> None:
    kept(3)
    added = queries.consolidated(on=date(2016, 12, 31))
    for book in queries.all_books():
        alone = {
            row.code: row.balance_minor
            for row in queries.trial_balance(book.organisation, on=date(2016, 12, 31))
        }
        assert alone == {row.code: row.by_book[book.key] for row in added.rows}
        assert (
            queries.span(book) == (date(2015, 3, 1), date(2016, 6, 1)) == queries.span_of(queries.all_books())
        )
