"""Holds: set an amount aside, post it in whole or in part, let it go, or let it expire. A hold ends once.

`reserve`, `settle` and `release` work inside the acts of other rooms, with a fact of theirs; `place`, `post`, `void`
and `expire` are acts of their own.
"""

from datetime import date, datetime

from django.utils import timezone

from commonwork.books.actions.entries import (
    AccountIsClosed,
    CeilingCrossed,
    FloorCrossed,
    Line,
    NoParty,
    NoSuchAccount,
    lock,
)
from commonwork.books.actions.entries import post as post_entry
from commonwork.books.models import Account, Balance, Book, Entry, Hold, HoldEnd, HoldNote
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation
from commonwork.rules.money import show_minor
from commonwork.rules.refusal import Refusal, sentence

KIND = "hold.posted"


class NothingToHold(Refusal):
    sentence = sentence("The amount must be more than 0.")
    field = "amount"


class SameAccount(Refusal):
    sentence = sentence("The amount must go from one account to another.")
    field = "against"


class UnitsDiffer(Refusal):
    sentence = sentence("Account {account} is kept in {unit}, account {against} in {other}.")
    field = "against"


class TooShort(Refusal):
    sentence = sentence("A hold must last until tomorrow or longer.")
    field = "expires_on"


class HoldHasEnded(Refusal):
    sentence = sentence("This hold has ended already.")
    status = 409


class HoldHasExpired(Refusal):
    sentence = sentence("This hold lasted until {expires_on}; it can only be let go now.")
    status = 409


class HoldStillLasts(Refusal):
    sentence = sentence("This hold lasts until {expires_on}.")
    status = 409


class MoreThanHeld(Refusal):
    sentence = sentence("Only {held} is set aside.")
    field = "amount"


@act
def place(
    *,
    organisation: Organisation,
    account: str,
    against: str,
    amount_minor: int,
    expires_on: date,
    by: Who,
    at: datetime,
    party: str = "",
    against_party: str = "",
    fund: str = "",
    what: str = "",
) -> Hold:
    """Set an amount aside on `account` for `against`, on all days before `expires_on`. what: a short erasable text.

    Raises what `reserve` raises.
    """
    book = lock(organisation)[organisation.key]
    before = _pending(book, account)
    key = new_key("hold")
    fact = state(
        "books.hold.placed",
        subject=f"{Hold._meta.label_lower}/{key}",
        by=by,
        at=at,
        organisation=organisation,
        data={
            "unit": _unit(book, account),
            "amount_minor": amount_minor,
            "account": account,
            "against": against,
            "expires_on": expires_on.isoformat(),
            "changes": [_change("set_aside", before, amount_minor)],
        },
    )
    return reserve(
        organisation=organisation,
        account=account,
        against=against,
        amount_minor=amount_minor,
        expires_on=expires_on,
        source=fact,
        party=party,
        against_party=against_party,
        fund=fund,
        what=what,
        key=key,
    )


@act
def post(
    *, hold: Hold, on: date, by: Who, at: datetime, amount_minor: int | None = None, memo: str = ""
) -> Hold:
    """Post a hold on a day, in whole or `amount_minor` of it; the rest is set free. memo: its note unless given.

    Raises HoldHasEnded, HoldHasExpired, MoreThanHeld, and what posting raises.
    """
    return _end("books.hold.posted", hold, by, at, on=on, amount_minor=amount_minor, memo=memo)


@act
def void(*, hold: Hold, by: Who, at: datetime) -> Hold:
    """Let a hold go: nothing is posted, the amount is free again. Raises HoldHasEnded."""
    return _end("books.hold.voided", hold, by, at)


@act
def expire(*, hold: Hold, by: Who, at: datetime) -> Hold:
    """End a hold whose days have passed. Raises HoldHasEnded, HoldStillLasts."""
    return _end("books.hold.expired", hold, by, at)


@act
def erase_note(*, hold: Hold, by: Who, at: datetime) -> Hold:
    """Erase the note of a hold. Raises NoNote."""
    if not HoldNote.objects.filter(hold=hold).delete()[0]:
        raise NoNote()
    state("books.hold.note_erased", subject=hold, by=by, at=at, organisation=hold.book.organisation)
    return hold


class NoNote(Refusal):
    sentence = sentence("This hold has no note, or it was erased already.")
    status = 409


def reserve(
    *,
    organisation: Organisation,
    account: str,
    against: str,
    amount_minor: int,
    expires_on: date,
    source: Fact,
    party: str = "",
    against_party: str = "",
    fund: str = "",
    what: str = "",
    key: str = "",
) -> Hold:
    """Set an amount aside within an act. Raises NothingToHold, SameAccount, UnitsDiffer, TooShort, NoSuchAccount,
    AccountIsClosed, NoParty, FloorCrossed, CeilingCrossed."""
    book = lock(organisation)[organisation.key]
    if amount_minor <= 0:
        raise NothingToHold()
    placed_on = _day(source.at)
    if expires_on <= placed_on:
        raise TooShort()
    leaves, reaches = _account(book, account, party), _account(book, against, against_party)
    if leaves == reaches:
        raise SameAccount()
    if leaves.unit != reaches.unit:
        raise UnitsDiffer(account=account, unit=leaves.unit, against=against, other=reaches.unit)
    _demand_room(leaves.balance, reaches.balance, amount_minor)
    hold = Hold.objects.create(
        key=key or new_key("hold"),
        book=book,
        account=leaves,
        against=reaches,
        amount_minor=amount_minor,
        party=party,
        against_party=against_party,
        fund=fund,
        source=source.code,
        placed_on=placed_on,
        expires_on=expires_on,
    )
    if what:
        HoldNote.objects.create(hold=hold, text=what)
    return hold


