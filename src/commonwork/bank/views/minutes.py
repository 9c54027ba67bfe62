"""The committee's decision as a page: votes, minutes, who was there, conditions and whether they are met."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonwork.access.guard import requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.bank import permits
from commonwork.bank import permits_requests as may_do
from commonwork.bank.actions import conditions
from commonwork.bank.models import CommitteeVote, Loan, Minutes
from commonwork.registry.clock import now, today
from commonwork.ui.forms import ActForm


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """The decision on a loan. The borrower reads decision and conditions; votes and minutes stay inside the bank."""
    loan = may_do.whole_loan(request.user, key)
    if loan.stage == Loan.Stage.APPLIED:
        raise Http404
    is_inside = permits.is_in_circle(request.user)
    minutes = Minutes.objects.filter(loan=loan).select_related("chair").first()
    context = {
        "loan": loan,
        "is_inside": is_inside,
        "minutes": minutes,
        "present": minutes.present.select_related("person").order_by("person__name") if minutes else [],
        "votes": CommitteeVote.objects.filter(loan=loan).select_related("person").order_by("on", "pk"),
        "conditions": loan.conditions.order_by("pk"),
        "may_meet": may(request.user, Permission.LOAN_DISBURSE, loan.lender),
        "form": ActForm(),
    }
    return render(request, "bank/decision.html", context)


@require_POST
@requires(Permission.LOAN_DISBURSE)
def meet(request: HttpRequest, key: str, condition: str) -> HttpResponse:
    """An officer found a condition met."""
    loan = permits.loan_for(request.user, key, Permission.LOAN_DISBURSE)
    row, form = get_object_or_404(loan.conditions, key=condition), ActForm(request.POST)
    if form.attempt(
        lambda once: conditions.meet(
            condition=row, on=today(), by=permits.person_of(request.user), at=now(), once=once
        )
    ):
        messages.success(request, _("The condition is met."))
    else:
        messages.error(request, " ".join(str(text) for text in form.non_field_errors()))
    return redirect("bank_loan_decision", key)
