"""Entries: post, post in several books at once, post many, reverse. Called inside acts, never by views.

Everything here works in the surrounding transaction of an act and is undone with it.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from uuid_utils.compat import uuid7

from commonwork.books import charts, standing, writer
from commonwork.books.models import Book, Entry, Memo, Posting
from commonwork.books.posted import Posted
from commonwork.books.refusals import (
    AccountIsClosed,
    AlreadyReversed,
    CeilingCrossed,
    DoesNotBalance,
    FloorCrossed,
    NoBook,
    NoParty,
    NoSuchAccount,
    NotAnAmountOfCents,
    NotMoreThanZero,
    OneBookOnly,
    PeriodIsClosed,
    SidesDisagree,
    TooFewLines,
)
from commonwork.books.sealing import Line, NewEntry
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from commonwork.rules.money import show_minor

__all__ = [
    "AccountIsClosed",
    "AlreadyReversed",
    "CeilingCrossed",
    "DoesNotBalance",
    "FloorCrossed",
    "Line",
    "NewEntry",
    "NoBook",
    "NoParty",
    "NoSuchAccount",
    "NotAnAmountOfCents",
    "NotMoreThanZero",
    "OneBookOnly",
    "PeriodIsClosed",
    "SidesDisagree",
    "TooFewLines",
    "lock",
    "post",
    "post_many",
    "post_mirrored",
    "reverse",
]
WHOLE_CHART = 20  # from this many entries on, all accounts of a book are read at once


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
) -> Sequence[Entry]:
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


def post_many(entries: Iterable[NewEntry]) -> Sequence[Entry]:
    """Post a batch, all or nothing, and return the entries in the same order.

    Locks the books in the order of their keys. Floors and ceilings hold after every entry of the batch. Raises NoBook,
    NoSuchAccount, AccountIsClosed, NoParty, NotAnAmountOfCents, TooFewLines, DoesNotBalance, PeriodIsClosed, FloorCrossed,
    CeilingCrossed; what was written of the batch until then is taken back.
    """
    batch = list(entries)
    database = transaction.get_connection()
    assert database.in_atomic_block, "entries are posted in the transaction of an act"
    salts = [secrets.token_hex(16) if entry.memo else "" for entry in batch]
    written = _written(database, batch, salts)
    memos = [(row, entry, salt) for row, entry, salt in zip(written.rows, batch, salts, strict=True) if salt]
    if memos:
        Memo.objects.bulk_create(
            Memo(entry_id=UUID(row[0]), salt=salt, text=entry.memo) for row, entry, salt in memos
        )
    return written


def _written(database: BaseDatabaseWrapper, batch: list[NewEntry], salts: list[str]) -> Posted:
    recorded_at = timezone.now()
    if len(batch) == 1 and database.vendor == "postgresql":
        posted = writer.write_one(database, batch[0], salts[0], recorded_at=recorded_at)
        if posted is not None:
            return posted
    return writer.write(database, batch, _books(database, batch), salts, recorded_at=recorded_at)


def _books(database: BaseDatabaseWrapper, batch: list[NewEntry]) -> dict[str, standing.Standing]:
    organisations = {entry.organisation.key: entry.organisation for entry in batch}
    few = len(batch) < WHOLE_CHART
    codes = {line.account for entry in batch for line in entry.lines} if few else None
    books = standing.lock_and_read(database, organisations, codes)
    for key, organisation in organisations.items():
        if key not in books:
            raise NoBook(organisation=organisation.name)
    return books


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
