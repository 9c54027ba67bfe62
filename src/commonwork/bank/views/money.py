"""Pages on which money moves: pay out, close a quarter, record a payment."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from commonwork.access.acting import sent
from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.bank import permits, queries
from commonwork.bank.actions import draws, payments, quarters
from commonwork.bank.forms import PaymentForm, PayOutForm, QuarterForm
from commonwork.bank.models import Loan, period_name
from commonwork.bank.views import schedules
from commonwork.bank.views.acting import act_page
from commonwork.registry.clock import now, today


@requires(Permission.LOAN_DISBURSE)
def pay_out(request: HttpRequest, key: str) -> HttpResponse:
    """Pay a part of an agreed loan to the co-op."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_DISBURSE)
    on_request = draws.needs_request(loan, on=today())
    waiting = draws.waiting_minor(loan)
    left = draws.left_to_draw(loan, queries.position(loan)) - waiting
    form = PayOutForm(sent(request), initial={"amount_minor": left, "on": today()})
    return act_page(
        request,
        "bank/pay_out.html",
        form if (left > 0 and not on_request) or form.is_bound else None,
        lambda once: draws.pay_out(
            loan=loan,
            amount_minor=form.cleaned_data["amount_minor"],
            on=form.cleaned_data["on"],
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        {
            "loan": loan,
            "left_minor": left,
            "waiting_minor": waiting,
            "on_request": on_request,
            "fund": queries.fund_position(today(), lender=loan.lender),
        },
    )


@requires(Permission.LOAN_RECEIVE)
def close_quarter(request: HttpRequest, key: str) -> HttpResponse:
    """Close the quarter that is next: the page shows the surplus as the co-op's books have it now."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_RECEIVE)
    period = queries.next_quarter(loan, queries.position(loan))
    context: dict[str, Any] = {"loan": loan, "period": period}
    if period:
        starts_on, ends_on = period
        context |= {
            "quarter": period_name(starts_on, ends_on),
            "last_day": ends_on - quarters.ONE_DAY,
            "is_over": today() >= ends_on - quarters.ONE_DAY,
            "surplus_minor": quarters.surplus_known(loan, starts_on=starts_on, ends_on=ends_on),
            "is_filed": loan.statements.filter(starts_on=starts_on).exists(),
        }
    form = QuarterForm(sent(request), initial={"ends_on": period and period[1]})
    return act_page(
        request,
        "bank/close_quarter.html",
        form if form.is_bound or (context.get("is_over") and context["surplus_minor"] is not None) else None,
        lambda once: quarters.close(
            loan=loan,
            ends_on=form.cleaned_data["ends_on"],
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        context,
    )


@requires(Permission.LOAN_RECEIVE)
def pay(request: HttpRequest, key: str) -> HttpResponse:
    """Record a payment: what is due stands in the form already."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_RECEIVE)
    if loan.kind != Loan.Kind.SURPLUS_SHARE:
        return schedules.pay(request, loan)
    schedule, standing = queries.rows(loan), queries.position(loan)
    form = PaymentForm(
        sent(request), initial={"amount_minor": standing.due_minor, "on": standing.payable_from}
    )
    is_payable = standing.payable_from is not None and standing.payable_from <= today()
    return act_page(
        request,
        "bank/pay.html",
        form if form.is_bound or is_payable else None,
        lambda once: payments.record(
            loan=loan,
            on=form.cleaned_data["on"],
            amount_minor=form.cleaned_data["amount_minor"],
            by=permits.person_of(request.user),
            at=now(),
            once=once,
        ),
        {
            "loan": loan,
            "standing": standing,
            "parts": queries.shared_out(standing.due_minor, schedule, standing.interest_owed_minor),
        },
    )
