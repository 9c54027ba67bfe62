"""The solidarity fund: what co-ops pledge at their year-end and pay in, what the assembly's resolutions take out."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum
from django.urls import reverse

from commonwork.books import queries as book_queries
from commonwork.books.queries import ledgers
from commonwork.federation.models import YearEnd
from commonwork.federation.queries.coops import house
from commonwork.record.models import Fact
from commonwork.record.queries import Told, tell

FUND, RECEIVABLE = "3300", "1110"


@dataclass(frozen=True)
class Movement:
    """One line of the fund: `change_minor` is positive for what comes in, `fund_minor` what the fund then holds."""

    on: date
    change_minor: int
    fund_minor: int
    told: Told | None
    entry_url: str


def pledges(*, starts_on: date | None = None, ends_on: date | None = None) -> QuerySet[YearEnd]:
    """Year-ends with a solidarity share, pledged in [starts_on, ends_on), the newest first."""
    rows = YearEnd.objects.filter(solidarity_minor__gt=0).exclude(shared_on=None)
    rows = rows.filter(shared_on__gte=starts_on) if starts_on else rows
    rows = rows.filter(shared_on__lt=ends_on) if ends_on else rows
    return rows.select_related("organisation").order_by("-shared_on", "organisation__name")


def solidarity_pledged(*, starts_on: date, ends_on: date) -> int:
    """What co-ops pledged in [starts_on, ends_on), in cents."""
    return _sum(pledges(starts_on=starts_on, ends_on=ends_on))


def solidarity_paid(*, starts_on: date, ends_on: date) -> int:
    """What co-ops paid in [starts_on, ends_on), in cents."""
    return _sum(YearEnd.objects.filter(solidarity_paid_on__gte=starts_on, solidarity_paid_on__lt=ends_on))


def solidarity_fund_minor(*, on: date | None = None) -> int:
    """What the fund stands at, pledges that are not paid yet among it, in cents."""
    return -book_queries.balance(house(), FUND, on=on)


def outstanding(*, on: date | None = None) -> int:
    """What is pledged and not paid yet, in cents."""
    return book_queries.balance(house(), RECEIVABLE, on=on)


def movements(*, until: date | None = None) -> list[Movement]:
    """Every line of the fund up to and with a day, the newest first, with the sentence of what caused it."""
    account = book_queries.account_of(house(), FUND)
    if account is None:
        return []
    rows = [
        row for row in book_queries.ledger(account, per_page=None).rows if until is None or row.on <= until
    ]
    codes = ledgers.sources_of(account, [row.seq for row in rows])
    facts = {fact.code: fact for fact in Fact.objects.filter(code__in=set(codes.values()))}
    told = {one.fact.code: one for one in tell(facts.values())}
    return [
        Movement(
            row.on,
            -row.amount_minor,
            -row.running_minor,
            told.get(codes.get(row.seq, "")),
            reverse("books_entry", args=[account.book.key, row.seq]),
        )
        for row in reversed(rows)
    ]


def _sum(rows: QuerySet[YearEnd]) -> int:
    return rows.order_by().aggregate(total=Sum("solidarity_minor"))["total"] or 0
