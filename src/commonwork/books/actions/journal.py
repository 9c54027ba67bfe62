"""Manual journal entries: what a treasurer records that no other act knows - a correction, an accrual, a transfer.

Accounts that move in two books at once, or that a room keeps together with records of its own, are left to those
acts; so is closing a year.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime

from commonwork.books import charts
from commonwork.books.actions.entries import Line, lock, post
from commonwork.books.models import Account, Book
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation, Person
from commonwork.rules.refusal import Refusal, sentence

MOST_LINES = 200
FUND = re.compile(r"[a-z0-9_-]{0,60}")
LONGEST_MEMO = 300
PARTIES: dict[str, type[Person] | type[Organisation]] = {"member": Person, "co-op": Organisation}


class KeptElsewhere(Refusal):
    sentence = sentence(
        "Account {account} is kept together with records elsewhere. Use the page that makes this kind of movement."
    )


class NoSuchParty(Refusal):
    sentence = sentence("There is no {by} with the key {party}.")


class NotAFund(Refusal):
    sentence = sentence("A fund is named by a code of small letters, digits, hyphens and underscores.")


class TooManyLines(Refusal):
    sentence = sentence("An entry has at most {most} lines.")


class MemoTooLong(Refusal):
    sentence = sentence("A memo has at most {most} characters.")


@act
def record(
    *, organisation: Organisation, on: date, lines: Sequence[Line], memo: str, by: Who, at: datetime
) -> Book:
    """Record one entry of any lines that add up to zero; `memo` is kept as an erasable text. Returns the book.

    Raises KeptElsewhere, NoSuchParty, NotAFund, TooManyLines, MemoTooLong, and what `entries.post` raises.
    """
    book = lock(organisation)[organisation.key]
    demand_plain(book, lines, memo)
    unit_amount = sum(line.amount_minor for line in lines if line.amount_minor > 0)
    fact = state(
        "books.entry.recorded",
        subject=book,
        by=by,
        at=at,
        organisation=organisation,
        about=[organisation],
        data={
            "on": on.isoformat(),
            "unit": book.unit,
            "amount_minor": unit_amount,
            "number": book.head_seq + 1,
            "accounts": sorted({line.account for line in lines}),
        },
    )
    post(organisation=organisation, on=on, kind="journal", source=fact, memo=memo, lines=lines)
    return book


def is_open_to_all_entries(account: Account) -> bool:
    """May a manual entry move this account?"""
    return account.code not in _kept_elsewhere() and account.by in {"", *PARTIES}


def _kept_elsewhere() -> frozenset[str]:
    between = {code for pair in charts.eliminations() for code in (pair.first, pair.second)}
    return frozenset(between) | charts.result_codes()


def demand_plain(book: Book, lines: Sequence[Line], memo: str = "") -> None:
    """Refuse lines that a manual entry may not move or name. Raises KeptElsewhere, NoSuchParty, NotAFund, TooManyLines,
    MemoTooLong."""
    if len(lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    if len(memo) > LONGEST_MEMO:
        raise MemoTooLong(most=LONGEST_MEMO)
    rows = Account.objects.filter(book=book, code__in={line.account for line in lines})
    accounts = {account.code: account for account in rows}
    for line in lines:
        account = accounts.get(line.account)
        if account is not None and not is_open_to_all_entries(account):
            raise KeptElsewhere(account=account.code)
        if line.party:
            _demand_party(line.party, account.by if account else "")
        if not FUND.fullmatch(line.fund):
            raise NotAFund()


def _demand_party(party: str, by: str) -> None:
    """Parties are keys of the register, so that no name gets into the books."""
    models = [PARTIES[by]] if by in PARTIES else list(PARTIES.values())
    if not any(model.objects.filter(key=party).exists() for model in models):
        raise NoSuchParty(by=by or "party", party=party[:60])
