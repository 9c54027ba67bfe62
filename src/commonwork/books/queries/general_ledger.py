"""The general ledger of books: every account with what it stood at before, what moved it, what it stands at after; and
all its lines, read a part at a time however many there are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q, Sum

from commonwork.books.models import Account, Book, Posting
from commonwork.books.queries.ledgers import LedgerRow
from commonwork.books.queries.spans import Span

AT_ONCE = 2000
_ORDER = ("effective_on", "seq", "line")
_COLUMNS = ("seq", "line", "effective_on", "amount_minor", "party", "fund", "is_closing")


@dataclass(frozen=True)
class AccountMoved:
    """One account in a span. Opening and closing are debit positive; debits and credits are not signed."""

    account: Account
    opening_minor: int
    debit_minor: int
    credit_minor: int

    @property
    def closing_minor(self) -> int:
        return self.opening_minor + self.debit_minor - self.credit_minor


def accounts_moved_in(books: Sequence[Book], span: Span) -> list[AccountMoved]:
    """Every account of the books that stood at something or moved in a span, book by book, by code."""
    in_span = Q(effective_on__gte=span.starts_on)
    sums = {
        pk: values
        for pk, *values in Posting.objects.filter(book__in=books, effective_on__lt=span.ends_on)
        .order_by()
        .values_list("account_id")
        .annotate(
            opening=Sum("amount_minor", filter=~in_span, default=0),
            debit=Sum("amount_minor", filter=in_span & Q(amount_minor__gt=0), default=0),
            credit=Sum("amount_minor", filter=in_span & Q(amount_minor__lt=0), default=0),
        )
    }
    rows = (
        Account.objects.filter(pk__in=sums).select_related("book__organisation").order_by("book__key", "code")
    )
    found = [
        AccountMoved(account, opening, debit, -credit)
        for account in rows
        for opening, debit, credit in [sums[account.pk]]
    ]
    return [one for one in found if one.opening_minor or one.debit_minor or one.credit_minor]


def line_count(books: Sequence[Book], span: Span) -> int:
    """How many lines the books have in a span."""
    rows = Posting.objects.filter(book__in=books)
    return rows.filter(effective_on__gte=span.starts_on, effective_on__lt=span.ends_on).count()


def parts_of(moved: AccountMoved, span: Span) -> Iterator[list[LedgerRow]]:
    """The lines of an account in a span, in order, with their running balance, `AT_ONCE` at a time."""
    rows = Posting.objects.filter(
        book_id=moved.account.book_id,
        account=moved.account,
        effective_on__gte=span.starts_on,
        effective_on__lt=span.ends_on,
    ).order_by(*_ORDER)
    running = moved.opening_minor
    for part in _in_parts(rows.values_list(*_COLUMNS).iterator(AT_ONCE)):
        ready = []
        for seq, line, on, amount, party, fund, closing in part:
            running += amount
            ready.append(LedgerRow(moved.account, seq, line, on, amount, running, party, fund, closing))
        yield ready


def _in_parts(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(rows)
    while part := list(islice(rest, AT_ONCE)):
        yield part
