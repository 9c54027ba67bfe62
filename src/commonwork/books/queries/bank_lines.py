"""Reads of bank accounts and their lines: what is open, what fits it, what was learned."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from commonwork.books.models import (
    Account,
    BankAccount,
    BankLine,
    BankMatch,
    BankStatement,
    Book,
    CsvLayout,
    Entry,
    MatchedPosting,
    MatchRule,
    Posting,
)
from commonwork.books.payees import alike, plain_payee

MOST_SHOWN = 40


@dataclass(frozen=True)
class Candidate:
    """A posting that may be a line's own. `days`: how far apart; `is_learned`: it moves what the payee's rule says."""

    entry: Entry
    line: int
    amount_minor: int
    days: int
    is_learned: bool = False
    is_alike: bool = False

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        """The best one sorts first."""
        return (not self.is_learned, not self.is_alike, self.days, self.entry.seq)


@dataclass(frozen=True)
class Suggested:
    """What is suggested for a line: postings of its amount, the best first, and what its payee's rule says."""

    line: BankLine
    candidates: tuple[Candidate, ...] = ()
    rule: MatchRule | None = None

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


def accounts_of(book: Book) -> QuerySet[BankAccount]:
    """The bank accounts of a book by name, each with the number of its open lines (`open_count`)."""
    rows = BankAccount.objects.filter(book=book).select_related("account", "book__organisation")
    return rows.annotate(
        open_count=Count("lines", filter=Q(lines__match=None, lines__is_set_aside=False))
    ).order_by("name", "key")


def statements_of(bank_account: BankAccount, *, until: date | None = None) -> QuerySet[BankStatement]:
    """The statements taken in, the latest first."""
    rows = BankStatement.objects.filter(bank_account=bank_account).order_by("-ends_on", "-imported_at")
    return rows.filter(ends_on__lte=until) if until else rows


def latest_closing(bank_account: BankAccount, *, on: date | None = None) -> BankStatement | None:
    """The latest statement that states a closing balance, up to a day if one is given."""
    rows = BankStatement.objects.filter(bank_account=bank_account, closing_minor__isnull=False)
    rows = rows.filter(closing_on__lte=on) if on else rows
    return rows.order_by("-closing_on", "-imported_at").first()


def lines_of(bank_account: BankAccount, *, until: date | None = None) -> QuerySet[BankLine]:
    """All lines of a bank account."""
    rows = BankLine.objects.filter(bank_account=bank_account)
    rows = rows.select_related("bank_account__account", "bank_account__book", "match__made__book")
    return rows.filter(on__lte=until) if until else rows


def open_lines(bank_account: BankAccount, *, until: date | None = None) -> QuerySet[BankLine]:
    """The lines that wait to be matched."""
    return lines_of(bank_account, until=until).filter(match=None, is_set_aside=False)


def postings_of(match: BankMatch) -> list[MatchedPosting]:
    """The postings of a match, with their entries."""
    return list(match.postings.select_related("entry__book__organisation").order_by("entry__seq", "line"))


def accounts_for_lines(bank_account: BankAccount) -> list[Account]:
    """The accounts a line may be recorded in, by code: without other rooms' keys, cash itself, wear and the result."""
    rows = Account.objects.filter(
        book=bank_account.book, by__in=["", "co-op"], unit=bank_account.account.unit
    )
    left_out = [bank_account.account.code, "1510", "3900", "5300"]
    return list(rows.exclude(code__in=left_out).order_by("code"))


def rules_of(book: Book) -> QuerySet[MatchRule]:
    """What was learned for a book, most used first."""
    return MatchRule.objects.filter(book=book).order_by("-use_count", "payee", "pk")


def layouts_of(book: Book) -> QuerySet[CsvLayout]:
    """How the banks of a book write their CSV."""
    return CsvLayout.objects.filter(book=book).order_by("bank")


def layout_like(book: Book, fingerprint: str) -> CsvLayout | None:
    """The kept layout whose columns have the same names, or None."""
    return CsvLayout.objects.filter(book=book, fingerprint=fingerprint).first() if fingerprint else None


def unmatched_postings(bank_account: BankAccount) -> QuerySet[Posting]:
    """Postings of the cash account that no line is matched with."""
    taken = MatchedPosting.objects.filter(
        entry__book_id=OuterRef("book_id"), entry__seq=OuterRef("seq"), line=OuterRef("line")
    )
    rows = Posting.objects.filter(book=bank_account.book, account=bank_account.account)
    return rows.filter(~Exists(taken))


def suggestions(lines: Sequence[BankLine]) -> list[Suggested]:
    """For each line of one bank account: unmatched postings of its amount within the account's days, and its rule."""
    if not lines:
        return []
    bank_account = lines[0].bank_account
    days = timedelta(days=bank_account.match_days)
    first, last = min(line.on for line in lines) - days, max(line.on for line in lines) + days
    near = unmatched_postings(bank_account).filter(
        amount_minor__in={line.amount_minor for line in lines}, effective_on__range=(first, last)
    )
    by_amount: dict[int, list[Posting]] = defaultdict(list)
    for posting in near.order_by("seq", "line"):
        by_amount[posting.amount_minor].append(posting)
    seqs = {posting.seq for postings in by_amount.values() for posting in postings}
    known = _Known(bank_account.book, seqs)
    return [_suggested(line, by_amount[line.amount_minor], known, bank_account.match_days) for line in lines]


class _Known:
    """Entries that may fit, with their memos and other sides, and the rules of the book."""

    def __init__(self, book: Book, seqs: set[int]) -> None:
        rows = Entry.objects.filter(book=book, seq__in=seqs).select_related("book", "memo_row")
        self.entries = {entry.seq: entry for entry in rows}
        self.sides: dict[int, set[tuple[str, str]]] = defaultdict(set)
        sides = Posting.objects.filter(book=book, seq__in=seqs)
        for seq, code, party in sides.values_list("seq", "account__code", "party"):
            self.sides[seq].add((code, party))
        self.rules = {(rule.payee, rule.is_out): rule for rule in MatchRule.objects.filter(book=book)}
        taken_back = Entry.objects.filter(book=book, reverses__seq__in=seqs)
        self.taken_back = set(taken_back.values_list("reverses__seq", flat=True))


def _suggested(line: BankLine, postings: list[Posting], known: _Known, most_days: int) -> Suggested:
    rule = known.rules.get((plain_payee(line.payee, line.memo), line.amount_minor < 0))
    found = []
    for posting in postings:
        entry, days = known.entries[posting.seq], abs((posting.effective_on - line.on).days)
        if days > most_days or posting.seq in known.taken_back or entry.reverses_id:
            continue
        memo = getattr(entry, "memo_row", None)
        found.append(
            Candidate(
                entry,
                posting.line,
                posting.amount_minor,
                days,
                is_learned=rule is not None and (rule.account, rule.party) in known.sides[posting.seq],
                is_alike=alike(f"{line.payee} {line.memo}", memo.text if memo else ""),
            )
        )
    return Suggested(line, tuple(sorted(found, key=lambda one: one.rank)[:5]), rule)


def near_postings(line: BankLine) -> list[Posting]:
    """Unmatched postings of any amount, nearest days first: to be put together for a line."""
    days = timedelta(days=max(line.bank_account.match_days, 31))
    rows = unmatched_postings(line.bank_account).filter(effective_on__range=(line.on - days, line.on + days))
    ordered = sorted(rows[:500], key=lambda row: (abs((row.effective_on - line.on).days), row.seq))
    return ordered[:MOST_SHOWN]
