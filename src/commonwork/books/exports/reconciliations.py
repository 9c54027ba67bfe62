"""Bank reconciliations of a pack: for each bank account, how the books come to the bank's own figure on the last day
up to the pack's that a statement closes on."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from commonwork.books.exports.parts import Part, Pieces, Scope, declare
from commonwork.books.exports.tables import as_csv
from commonwork.books.models import BankAccount
from commonwork.books.queries import bank_lines
from commonwork.books.queries.reconciliation import reconcile
from commonwork.rules.money import show_minor

HEADINGS = ("row", "on", "entry", "payee", "amount", "unit")


def _files(scope: Scope) -> Iterator[tuple[str, Pieces]]:
    rows = BankAccount.objects.filter(book__in=scope.books, starts_on__lte=scope.on)
    for row in rows.select_related("account", "book__organisation").order_by("book__key", "key"):
        name = f"books/{row.book.key}/bank/{row.account.code}-reconciliation.csv"
        yield name, as_csv(HEADINGS, _rows(row, scope))


def _rows(row: BankAccount, scope: Scope) -> Iterator[tuple[Any, ...]]:
    stated = bank_lines.latest_closing(row, on=scope.on)
    on: date = stated.closing_on if stated and stated.closing_on else scope.on
    found = reconcile(row, on=on, bank_minor=stated.closing_minor if stated else None)
    unit = row.account.unit

    def told(
        what: str, minor: int, day: date = on, *, entry: int | str = "", payee: str = ""
    ) -> tuple[Any, ...]:
        return what, day, entry, payee if scope.shows_names else "", show_minor(minor, unit), unit

    yield told("the books say", found.book_minor)
    for posting in found.postings:
        entry = posting.entry
        yield told("not at the bank yet", -posting.amount_minor, entry.effective_on, entry=entry.seq)
    for line in found.lines:
        yield told("not in the books yet", line.amount_minor, line.on, payee=line.payee)
    for line in found.aside:
        yield told("set aside as not ours", line.amount_minor, line.on, payee=line.payee)
    yield told("open when the bank account was taken up", found.before_minor)
    yield told("so the bank should say", found.expected_minor)
    if found.bank_minor is not None:
        yield told("the bank says", found.bank_minor)
        yield told("difference", found.difference_minor)


declare(
    Part(
        "reconciliations",
        "For each bank account: how the books come to the bank's own figure on the last day its statements close on, "
        "as a table. Names of payees come with the vouchers and are left out without them.",
        _files,
    )
)
