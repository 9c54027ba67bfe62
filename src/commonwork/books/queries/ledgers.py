"""The general ledger: the rows of one or more accounts with a running sum, page by page; and single entries."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum

from commonwork.books.models import Account, Book, Entry, Posting
from commonwork.registry.models import Organisation

PER_PAGE = 25
AT_ONCE = 2_000
FAR = 1_000  # rows to a page's first one, from which on its keys are looked up before its rows
_ORDER = ("effective_on", "seq", "line")
_BACKWARDS = ("-effective_on", "-seq", "-line")
_COLUMNS = ("account_id", "seq", "line", "effective_on", "amount_minor", "party", "fund", "is_closing")


@dataclass(frozen=True)
class LedgerRow:
    """One posting (debit positive) with the sum up to and with it."""

    account: Account
    seq: int
    line: int
    on: date
    amount_minor: int
    running_minor: int
    party: str
    fund: str
    is_closing: bool


@dataclass(frozen=True)
class Ledger:
    """A part of a ledger. opening_minor: before the first row of the whole part, not of the page."""

    accounts: list[Account]
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


def accounts_of(book: Book) -> list[Account]:
    """All accounts of a book, by code."""
    return list(Account.objects.filter(book=book).order_by("code"))


def ledger(
    *accounts: Account,
    starts_on: date | None = None,
    ends_on: date | None = None,
    party: str | None = None,
    with_closing: bool = True,
    where: Q | None = None,
    page: int = 1,
    per_page: int | None = PER_PAGE,
) -> Ledger:
    """The ledger of accounts of one book in [starts_on, ends_on), of all parties or one, closing entries left out
    when asked. `where` narrows it further. `per_page` None gives all rows."""
    by_id = {account.pk: account for account in accounts}
    opening, part = _chosen(by_id, starts_on, ends_on, party, with_closing, where)
    whole_part = part.aggregate(
        count=Count("line"),
        debit=Sum("amount_minor", filter=Q(amount_minor__gt=0), default=0),
        credit=Sum("amount_minor", filter=Q(amount_minor__lt=0), default=0),
    )
    count, debit, credit = whole_part["count"], whole_part["debit"], whole_part["credit"]
    size = per_page or max(count, 1)
    page_count = max(1, -(-count // size))
    page = min(max(page, 1), page_count)
    skip = (page - 1) * size
    before = opening + _sum_of_first(part, skip, count, debit + credit)
    rows = _rows(by_id, _slice(part, accounts[0].book_id, skip, size, count) if accounts else (), before)
    return Ledger(list(accounts), opening, debit, credit, count, page, page_count, rows)


def ledger_parts(
    *accounts: Account,
    starts_on: date | None = None,
    ends_on: date | None = None,
    party: str | None = None,
    with_closing: bool = True,
    where: Q | None = None,
    at_once: int = AT_ONCE,
) -> Iterator[list[LedgerRow]]:
    """All rows of what `ledger` shows a page of, `at_once` at a time, read as they are taken."""
    by_id = {account.pk: account for account in accounts}
    running, part = _chosen(by_id, starts_on, ends_on, party, with_closing, where)
    values = part.order_by(*_ORDER).values_list(*_COLUMNS).iterator(at_once)
    while some := list(islice(values, at_once)):
        rows = _rows(by_id, some, running)
        running = rows[-1].running_minor
        yield rows


def _chosen(
    by_id: dict[int, Account],
    starts_on: date | None,
    ends_on: date | None,
    party: str | None,
    with_closing: bool,
    where: Q | None,
) -> tuple[int, QuerySet[Posting]]:
    """(sum of what is before the part, the part)."""
    whole = Posting.objects.filter(account__in=by_id)
    if party is not None:
        whole = whole.filter(party=party)
    if where is not None:
        whole = whole.filter(where)
    opening = _sum(whole.filter(effective_on__lt=starts_on)) if starts_on else 0
    part = whole.filter(effective_on__gte=starts_on) if starts_on else whole
    part = part.filter(effective_on__lt=ends_on) if ends_on else part
    return opening, part if with_closing else part.filter(is_closing=False)


def _sum_of_first(part: QuerySet[Posting], many: int, of: int, total: int) -> int:
    """The sum of the first rows of a part, counted from the nearer end."""
    if many <= of // 2:
        return _sum(part.order_by(*_ORDER)[:many]) if many else 0
    return total - _sum(part.order_by(*_BACKWARDS)[: of - many])


def _slice(part: QuerySet[Posting], book: int, skip: int, size: int, of: int) -> Iterable[Any]:
    """The values of a page's rows, reached from the nearer end. Only their keys are counted off: an index knows these."""
    if skip <= of // 2:
        ordered, first, last = part.order_by(*_ORDER), skip, skip + size
    else:
        ordered, first, last = part.order_by(*_BACKWARDS), max(of - skip - size, 0), of - skip
    if first < FAR:
        found = list(ordered[first:last].values_list(*_COLUMNS))
        return found if skip <= of // 2 else found[::-1]
    keys = set(ordered[first:last].values_list(*_ORDER))
    rows = part.filter(book=book, seq__in={seq for _, seq, _ in keys}).values_list(*_COLUMNS)
    return sorted((row for row in rows if (row[3], row[1], row[2]) in keys), key=itemgetter(3, 1, 2))


