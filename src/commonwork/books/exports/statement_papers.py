"""The statements of a pack as papers (tagged PDF): of the year of its day so far and of the year before, each beside the
year before it. A balance sheet and a trial balance speak of the last day."""

from collections.abc import Iterator
from datetime import date, timedelta

from commonwork.books import papers, queries
from commonwork.books.exports.parts import Part, Pieces, Scope, declare
from commonwork.books.models import Book
from commonwork.books.queries import Span

DAY = timedelta(days=1)
UNIT = "USD"  # what papers are written in


def _files(scope: Scope) -> Iterator[tuple[str, Pieces]]:
    books = [book for book in scope.books if book.unit == UNIT]
    for book in books:
        for what in queries.STATEMENTS:
            for span, before in _spans([book], scope.on):
                made = _of_book(book, what, span, before)
                yield f"books/{book.key}/{what}-{span.starts_on.year}.pdf", made
    if len(books) > 1:
        for what in queries.STATEMENTS:
            for span, before in _spans(books, scope.on):
                yield f"all-books/{what}-{span.starts_on.year}.pdf", _of_all(books, what, span, before)


def _spans(books: list[Book], on: date) -> Iterator[tuple[Span, Span | None]]:
    """The year before and the year of the day so far, as far as the books go back, each with what it stands beside."""
    found = queries.span_of(books)
    if found is None:
        return
    first_on = found[0]
    for year in (on.year - 1, on.year):
        if first_on <= date(year, 12, 31):
            span = Span(date(year, 1, 1), min(date(year, 12, 31), on) + DAY)
            before = span.year_before()
            yield span, before if first_on < before.ends_on else None


def _of_book(book: Book, what: str, span: Span, before: Span | None) -> Iterator[bytes]:
    yield papers.statement_pdf(
        book.organisation, what, starts_on=span.starts_on, ends_on=span.ends_on, before=_days(before)
    )


def _of_all(books: list[Book], what: str, span: Span, before: Span | None) -> Iterator[bytes]:
    yield papers.network_pdf(
        what, books=books, starts_on=span.starts_on, ends_on=span.ends_on, before=_days(before)
    )


def _days(span: Span | None) -> tuple[date, date] | None:
    return (span.starts_on, span.ends_on) if span else None


declare(
    Part(
        "papers",
        "The same statements as papers (PDF), with cash flows, funds and members' equity: of the year of this pack's day "
        "so far and of the year before it, for each book and for all together.",
        _files,
    )
)
