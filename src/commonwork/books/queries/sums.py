"""Sums of accounts from the sums of whole months and the lines of the month that is cut: few rows, however many lines.

All days here are ends that are not counted themselves: `before` a day means until the evening before.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db import connection
from django.db.models import Sum

from commonwork.books.models import Posting

_PARTS = """
    SELECT s.account_id, s.amount_minor FROM books_account a JOIN books_monthsum s ON s.account_id = a.id
     WHERE a.book_id IN ({marks}) AND s.month < %s
    UNION ALL
    SELECT p.account_id, sum(p.amount_minor) FROM books_account a
      JOIN books_posting p ON p.account_id = a.id AND p.effective_on >= %s AND p.effective_on < %s
     WHERE a.book_id IN ({marks}) GROUP BY p.account_id"""


def sums_before(book_ids: Collection[int], day: date) -> dict[int, int]:
    """{account id: sum of its lines before a day} of some books, closing entries included."""
    first = day.replace(day=1)
    sums: dict[int, int] = defaultdict(int)
    if not book_ids:
        return sums
    with connection.cursor() as cursor:
        statement = _PARTS.format(marks=", ".join(["%s"] * len(book_ids)))
        cursor.execute(statement, [*book_ids, first, first, day, *book_ids])
        for account, amount in cursor.fetchall():
            sums[account] += int(amount)
    return sums


def sums_between(book_ids: Collection[int], starts_on: date, ends_on: date) -> dict[int, int]:
    """{account id: what its lines in [starts_on, ends_on) add up to} of some books, closing entries included."""
    sums = sums_before(book_ids, ends_on)
    for account, amount in sums_before(book_ids, starts_on).items():
        sums[account] -= amount
    return sums


def closing_sums(book_ids: Collection[int], starts_on: date, ends_on: date) -> dict[int, int]:
    """{account id: what the lines of closing entries in [starts_on, ends_on) add up to} of some books."""
    rows = Posting.objects.filter(
        book_id__in=book_ids, is_closing=True, effective_on__gte=starts_on, effective_on__lt=ends_on
    )
    sums = rows.order_by().values("account_id").annotate(total=Sum("amount_minor"))
    return dict(sums.values_list("account_id", "total"))


def less(sums: dict[int, int], others: dict[int, int]) -> dict[int, int]:
    """The first sums less the others."""
    return {account: sums.get(account, 0) - others.get(account, 0) for account in sums.keys() | others.keys()}
