"""Statements, for programs: income, sheet, cash, funds, equity and trial of one book, row by row as the pages show them."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.encoding import force_str
from ninja import Field, Router, Schema

from commonwork.access.token_auth import TokenIfAny
from commonwork.books import queries
from commonwork.books.api_entries import Refused
from commonwork.books.api_reading import reader_of
from commonwork.books.models import Book
from commonwork.books.queries import Span, StatementLine
from commonwork.registry.clock import today
from commonwork.rules.money import show_minor
from commonwork.rules.refusal import Refusal, sentence

DAY = timedelta(days=1)
router = Router(tags=["books"], auth=TokenIfAny())


class NoSuchStatement(Refusal):
    sentence = sentence("There is no statement called {what}. Ask for one of: {known}.")
    status = 404


class EndsBeforeItStarts(Refusal):
    sentence = sentence("The last day must not lie before the first.")


class StatementLineOut(Schema):
    """A row. group: a heading without figure; total and result add up rows above them."""

    kind: str = Field(description="group, row, total or result")
    id: str = Field(description="Name of the row, the same in every statement of its kind")
    text: str
    amount: str = Field(description="As people read it, a decimal string; empty for a heading")
    unit: str = Field(description="Unit of the amount; empty for a heading")


class StatementLinesOut(Schema):
    """A statement. A balance sheet and a trial balance (debit positive) speak of the last day."""

    book: str
    what: str
    unit: str = Field(
        description="The unit the statement counts; accounts in others stand in the trial-balance"
    )
    first_on: date
    last_on: date
    rows: list[StatementLineOut]


@router.get(
    "/{key}/statements/{what}",
    response={200: StatementLinesOut, **dict.fromkeys((401, 404, 422), Refused)},
    summary="A statement of a book: income, sheet, cash, funds, equity or trial",
)
def statement(
    request: HttpRequest,
    key: str,
    what: str,
    first_on: date | None = None,
    last_on: date | None = None,
    before_closing: bool = False,
) -> Any:
    """Both days belong to it. Left out: the year of the last day so far, and today."""
    book, span = _asked(request, key, what, first_on, last_on, before_closing)
    found = queries.statement(what, books=[book], span=span)
    return StatementLinesOut(
        book=book.key,
        what=what,
        unit=book.unit,
        first_on=span.starts_on,
        last_on=span.last_on,
        rows=[_row(line, book.unit) for line in found.lines],
    )


def _asked(
    request: HttpRequest,
    key: str,
    what: str,
    first_on: date | None,
    last_on: date | None,
    before_closing: bool,
) -> tuple[Book, Span]:
    """The book and the days, as far as the asker sees. Raises NoSuchStatement, EndsBeforeItStarts."""
    reader = reader_of(request, key)
    if what not in queries.STATEMENTS:
        raise NoSuchStatement(what=what[:40], known=", ".join(queries.STATEMENTS))
    last = min(reader.capped(last_on or today()), date.max - DAY)
    first = first_on or date(last.year, 1, 1)
    if first > last:
        raise EndsBeforeItStarts()
    return reader.book, Span(first, last + DAY, before_closing)


def _row(line: StatementLine, unit: str) -> StatementLineOut:
    is_heading = line.kind == "group"
    return StatementLineOut(
        kind=line.kind,
        id=line.id,
        text=force_str(line.text),
        amount="" if is_heading else show_minor(line.amount_minor, unit),
        unit="" if is_heading else unit,
    )
