"""A team asks for a loan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.incubator import permits
from commonwork.incubator import queries as incubator
from commonwork.journeys import loan_requests
from commonwork.journeys.forms import LoanRequestForm
from commonwork.record import receipts
from commonwork.registry.clock import now, today


@requires(Permission.TEAM_KEEP)
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """The coordinator hands the team's request to the bank; the bank's committee decides."""
    team = permits.kept_team(request.user, key)
    form = LoanRequestForm(request.POST or None, initial={"name": team.name})
    if request.method == "POST" and form.attempt(
        lambda once: loan_requests.ask(
            team=team,
            principal_minor=form.cleaned_data["principal_minor"],
            name=form.cleaned_data["name"],
            purpose=form.cleaned_data["purpose"],
            is_public=form.cleaned_data["is_public"],
            on=today(),
            by=permits.keeping_person(request.user),
            at=now(),
            once=once,
        )
    ):
        return redirect(receipts.address(form.token))
    context = {
        "team": team,
        "form": form,
        "borrower": loan_requests.borrower_of(team),
        "gates": team.gates.order_by("position"),
        "people": incubator.people_of(team, on=today()),
    }
    return render(request, "journeys/loan_request.html", context, status=422 if form.errors else 200)
