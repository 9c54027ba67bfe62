"""The general ledger of a book as rows: account by account, day by day, with a running balance. Read as it is sent."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from commonwork.books.exports.eyes import Eyes
from commonwork.books.exports.reading import AT_ONCE, memos
from commonwork.books.models import Account, Book, Entry, Posting
from commonwork.rules.money import show_minor, unit_of

COLUMNS = (
    ("account", _("Account")),
    ("name", _("Name")),
    ("on", _("Day")),
    ("number", _("Entry")),
    ("line", _("Line")),
    ("kind", _("Kind")),
    ("party", _("Party")),
    ("fund", _("Fund")),
    ("debit", _("Debit")),
    ("credit", _("Credit")),
    ("balance", _("Balance")),
    ("unit", _("Unit")),
    ("memo", _("Memo")),
)


def rows(book: Book, *, on: date | None = None, eyes: Eyes | None = None) -> Iterator[tuple[Any, ...]]:
    """One row for each line of the book, in the order of COLUMNS. on: the book as of that day. Amounts are decimals
    in their unit, hours as 7:45."""
    eyes = eyes or Eyes()
    has_lines = Exists(Posting.objects.filter(account=OuterRef("pk")))
    for account in Account.objects.filter(has_lines, book=book).order_by("code"):
        yield from _account(book, account, on, eyes)


def shown(minor: int, unit: str) -> Decimal | str:
    """An amount as a table holds it."""
    text = show_minor(minor, unit)
    return text if ":" in text else Decimal(minor).scaleb(-unit_of(unit).decimals)


def _account(book: Book, account: Account, on: date | None, eyes: Eyes) -> Iterator[tuple[Any, ...]]:
    lines = Posting.objects.filter(book=book, account=account)
    lines = lines.filter(effective_on__lte=on) if on else lines
    lines = lines.order_by("effective_on", "seq", "line")
    running, some = 0, []
    for line in lines.iterator(chunk_size=AT_ONCE):
        some.append(line)
        if len(some) == AT_ONCE:
            yield from _told(book, account, some, running, eyes)
            running, some = running + sum(one.amount_minor for one in some), []
    if some:
        yield from _told(book, account, some, running, eyes)


def _told(
    book: Book, account: Account, lines: list[Posting], running: int, eyes: Eyes
) -> list[tuple[Any, ...]]:
    seqs = list({line.seq for line in lines})
    kinds = dict(Entry.objects.filter(book=book, seq__in=seqs).values_list("seq", "kind"))
    said = memos(book, seqs) if eyes.sees_memos else {}
    parties = eyes.parties({line.party for line in lines})
    told = []
    for line in lines:
        amount, unit = line.amount_minor, account.unit
        running += amount
        told.append(
            (
                account.code,
                account.name,
                line.effective_on,
                line.seq,
                line.line,
                kinds.get(line.seq, ""),
                parties.get(line.party, ""),
                line.fund,
                shown(amount, unit) if amount > 0 else "",
                shown(-amount, unit) if amount < 0 else "",
                shown(running, unit),
                unit,
                said.get(line.seq, ""),
            )
        )
    return told
