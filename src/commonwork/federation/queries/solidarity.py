"""The solidarity fund: what co-ops pledge at their year-end and pay in, what the assembly's resolutions take out."""

from datetime import date, timedelta

from django.db.models import QuerySet, Sum

from commonwork.books import queries as book_queries
from commonwork.federation import HOUSE_KEY
from commonwork.federation.models import YearEnd
from commonwork.federation.queries.coops import house
from commonwork.federation.queries.told_lines import ToldLine, statement_of
from commonwork.registry.models import Organisation

FUND, RECEIVABLE = "3300", "1110"


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
    return -_held(FUND, on)


def outstanding(*, on: date | None = None) -> int:
    """What is pledged and not paid yet, in cents."""
    return _held(RECEIVABLE, on)


def _held(account: str, on: date | None) -> int:
    """A balance of the federation; nothing while a network is being founded and has none yet."""
    found = Organisation.objects.filter(key=HOUSE_KEY).first()
    return book_queries.balance(found, account, on=on) if found else 0


def movements(*, until: date | None = None) -> list[ToldLine]:
    """Every line of the fund up to and with a day, the newest first, with the sentence of what caused it."""
    ends_on = until + timedelta(days=1) if until else None
    return list(reversed(statement_of(house(), FUND, ends_on=ends_on).lines))


def _sum(rows: QuerySet[YearEnd]) -> int:
    return rows.order_by().aggregate(total=Sum("solidarity_minor"))["total"] or 0
