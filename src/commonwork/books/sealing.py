"""The rules of an entry, and its hash: what every entry goes through before it is written, one or a hundred thousand.

This is the hot path of the books: plain tuples and local names, no model rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from uuid_utils import uuid7

from commonwork.books import charts
from commonwork.books.hashing import entry_hash_of, memo_hash, payload_hash_of, quoted
from commonwork.books.refusals import (
    AccountIsClosed,
    DoesNotBalance,
    NoParty,
    NoSuchAccount,
    NotAnAmountOfCents,
    PeriodIsClosed,
    TooFewLines,
)
from commonwork.books.standing import Held, Standing
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from commonwork.rules.money import LARGEST_MINOR, show_minor

Row = tuple[Any, ...]  # the values of Entry in the order of its fields, the id as text
SealedLine = tuple[int, int, str, str]  # account id, amount, party, fund


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


def seal(
    new: NewEntry, book: Standing, salt: str, recorded_at: datetime, moment: str
) -> tuple[Row, list[SealedLine]]:
    """Check an entry against a locked book, chain it to the book's head and move the head along.

    Returns its row and its lines. moment: `recorded_at` as it is hashed. Raises what `books.post_many` says.
    """
    on = new.on
    if book.closed_until is not None and on < book.closed_until:
        raise PeriodIsClosed(book=book.key, closed_until=book.closed_until.isoformat())
    lines, texts, closes = _lines(new, book)
    closing = new.is_closing or closes
    source, hashed_memo = new.source.code, memo_hash(salt=salt, text=new.memo) if salt else ""
    payload = payload_hash_of(
        book.quoted, closing, new.kind, ",".join(texts), hashed_memo, new.mirror, on, new.reverses, source
    )
    identity, seq, previous = str(uuid7()), book.head_seq + 1, book.head_hash
    whole = entry_hash_of(previous, seq, identity, moment, payload)
    book.head_seq, book.head_hash = seq, whole
    row = (
        identity, book.id, seq, on, recorded_at, new.kind, source, hashed_memo, new.mirror, new.reverses, closing,
        len(lines), payload, previous, whole,
    )  # fmt: skip
    return row, lines


def plain_payload(
    new: NewEntry, salt: str
) -> tuple[str, str, list[str], list[int], list[str], list[str]] | None:
    """Hash of the payload, hash of the memo, then accounts, amounts, parties and funds of an entry that balances and
    closes no year; None for any other. The rules that need the book are left to the database."""
    if len(new.lines) < 2 or new.mirror is not None:
        return None
    codes, amounts, parties, funds = (list(column) for column in zip(*new.lines, strict=True))
    for amount in amounts:
        if type(amount) is not int or amount == 0 or not -LARGEST_MINOR <= amount <= LARGEST_MINOR:
            return None
    if sum(amounts) or not charts.result_codes().isdisjoint(codes):
        return None
    lines = ",".join(
        [
            f"[{quoted(code)},{amount},{quoted(party)},{quoted(fund)}]"
            for code, amount, party, fund in new.lines
        ]
    )
    hashed_memo = memo_hash(salt=salt, text=new.memo) if salt else ""
    payload = payload_hash_of(
        quoted(new.organisation.key), new.is_closing, new.kind, lines, hashed_memo, None, new.on, new.reverses,
        new.source.code,
    )  # fmt: skip
    return payload, hashed_memo, codes, amounts, parties, funds


def _lines(new: NewEntry, book: Standing) -> tuple[list[SealedLine], list[str], bool]:
    """The lines that move something, their texts in the hash, and whether one of them closes a year."""
    accounts = book.accounts
    lines: list[SealedLine] = []
    texts: list[str] = []
    total, is_mixed, limited, closes = 0, False, False, False
    unit: str = ""
    for code, amount, party, fund in new.lines:
        if amount == 0:
            continue
        held = accounts.get(code)
        if held is None:
            raise NoSuchAccount(book=book.key, account=code)
        if held.by and not party:
            raise NoParty(account=code, by=held.by)
        if type(amount) is not int or not -LARGEST_MINOR <= amount <= LARGEST_MINOR:
            raise NotAnAmountOfCents()
        total += amount
        if held.unit != unit:
            is_mixed, unit = is_mixed or unit != "", held.unit
        if held.is_special:
            if held.is_closed:
                raise AccountIsClosed(book=book.key, account=code)
            limited, closes = limited or held.is_limited, closes or held.closes
        lines.append((held.id, amount, party, fund))
        about = f"{quoted(party)},{quoted(fund)}" if party or fund else '"",""'
        texts.append(f"[{held.quoted},{amount},{about}]")
    if len(lines) < 2:
        raise TooFewLines()
    if is_mixed:
        _demand_zero_in_each_unit(new, accounts)
    elif total:
        raise DoesNotBalance(difference=show_minor(abs(total), unit))
    if limited:
        _move_limited(lines, accounts)
    return lines, texts, closes


def _demand_zero_in_each_unit(new: NewEntry, accounts: dict[str, Held]) -> None:
    sums: dict[str, int] = {}
    for line in new.lines:
        if line.amount_minor:
            unit = accounts[line.account].unit
            sums[unit] = sums.get(unit, 0) + line.amount_minor
    for unit, difference in sums.items():
        if difference:
            raise DoesNotBalance(difference=show_minor(abs(difference), unit))


def _move_limited(lines: list[SealedLine], accounts: dict[str, Held]) -> None:
    """Floors and ceilings hold after every entry, also within a batch."""
    by_id = {held.id: held for held in accounts.values() if held.is_limited}
    moved: dict[int, int] = {}
    for account, amount, _, _ in lines:
        if account in by_id:
            moved[account] = moved.get(account, 0) + amount
    for account, amount in moved.items():
        by_id[account].move(amount)
