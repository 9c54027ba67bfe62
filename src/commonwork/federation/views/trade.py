"""Trade between sisters: the public list that sums to the loop's figure, one invoice, writing and paying."""

from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.acting import act_page, done_before, sent
from commonwork.access.guard import demand, public, requires
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.federation import permits, queries
from commonwork.federation.actions import sister_trade
from commonwork.federation.forms import DayForm, InvoiceForm
from commonwork.federation.views.acting import as_file, asked, day_shown, demo_note, major, period
from commonwork.record.queries import tell, trail
from commonwork.registry.clock import today
from commonwork.registry.models import Organisation
from commonwork.ui.listing import Column, Listing


@public
def list_all(request: HttpRequest) -> HttpResponse:
    """Invoices between sisters of a period [?from=, ?to=); their sum is the figure on the loop."""
    form, starts_on, ends_on = period(request, queries.trade_year(day_shown(request)))
    listing = Listing(
        request,
        queries.sister_trade(starts_on=starts_on, ends_on=ends_on),
        columns=[
            Column("invoiced_on", _("Day"), lambda row: row.invoiced_on, sort="invoiced_on"),
            Column("seller", _("From"), lambda row: row.seller.name, sort="seller__name"),
            Column("buyer", _("To"), lambda row: row.buyer.name, sort="buyer__name"),
            Column("what", _("What"), lambda row: row.what, sort="what"),
            Column("paid_on", _("Paid on"), lambda row: row.paid_on, sort="paid_on"),
            Column(
                "amount",
                _("Amount"),
                lambda row: major(row.amount_minor),
                sort="amount_minor",
                is_number=True,
            ),
        ],
        name="sister-trade",
        note=demo_note(),
    )
    if answer := as_file(listing):
        return answer
    sums = listing.queryset.order_by().aggregate(total=Sum("amount_minor", default=0))
    context: dict[str, Any] = {
        "form": form,
        "listing": listing,
        "starts_on": starts_on,
        "last_day": ends_on - timedelta(days=1),
        "total_minor": sums["total"],
        "may_invoice": permits.sellers(request.user).exists(),
    }
    return render(
        request, "federation/trade.html", context, status=422 if form.is_bound and form.errors else 200
    )


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One invoice: who sold what to whom, whether it is paid, and its receipts."""
    row = permits.invoice(request.user, key)
    context: dict[str, Any] = {
        "invoice": row,
        "may_pay": row.is_open and may(request.user, Permission.BOOKS_KEEP, row.buyer),
        "may_take_back": permits.may_take_back(request.user, row),
        "told": tell(trail(row)),
    }
    return render(request, "federation/invoice.html", context)


@requires(Permission.BOOKS_KEEP)
def write(request: HttpRequest) -> HttpResponse:
    """A treasurer writes an invoice to a sister co-op; it stands in both books at once."""
    sellers = permits.sellers(request.user)
    buyers = Organisation.objects.filter(kind=Organisation.Kind.COOP, book__isnull=False).order_by("name")
    form = InvoiceForm(
        sent(request),
        sellers=sellers,
        buyers=buyers,
        initial={"on": today(), "seller": request.GET.get("seller", "")},
    )

    def send(**how: Any) -> Any:
        given = form.cleaned_data
        demand(may(request.user, Permission.BOOKS_KEEP, given["seller"]))
        return sister_trade.invoice(
            seller=given["seller"],
            buyer=given["buyer"],
            what=given["what"],
            amount_minor=given["amount"],
            on=given["on"],
            **how,
        )

    ask = asked(
        title=_("Write an invoice to a sister co-op"),
        lede=_("It is entered in both books on the same day: yours as owed to you, theirs as owed by them."),
        submit=_("Write the invoice"),
    )
    return act_page(request, form, send, ask)


@requires(Permission.BOOKS_KEEP)
def pay(request: HttpRequest, key: str) -> HttpResponse:
    """The buyer's treasurer pays an invoice in full."""
    row = permits.invoice(request.user, key)
    demand(may(request.user, Permission.BOOKS_KEEP, row.buyer))
    form = DayForm(sent(request), initial={"on": today()})
    context: dict[str, Any] = {"invoice": row}
    return act_page(
        request,
        form,
        lambda **how: sister_trade.pay(invoice=row, on=form.cleaned_data["on"], **how),
        template="federation/invoice_pay.html",
        **context,
    )


@requires(Permission.BOOKS_KEEP)
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """The seller takes an unpaid invoice back; the buyer a payment."""
    if answer := done_before(request):
        return answer
    row = permits.invoice(request.user, key)
    demand(permits.may_take_back(request.user, row))
    form = DayForm(sent(request), initial={"on": row.paid_on or row.invoiced_on})
    title = _("Take the payment back") if row.paid_on else _("Take the invoice back")
    ask = asked(
        title=title,
        lede=_("Opposite entries are written in both books. Nothing is erased."),
        submit=title,
        back=row.get_absolute_url(),
    )
    return act_page(
        request,
        form,
        lambda **how: sister_trade.take_back(invoice=row, on=form.cleaned_data["on"], **how),
        ask,
    )
