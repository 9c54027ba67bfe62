"""Holds, for programs: read what is set aside, set an amount aside, post it in whole or in part, let it go.

The acts, permits and facts are those of the pages, and only accounts that a manual entry may move are touched; each
writing request is done once for each `Idempotency-Key`.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Header, Query, Router, Schema
from pydantic import ConfigDict, StringConstraints

from commonwork.access.guard import demand
from commonwork.access.idempotency import once
from commonwork.access.models import Account as SignIn
from commonwork.access.token_auth import WRITE, TokenAuth, allows
from commonwork.books import permits, queries
from commonwork.books.actions import holds, journal
from commonwork.books.actions.entries import Line, NoSuchAccount
from commonwork.books.api_entries import Amount, Code, Key, Refused, told
from commonwork.books.api_reading import read_book
from commonwork.books.models import Account, Book, Hold
from commonwork.record import receipts
from commonwork.record.queries import trail
from commonwork.registry.clock import now
from commonwork.rules.money import parse_minor, show_minor

Once = Annotated[
    str | None, Header(alias="Idempotency-Key", description="A new one for each new request; needed")
]


class HoldOut(Schema):
    """An amount that was set aside, and how it ended."""

    key: str
    book: str
    account: str = Field(description="Code of the account the amount is to leave")
    against: str = Field(description="Code of the account it is to reach")
    amount: str = Field(description="As a decimal string")
    unit: str
    party: str
    against_party: str
    fund: str
    placed_on: date
    expires_on: date = Field(description="The first day it holds no more")
    state: str = Field(description="open, posted, voided or expired")
    posted: str = Field(description="What of it was posted; empty while it holds")
    entry: int | None = Field(description="Number of the entry that posted it")


class DoneHold(HoldOut):
    """A hold after what was asked was done."""

    fact: str = Field(description="Number of the fact that says so")
    receipt: str = Field(description="Address of the receipt")


class HoldsOut(Schema):
    """A page of the holds of a book, the latest first."""

    book: str
    count: int = Field(description="All holds asked for")
    holds: list[HoldOut]


class NewHold(Schema):
    """An amount to be set aside."""

    model_config = ConfigDict(extra="forbid")
    account: Code = Field(description="Code of the account the amount is to leave")
    against: Code = Field(description="Code of the account it is to reach, of the same unit")
    amount: Amount = Field(description='More than zero, as a decimal string, e.g. "12.50"')
    expires_on: date = Field(description="The first day it holds no more")
    party: Key = Field("", description="Key of the member or organisation, on accounts kept by one")
    against_party: Key = Field("", description="The same for the account it is to reach")
    fund: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{0,60}$")] = Field(
        "", description="Code of a fund"
    )
    what: Annotated[str, StringConstraints(max_length=300)] = Field(
        "", description="Free text that can be erased later"
    )


class PostHold(Schema):
    """How a hold is posted: the rest of a part is set free."""

    model_config = ConfigDict(extra="forbid")
    on: date = Field(description="The day the entry counts for")
    amount: Amount | None = Field(None, description="A part of what is held; all of it when left out")
    memo: Annotated[str, StringConstraints(max_length=300)] = Field(
        "", description="Free text that can be erased later; the hold's own when left out"
    )


class VoidHold(Schema):
    """Nothing more needs to be said to let a hold go."""

    model_config = ConfigDict(extra="forbid")


RESPONSES: dict[int, type[Schema]] = {
    201: DoneHold,
    **dict.fromkeys((400, 401, 403, 404, 409, 422), Refused),
}
READING = {401: Refused, 403: Refused, 404: Refused, 422: Refused}
TOKEN = TokenAuth()
router = Router(tags=["books"], auth=TOKEN)


@router.get(
    "/{key}/holds", response={200: HoldsOut, **READING}, summary="What is and was set aside in a book"
)
def list_holds(
    request: HttpRequest,
    key: str,
    is_open: bool | None = None,
    limit: int = Query(100, ge=1, le=500),  # type: ignore[type-arg]
    offset: int = Query(0, ge=0, le=10**9),  # type: ignore[type-arg]
) -> Any:
    """For those who see the book from inside. is_open: only those that still hold, or only those that ended."""
    book = read_book(request, key)
    rows = queries.holds(book).order_by("-placed_on", "-pk")
    until = permits.until(request.user)
    rows = rows.filter(placed_on__lte=until) if until else rows
    rows = rows if is_open is None else rows.filter(ended__isnull=is_open)
    found = [HoldOut(**_shown(hold)) for hold in rows[offset : offset + limit]]
    return HoldsOut(book=book.key, count=rows.count(), holds=found)


@router.get("/{key}/holds/{hold_key}", response={200: HoldOut, **READING}, summary="One hold")
def get_hold(request: HttpRequest, key: str, hold_key: str) -> Any:
    """For those who see the book from inside."""
    read_book(request, key)
    return HoldOut(**_shown(permits.inner_hold(request.user, key, hold_key)))


@router.post(
    "/{key}/holds",
    auth=TOKEN,
    response=RESPONSES,
    summary="Set an amount aside, once for each Idempotency-Key",
)
def place_hold(request: HttpRequest, key: str, hold: NewHold, idempotency_key: Once = None) -> Any:
    """The same key with the same hold gets the same answer, a refusal too; with another one it is refused (409)."""
    book = _kept_book(request, key)

    def act() -> Hold:
        amount = parse_minor(hold.amount, _unit(book, hold.account))
        sides = [Line(hold.against, amount, hold.against_party, hold.fund)]
        journal.demand_plain(book, [*sides, Line(hold.account, -amount, hold.party, hold.fund)])
        return holds.place(
            organisation=book.organisation,
            account=hold.account,
            against=hold.against,
            amount_minor=amount,
            expires_on=hold.expires_on,
            party=hold.party,
            against_party=hold.against_party,
            fund=hold.fund,
            what=hold.what.strip(),
            by=permits.actor(request.user),
            at=now(),
        )

    return _once(request, idempotency_key, ["holds"], book, hold, act)


@router.post(
    "/{key}/holds/{hold_key}/post",
    auth=TOKEN,
    response=RESPONSES,
    summary="Post what was set aside, once for each Idempotency-Key",
)
def post_hold(
    request: HttpRequest, key: str, hold_key: str, how: PostHold, idempotency_key: Once = None
) -> Any:
    """In whole or in part; the rest is free again. Refused when the hold has ended or its days have passed (409)."""
    book = _kept_book(request, key)
    hold = permits.kept_hold(request.user, key, hold_key)

    def act() -> Hold:
        amount = None if how.amount is None else parse_minor(how.amount, hold.unit)
        return holds.post(
            hold=hold,
            on=how.on,
            amount_minor=amount,
            memo=how.memo.strip(),
            by=permits.actor(request.user),
            at=now(),
        )

    return _once(request, idempotency_key, ["holds", hold_key, "post"], book, how, act)


@router.post(
    "/{key}/holds/{hold_key}/void",
    auth=TOKEN,
    response=RESPONSES,
    summary="Let what was set aside go, once for each Idempotency-Key",
)
def void_hold(
    request: HttpRequest, key: str, hold_key: str, how: VoidHold | None = None, idempotency_key: Once = None
) -> Any:
    """Nothing is posted, and the amount is free again. Refused when the hold has ended (409)."""
    book = _kept_book(request, key)
    hold = permits.kept_hold(request.user, key, hold_key)

    def act() -> Hold:
        return holds.void(hold=hold, by=permits.actor(request.user), at=now())

    return _once(request, idempotency_key, ["holds", hold_key, "void"], book, how or VoidHold(), act)


def _once(
    request: HttpRequest,
    key: str | None,
    place: list[str],
    book: Book,
    asked: Schema,
    act: Callable[[], Hold],
) -> HttpResponse:
    account = request.user
    assert isinstance(account, SignIn)
    answer = once(
        account=account,
        key=key,
        request=["POST", "books", book.key, *place, asked.model_dump(mode="json")],
        at=now(),
        act=lambda: _done(act()),
    )
    return told(answer)


def _done(hold: Hold) -> dict[str, Any]:
    fact = trail(hold).filter(kind__startswith="books.hold.").order_by("-pk")[0]
    row = queries.hold_of(hold.book, hold.key)
    assert row is not None
    done = DoneHold(**_shown(row), fact=fact.number, receipt=receipts.address_of(fact))
    return done.model_dump(mode="json")


def _shown(hold: Hold) -> dict[str, Any]:
    end = hold.end
    return {
        "key": hold.key,
        "book": hold.book.key,
        "account": hold.account.code,
        "against": hold.against.code,
        "amount": show_minor(hold.amount_minor, hold.unit),
        "unit": hold.unit,
        "party": hold.party,
        "against_party": hold.against_party,
        "fund": hold.fund,
        "placed_on": hold.placed_on,
        "expires_on": hold.expires_on,
        "state": end.how if end else "open",
        "posted": show_minor(end.amount_minor, hold.unit) if end else "",
        "entry": end.seq if end else None,
    }


def _kept_book(request: HttpRequest, key: str) -> Book:
    """The book, for those who keep it and whose token may write in it."""
    book = read_book(request, key)
    demand(allows(request, WRITE, key))
    demand(permits.keeps(request.user, book.organisation))
    return book


def _unit(book: Book, code: str) -> str:
    found = Account.objects.filter(book=book, code=code).values_list("unit", flat=True).first()
    if found is None:
        raise NoSuchAccount(book=book.key, account=code)
    return found
