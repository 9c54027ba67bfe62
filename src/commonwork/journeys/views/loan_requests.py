"""A team asks for a loan."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.incubator import permits
from commonwork.incubator import queries as incubator
from commonwork.journeys import loan_requests, plans
from commonwork.journeys.forms import LoanRequestForm
from commonwork.record import documents, receipts
from commonwork.registry.clock import now, today
from commonwork.rules.feasibility.projection import project
from commonwork.ui.forms import ActForm


@requires(Permission.TEAM_KEEP)
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """The coordinator hands the team's request to the bank; the bank's committee decides."""
    team = permits.kept_team(request.user, key)
    plan = plans.carried(team, on=today())
    initial: dict[str, Any] = {"name": team.name}
    if plan is not None:
        initial |= {"principal_minor": plan.fund_loan_minor, "purpose": plans.purpose(plan)}
    form = LoanRequestForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.attempt(
        lambda once: loan_requests.ask(
            team=team,
            principal_minor=form.cleaned_data["principal_minor"],
            name=form.cleaned_data["name"],
            purpose=form.cleaned_data["purpose"],
            is_public=form.cleaned_data["is_public"],
            plan=plans.newest(team),
            on=today(),
            by=permits.keeping_person(request.user),
            at=now(),
            once=once,
        )
    ):
        return redirect(receipts.address(form.token))
    context: dict[str, Any] = {
        "team": team,
        "form": form,
        "borrower": loan_requests.borrower_of(team),
        "gates": team.gates.order_by("position"),
        "people": incubator.people_of(team, on=today()),
        "plan": plan,
        "evidence": [(task, documents.kept(task)) for task in team.tasks.order_by("done_on", "pk")],
    }
    if plan is not None:
        context["sources"], context["uses"] = plans.sources_of(plan)
        context["ties"] = project(plan).ties()
    return render(request, "journeys/loan_request.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.TEAM_KEEP)
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """The coordinator begins an application that is written over days, with the team's plan filled in."""
    team, form = permits.kept_team(request.user, key), ActForm(request.POST)
    begun: list[Any] = []

    def act(once: str) -> None:
        by = permits.keeping_person(request.user)
        begun.append(loan_requests.begin(team=team, on=today(), by=by, at=now(), once=once))

    if form.attempt(act):
        return redirect(begun[0])
    messages.error(request, " ".join(str(text) for text in form.non_field_errors()))
    return redirect("journeys_loan_request", key)
