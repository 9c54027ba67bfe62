"""Lines at the bank: match them with postings, record what the books do not have yet, undo, set aside, erase."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from commonwork.books.actions.effects import changes
from commonwork.books.actions.entries import Line, lock, post
from commonwork.books.actions.reversals import reverse as reverse_entry
from commonwork.books.models import BankLine, BankMatch, Entry, MatchedPosting, MatchRule, Posting
from commonwork.books.payees import plain_payee
from commonwork.books.queries.bank_lines import accounts_for_lines
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.registry.keys import new_key
from commonwork.rules.money import show_minor
from commonwork.rules.refusal import Refusal, sentence


class LineIsDone(Refusal):
    sentence = sentence("This line is matched or set aside already.")
    status = 409


class PostingIsTaken(Refusal):
    sentence = sentence("Entry {number} is matched with another line already.")
    status = 409


class SumsDiffer(Refusal):
    sentence = sentence("The bank says {bank}, what was chosen adds up to {chosen}.")


class NothingChosen(Refusal):
    sentence = sentence("Choose at least one entry of the books.")


class NotMatched(Refusal):
    sentence = sentence("This line is not matched with anything.")
    status = 409


class NotOfThisAccount(Refusal):
    sentence = sentence("What was chosen is not about this bank account.")


class NotForBankLines(Refusal):
    sentence = sentence(
        "Account {account} cannot be chosen here; what moves it is recorded where it belongs."
    )
    field = "account"


class AlreadyErased(Refusal):
    sentence = sentence("The texts of this line were erased already.")
    status = 409


class Part(NamedTuple):
    """A part of a line's amount, with the line's own sign, and the account it belongs to."""

    account: str
    amount_minor: int
    party: str = ""


@act
def match(
    *, lines: Sequence[BankLine], postings: Sequence[tuple[Entry, int]], by: Who, at: datetime
) -> BankMatch:
    """Say that lines at the bank and postings of the books are the same movement. postings: (entry, its line).

    Learns which account the payee belongs to when there is one of each. Raises NothingChosen, LineIsDone,
    NotOfThisAccount, PostingIsTaken, SumsDiffer.
    """
    rows = _locked(lines)
    if not postings or not rows:
        raise NothingChosen()
    found = [_posting(rows[0], entry, number) for entry, number in postings]
    made = _matched(rows, found, at=at)
    _state_of("books.bank_line.matched", rows, made, by, at)
    if len(rows) == len(found) == 1:
        _learn(rows[0], list(_others(found[0])))
    return made


@act
def record(*, line: BankLine, parts: Sequence[Part], by: Who, at: datetime) -> BankMatch:
    """Post what a line says, in one account or split over several, and match it.

    The parts carry the line's sign and add up to it. Raises LineIsDone, NotForBankLines, SumsDiffer, and what
    `books.post` raises.
    """
    (row,) = _locked([line])
    chosen = [part for part in parts if part.amount_minor]
    _demand_sum(row.amount_minor, [part.amount_minor for part in chosen], row.bank_account.account.unit)
    _demand_allowed(row, chosen)
    cash = row.bank_account.account
    made = BankMatch.objects.create(key=new_key("match"), bank_account=row.bank_account, at=at)
    fact = _state_of("books.bank_line.recorded", [row], made, by, at, parts=chosen)
    entry = post(
        organisation=cash.book.organisation,
        on=row.on,
        kind="bank-line",
        source=fact,
        memo=(row.payee or row.memo)[:300],
        lines=[
            Line(cash.code, row.amount_minor),
            *(Line(part.account, -part.amount_minor, part.party) for part in chosen),
        ],
    )
    posting = Posting.objects.get(book_id=entry.book_id, seq=entry.seq, account=cash)
    _tie(made, [row], [(entry, posting)])
    made.made = entry
    made.save(update_fields=["made"])
    if len(chosen) == 1:
        _learn(row, [(chosen[0].account, chosen[0].party)])
    return made


@act
def unmatch(*, line: BankLine, reverse_on: date | None, by: Who, at: datetime) -> BankLine:
    """Undo a match: all its lines are open again. reverse_on: also take back, on that day, the entry that was posted
    for it. Raises NotMatched, and what `reversals.reverse` raises."""
    lock(line.bank_account.book.organisation)
    row = (
        BankLine.objects.select_for_update(of=("self",))
        .select_related("bank_account__book__organisation")
        .get(pk=line.pk)
    )
    made = row.match
    if made is None:
        raise NotMatched()
    entry = made.made
    rows = list(made.lines.select_related("bank_account__account__book__organisation").order_by("key"))
    made.lines.update(match=None)
    made.delete()
    if reverse_on is not None and entry is not None:
        reverse_entry(entry=entry, on=reverse_on, by=by, at=at)
    _state_of("books.bank_line.unmatched", rows, row, by, at)
    row.refresh_from_db()
    return row


@act
def set_aside(*, line: BankLine, by: Who, at: datetime) -> BankLine:
    """Mark a line as not the organisation's own (a bank's mistake it will take back). Raises LineIsDone."""
    (row,) = _locked([line])
    row.is_set_aside = True
    row.save(update_fields=["is_set_aside"])
    _state_of("books.bank_line.set_aside", [row], row, by, at)
    return row


@act
def take_up(*, line: BankLine, by: Who, at: datetime) -> BankLine:
    """Take up again a line that was set aside. Raises LineIsDone."""
    lock(line.bank_account.book.organisation)
    row = _rows([line.pk])[0]
    if not row.is_set_aside:
        raise LineIsDone()
    row.is_set_aside = False
    row.save(update_fields=["is_set_aside"])
    _state_of("books.bank_line.taken_up", [row], row, by, at)
    return row


@act
def erase(*, line: BankLine, by: Who, at: datetime) -> BankLine:
    """Erase payee, memo and reference of a line; day, amount and match stay. Raises AlreadyErased."""
    lock(line.bank_account.book.organisation)
    row = _rows([line.pk])[0]
    if row.is_erased:
        raise AlreadyErased()
    row.payee = row.memo = row.ref = ""
    row.is_erased = True
    row.save(update_fields=["payee", "memo", "ref", "is_erased"])
    _state_of("books.bank_line.erased", [row], row, by, at)
    return row


@act
def forget_rule(*, rule: MatchRule, by: Who, at: datetime) -> MatchRule:
    """Forget what was learned about a payee; its name goes with it."""
    row = (
        MatchRule.objects.select_for_update(of=("self",)).select_related("book__organisation").get(pk=rule.pk)
    )
    state(
        "books.match_rule.forgotten",
        subject=row,
        by=by,
        at=at,
        organisation=row.book.organisation,
        data={"account": row.account, "count": row.use_count},
    )
    row.delete()
    return row


def _rows(pks: Sequence[int]) -> list[BankLine]:
    rows = BankLine.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("key")
    return list(rows.select_related("bank_account__account__book__organisation", "bank_account__book"))


def _locked(lines: Sequence[BankLine]) -> list[BankLine]:
    """The lines, their book locked, when all are open and of one bank account."""
    if not lines:
        raise NothingChosen()
    lock(lines[0].bank_account.book.organisation)
    rows = _rows([line.pk for line in lines])
    if not all(row.is_open for row in rows):
        raise LineIsDone()
    if len({row.bank_account_id for row in rows}) > 1:
        raise NotOfThisAccount()
    return rows


def _posting(line: BankLine, entry: Entry, number: int) -> tuple[Entry, Posting]:
    posting = Posting.objects.filter(
        book_id=entry.book_id, seq=entry.seq, line=number, account_id=line.bank_account.account_id
    ).first()
    if posting is None:
        raise NotOfThisAccount()
    if MatchedPosting.objects.filter(entry=entry, line=number).exists():
        raise PostingIsTaken(number=entry.seq)
    return entry, posting


def _matched(rows: list[BankLine], found: list[tuple[Entry, Posting]], *, at: datetime) -> BankMatch:
    unit = rows[0].bank_account.account.unit
    _demand_sum(
        sum(row.amount_minor for row in rows), [posting.amount_minor for _entry, posting in found], unit
    )
    made = BankMatch.objects.create(key=new_key("match"), bank_account=rows[0].bank_account, at=at)
    _tie(made, rows, found)
    return made


def _tie(made: BankMatch, rows: list[BankLine], found: list[tuple[Entry, Posting]]) -> None:
    MatchedPosting.objects.bulk_create(
        MatchedPosting(match=made, entry=entry, line=posting.line, amount_minor=posting.amount_minor)
        for entry, posting in found
    )
    BankLine.objects.filter(pk__in=[row.pk for row in rows]).update(match=made)


def _demand_sum(bank: int, chosen: list[int], unit: str) -> None:
    if sum(chosen) != bank:
        raise SumsDiffer(bank=show_minor(bank, unit), chosen=show_minor(sum(chosen), unit))


def _demand_allowed(line: BankLine, parts: Sequence[Part]) -> None:
    """Only accounts that need no key of another room's things: no loans, no members' accounts."""
    allowed = {row.code for row in accounts_for_lines(line.bank_account)}
    for part in parts:
        if part.account not in allowed:
            raise NotForBankLines(account=part.account)


def _others(found: tuple[Entry, Posting]) -> list[tuple[str, str]]:
    """(account, party) of the other lines of an entry."""
    entry, posting = found
    rows = Posting.objects.filter(book_id=entry.book_id, seq=entry.seq).exclude(line=posting.line)
    return list(rows.values_list("account__code", "party"))


def _learn(line: BankLine, others: list[tuple[str, str]]) -> None:
    """Remember where the payee's money went, when it went to one account."""
    payee = plain_payee(line.payee, line.memo)
    if len(others) != 1 or not payee:
        return
    (account, party), is_out = others[0], line.amount_minor < 0
    rule = MatchRule.objects.filter(book=line.bank_account.book, payee=payee, is_out=is_out).first()
    if rule is None:
        rule = MatchRule(
            key=new_key("rule"), book=line.bank_account.book, payee=payee, is_out=is_out, use_count=0
        )
    same = (rule.account, rule.party) == (account, party)
    rule.account, rule.party, rule.use_count = account, party, rule.use_count + 1 if same else 1
    rule.save()


def _state_of(
    kind: str,
    rows: list[BankLine],
    subject: BankLine | BankMatch,
    by: Who,
    at: datetime,
    parts: Sequence[Part] = (),
) -> Fact:
    """The fact of an act about lines: keys, amounts and codes."""
    bank_account = rows[0].bank_account
    minor = sum(row.amount_minor for row in rows)
    data: dict[str, Any] = {
        "unit": bank_account.account.unit,
        "amount_minor": abs(minor),
        "way": "out" if minor < 0 else "in",
        "lines": [row.key for row in rows],
    }
    if parts:
        data["on"] = rows[0].on.isoformat()
        data["parts"] = [part._asdict() for part in parts]
        data["changes"] = changes(bank_account.book.organisation, cash=minor)
    return state(
        kind,
        subject=subject,
        by=by,
        at=at,
        organisation=bank_account.book.organisation,
        about=[bank_account, *rows],
        data=data,
    )