def settle(*, hold: Hold, on: date, source: Fact, amount_minor: int | None = None, memo: str = "") -> Entry:
    """Post a hold within an act, in whole or in part, and return the entry. Raises HoldHasEnded, HoldHasExpired,
    MoreThanHeld, and what posting raises."""
    hold, book = _locked(hold)
    amount = hold.amount_minor if amount_minor is None else amount_minor
    if amount <= 0:
        raise NothingToHold()
    if amount > hold.amount_minor:
        raise MoreThanHeld(held=show_minor(hold.amount_minor, hold.unit))
    if hold.is_due(_day(source.at)):
        raise HoldHasExpired(expires_on=hold.expires_on.isoformat())
    _write_end(hold, HoldEnd.How.POSTED, source, amount_minor=amount, seq=book.head_seq + 1)
    return post_entry(
        organisation=book.organisation,
        on=on,
        kind=KIND,
        lines=[
            Line(hold.against.code, amount, hold.against_party, hold.fund),
            Line(hold.account.code, -amount, hold.party, hold.fund),
        ],
        source=source,
        memo=memo or _note(hold),
    )


def release(*, hold: Hold, source: Fact, has_expired: bool = False) -> None:
    """Set what was held free within an act. Raises HoldHasEnded; HoldStillLasts when it is said to have expired."""
    hold, _book = _locked(hold)
    if has_expired and not hold.is_due(_day(source.at)):
        raise HoldStillLasts(expires_on=hold.expires_on.isoformat())
    _write_end(hold, HoldEnd.How.EXPIRED if has_expired else HoldEnd.How.VOIDED, source)


def _end(
    kind: str,
    hold: Hold,
    by: Who,
    at: datetime,
    *,
    on: date | None = None,
    amount_minor: int | None = None,
    memo: str = "",
) -> Hold:
    hold, book = _locked(hold)
    amount = hold.amount_minor if amount_minor is None else amount_minor
    fact = state(
        kind,
        subject=hold,
        by=by,
        at=at,
        organisation=book.organisation,
        data={
            "unit": hold.unit,
            "amount_minor": amount,
            "account": hold.account.code,
            "against": hold.against.code,
            "changes": [_change("set_aside", hold.account.balance.pending_minor, -hold.amount_minor)],
        }
        | ({"on": on.isoformat()} if on else {}),
    )
    if on is None:
        release(hold=hold, source=fact, has_expired=kind == "books.hold.expired")
    else:
        settle(hold=hold, on=on, source=fact, amount_minor=amount, memo=memo)
    return _read(hold)


def _read(hold: Hold) -> Hold:
    rows = Hold.objects.select_related("account__balance", "against", "book__organisation")
    return rows.select_related("ended", "note_row").get(pk=hold.pk)


def _locked(hold: Hold) -> tuple[Hold, Book]:
    """The hold as it stands, under the lock of its book."""
    book = lock(hold.book.organisation)[hold.book.key]
    found = _read(hold)
    if found.end is not None:
        raise HoldHasEnded()
    return found, book


def _write_end(
    hold: Hold, how: HoldEnd.How, source: Fact, *, amount_minor: int = 0, seq: int | None = None
) -> None:
    HoldEnd.objects.create(
        hold=hold,
        book=hold.book,
        how=how,
        amount_minor=amount_minor,
        seq=seq,
        source=source.code,
        ended_on=_day(source.at),
    )


def _account(book: Book, code: str, party: str) -> Account:
    account = Account.objects.filter(book=book, code=code).select_related("balance").first()
    if account is None:
        raise NoSuchAccount(book=book.key, account=code)
    if account.balance.closed_at:
        raise AccountIsClosed(book=book.key, account=code)
    if account.by and not party:
        raise NoParty(account=code, by=account.by)
    return account


def _demand_room(leaves: Balance, reaches: Balance, amount: int) -> None:
    lowest = leaves.amount_minor - leaves.pending_minor - amount
    if leaves.floor_minor is not None and lowest < leaves.floor_minor:
        unit = leaves.account.unit
        raise FloorCrossed(
            account=leaves.account.code,
            floor=show_minor(leaves.floor_minor, unit),
            balance=show_minor(lowest, unit),
        )
    highest = reaches.amount_minor + reaches.incoming_minor + amount
    if reaches.ceiling_minor is not None and highest > reaches.ceiling_minor:
        unit = reaches.account.unit
        raise CeilingCrossed(
            account=reaches.account.code,
            ceiling=show_minor(reaches.ceiling_minor, unit),
            balance=show_minor(highest, unit),
        )


def _pending(book: Book, code: str) -> int:
    rows = Balance.objects.filter(account__book=book, account__code=code)
    return rows.values_list("pending_minor", flat=True).first() or 0


def _unit(book: Book, code: str) -> str:
    return Account.objects.filter(book=book, code=code).values_list("unit", flat=True).first() or book.unit


def _change(what: str, before: int, change: int) -> dict[str, int | str]:
    return {"what": what, "before_minor": before, "change_minor": change, "after_minor": before + change}


def _note(hold: Hold) -> str:
    row = getattr(hold, "note_row", None)
    return row.text if row else ""


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()
