"""Trade between sister co-ops."""

from datetime import date

from django.db.models import Q, QuerySet, Sum

from commonwork.federation.models import SisterInvoice
from commonwork.registry.models import Organisation


def sister_trade(
    *, starts_on: date | None = None, ends_on: date | None = None, coop: Organisation | None = None
) -> QuerySet[SisterInvoice]:
    """Invoices written in [starts_on, ends_on), of one co-op (either side) or all, the newest first."""
    rows = SisterInvoice.objects.select_related("seller", "buyer").order_by("-invoiced_on", "-pk")
    if starts_on:
        rows = rows.filter(invoiced_on__gte=starts_on)
    if ends_on:
        rows = rows.filter(invoiced_on__lt=ends_on)
    return rows.filter(Q(seller=coop) | Q(buyer=coop)) if coop else rows


def sister_trade_total(*, starts_on: date, ends_on: date) -> int:
    """What sisters invoiced to each other in [starts_on, ends_on), in cents."""
    rows = sister_trade(starts_on=starts_on, ends_on=ends_on).order_by()
    return rows.aggregate(total=Sum("amount_minor"))["total"] or 0
