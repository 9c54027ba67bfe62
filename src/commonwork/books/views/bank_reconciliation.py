"""The reconciliation statement as a page and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.books import bank_permits
from commonwork.books.models import BankAccount, BankLine
from commonwork.books.queries import bank_lines as reads
from commonwork.books.queries.reconciliation import Reconciliation, reconcile
from commonwork.books.reader import Reader
from commonwork.books.views.asked import Answer, day_asked, demo_note, major, short_day
from commonwork.registry.clock import today
from commonwork.ui.dates import day
from commonwork.ui.exports import respond
from commonwork.ui.parts import Tab

MOST_DAYS = 6


@requires(Permission.BOOKS_SEE)
def show(request: HttpRequest, org_key: str, key: str) -> Answer:
    """From the books to the bank on a day: the day of the latest closing balance, or the one asked for."""
    row = bank_permits.seen_bank_account(request.user, org_key, key)
    reader = Reader(request.user, row.book)
    latest = reads.latest_closing(row, on=reader.until)
    on = reader.capped(
        day_asked(request, "on") or (latest.closing_on if latest and latest.closing_on else today())
    )
    found = reconcile(row, on=on, bank_minor=_stated(row, on))
    groups = _groups(found, reader)
    if request.GET.get("format"):
        return _export(row, found, groups, request.GET["format"])
    context = {
        "book": row.book,
        "bank_account": row,
        "found": found,
        "groups": groups,
        "on_text": short_day(on),
        "starts_text": short_day(row.starts_on) if row.starts_on else "",
        "tabs": _tabs(row, on, reader.until),
        "keeps": reader.keeps,
        "reader": reader,
    }
    return render(request, "books/bank/reconciliation.html", context)


def _stated(row: BankAccount, on: date) -> int | None:
    """The bank's own figure on a day, where a statement closes that day."""
    stated = reads.latest_closing(row, on=on)
    return stated.closing_minor if stated is not None and stated.closing_on == on else None


def _tabs(row: BankAccount, on: date, until: date | None) -> list[Tab]:
    """The days on which statements close."""
    days = reads.statements_of(row, until=until).exclude(closing_on=None).values_list("closing_on", flat=True)
    latest = list(dict.fromkeys(days))[:MOST_DAYS]
    return [Tab(day(one, "short"), f"?on={one.isoformat()}", one == on) for one in latest if one]


@dataclass(frozen=True)
class Row:
    """One line in between; `amount_minor` is what it adds on the way from the books to the bank."""

    on: date
    name: str
    what: str
    href: str
    amount_minor: int

    @property
    def day(self) -> str:
        return short_day(self.on)


@dataclass(frozen=True)
class Group:
    """Lines of one kind with their sum."""

    title: str
    rows: list[Row]

    @property
    def sum_minor(self) -> int:
        return sum(row.amount_minor for row in self.rows)


def _groups(found: Reconciliation, reader: Reader) -> list[Group]:
    """What stands between books and bank; what the bank does not have yet is turned round, so that the column adds up."""
    said = reader.about([one.entry for one in found.postings])
    postings = [
        Row(
            one.entry.effective_on,
            _("Entry %(number)s") % {"number": one.entry.seq},
            said[one.entry.seq].memo or said[one.entry.seq].sentence,
            one.entry.get_absolute_url(),
            -one.amount_minor,
        )
        for one in found.postings
    ]
    groups = [
        Group(_("Without what the bank does not have yet"), postings),
        Group(_("With what the books do not have yet"), _lines(found.lines)),
        Group(_("With what is set aside as not ours"), _lines(found.aside)),
    ]
    return [group for group in groups if group.rows]


def _lines(lines: Sequence[BankLine]) -> list[Row]:
    return [
        Row(
            line.on,
            line.payee or line.memo or _("without a name"),
            "",
            line.get_absolute_url(),
            line.amount_minor,
        )
        for line in lines
    ]


def _export(row: BankAccount, found: Reconciliation, groups: list[Group], format: str) -> Answer:
    columns = [("part", _("Part")), ("on", _("Day")), ("what", _("What")), ("amount", _("Amount"))]
    rows: list[tuple[Any, ...]] = [(_("Balance in the books"), found.on, "", major(found.book_minor))]
    rows += [
        (group.title, one.on, f"{one.name} {one.what}".strip(), major(one.amount_minor))
        for group in groups
        for one in group.rows
    ]
    if found.before_minor:
        rows.append((_("Open from before the first statement"), row.starts_on, "", major(found.before_minor)))
    rows.append((_("What the bank should say"), found.on, "", major(found.expected_minor)))
    if found.bank_minor is not None:
        rows.append((_("What the bank says"), found.on, "", major(found.bank_minor)))
        rows.append((_("Not explained"), found.on, "", major(found.difference_minor)))
    return respond(f"{row.book.key}-reconciliation-{found.on}", columns, rows, format, note=demo_note())
