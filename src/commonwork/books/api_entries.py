"""Posting entries, for programs: one manual entry a request, once for each `Idempotency-Key`.

What a treasurer may record on the page "Record an entry", their token may record here: the same act, the same fact.
"""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Header, Schema
from pydantic import ConfigDict, StringConstraints

from commonwork.access.guard import demand
from commonwork.access.idempotency import Answered, once
from commonwork.access.models import Account as SignIn
from commonwork.access.token_auth import READ, WRITE, allows
from commonwork.books import permits, queries
from commonwork.books.actions import journal
from commonwork.books.actions.entries import Line, NoSuchAccount
from commonwork.books.models import Account, Book
from commonwork.record import receipts
from commonwork.record.queries import trail
from commonwork.registry.clock import now
from commonwork.rules.money import parse_minor, show_minor

Amount = Annotated[str, StringConstraints(pattern=r"^-?\d{1,16}(\.\d{1,2}|:[0-5]\d)?$")]
Code = Annotated[str, StringConstraints(min_length=1, max_length=12)]
Key = Annotated[str, StringConstraints(max_length=80)]


class NewLine(Schema):
    """One line. Amounts are decimal strings, debit positive; hours also as 7:45."""

    model_config = ConfigDict(extra="forbid", strict=True)
    account: Code = Field(description="Code of the account")
    amount: Amount = Field(description='Debit positive, as a decimal string, e.g. "-12.50"')
    party: Key = Field("", description="Key of the member or organisation, on accounts kept by one")
    fund: Annotated[str, StringConstraints(max_length=60)] = Field("", description="Code of a fund")


class NewEntry(Schema):
    """An entry to be recorded. Its lines add up to zero."""

    model_config = ConfigDict(extra="forbid")
    on: date = Field(description="The day it counts for")
    memo: Annotated[str, StringConstraints(max_length=300)] = Field(
        "", description="Free text that can be erased later"
    )
    lines: list[NewLine] = Field(min_length=2, max_length=200)


class RecordedLine(Schema):
    """A line as it was posted."""

    account: str
    amount: str
    unit: str
    party: str
    fund: str


class Recorded(Schema):
    """An entry that was posted."""

    book: str
    seq: int = Field(description="Its number in the book")
    on: date
    fact: str = Field(description="Number of the fact it comes from")
    receipt: str = Field(description="Address of the receipt")
    hash: str
    prev_hash: str
    lines: list[RecordedLine]


class Refused(Schema):
    """An error as RFC 9457 describes it."""

    type: str
    title: str
    status: int
    detail: str = ""


RESPONSES: dict[int, type[Schema]] = {
    201: Recorded,
    **dict.fromkeys((400, 401, 403, 404, 409, 422), Refused),
}


def record_entry(
    request: HttpRequest,
    key: str,
    entry: NewEntry,
    idempotency_key: Annotated[
        str | None, Header(alias="Idempotency-Key", description="A new one for each new entry; needed")
    ] = None,
) -> Any:
    """The same key with the same entry gets the same answer, a refusal too; with another entry it is refused (409)."""
    book = _kept(request, key)
    account = request.user
    assert isinstance(account, SignIn)
    answer = once(
        account=account,
        key=idempotency_key,
        request=["POST", "books", key, "entries", entry.model_dump(mode="json")],
        at=now(),
        act=lambda: _recorded(request, book, entry),
    )
    return told(answer)


def told(answer: Answered) -> HttpResponse:
    """The stored answer as it was sent the first time."""
    kind = "application/json" if answer.status < 400 else "application/problem+json"
    found = HttpResponse(answer.body, status=answer.status, content_type=kind)
    if answer.is_replay:
        found["Idempotent-Replayed"] = "true"
    return found


def _kept(request: HttpRequest, key: str) -> Book:
    """The book, for those who keep it and whose token may write in it: 404 when unseen, 403 when only looked at."""
    book = permits.visible_book(request.user, key)
    if not (book.organisation.has_open_books or allows(request, READ, key)):
        raise Http404
    demand(allows(request, WRITE, key))
    return permits.kept_book(request.user, key)


def _recorded(request: HttpRequest, book: Book, entry: NewEntry) -> dict[str, Any]:
    units = dict(Account.objects.filter(book=book).values_list("code", "unit"))
    journal.record(
        organisation=book.organisation,
        on=entry.on,
        lines=[_line(book, line, units) for line in entry.lines],
        memo=entry.memo.strip(),
        by=permits.actor(request.user),
        at=now(),
    )
    fact = trail(book).filter(kind="books.entry.recorded").order_by("-pk")[0]
    (written,) = queries.entries_of(fact)
    lines = [
        {
            "account": line.account.code,
            "amount": show_minor(line.amount_minor, line.account.unit),
            "unit": line.account.unit,
            "party": line.party,
            "fund": line.fund,
        }
        for line in queries.lines_of(written)
    ]
    return {
        "book": book.key,
        "seq": written.seq,
        "on": written.effective_on.isoformat(),
        "fact": fact.number,
        "receipt": receipts.address_of(fact),
        "hash": written.hash,
        "prev_hash": written.prev_hash,
        "lines": lines,
    }


def _line(book: Book, line: NewLine, units: dict[str, str]) -> Line:
    if line.account not in units:
        raise NoSuchAccount(book=book.key, account=line.account)
    return Line(line.account, parse_minor(line.amount, units[line.account]), line.party, line.fund)
