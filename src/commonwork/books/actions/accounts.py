"""Accounts of a book: add one of one's own, rename it, set its limits, close it."""

import re
from collections.abc import Mapping
from datetime import datetime

from commonwork.books import charts
from commonwork.books.actions.entries import AccountIsClosed, NoSuchAccount, lock
from commonwork.books.models import Account, Balance, Book
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation
from commonwork.rules.money import show_minor, unit_of
from commonwork.rules.refusal import Refusal, sentence

CODE = re.compile(r"[0-9][0-9a-z-]{2,11}")
LIMITS = ("floor_minor", "ceiling_minor", "soft_floor_minor", "soft_ceiling_minor")


class CodeIsTaken(Refusal):
    sentence = sentence("The books of {organisation} have an account {account} already.")
    field = "code"
    status = 409


class CodeIsKept(Refusal):
    sentence = sentence(
        "The number {account} is kept for “{name}” in all books of the network. Choose another."
    )
    field = "code"


class NotACode(Refusal):
    sentence = sentence("An account number begins with a digit and has 3 to 12 digits or small letters.")
    field = "code"


class NoName(Refusal):
    sentence = sentence("An account needs a name.")
    field = "name"


class LimitsCross(Refusal):
    sentence = sentence("The lower limit of account {account} lies above the upper one.")


class BeyondAlready(Refusal):
    sentence = sentence("Account {account} stands at {balance} and would be beyond this limit at once.")


class NotAtZero(Refusal):
    sentence = sentence("Account {account} stands at {balance}. It can be closed when it is at zero.")
    status = 409


class HoldsAreOpen(Refusal):
    sentence = sentence("Amounts are set aside on account {account}. Post them or let them go first.")
    status = 409


class NeededByTheChart(Refusal):
    sentence = sentence("Account {account} is needed by the network's own bookkeeping and stays open.")
    status = 409


@act
def add(
    *,
    organisation: Organisation,
    code: str,
    name: str,
    kind: str,
    by: Who,
    at: datetime,
    unit: str = "",
    kept_by: str = "",
) -> Book:
    """Add an account. kind: one of Account.Kind. unit: the book's own unless given. kept_by: which key each line on
    it must carry (member, co-op, loan, resolution), or "".

    Raises NotACode, NoName, CodeIsKept, CodeIsTaken, UnknownUnit. Returns the book.
    """
    book = lock(organisation)[organisation.key]
    if not CODE.fullmatch(code):
        raise NotACode()
    if not name.strip():
        raise NoName()
    for known in charts.accounts():
        if known.code == code:
            raise CodeIsKept(account=code, name=known.name)
    if Account.objects.filter(book=book, code=code).exists():
        raise CodeIsTaken(organisation=organisation.name, account=code)
    unit = unit_of(unit or book.unit).code
    account = Account.objects.create(
        book=book, code=code, name=name.strip(), kind=Account.Kind(kind).value, by=kept_by, unit=unit
    )
    Balance.objects.create(account=account)
    data = {"account": code, "kind": kind, "unit": unit, "kept_by": kept_by}
    return _stated("books.account.added", organisation, book, by, at, data)


@act
def rename(*, organisation: Organisation, code: str, name: str, by: Who, at: datetime) -> Book:
    """Give an account another name. Raises NoSuchAccount, NoName. Returns the book."""
    book, account = _found(organisation, code)
    if not name.strip():
        raise NoName()
    Account.objects.filter(pk=account.pk).update(name=name.strip())
    return _stated("books.account.renamed", organisation, book, by, at, {"account": code})


@act
def set_limits(
    *,
    organisation: Organisation,
    code: str,
    floor_minor: int | None,
    ceiling_minor: int | None,
    soft_floor_minor: int | None,
    soft_ceiling_minor: int | None,
    by: Who,
    at: datetime,
) -> Book:
    """Set all limits of an account, debit positive; None takes one away. Beyond the hard ones nothing is posted;
    beyond the soft ones people are warned.

    Raises NoSuchAccount, AccountIsClosed, LimitsCross, BeyondAlready. Returns the book.
    """
    book, account = _found(organisation, code)
    kept = account.balance
    asked = dict(zip(LIMITS, (floor_minor, ceiling_minor, soft_floor_minor, soft_ceiling_minor), strict=True))
    for low, high in ((floor_minor, ceiling_minor), (soft_floor_minor, soft_ceiling_minor)):
        if low is not None and high is not None and low > high:
            raise LimitsCross(account=code)
    lowest, highest = kept.amount_minor - kept.pending_minor, kept.amount_minor + kept.incoming_minor
    if (floor_minor is not None and lowest < floor_minor) or (
        ceiling_minor is not None and highest > ceiling_minor
    ):
        raise BeyondAlready(account=code, balance=show_minor(kept.amount_minor, account.unit))
    before = {name: getattr(kept, name) for name in LIMITS}
    Balance.objects.filter(pk=kept.pk).update(**asked)
    data = {"account": code, "unit": account.unit, "before": before, "after": asked}
    return _stated("books.account.limited", organisation, book, by, at, data)


@act
def close(*, organisation: Organisation, code: str, by: Who, at: datetime) -> Book:
    """Close an account for good. Raises NoSuchAccount, AccountIsClosed, NeededByTheChart, NotAtZero, HoldsAreOpen.
    Returns the book."""
    book, account = _found(organisation, code)
    if code in charts.result_codes() | charts.cash_codes():
        raise NeededByTheChart(account=code)
    kept = account.balance
    if kept.amount_minor:
        raise NotAtZero(account=code, balance=show_minor(kept.amount_minor, account.unit))
    if kept.pending_minor or kept.incoming_minor:
        raise HoldsAreOpen(account=code)
    Balance.objects.filter(pk=kept.pk).update(closed_at=at)
    return _stated("books.account.closed", organisation, book, by, at, {"account": code})


def _found(organisation: Organisation, code: str) -> tuple[Book, Account]:
    book = lock(organisation)[organisation.key]
    account = Account.objects.filter(book=book, code=code).select_related("balance").first()
    if account is None:
        raise NoSuchAccount(book=book.key, account=code)
    if account.balance.closed_at:
        raise AccountIsClosed(book=book.key, account=code)
    return book, account


def _stated(
    kind: str, organisation: Organisation, book: Book, by: Who, at: datetime, data: Mapping[str, object]
) -> Book:
    state(kind, subject=book, by=by, at=at, organisation=organisation, about=[organisation], data=dict(data))
    return book
