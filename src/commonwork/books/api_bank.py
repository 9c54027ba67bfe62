"""Bank accounts, their lines and matches, for programs that read. Payees, memos and references may name people: only those
who see a book from inside read them, as on the pages, and open books never show them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from commonwork.access.token_auth import TokenAuth
from commonwork.books import bank_permits, permits
from commonwork.books.api_entries import Refused
from commonwork.books.api_reading import read_book
from commonwork.books.models import BankAccount, BankLine, MatchedPosting
from commonwork.books.queries import bank_lines
from commonwork.rules.money import show_minor

READING = {401: Refused, 403: Refused, 404: Refused, 422: Refused}
router = Router(tags=["books"], auth=TokenAuth())
State = Literal["open", "matched", "aside"]


class BankAccountOut(Schema):
    """A bank account tied to a cash account of a book."""

    key: str
    name: str
    account: str = Field(description="Code of the cash account")
    unit: str
    starts_on: date | None = Field(description="Its first day; none before the first statement")
    closing: str = Field(description="The bank's latest own figure; empty when none was stated")
    closing_on: date | None
    open_count: int = Field(description="Lines that were not matched yet")


class BankAccountsOut(Schema):
    """The bank accounts of a book, by name."""

    book: str
    bank_accounts: list[BankAccountOut]


class MatchedOut(Schema):
    """A posting of the books that is the same movement as lines at the bank."""

    entry: int
    line: int
    amount: str = Field(description="Debit positive, as a decimal string")


class BankLineOut(Schema):
    """One movement at the bank."""

    key: str
    on: date
    amount: str = Field(description="Money in positive, as a decimal string")
    payee: str = Field(description="Empty when it was erased, as memo and ref")
    memo: str
    ref: str
    state: str = Field(description="open, matched or aside (not the organisation's own)")
    match: str = Field(description="Key of its match; lines with the same key were matched together")
    postings: list[MatchedOut] = Field(description="What it was matched with in the books")


class BankLinesOut(Schema):
    """A page of the lines of a bank account, the latest first."""

    book: str
    bank_account: str
    unit: str
    count: int = Field(description="All lines asked for")
    lines: list[BankLineOut]


@router.get("/{key}/bank", response={200: BankAccountsOut, **READING}, summary="The bank accounts of a book")
def list_bank_accounts(request: HttpRequest, key: str) -> Any:
    """For those who see the book from inside."""
    book = read_book(request, key)
    until = permits.until(request.user)
    found = [_account(row, until) for row in bank_lines.accounts_of(book)]
    return BankAccountsOut(book=book.key, bank_accounts=found)


@router.get(
    "/{key}/bank/{bank_key}/lines",
    response={200: BankLinesOut, **READING},
    summary="Lines at the bank, with what they were matched with",
)
def list_bank_lines(
    request: HttpRequest,
    key: str,
    bank_key: str,
    state: State | None = None,
    first_on: date | None = None,
    last_on: date | None = None,
    limit: int = Query(100, ge=1, le=500),  # type: ignore[type-arg]
    offset: int = Query(0, ge=0, le=10**9),  # type: ignore[type-arg]
) -> Any:
    """For those who see the book from inside. Both days are counted in; state: only open, matched or set aside ones."""
    book = read_book(request, key)
    found = bank_permits.seen_bank_account(request.user, book.key, bank_key)
    rows = _of_state(bank_lines.lines_of(found, until=permits.until(request.user)), state)
    rows = rows.filter(on__gte=first_on) if first_on else rows
    rows = rows.filter(on__lte=last_on) if last_on else rows
    page = list(rows.select_related("match").order_by("-on", "-pk")[offset : offset + limit])
    unit = found.account.unit
    return BankLinesOut(
        book=book.key, bank_account=found.key, unit=unit, count=rows.count(), lines=_lines(page, unit)
    )


def _of_state(rows: QuerySet[BankLine], state: State | None) -> QuerySet[BankLine]:
    if state == "open":
        return rows.filter(match=None, is_set_aside=False)
    if state == "matched":
        return rows.exclude(match=None)
    return rows.filter(is_set_aside=True) if state == "aside" else rows


def _account(row: BankAccount, until: date | None) -> BankAccountOut:
    stated = bank_lines.latest_closing(row, on=until)
    closing = stated.closing_minor if stated else None
    return BankAccountOut(
        key=row.key,
        name=row.name,
        account=row.account.code,
        unit=row.account.unit,
        starts_on=row.starts_on,
        closing="" if closing is None else show_minor(closing, row.account.unit),
        closing_on=stated.closing_on if stated else None,
        open_count=_of_state(bank_lines.lines_of(row, until=until), "open").count(),
    )


def _lines(lines: Iterable[BankLine], unit: str) -> list[BankLineOut]:
    lines = list(lines)
    matched: dict[int, list[MatchedOut]] = {}
    postings = MatchedPosting.objects.filter(match__in={line.match_id for line in lines if line.match_id})
    for one in postings.select_related("entry").order_by("entry__seq", "line"):
        amount = show_minor(one.amount_minor, unit)
        matched.setdefault(one.match_id, []).append(
            MatchedOut(entry=one.entry.seq, line=one.line, amount=amount)
        )
    return [
        BankLineOut(
            key=line.key,
            on=line.on,
            amount=show_minor(line.amount_minor, unit),
            payee=line.payee,
            memo=line.memo,
            ref=line.ref,
            state="aside" if line.is_set_aside else "matched" if line.match_id else "open",
            match=line.match.key if line.match else "",
            postings=matched.get(line.match_id or 0, []),
        )
        for line in lines
    ]
