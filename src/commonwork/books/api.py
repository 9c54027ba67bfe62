"""Books, for programs: open books for all, and with a token those its person may see. Without a role inside a book no
personal data: a party that is a person is left out unless that person agreed to be named.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from commonwork.access.token_auth import READ, TokenAuth, TokenIfAny, allows
from commonwork.books import api_bank, api_entries, api_holds, api_statements, permits, queries
from commonwork.books.api_reading import reader_of
from commonwork.books.models import Book, Entry, Posting
from commonwork.books.queries.statements import Section
from commonwork.books.reader import Reader
from commonwork.registry.clock import today
from commonwork.rules.money import show_minor

router = Router(tags=["books"], auth=TokenIfAny())
router.post(
    "/{key}/entries",
    auth=TokenAuth(),
    response=api_entries.RESPONSES,
    summary="Record an entry, once for each Idempotency-Key",
)(api_entries.record_entry)
router.add_router("", api_statements.router)
router.add_router("", api_holds.router)
router.add_router("", api_bank.router)
DAY = timedelta(days=1)


class BookOut(Schema):
    """A book."""

    key: str = Field(description="The organisation's key")
    organisation: str
    unit: str = Field(description="The book's own unit, e.g. USD; accounts may be kept in others")
    opened_on: date
    entries_count: int = Field(description="Number of the last entry; numbers have no gaps")
    hash: str = Field(description="Hash of the last entry, which covers all before it")


class BalanceOut(Schema):
    """One account of a trial balance."""

    code: str
    name: str
    kind: str = Field(description="asset, liability, equity, income or expense")
    balance: str = Field(description="Debit positive, as a decimal string; hours as 7:45")
    unit: str = Field(description="Unit the account is kept in")


class TrialBalanceOut(Schema):
    """All accounts that are not at zero at the end of a day; they add up to zero in each unit."""

    book: str
    on: date
    unit: str = Field(description="The book's own unit")
    accounts: list[BalanceOut]


class StatementRowOut(Schema):
    """One line of a statement."""

    part: str = Field(description="The heading it stands under")
    account: str = Field(description="Code of the account; empty for what is worked out")
    name: str
    amount: str = Field(
        description="As people read it: what is there, owed, owned, came in or was spent counts positive"
    )
    unit: str


class StatementOut(Schema):
    """A statement of a book. first_on is empty for a balance sheet."""

    book: str
    unit: str
    first_on: date | None
    last_on: date
    rows: list[StatementRowOut]


class LineOut(Schema):
    """One line of an entry. party: key of an organisation or thing; empty for persons who are not named in public."""

    account: str
    amount: str = Field(description="Debit positive, as a decimal string; hours as 7:45")
    unit: str
    party: str


class EntryOut(Schema):
    """One entry, never changed once posted."""

    seq: int
    on: date = Field(description="The day it counts for")
    recorded_at: datetime
    kind: str
    reverses: int | None = Field(description="Number of the entry it takes back, if any")
    hash: str
    prev_hash: str
    lines: list[LineOut]


class EntriesOut(Schema):
    """A page of entries in the order of their numbers."""

    book: str
    count: int = Field(description="All entries asked for")
    entries: list[EntryOut]


@router.get("/", response=list[BookOut], summary="The open books, and those your token may read")
def books(request: HttpRequest) -> Any:
    return [
        BookOut(
            key=book.key,
            organisation=book.organisation.name,
            unit=book.unit,
            opened_on=book.opened_on,
            entries_count=book.head_seq,
            hash=book.head_hash,
        )
        for book in permits.visible_books(request.user)
        if book.organisation.has_open_books or allows(request, READ, book.key)
    ]


@router.get("/{key}/trial-balance", response=TrialBalanceOut, summary="The accounts of a book on a day")
def trial_balance(
    request: HttpRequest, key: str, on: date | None = None, before_closing: bool = False
) -> Any:
    reader = reader_of(request, key)
    book, day = reader.book, min(reader.capped(on or today()), date.max - DAY)
    rows = queries.trial_balance(book.organisation, on=day, before_closing=before_closing)
    accounts = [
        BalanceOut(
            code=row.code,
            name=row.name,
            kind=row.kind,
            balance=show_minor(row.balance_minor, row.unit),
            unit=row.unit,
        )
        for row in rows
    ]
    return TrialBalanceOut(book=book.key, on=day, unit=book.unit, accounts=accounts)


@router.get("/{key}/balance-sheet", response=StatementOut, summary="The balance sheet of a book on a day")
def balance_sheet(request: HttpRequest, key: str, on: date | None = None) -> Any:
    reader = reader_of(request, key)
    day = min(reader.capped(on or today()), date.max - DAY)
    sheet = queries.balance_sheet(reader.book.organisation, on=day)
    return _statement(reader.book, None, day, (sheet.assets, sheet.liabilities, sheet.equity))


@router.get(
    "/{key}/income-statement",
    response=StatementOut,
    summary="The income statement of a book for a period, both days in it",
)
def income_statement(request: HttpRequest, key: str, first_on: date, last_on: date) -> Any:
    reader = reader_of(request, key)
    last = min(reader.capped(last_on), date.max - DAY)
    found = queries.income_statement(reader.book.organisation, starts_on=first_on, ends_on=last + DAY)
    return _statement(reader.book, first_on, last, (*found.income, *found.expenses))


@router.get("/{key}/entries", response=EntriesOut, summary="The entries of a book")
def entries(
    request: HttpRequest,
    key: str,
    starts_on: date | None = Query(None, description="First day"),  # type: ignore[type-arg]  # noqa: B008
    ends_on: date | None = Query(None, description="First day after the last"),  # type: ignore[type-arg]  # noqa: B008
    limit: int = Query(100, ge=1, le=500),  # type: ignore[type-arg]
    offset: int = Query(0, ge=0, le=10**9),  # type: ignore[type-arg]
) -> Any:
    reader = reader_of(request, key)
    book = reader.book
    rows = Entry.objects.filter(book=book).select_related("reverses").order_by("seq")
    rows = rows.filter(effective_on__lte=reader.until) if reader.until else rows
    rows = rows.filter(effective_on__gte=starts_on) if starts_on else rows
    rows = rows.filter(effective_on__lt=ends_on) if ends_on else rows
    page = list(rows[offset : offset + limit])
    lines = _lines(reader, page)
    return EntriesOut(
        book=book.key, count=rows.count(), entries=[_entry(row, lines.get(row.seq, [])) for row in page]
    )


def _statement(book: Book, first: date | None, last: date, sections: Iterable[Section]) -> StatementOut:
    rows = [
        StatementRowOut(
            part=str(section.heading),
            account=row.code,
            name=row.name,
            amount=show_minor(row.amount_minor, book.unit),
            unit=book.unit,
        )
        for section in sections
        for row in section.rows
    ]
    return StatementOut(book=book.key, unit=book.unit, first_on=first, last_on=last, rows=rows)


def _lines(reader: Reader, page: list[Entry]) -> dict[int, list[LineOut]]:
    book = reader.book
    postings = Posting.objects.filter(book=book, seq__in=[entry.seq for entry in page])
    rows = list(postings.select_related("account").order_by("seq", "line"))
    parties = reader.parties(row.party for row in rows)
    found: dict[int, list[LineOut]] = {}
    for row in rows:
        party = parties[row.party].key if row.party else ""
        unit = row.account.unit
        amount = show_minor(row.amount_minor, unit)
        line = LineOut(account=row.account.code, amount=amount, unit=unit, party=party)
        found.setdefault(row.seq, []).append(line)
    return found


def _entry(entry: Entry, lines: list[LineOut]) -> EntryOut:
    return EntryOut(
        seq=entry.seq,
        on=entry.effective_on,
        recorded_at=entry.recorded_at,
        kind=entry.kind,
        reverses=entry.reverses.seq if entry.reverses else None,
        hash=entry.hash,
        prev_hash=entry.prev_hash,
        lines=lines,
    )