def _rows(by_id: dict[int, Account], values: Iterable[Any], running: int) -> list[LedgerRow]:
    rows = []
    for pk, seq, line, on, amount, party, fund, closing in values:
        running += amount
        rows.append(LedgerRow(by_id[pk], seq, line, on, amount, running, party, fund, closing))
    return rows


def entry_of(book: Book, seq: int) -> Entry | None:
    """An entry by its number, or None."""
    rows = Entry.objects.filter(book=book, seq=seq).select_related("book__organisation", "reverses__book")
    return rows.first()


def lines_of(entry: Entry) -> list[Posting]:
    """The lines of an entry in their order, with their accounts."""
    rows = Posting.objects.filter(book_id=entry.book_id, seq=entry.seq)
    return list(rows.select_related("account").order_by("line"))


def mirrors_of(entry: Entry) -> list[Entry]:
    """The entries the same act wrote in other books."""
    if entry.mirror is None:
        return []
    rows = Entry.objects.filter(mirror=entry.mirror).exclude(pk=entry.pk)
    return list(rows.select_related("book__organisation").order_by("book__key", "seq"))


def reversal_of(entry: Entry) -> Entry | None:
    """The entry that took this one back, or None."""
    return Entry.objects.filter(reverses=entry).select_related("book").first()


def entries_by_seq(book: Book, seqs: Sequence[int]) -> dict[int, Entry]:
    """{number: entry} of a book, memos at hand."""
    rows = Entry.objects.filter(book=book, seq__in=set(seqs)).select_related("memo_row")
    return {entry.seq: entry for entry in rows}


def sources_of(book: Book, seqs: Collection[int]) -> dict[int, str]:
    """{number: code of the fact that caused an entry}."""
    return dict(Entry.objects.filter(book=book, seq__in=seqs).values_list("seq", "source"))


def accounts_moved(book: Book, seqs: Sequence[int]) -> dict[int, list[Account]]:
    """{number: accounts an entry moved, in the order of its lines}."""
    found: dict[int, list[Account]] = {}
    rows = Posting.objects.filter(book=book, seq__in=set(seqs)).select_related("account")
    for row in rows.order_by("seq", "line"):
        moved = found.setdefault(row.seq, [])
        if row.account not in moved:
            moved.append(row.account)
    return found


def amounts(book: Book, seqs: Sequence[int]) -> dict[int, tuple[int, str]]:
    """{number: sum of the debits of an entry, and its unit}: in the book's own unit where it has lines in it."""
    rows = Posting.objects.filter(book=book, seq__in=set(seqs), amount_minor__gt=0)
    sums = rows.order_by().values("seq", "account__unit").annotate(sum=Sum("amount_minor"))
    found: dict[int, tuple[int, str]] = {}
    for seq, unit, total in sums.values_list("seq", "account__unit", "sum"):
        if seq not in found or unit == book.unit:
            found[seq] = (total, unit)
    return found


def recent(book: Book, *, until: date | None = None) -> QuerySet[Entry]:
    """The entries of a book, the latest first, up to a day if one is given."""
    rows = (
        Entry.objects.filter(book=book).select_related("book", "memo_row").order_by("-effective_on", "-seq")
    )
    return rows.filter(effective_on__lte=until) if until else rows


def in_parts(entries: QuerySet[Entry], at_once: int = AT_ONCE) -> Iterator[list[Entry]]:
    """Entries `at_once` at a time, read as they are taken."""
    rows = entries.iterator(at_once)
    while some := list(islice(rows, at_once)):
        yield some


def span(book: Book) -> tuple[date, date] | None:
    """The first and the last day that have entries, or None."""
    return span_of([book])


def span_of(books: Collection[Book]) -> tuple[date, date] | None:
    """The first and the last day that have entries in any of the books, or None. An index gives each book's ends."""
    days = Entry.objects.filter(book=OuterRef("pk")).values("effective_on")
    ends = Book.objects.filter(pk__in=[book.pk for book in books]).aggregate(
        first=Min(Subquery(days.order_by("effective_on")[:1])),
        last=Max(Subquery(days.order_by("-effective_on")[:1])),
    )
    return (ends["first"], ends["last"]) if ends["first"] else None


def _sum(rows: QuerySet[Posting]) -> int:
    return rows.aggregate(total=Sum("amount_minor"))["total"] or 0


def last_days() -> list[date]:
    """The last day of each book that something counts for."""
    rows = Entry.objects.order_by().values("book").annotate(last=Max("effective_on"))
    return list(rows.values_list("last", flat=True))
