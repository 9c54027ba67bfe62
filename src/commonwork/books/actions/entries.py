"""Entries: post, post in several books at once, post many, reverse. Called inside acts, never by views.

Everything here works in the surrounding transaction of an act and is undone with it.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from commonwork.books import charts, writer
from commonwork.books.hashing import HashedLine, memo_hash
from commonwork.books.models import Account, Book, Entry, Memo, Posting
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from commonwork.rules.money import LARGEST_MINOR, show_minor
from commonwork.rules.refusal import Refusal, sentence


class NoBook(Refusal):
    sentence = sentence("{organisation} has not opened its books yet.")


class NoSuchAccount(Refusal):
    sentence = sentence("The books of {book} have no account {account}.")


class AccountIsClosed(Refusal):
    sentence = sentence("Account {account} of {book} is closed.")
    status = 409


class DoesNotBalance(Refusal):
    sentence = sentence("Debits and credits differ by {difference}.")


class TooFewLines(Refusal):
    sentence = sentence("An entry needs at least two lines that move something.")


class NoParty(Refusal):
    sentence = sentence("Each line on account {account} must say which {by} it is about.")


class NotAnAmountOfCents(Refusal):
    sentence = sentence("An amount must be a whole number of cents.")


class PeriodIsClosed(Refusal):
    sentence = sentence("The books of {book} are closed for all days before {closed_until}.")
    status = 409
    field = "on"


class FloorCrossed(Refusal):
    sentence = sentence("Account {account} may not go below {floor}; this would bring it to {balance}.")


class CeilingCrossed(Refusal):
    sentence = sentence("Account {account} may not go above {ceiling}; this would bring it to {balance}.")


class SidesDisagree(Refusal):
    sentence = sentence("The two books do not agree about this movement: {what} differ by {difference}.")


class NotMoreThanZero(Refusal):
    sentence = sentence("The amount must be more than 0.")
    field = "amount"


class OneBookOnly(Refusal):
    sentence = sentence("A movement between books needs two different books.")


class AlreadyReversed(Refusal):
    sentence = sentence("This entry has been taken back already.")
    status = 409


class Line(NamedTuple):
    """One line: debit positive. party: key of the co-op, member, loan or resolution it is about."""

    account: str
    amount_minor: int
    party: str = ""
    fund: str = ""


@dataclass(frozen=True)
class NewEntry:
    """An entry to be posted. Lines of 0 are left out. is_closing: part of closing a year; entries on the result
    account are so by themselves."""

    organisation: Organisation
    on: date
    kind: str
    lines: Sequence[Line]
    source: Fact
    memo: str = ""
    is_closing: bool = False
    mirror: UUID | None = None
    reverses: UUID | None = None


def post(
    *,
    organisation: Organisation,
    on: date,
    kind: str,
    lines: Sequence[Line],
    source: Fact,
    memo: str = "",
    is_closing: bool = False,
) -> Entry:
    """Post one entry in an organisation's book and return it. Raises what `post_many` raises."""
    return post_many([NewEntry(organisation, on, kind, lines, source, memo, is_closing)])[0]


def post_mirrored(
    *,
    sides: Sequence[tuple[Organisation, Sequence[Line]]],
    on: date,
    kind: str,
    source: Fact,
    memo: str = "",
    is_closing: bool = False,
) -> list[Entry]:
    """Post one movement in the books of all who take part: one entry each, joined, in the order of `sides`.

    Raises OneBookOnly; SidesDisagree when cash, or two accounts that mirror each other, do not come to zero over
    all sides; and what `post_many` raises.
    """
    if len({organisation.key for organisation, _ in sides}) < max(len(sides), 2):
        raise OneBookOnly()
    mirror = uuid7()
    _demand_agreement([line for _, lines in sides for line in lines])
    closing = is_closing or any(_closes(lines) for _, lines in sides)
    return post_many(
        [
            NewEntry(organisation, on, kind, lines, source, memo, closing, mirror)
            for organisation, lines in sides
        ]
    )


def post_many(entries: Iterable[NewEntry]) -> list[Entry]:
    """Post a batch, all or nothing, and return the entries in the same order.

    Locks the books in the order of their keys. Raises NoBook, NoSuchAccount, AccountIsClosed, NoParty, NotAnAmountOfCents,
    TooFewLines, DoesNotBalance, PeriodIsClosed, FloorCrossed, CeilingCrossed.
    """
    batch = list(entries)
    assert transaction.get_connection().in_atomic_block, "entries are posted in the transaction of an act"
    books = lock(*(entry.organisation for entry in batch))
    codes: dict[str, set[str]] = defaultdict(set)
    for entry in batch:
        codes[entry.organisation.key].update(line.account for line in entry.lines)
    charts_of = {key: _Chart(book, codes[key]) for key, book in books.items()}
    salts = [secrets.token_hex(16) if entry.memo else "" for entry in batch]
    ready = [
        _checked(entry, charts_of[entry.organisation.key], salt)
        for entry, salt in zip(batch, salts, strict=True)
    ]
    for chart in charts_of.values():
        chart.demand_limits()
    written = writer.write(ready, recorded_at=timezone.now())
    Memo.objects.bulk_create(
        Memo(entry_id=row.pk, salt=salt, text=entry.memo)
        for row, entry, salt in zip(written, batch, salts, strict=True)
        if salt
    )
    return written


