"""Money for places: take it, pay it back, and the sums of a gathering."""

from decimal import Decimal
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache

from commonwork.access.acting import act_page, sent
from commonwork.access.guard import signed_in
from commonwork.gatherings import permits, queries
from commonwork.gatherings.actions import payments
from commonwork.gatherings.models import Payment
from commonwork.gatherings.payment_forms import PayForm
from commonwork.registry.clock import today
from commonwork.ui.dates import day as as_day
from commonwork.ui.forms import ActForm
from commonwork.ui.listing import Column, Listing
from commonwork.ui.money import money

LETTERS = 4  # of a code, to tell guests apart whose names were erased


@signed_in
@never_cache
def receive(request: HttpRequest, key: str) -> HttpResponse:
    """Take money for the places of somebody who registered."""
    registration = permits.registration_to_pay(request.user, key)
    due = queries.due(registration)
    form = PayForm(sent(request), due=due)

    def do(**how: Any) -> Any:
        amount = form.cleaned_data["amount_minor"]
        return payments.receive(
            registration=registration,
            amount_minor=amount,
            on=today(),
            **how,
        )

    return act_page(
        request,
        form,
        do,
        template="gatherings/pay.html",
        registration=registration,
        gathering=registration.gathering,
        due=due,
    )


@signed_in
def give_back(request: HttpRequest, key: str) -> HttpResponse:
    """Ask once more, then pay a payment back."""
    payment = permits.payment_to_return(request.user, key)
    return act_page(
        request,
        ActForm(sent(request)),
        partial(payments.give_back, payment=payment, on=today()),
        template="gatherings/pay_back.html",
        payment=payment,
        gathering=payment.registration.gathering,
        who=payer(payment),
    )


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    """What a gathering asked for, what came in, what was paid back and what is still to be; each payment below."""
    gathering = permits.gathering_to_reckon(request.user, key)
    lead = gathering.lead
    listing = Listing(
        request,
        queries.payments(lead),
        columns=COLUMNS,
        name=f"payments-{lead.key}",
        default_sort="paid_on",
        note=_("Invented people.") if lead.is_invented else "",
    )
    if answer := listing.export():
        return answer
    context = {
        "gathering": lead,
        "sums": queries.money_of(lead),
        "listing": listing,
        "to_return": [(payment, payer(payment)) for payment in queries.to_return(lead)],
        "may_pay_back": permits.may_pay_back(request.user, lead),
    }
    return render(request, "gatherings/money.html", context)


def payer(payment: Payment) -> str:
    """Who paid; a guest whose name was erased by the end of their code."""
    registration = payment.registration
    if registration.person or hasattr(registration, "guest"):
        return registration.name
    return _("A guest whose code ends in %(letters)s") % {"letters": registration.code[-LETTERS:]}


def _amount(row: Any) -> Decimal:
    return Decimal(row.amount_minor) / 100


COLUMNS = [
    Column("name", lazy("Who paid"), payer),
    Column(
        "paid_on",
        lazy("Paid on"),
        lambda row: row.paid_on,
        sort="paid_on",
        show=lambda row: as_day(row.paid_on, "short"),
    ),
    Column(
        "returned_on",
        lazy("Paid back on"),
        lambda row: row.returned_on or "",
        show=lambda row: as_day(row.returned_on, "short") if row.returned_on else "",
    ),
    Column(
        "amount",
        lazy("Amount"),
        _amount,
        sort="amount_minor",
        show=lambda row: money(row.amount_minor),
        is_number=True,
    ),
]
