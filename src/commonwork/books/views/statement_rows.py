"""Statements as tables: rows with their links and ready texts, so that templates only lay them out."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.books.models import Book
from commonwork.books.queries import BalanceSheet, IncomeStatement
from commonwork.books.queries.statements import Section
from commonwork.ui.charts import Segment


@dataclass(frozen=True)
class TableRow:
    """kind: group (a heading), row, total, result. Amounts in minor units; None leaves the cell empty."""

    kind: str
    text: Any
    amount_minor: int | None = None
    before_minor: int | None = None
    change_minor: int | None = None
    href: str = ""


def account_address(
    book: Book, code: str, *, starts_on: date | None, ends_on: date, closing: bool = True
) -> str:
    """The page of an account for a period; its rows add up to the figure that links there."""
    asked = {"from": starts_on.isoformat() if starts_on else None, "to": _last(ends_on)}
    asked["closing"] = None if closing else "no"
    return _with(reverse("books_account", args=[book.key, code]), asked)


def lines_address(book: Book, of: str, *, starts_on: date | None, ends_on: date) -> str:
    """The page of all lines of several accounts together; they add up to the figure that links there."""
    asked = {"of": of, "from": starts_on.isoformat() if starts_on else None, "to": _last(ends_on)}
    return _with(reverse("books_lines", args=[book.key]), asked)


def income_rows(book: Book, statement: IncomeStatement) -> list[TableRow]:
    """The income statement, heading by heading, with the surplus at its foot."""
    period = {"starts_on": statement.starts_on, "ends_on": statement.ends_on}
    rows: list[TableRow] = []
    for section in (*statement.income, *statement.expenses):
        rows.append(TableRow("group", section.heading))
        rows += [
            TableRow(
                "row",
                _(row.name),
                row.amount_minor,
                row.before_minor,
                row.change_minor,
                account_address(book, row.code, closing=False, **period),
            )
            for row in section.rows
        ]
        if len(section.rows) > 1:
            rows.append(_total(_("Together"), section, lines_address(book, section.key, **period)))
    before = statement.before.surplus_minor if statement.before else None
    now = statement.surplus_minor
    rows.append(
        TableRow(
            "result",
            _("Surplus") if now >= 0 else _("Loss"),
            now,
            before,
            None if before is None else now - before,
            lines_address(book, "result", **period),
        )
    )
    return rows


def sheet_rows(book: Book, sheet: BalanceSheet) -> list[TableRow]:
    """The balance sheet: what there is, what is owed, and what belongs to whom."""
    rows: list[TableRow] = []
    after = sheet.on + timedelta(days=1)
    for section in (sheet.assets, sheet.liabilities, sheet.equity):
        if not section.rows:
            continue
        rows.append(TableRow("group", section.heading))
        for row in section.rows:
            href = (
                account_address(book, row.code, starts_on=None, ends_on=after)
                if row.code
                else lines_address(book, "open-result", starts_on=None, ends_on=after)
            )
            rows.append(TableRow("row", _(row.name), row.amount_minor, href=href))
        rows.append(TableRow("total", _("Together"), section.amount_minor))
    rows.append(TableRow("result", _("Owed and owned"), sheet.owned_minor))
    return rows


def segments(statement: IncomeStatement) -> list[Segment]:
    """Where each dollar went: the headings of the expenses, and the surplus if there is one."""
    names = {
        "work": (_("wages and fees"), "green"),
        "making": (_("materials and goods"), "gold"),
        "running": (_("running the place"), "indigo"),
        "interest": (_("interest"), "clay"),
        "passed on": (_("passed on"), "clay"),
    }
    parts = [
        Segment(names[section.key][0], section.amount_minor, names[section.key][1])
        for section in statement.expenses
        if section.amount_minor > 0
    ]
    parts.sort(key=lambda part: -part.weight)
    if statement.surplus_minor > 0:
        parts.append(Segment(_("surplus"), statement.surplus_minor, "ink"))
    return parts


def _total(text: str, section: Section, href: str) -> TableRow:
    before = section.before_minor
    change = None if before is None else section.amount_minor - before
    return TableRow("total", text, section.amount_minor, before, change, href)


def _last(ends_on: date) -> str:
    return (ends_on - timedelta(days=1)).isoformat()


def _with(address: str, asked: dict[str, str | None]) -> str:
    return f"{address}?{urlencode({name: value for name, value in asked.items() if value})}"
