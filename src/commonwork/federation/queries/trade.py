"""Trade between sister co-ops."""

from datetime import date

from django.db.models import Q, QuerySet, Sum

from commonwork.federation.models import SisterInvoice
from commonwork.registry.models import Organisation
from commonwork.rules.periods import twelve_months_to


def sister_trade(
    *, starts_on: date | None = None, ends_on: date | None = None, coop: Organisation | None = None
) -> QuerySet[SisterInvoice]:
    """Invoices written in [starts_on, ends_on) and not taken back, of one co-op (either side) or all, the newest
    first."""
    rows = SisterInvoice.objects.filter(taken_back_on=None).select_related("seller", "buyer")
    rows = rows.order_by("-invoiced_on", "-pk")
    if starts_on:
        rows = rows.filter(invoiced_on__gte=starts_on)
    if ends_on:
        rows = rows.filter(invoiced_on__lt=ends_on)
    return rows.filter(Q(seller=coop) | Q(buyer=coop)) if coop else rows


def trade_year(on: date) -> tuple[date, date]:
    """The twelve months [starts_on, ends_on) to show: those up to a day or, if nothing was sold then, up to the last
    invoice before it."""
    starts_on, ends_on = twelve_months_to(on)
    days = sister_trade(ends_on=ends_on).values_list("invoiced_on", flat=True)
    latest = days.first()
    return (starts_on, ends_on) if latest is None or latest >= starts_on else twelve_months_to(latest)


def sister_trade_total(*, starts_on: date, ends_on: date) -> int:
    """What sisters invoiced to each other in [starts_on, ends_on), in cents."""
    rows = sister_trade(starts_on=starts_on, ends_on=ends_on).order_by()
    return rows.aggregate(total=Sum("amount_minor"))["total"] or 0
