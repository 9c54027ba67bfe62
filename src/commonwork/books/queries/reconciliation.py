"""The reconciliation statement: from what the books say to what the bank says, with everything in between.

    books at the end of the day
    - what the books have and the bank has not yet (or only later)
    + what the bank has and the books have not yet (or only later), set-aside lines shown apart
    + what stood open when the bank account was taken up (bank's balance before the first line less the books' then,
      less what of it has cleared since)
    = what the bank should say; it closes when that is the bank's own figure

A match counts as cleared when all its lines and postings are of that day or before. An entry and its reversal that are
both unmatched cancel each other and are left out.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from commonwork.books.models import BankAccount, BankLine, BankMatch, Entry, MatchedPosting, Posting
from commonwork.books.queries.balances import balance


@dataclass(frozen=True)
class OpenPosting:
    """A posting that the bank does not have yet."""

    entry: Entry
    amount_minor: int


@dataclass(frozen=True)
class Reconciliation:
    """Amounts in minor units, money in positive. `bank_minor`: the bank's own figure, None when it stated none."""

    bank_account: BankAccount
    on: date
    book_minor: int
    postings: tuple[OpenPosting, ...]
    lines: tuple[BankLine, ...]
    aside: tuple[BankLine, ...]
    before_minor: int
    bank_minor: int | None

    @property
    def postings_minor(self) -> int:
        return sum(row.amount_minor for row in self.postings)

    @property
    def lines_minor(self) -> int:
        return sum(row.amount_minor for row in self.lines)

    @property
    def aside_minor(self) -> int:
        return sum(row.amount_minor for row in self.aside)

    @property
    def expected_minor(self) -> int:
        """What the bank should say."""
        return self.book_minor - self.postings_minor + self.lines_minor + self.aside_minor + self.before_minor

    @property
    def difference_minor(self) -> int:
        """What the bank says beyond that; 0 when it stated nothing."""
        return 0 if self.bank_minor is None else self.bank_minor - self.expected_minor

    @property
    def closes(self) -> bool:
        """Does it close at the bank's figure?"""
        return self.bank_minor is not None and self.difference_minor == 0

    @property
    def is_clean(self) -> bool:
        """Does it close with nothing in between?"""
        open_rows = (*self.postings, *self.lines, *self.aside)
        return self.closes and self.bank_minor == self.book_minor and not open_rows


def reconcile(bank_account: BankAccount, *, on: date, bank_minor: int | None) -> Reconciliation:
    """The reconciliation at the end of a day. bank_minor: what the bank's statement says that day, if it says so."""
    starts_on = bank_account.starts_on or on + timedelta(days=1)
    code, organisation = bank_account.account.code, bank_account.book.organisation
    pending = BankMatch.objects.filter(bank_account=bank_account).filter(
        Q(lines__on__gt=on) | Q(postings__entry__effective_on__gt=on)
    )
    waiting = set(pending.values_list("pk", flat=True))
    cleared = MatchedPosting.objects.filter(match__bank_account=bank_account).exclude(match__in=waiting)
    lines = BankLine.objects.filter(bank_account=bank_account, on__lte=on).order_by("on", "pk")
    lines = lines.select_related("bank_account__book")
    still = list(lines.filter(Q(match=None) | Q(match__in=waiting)))
    book_before = balance(organisation, code, on=starts_on - timedelta(days=1))
    cleared_before = cleared.filter(entry__effective_on__lt=starts_on).aggregate(s=Sum("amount_minor"))["s"]
    before = 0
    if bank_account.opening_minor is not None:
        before = bank_account.opening_minor - book_before + (cleared_before or 0)
    return Reconciliation(
        bank_account=bank_account,
        on=on,
        book_minor=balance(organisation, code, on=on),
        postings=tuple(_open_postings(bank_account, starts_on, on, cleared)),
        lines=tuple(row for row in still if not row.is_set_aside),
        aside=tuple(row for row in still if row.is_set_aside),
        before_minor=before,
        bank_minor=bank_minor,
    )


def _open_postings(
    bank_account: BankAccount, starts_on: date, on: date, cleared: QuerySet[MatchedPosting]
) -> list[OpenPosting]:
    """Postings from the first day on that are not cleared; an entry and its reversal cancel each other."""
    done = set(cleared.values_list("entry__seq", "line"))
    matched = set(
        MatchedPosting.objects.filter(match__bank_account=bank_account).values_list("entry__seq", "line")
    )
    rows = Posting.objects.filter(
        book=bank_account.book, account=bank_account.account, effective_on__range=(starts_on, on)
    ).order_by("effective_on", "seq", "line")
    left = [row for row in rows if (row.seq, row.line) not in done]
    unmatched = {row.seq for row in left if (row.seq, row.line) not in matched}
    entries = {
        entry.seq: entry
        for entry in Entry.objects.filter(
            book=bank_account.book, seq__in={row.seq for row in left}
        ).select_related("book", "reverses")
    }
    cancelled: set[int] = set()
    for seq in unmatched:
        first = entries[seq].reverses
        if first is not None and first.seq in unmatched:
            cancelled |= {seq, first.seq}
    return [OpenPosting(entries[row.seq], row.amount_minor) for row in left if row.seq not in cancelled]
