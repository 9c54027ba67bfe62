"""The book of one organisation: three numbers, where each dollar went, the statements of a year, trial balance."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.books import permits, queries
from commonwork.books.models import Book
from commonwork.books.queries import IncomeStatement
from commonwork.books.reader import Reader
from commonwork.books.views.asked import Answer, day_asked, demo_note, major, reader_of, short_day
from commonwork.books.views.entries import entry_rows
from commonwork.books.views.statement_rows import (
    account_address,
    income_rows,
    lines_address,
    segments,
    sheet_rows,
)
from commonwork.registry.clock import today
from commonwork.ui.exports import respond
from commonwork.ui.money import dollars
from commonwork.ui.parts import Tab


@dataclass(frozen=True)
class Year:
    """A calendar year of a book as far as it has gone: [starts_on, ends_on)."""

    starts_on: date
    ends_on: date

    @property
    def name(self) -> str:
        return str(self.starts_on.year)

    @property
    def is_whole(self) -> bool:
        return self.ends_on == date(self.starts_on.year + 1, 1, 1)

    @property
    def last_on(self) -> date:
        return self.ends_on - timedelta(days=1)

    def year_before(self) -> tuple[date, date]:
        """The same days a year earlier."""
        starts = date(self.starts_on.year - 1, 1, 1)
        if self.is_whole:
            return starts, self.starts_on
        day = self.ends_on
        return starts, date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


@public
def show(request: HttpRequest, org_key: str) -> Answer:
    """A year of an organisation's book."""
    book = permits.visible_book(request.user, org_key)
    reader = reader_of(request, book)
    span = queries.span(book)
    if span is None:
        return render(request, "books/empty_book.html", {"book": book, "reader": reader})
    last = reader.capped(max(span[1], today()))
    years = range(span[0].year, last.year + 1)
    year = _year(request.GET.get("year", ""), years, last, span[1])
    had_before = year.year_before()[1] > span[0]
    statement = queries.income_statement(
        book.organisation,
        starts_on=year.starts_on,
        ends_on=year.ends_on,
        before=year.year_before() if had_before else None,
    )
    if request.GET.get("format"):
        return _export(book, year, statement, request.GET["format"])
    context = _context(book, reader, year, statement)
    context["tabs"] = [Tab(str(y), f"?year={y}", y == year.starts_on.year) for y in reversed(years)]
    return render(request, "books/book.html", context)


def _year(asked: str, years: range, last: date, latest_entry: date) -> Year:
    chosen = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else latest_entry.year
    number = chosen if chosen in years else min(latest_entry.year, last.year)
    after = min(date(number + 1, 1, 1), last + timedelta(days=1))
    return Year(date(number, 1, 1), after)


def _context(book: Book, reader: Reader, year: Year, statement: IncomeStatement) -> dict[str, Any]:
    sheet = queries.balance_sheet(book.organisation, on=year.last_on)
    recent = list(queries.recent(book, until=year.last_on).filter(effective_on__gte=year.starts_on)[:8])
    return {
        "book": book,
        "reader": reader,
        "year": year,
        "statement": statement,
        "lede": _lede(book, year, statement),
        "figures": _figures(book, year, statement),
        "segments": segments(statement),
        "strip_title": _("Of each dollar that came in")
        if statement.surplus_minor >= 0
        else _("Of each dollar spent"),
        "income_rows": income_rows(book, statement),
        "sheet": sheet,
        "sheet_rows": sheet_rows(book, sheet),
        "sheet_column": short_day(year.last_on),
        "entries": entry_rows(reader, recent),
    }


def _lede(book: Book, year: Year, statement: IncomeStatement) -> str:
    surplus = statement.surplus_minor
    values = {"name": book.organisation.name, "year": year.name, "amount": dollars(abs(surplus))}
    if year.is_whole:
        ahead, behind = (
            _("%(name)s ended %(year)s ahead by %(amount)s."),
            _("%(name)s ended %(year)s short by %(amount)s."),
        )
    else:
        ahead = _("So far in %(year)s, %(name)s is ahead by %(amount)s.")
        behind = _("So far in %(year)s, %(name)s is short by %(amount)s.")
    return (ahead if surplus >= 0 else behind) % values


def _figures(book: Book, year: Year, statement: IncomeStatement) -> list[dict[str, str]]:
    """The three numbers; each links to the rows that add up to it."""
    period = {"starts_on": year.starts_on, "ends_on": year.ends_on}
    sells = book.chart == "co-op"
    middle, of = (statement.wages_minor, "wages") if sells else (statement.expenses_minor, "expenses")
    return [
        {
            "value": dollars(statement.income_minor),
            "text": _("sold or received.") if sells else _("came in."),
            "href": lines_address(book, "income", **period),
        },
        {
            "value": dollars(middle),
            "text": _("paid in wages.") if sells else _("spent."),
            "href": lines_address(book, of, **period),
        },
        {
            "value": dollars(statement.surplus_minor),
            "text": _("left as surplus.") if statement.surplus_minor >= 0 else _("short."),
            "href": lines_address(book, "result", **period),
        },
    ]


def _export(book: Book, year: Year, statement: IncomeStatement, format: str) -> Answer:
    rows = [
        (section.heading, row.code, _(row.name), major(row.amount_minor))
        for section in (*statement.income, *statement.expenses)
        for row in section.rows
    ]
    rows.append((_("Result"), "", "", major(statement.surplus_minor)))
    columns = [
        ("heading", _("Heading")),
        ("code", _("Account")),
        ("name", _("Name")),
        ("amount", _("Amount")),
    ]
    name = f"{book.key}-income-{year.name}"
    return respond(name, columns, rows, format, note=demo_note())


@public
def trial_balance(request: HttpRequest, org_key: str) -> Answer:
    """All accounts of a book at the end of a day."""
    book = permits.visible_book(request.user, org_key)
    reader = reader_of(request, book)
    on = reader.capped(day_asked(request, "on") or today())
    before_closing = request.GET.get("before_closing") == "yes"
    rows = queries.trial_balance(book.organisation, on=on, before_closing=before_closing)
    if request.GET.get("format"):
        columns = [("code", _("Account")), ("name", _("Name")), ("balance", _("Balance (debit positive)"))]
        columns.append(("unit", _("Unit")))
        values = [(row.code, _(row.name), major(row.balance_minor, row.unit), row.unit) for row in rows]
        name = f"{book.key}-trial-balance-{on}"
        return respond(name, columns, values, request.GET["format"], note=demo_note())
    context = {
        "book": book,
        "reader": reader,
        "on": on,
        "before_closing": before_closing,
        "rows": [
            {
                "code": row.code,
                "name": row.name,
                "debit_minor": row.balance_minor if row.balance_minor > 0 else None,
                "credit_minor": -row.balance_minor if row.balance_minor < 0 else None,
                "href": account_address(book, row.code, starts_on=None, ends_on=on + timedelta(days=1)),
                "unit": row.unit,
            }
            for row in sorted(rows, key=lambda row: (row.unit != book.unit, row.unit, row.code))
        ],
        "totals": [
            {
                "unit": unit,
                "debit_minor": sum(max(row.balance_minor, 0) for row in rows if row.unit == unit),
                "credit_minor": -sum(min(row.balance_minor, 0) for row in rows if row.unit == unit),
            }
            for unit in sorted({row.unit for row in rows}, key=lambda unit: (unit != book.unit, unit))
        ],
        "balances": not sum(row.balance_minor for row in rows),
        "book_url": reverse("books_book", args=[book.key]),
    }
    return render(request, "books/trial_balance.html", context)
