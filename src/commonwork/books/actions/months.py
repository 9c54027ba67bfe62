"""Months: an organisation's sales and costs of a month, one by one or from a table (CSV)."""

from datetime import date, datetime
from typing import Any

from commonwork.books.actions.effects import changes
from commonwork.books.actions.entries import Line, lock, post
from commonwork.books.models import Book, Entry
from commonwork.books.month import last_day
from commonwork.books.month_table import MonthFigures, read
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Complaint, Complaints, Refusal, sentence

SALES, COSTS = "month.sales", "month.costs"


class MonthRecorded(Refusal):
    sentence = sentence("{month} of {organisation} is recorded already.")
    status = 409
    field = "month"


class NothingHappened(Refusal):
    sentence = sentence("A month without sales and costs needs no record.")


class BelowZero(Refusal):
    sentence = sentence("Sales and costs cannot be less than 0.")


@act
def record(
    *,
    organisation: Organisation,
    month: date,
    sales_minor: int,
    materials_minor: int,
    member_wages_minor: int,
    other_wages_minor: int,
    other_costs_minor: int,
    by: Who,
    at: datetime,
) -> Organisation:
    """Record a month (any day of it) on its last day, received and paid in cash: one entry for sales, one for costs.

    Raises MonthRecorded, NothingHappened, BelowZero.
    """
    book, on = lock(organisation)[organisation.key], last_day(month)
    costs = (materials_minor, member_wages_minor, other_wages_minor, other_costs_minor)
    if min(sales_minor, *costs) < 0:
        raise BelowZero()
    if not (sales_minor or any(costs)):
        raise NothingHappened()
    if is_recorded(book, on):
        raise MonthRecorded(month=f"{on:%Y-%m}", organisation=organisation.name)
    fact = state(
        "books.month.recorded",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={
            "on": on.isoformat(),
            "month": f"{on:%Y-%m}",
            "unit": book.unit,
            "sales_minor": sales_minor,
            "costs_minor": sum(costs),
            "amount_minor": sales_minor - sum(costs),
            "changes": changes(organisation, cash=sales_minor - sum(costs)),
        },
    )
    arguments: dict[str, Any] = {"organisation": organisation, "on": on, "source": fact}
    if sales_minor:
        post(kind=SALES, lines=[Line("1000", sales_minor), Line("4000", -sales_minor)], **arguments)
    if any(costs):
        spent = [Line(code, cost) for code, cost in zip(("5000", "5100", "5110", "5200"), costs, strict=True)]
        post(
            kind=COSTS,
            lines=[*(line for line in spent if line.amount_minor), Line("1000", -sum(costs))],
            **arguments,
        )
    return organisation


@act
def import_csv(*, text: str, by: Who, at: datetime) -> Book:
    """Record all months of a table (see `month_table`), all or nothing. Returns the book of its first row.

    Raises Complaints with everything that is wrong, line by line; `check_csv` is the dry run.
    """
    rows = check_csv(text)
    books = lock(*(row.organisation for row in rows))
    for row in rows:
        record(organisation=row.organisation, month=row.month, by=by, at=at, **row.amounts)
    first = books[rows[0].organisation.key]
    state(
        "books.months.imported",
        subject=first,
        by=by,
        at=at,
        organisation=first.key,
        about=list(books.values()),
        data={
            "count": len(rows),
            "months": [[row.organisation.key, f"{row.month:%Y-%m}"] for row in rows],
        },
    )
    return first


def check_csv(text: str) -> list[MonthFigures]:
    """The rows of a table, when every one of them could be recorded now; changes nothing. Raises Complaints."""
    rows, complaints = read(text)
    books = {book.key: book for book in Book.objects.filter(key__in={row.organisation.key for row in rows})}
    for row in rows:
        for problem in _problems(row, books.get(row.organisation.key)):
            complaints.append(Complaint(row.line, "", problem))
    if complaints:
        raise Complaints(complaints)
    return rows


def is_recorded(book: Book, month: date) -> bool:
    """Is a month (any day of it) in the book and not taken back?"""
    return Entry.objects.filter(
        book=book,
        kind__in=(SALES, COSTS),
        effective_on=last_day(month),
        reverses=None,
        reversed_by=None,
    ).exists()


def _problems(row: MonthFigures, book: Book | None) -> list[str]:
    name, month = row.organisation.name, f"{row.month:%Y-%m}"
    if book is None:
        return [f"{name} has not opened its books yet."]
    found = []
    if book.chart != "co-op":
        found.append(f"{name} is not a co-op; its books have no such accounts.")
    if is_recorded(book, row.month):
        found.append(f"{month} of {name} is recorded already.")
    if book.closed_until and last_day(row.month) < book.closed_until:
        found.append(f"The books of {name} are closed for all days before {book.closed_until}.")
    return found
