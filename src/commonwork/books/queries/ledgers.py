"""The general ledger: the rows of one account with a running balance, page by page; and single entries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from commonwork.books.models import Account, Book, Entry, Posting
from commonwork.registry.models import Organisation

PER_PAGE = 25


@dataclass(frozen=True)
class LedgerRow:
    """One posting with the balance after it. `signed_minor` counts as people read the account (see `sign`)."""

    seq: int
    line: int
    on: date
    amount_minor: int
    running_minor: int
    party: str
    fund: str


@dataclass(frozen=True)
class Ledger:
    """A part of an account's ledger. opening_minor: before the first row of the whole part (not of the page)."""

    account: Account
    opening_minor: int
    debit_minor: int
    credit_minor: int
    row_count: int
    page: int
    page_count: int
    rows: list[LedgerRow]

    @property
    def sum_minor(self) -> int:
        """What all rows of the part add up to."""
        return self.debit_minor + self.credit_minor

    @property
    def closing_minor(self) -> int:
        """The balance after the last row of the part."""
        return self.opening_minor + self.sum_minor


def account_of(organisation: Organisation | str, code: str) -> Account | None:
    """An account of an organisation's book, with the book, or None."""
    key = organisation if isinstance(organisation, str) else organisation.key
    return Account.objects.filter(book__key=key, code=code).select_related("book__organisation").first()


def ledger(
    account: Account,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
    party: str | None = None,
    page: int = 1,
    per_page: int | None = PER_PAGE,
) -> Ledger:
    """The ledger of an account in [starts_on, ends_on), of all parties or one; `per_page` None gives all rows."""
    whole = Posting.objects.filter(book_id=account.book_id, account=account)
    if party is not None:
        whole = whole.filter(party=party)
    opening = _sum(whole.filter(effective_on__lt=starts_on)) if starts_on else 0
    part = whole.filter(effective_on__gte=starts_on) if starts_on else whole
    part = part.filter(effective_on__lt=ends_on) if ends_on else part
    count = part.count()
    size = per_page or max(count, 1)
    page_count = max(1, -(-count // size))
    page = min(max(page, 1), page_count)
    ordered, skip = part.order_by("effective_on", "seq", "line"), (page - 1) * size
    running = opening + (_sum(ordered[:skip]) if skip else 0)
    rows = []
    for seq, line, on, amount, whose, fund in ordered[skip : skip + size].values_list(
        "seq", "line", "effective_on", "amount_minor", "party", "fund"
    ):
        running += amount
        rows.append(LedgerRow(seq, line, on, amount, running, whose, fund))
    debit, credit = _sum(part.filter(amount_minor__gt=0)), _sum(part.filter(amount_minor__lt=0))
    return Ledger(account, opening, debit, credit, count, page, page_count, rows)


def entry_of(book_key: str, seq: int) -> Entry | None:
    """An entry by its book and number, or None."""
    return (
        Entry.objects.filter(book__key=book_key, seq=seq)
        .select_related("book__organisation", "reverses__book", "reversed_by__book", "memo_row")
        .first()
    )


def lines_of(entry: Entry) -> list[Posting]:
    """The lines of an entry in their order, with their accounts."""
    rows = Posting.objects.filter(book_id=entry.book_id, seq=entry.seq)
    return list(rows.select_related("account").order_by("line"))


def mirrors_of(entry: Entry) -> list[Entry]:
    """The entries the same act wrote in other books (or the same one)."""
    if entry.mirror is None:
        return []
    rows = Entry.objects.filter(mirror=entry.mirror).exclude(pk=entry.pk)
    return list(rows.select_related("book__organisation").order_by("book__key", "seq"))


def sources_of(account: Account, seqs: list[int]) -> dict[int, str]:
    """{entry number: code of its fact} for entries of an account's book."""
    rows = Entry.objects.filter(book_id=account.book_id, seq__in=seqs)
    return dict(rows.values_list("seq", "source"))


def recent(book: Book, *, until: date | None = None) -> QuerySet[Entry]:
    """The entries of a book, the latest first, up to a day if one is given."""
    rows = Entry.objects.filter(book=book).order_by("-effective_on", "-seq")
    return rows.filter(effective_on__lte=until) if until else rows


def _sum(rows: QuerySet[Posting]) -> int:
    return rows.aggregate(total=Sum("amount_minor"))["total"] or 0
