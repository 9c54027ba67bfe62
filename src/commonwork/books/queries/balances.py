"""Balances: of an account, of its parties, of a whole book, and the result of a period. Debit positive, minor units.

`on` counts the whole day. `before_closing` leaves out what closes a year ending that very day.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from commonwork.books.models import Account, Balance, Book, Posting
from commonwork.books.queries.sums import closing_sums, less, sums_before, sums_between
from commonwork.registry.models import Organisation

LAST_DAY = date.max - timedelta(days=1)  # the last day that has a day after
RESULT_KINDS = frozenset({Account.Kind.INCOME, Account.Kind.EXPENSE})


@dataclass(frozen=True)
class Row:
    """One account of a trial balance."""

    code: str
    name: str
    kind: str
    balance_minor: int
    unit: str = "USD"


def book_of(organisation: Organisation | str) -> Book | None:
    """The book of an organisation (or of its key), or None."""
    key = organisation if isinstance(organisation, str) else organisation.key
    return Book.objects.filter(key=key).select_related("organisation").first()


def closed_until_of(keys: Collection[str]) -> dict[str, date | None]:
    """{key: the first open day of its book, None when nothing is closed} of those organisations that keep a book."""
    return dict(Book.objects.filter(key__in=keys).values_list("key", "closed_until"))


def balance(
    organisation: Organisation,
    account: str,
    *,
    on: date | None = None,
    party: str | None = None,
    before_closing: bool = False,
) -> int:
    """What an account stands at: now, or at the end of a day; of all parties, or of one. 0 without book or account."""
    if on is None and party is None:
        row = Balance.objects.filter(account__book__key=organisation.key, account__code=account)
        return row.values_list("amount_minor", flat=True).first() or 0
    rows = _postings(on=on, before_closing=before_closing).filter(account=_account(organisation, account))
    if party is not None:
        rows = rows.filter(party=party)
    return rows.aggregate(total=Sum("amount_minor"))["total"] or 0


def parties(organisation: Organisation, account: str, *, on: date | None = None) -> dict[str, int]:
    """{party key: balance} of an account, zero balances left out, by key."""
    rows = _postings(on=on).filter(account=_account(organisation, account)).exclude(party="")
    sums = rows.values("party").annotate(total=Sum("amount_minor")).order_by("party")
    return {row["party"]: row["total"] for row in sums if row["total"]}


def trial_balance(organisation: Organisation, *, on: date, before_closing: bool = False) -> list[Row]:
    """All accounts of a book that are not at zero at the end of a day, by code. They add up to zero."""
    sums = balances_of([_book_id(organisation.key)], on=on, before_closing=before_closing)
    return [row for row in rows_of(organisation.key, sums) if row.balance_minor]


def balances_of(book_ids: Collection[int], *, on: date, before_closing: bool = False) -> dict[int, int]:
    """{account id: balance at the end of a day} of some books, in one question however many they are."""
    after = min(on, LAST_DAY) + timedelta(days=1)
    sums = sums_before(book_ids, after)
    return less(sums, closing_sums(book_ids, on, after)) if before_closing else sums


def movements_of(
    book_ids: Collection[int], *, starts_on: date, ends_on: date, with_closing: bool = False
) -> dict[int, int]:
    """{account id: what it moved by in [starts_on, ends_on)} of some books."""
    if ends_on <= starts_on:
        return {}
    sums = sums_between(book_ids, starts_on, ends_on)
    return sums if with_closing else less(sums, closing_sums(book_ids, starts_on, ends_on))


def rows_of(book_key: str, sums: dict[int, int]) -> list[Row]:
    """Rows for all accounts of a book, by code, with the given {account id: amount}."""
    accounts = Account.objects.filter(book__key=book_key).order_by("code")
    return [Row(a.code, a.name, a.kind, sums.get(a.pk, 0), a.unit) for a in accounts]


def in_own_unit(organisation: Organisation, rows: Iterable[Row]) -> list[Row]:
    """Those of the rows that are kept in the book's own unit: what statements count."""
    book = book_of(organisation)
    return [row for row in rows if book is None or row.unit == book.unit]


def movements(
    organisation: Organisation, *, starts_on: date, ends_on: date, with_closing: bool = False
) -> list[Row]:
    """What each account moved by in [starts_on, ends_on); closing entries are left out unless asked for."""
    sums = movements_of(
        [_book_id(organisation.key)], starts_on=starts_on, ends_on=ends_on, with_closing=with_closing
    )
    return [row for row in rows_of(organisation.key, sums) if row.balance_minor]


def result(
    organisation: Organisation, *, starts_on: date, ends_on: date, without: Collection[str] = ()
) -> int:
    """Income less expenses of [starts_on, ends_on), a surplus positive. `without`: account codes left out.

    Closing entries do not count, so a closed year keeps its result. Only accounts in the book's own unit count.
    """
    rows = in_own_unit(organisation, movements(organisation, starts_on=starts_on, ends_on=ends_on))
    counted = (row for row in rows if row.kind in RESULT_KINDS and row.code not in without)
    return -sum(row.balance_minor for row in counted)


def _account(organisation: Organisation, code: str) -> int | None:
    found = Account.objects.filter(book__key=organisation.key, code=code).values_list("pk", flat=True).first()
    return found if found is not None else -1


def _book_id(key: str) -> int:
    return Book.objects.filter(key=key).values_list("pk", flat=True).first() or -1


def _postings(*, on: date | None = None, before_closing: bool = False) -> QuerySet[Posting]:
    rows = Posting.objects.all()
    if on is not None:
        rows = rows.filter(effective_on__lte=on)
        if before_closing:
            rows = rows.exclude(Q(is_closing=True) & Q(effective_on=on))
    return rows
