"""One figure of many books at once, with the same number of queries however many there are. Debit positive, minor units."""

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet, Sum

from commonwork.books.models import Account, MonthSum, Posting


def balances_in(keys: Collection[str], account: str, *, on: date) -> dict[str, int]:
    """{key of an organisation: what one of its accounts stands at at the end of a day}; without book or account none."""
    first, of = on.replace(day=1), {"account__book__key__in": list(keys), "account__code": account}
    found = Counter(_by_book(MonthSum.objects.filter(**of, month__lt=first)))
    found.update(_by_book(Posting.objects.filter(**of, effective_on__gte=first, effective_on__lte=on)))
    return dict(found)


def costs_in(keys: Collection[str], *, starts_on: date, ends_on: date) -> dict[str, int]:
    """{key of an organisation: what its expenses of [starts_on, ends_on) add up to}, closing entries left out."""
    rows = Posting.objects.filter(
        account__book__key__in=list(keys),
        account__kind=Account.Kind.EXPENSE,
        effective_on__gte=starts_on,
        effective_on__lte=ends_on - timedelta(days=1),
        is_closing=False,
    )
    return _by_book(rows)


def _by_book(rows: QuerySet[Any]) -> dict[str, int]:
    sums = rows.order_by().values_list("account__book__key").annotate(total=Sum("amount_minor"))
    return dict(sums)
