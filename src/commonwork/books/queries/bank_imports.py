"""What taking in a bank's file would do: the dry run that the page shows and the act repeats under its lock."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from commonwork.books.bank_files import FileAccount, FileComplaint, FileLine, Statement
from commonwork.books.bank_files.statement import complaint
from commonwork.books.models import BankAccount, BankLine, BankStatement
from commonwork.rules.money import LARGEST_MINOR, unit_of
from commonwork.rules.refusal import sentence
from commonwork.ui.money import money


@dataclass(frozen=True)
class NewLine:
    """A line that is not known yet, with the hash by which it will be."""

    on: date
    amount_minor: int
    payee: str
    memo: str
    ref: str
    content_hash: str


@dataclass(frozen=True)
class Plan:
    """What a file would do to a bank account. `numbers`: the accounts the file speaks of."""

    format: str
    number: str
    numbers: tuple[str, ...]
    new: tuple[NewLine, ...] = ()
    known_count: int = 0
    empty_count: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    opening_minor: int | None = None
    closing_minor: int | None = None
    closing_on: date | None = None
    needs_closing: bool = False
    is_known: bool = False
    complaints: tuple[FileComplaint, ...] = field(default=())

    @property
    def stops(self) -> FileComplaint | None:
        """The first reason why it must not be taken in, or None."""
        return next((one for one in self.complaints if one.stops), None)

    @property
    def adds_nothing(self) -> bool:
        """Is every line known, and the closing balance too?"""
        return not self.new and self.is_known

    @property
    def new_minor(self) -> int:
        """What the new lines add up to."""
        return sum(line.amount_minor for line in self.new)


def plan(
    bank_account: BankAccount,
    statement: Statement,
    *,
    number: str = "",
    closing_minor: int | None = None,
    closing_on: date | None = None,
) -> Plan:
    """The dry run. number: which account of the file is meant, where the bank account has no number yet.

    closing_minor: what the treasurer read on the statement, where the file states no closing balance.
    """
    said = list(statement.complaints)
    numbers = tuple(dict.fromkeys(one.id for one in statement.accounts))
    chosen = _chosen(bank_account, statement, number)
    name = chosen[0].id if chosen else number
    if not chosen:
        if statement.accounts:
            said.append(_other_account(bank_account, numbers))
        return Plan(statement.format, name, numbers, complaints=tuple(said))
    unit = bank_account.account.unit
    if any(one.currency not in ("", unit) for one in chosen):
        text = sentence("This account is kept in {unit}; the file is in {currency}.")
        said.append(complaint(text, unit=unit, currency=", ".join(sorted({one.currency for one in chosen}))))
    said += _chain(chosen)
    lines = _in_minor([line for one in chosen for line in one.lines], unit, said)
    hashed = _hashed(bank_account, lines)
    known = set(
        BankLine.objects.filter(
            bank_account=bank_account, content_hash__in=[line.content_hash for line in hashed]
        ).values_list("content_hash", flat=True)
    )
    new = tuple(line for line in hashed if line.content_hash not in known)
    days = [line.on for line in hashed]
    stated = minor_of(chosen[-1].closing, unit)
    stated = stated if stated is not None else closing_minor
    last_day = chosen[-1].closing_on or closing_on or max(days, default=None)
    found = Plan(
        format=statement.format,
        number=name,
        numbers=numbers,
        new=new,
        known_count=len(known),
        empty_count=len(lines) - len(hashed),
        starts_on=min(days, default=last_day),
        ends_on=max([*days, *([last_day] if last_day else [])], default=None),
        opening_minor=minor_of(chosen[0].opening, unit),
        closing_minor=stated if last_day else None,
        closing_on=last_day if stated is not None else None,
        needs_closing=chosen[-1].closing is None,
    )
    return _judged(bank_account, found, said)


def minor_of(amount: Decimal | None, unit: str) -> int | None:
    """An amount in minor units; None when it has finer parts, is too large, or is None."""
    if amount is None:
        return None
    minor = amount * unit_of(unit).minor_per_major
    return int(minor) if minor == int(minor) and abs(minor) <= LARGEST_MINOR else None


def _chosen(bank_account: BankAccount, statement: Statement, number: str) -> list[FileAccount]:
    """The statements in the file that are this account's."""
    accounts = list(statement.accounts)
    wanted = bank_account.number or number
    if wanted:
        return [one for one in accounts if one.id in (wanted, "")]
    return accounts if len({one.id for one in accounts}) == 1 else []