def lock(*organisations: Organisation) -> dict[str, Book]:
    """Lock the books of organisations in the order of their keys and return them by key. Raises NoBook.

    An act that reads balances before it posts locks first, so that what it read still holds.
    """
    wanted = {organisation.key: organisation for organisation in organisations}
    rows = Book.objects.select_for_update().filter(key__in=wanted).order_by("key")
    books = {book.key: book for book in rows}
    for key, organisation in wanted.items():
        if key not in books:
            raise NoBook(organisation=organisation.name)
    return books


def reverse(*, entry: Entry, on: date, source: Fact) -> Entry:
    """Take an entry back by one with opposite amounts, in every book the movement touched; return the one in the
    entry's own book. Raises AlreadyReversed, PeriodIsClosed and what `post_many` raises."""
    rows = Entry.objects.filter(mirror=entry.mirror) if entry.mirror else Entry.objects.filter(pk=entry.pk)
    together = list(rows.select_related("book__organisation").order_by("book__key", "seq"))
    lock(*(row.book.organisation for row in together))
    if Entry.objects.filter(reverses__in=together).exists() or entry.reverses_id:
        raise AlreadyReversed()
    mirror = uuid7() if entry.mirror else None
    written = post_many(
        NewEntry(
            organisation=row.book.organisation,
            on=on,
            kind=row.kind,
            lines=_opposite(row),
            source=source,
            is_closing=row.is_closing,
            mirror=mirror,
            reverses=row.pk,
        )
        for row in together
    )
    return next(new for new in written if new.reverses_id == entry.pk)


def _opposite(entry: Entry) -> list[Line]:
    rows = Posting.objects.filter(book_id=entry.book_id, seq=entry.seq).order_by("line")
    return [
        Line(code, -amount, party, fund)
        for code, amount, party, fund in rows.values_list("account__code", "amount_minor", "party", "fund")
    ]


def _closes(lines: Sequence[Line]) -> bool:
    return any(line.account in charts.result_codes() for line in lines)


def _demand_agreement(lines: list[Line]) -> None:
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.account] += line.amount_minor
    pairs = [(pair.first, pair.second) for pair in charts.eliminations()]
    for codes in [*pairs, tuple(charts.cash_codes())]:
        if difference := sum(sums[code] for code in codes):
            raise SidesDisagree(what=" / ".join(codes), difference=show_minor(abs(difference), "USD"))


class _Chart:
    """The accounts of a locked book that a batch uses, and what the batch does to those with limits."""

    def __init__(self, book: Book, codes: set[str]) -> None:
        self.book = book
        rows = Account.objects.filter(book=book, code__in=codes).select_related("balance")
        self.accounts = {account.code: account for account in rows}
        self.moved: dict[str, int] = defaultdict(int)

    def account(self, code: str) -> Account:
        if code not in self.accounts:
            raise NoSuchAccount(book=self.book.key, account=code)
        if self.accounts[code].balance.closed_at:
            raise AccountIsClosed(book=self.book.key, account=code)
        return self.accounts[code]

    def demand_limits(self) -> None:
        for code, moved in self.moved.items():
            account = self.accounts[code]
            balance = account.balance.amount_minor + moved
            floor, ceiling = account.balance.floor_minor, account.balance.ceiling_minor
            lowest = balance - account.balance.pending_minor
            highest = balance + account.balance.incoming_minor
            if floor is not None and lowest < floor:
                shown = show_minor(lowest, account.unit)
                raise FloorCrossed(account=code, floor=show_minor(floor, account.unit), balance=shown)
            if ceiling is not None and highest > ceiling:
                shown = show_minor(highest, account.unit)
                raise CeilingCrossed(account=code, ceiling=show_minor(ceiling, account.unit), balance=shown)


def _checked(entry: NewEntry, chart: _Chart, salt: str) -> writer.Ready:
    book = chart.book
    if book.closed_until and entry.on < book.closed_until:
        raise PeriodIsClosed(book=book.key, closed_until=book.closed_until.isoformat())
    lines = [line for line in entry.lines if line.amount_minor != 0]
    if len(lines) < 2:
        raise TooFewLines()
    accounts, sums = [], defaultdict(int)  # type: ignore[var-annotated]
    for line in lines:
        account = chart.account(line.account)
        if account.by and not line.party:
            raise NoParty(account=account.code, by=account.by)
        if type(line.amount_minor) is not int or abs(line.amount_minor) > LARGEST_MINOR:
            raise NotAnAmountOfCents()
        accounts.append(account.pk)
        sums[account.unit] += line.amount_minor
        chart.moved[account.code] += line.amount_minor
    for unit, difference in sums.items():
        if difference:
            raise DoesNotBalance(difference=show_minor(abs(difference), unit))
    return writer.Ready(
        book=book,
        on=entry.on,
        kind=entry.kind,
        source=entry.source.code,
        lines=[HashedLine(*line) for line in lines],
        accounts=accounts,
        memo_hash=memo_hash(salt=salt, text=entry.memo) if entry.memo else "",
        mirror=entry.mirror,
        reverses=entry.reverses,
        is_closing=entry.is_closing or _closes(lines),
    )