def _other_account(bank_account: BankAccount, numbers: Sequence[str]) -> FileComplaint:
    ends = ", ".join(f"…{number[-4:]}" for number in numbers)
    if bank_account.number:
        text = sentence("This file is about account {others}, not about …{ours}.")
        return complaint(text, others=ends, ours=bank_account.ending)
    return complaint(sentence("This file speaks of {count} accounts. Choose yours."), count=len(numbers))


def _chain(chosen: Sequence[FileAccount]) -> list[FileComplaint]:
    """A complaint where one statement of a file does not begin where the one before it ends."""
    text = sentence("The file closes one statement at {closing} and opens the next at {opening}.")
    return [
        complaint(text, closing=f"{before.closing:f}", opening=f"{after.opening:f}")
        for before, after in pairwise(chosen)
        if before.closing is not None and after.opening is not None and before.closing != after.opening
    ]


def _in_minor(lines: Sequence[FileLine], unit: str, said: list[FileComplaint]) -> list[tuple[FileLine, int]]:
    found = []
    for line in lines:
        minor = minor_of(line.amount, unit)
        if minor is None:
            text = sentence("“{amount}” has more decimals than {unit} has, or is too large.")
            said.append(complaint(text, amount=f"{line.amount:f}", unit=unit))
        else:
            found.append((line, minor))
    return found


def _hashed(bank_account: BankAccount, lines: Sequence[tuple[FileLine, int]]) -> list[NewLine]:
    """The lines that move something, each with its salted hash: of reference and amount where it has a reference, else
    of all it says; the second of two that say the same counts as the second."""
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for line, minor in lines:
        if minor == 0 or line.on is None:
            continue
        by_ref = ("ref", line.ref, str(minor))
        by_text = ("text", line.on.isoformat(), str(minor), line.payee, line.memo)
        says = by_ref if line.ref else by_text
        seen[says] += 1
        text = "\x1f".join((bank_account.salt, *says, str(seen[says])))
        hashed = hashlib.sha256(text.encode()).hexdigest()
        found.append(NewLine(line.on, minor, line.payee[:300], line.memo[:600], line.ref[:120], hashed))
    return found


def _judged(bank_account: BankAccount, found: Plan, said: list[FileComplaint]) -> Plan:
    """The plan with what is wrong with it next to what was taken in before."""
    known = BankStatement.objects.filter(bank_account=bank_account)
    is_known = found.closing_minor is None or (
        known.filter(closing_on=found.closing_on, closing_minor=found.closing_minor).exists()
    )
    if bank_account.opening_minor is None:
        is_known = False
        if found.closing_minor is None and found.opening_minor is None:
            text = sentence("The file states no balance. Write down what the bank's statement closes at.")
            said.append(complaint(text))
        if found.starts_on is None:
            said.append(complaint(sentence("The file holds no lines and no balance of this account.")))
    elif (gap := _gap(bank_account, found)) is not None:
        text = sentence(
            "With these lines the bank would stand at {made}, but the file says {closing}. "
            "Some lines in between are probably missing."
        )
        unit = bank_account.account.unit
        assert found.closing_minor is not None
        figures = {"made": money(gap, unit), "closing": money(found.closing_minor, unit)}
        said.append(complaint(text, stops=False, **figures))
    return Plan(**{**found.__dict__, "is_known": is_known, "complaints": tuple(said)})


def _gap(bank_account: BankAccount, found: Plan) -> int | None:
    """What all lines up to the closing day would make, when that is not what the file says; else None."""
    if found.closing_minor is None or found.closing_on is None or bank_account.opening_minor is None:
        return None
    lines = BankLine.objects.filter(bank_account=bank_account, on__lte=found.closing_on)
    made = bank_account.opening_minor + sum(lines.values_list("amount_minor", flat=True))
    made += sum(
        line.amount_minor
        for line in found.new
        if line.on <= found.closing_on and not _is_before(bank_account, line)
    )
    return made if made != found.closing_minor else None


def _is_before(bank_account: BankAccount, line: NewLine) -> bool:
    """Older than the first day: its amount is in the opening balance already."""
    return bank_account.starts_on is not None and line.on < bank_account.starts_on
