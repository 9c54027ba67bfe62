"""Projects of a participatory budget: an idea is proposed, looked at, costed, withdrawn."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.guard import public, signed_in
from commonwork.assembly import permits
from commonwork.assembly import permits_elections as may
from commonwork.assembly.actions import budget_rounds
from commonwork.assembly.forms_budgets import IdeaForm, PhaseForm, ReviewForm
from commonwork.assembly.models import BudgetProject, BudgetRound
from commonwork.assembly.permits import acting_person
from commonwork.assembly.views.one_act import act_page
from commonwork.assembly.views.trails import told_publicly
from commonwork.registry.clock import today
from commonwork.registry.models import Person


@signed_in
def propose(request: HttpRequest, key: str) -> HttpResponse:
    """Put an idea forward."""
    round = may.idea_round(request.user, key)
    form = IdeaForm(request.POST or None, round=round)

    def act(who: dict[str, Any]) -> BudgetProject:
        data = form.cleaned_data
        return budget_rounds.propose(
            round=round,
            title=data["title"],
            text=data["text"],
            where=data["where"],
            pot=data.get("pot"),
            proposer=who["by"],
            **who,
        )

    return act_page(
        request,
        form,
        act,
        title=_("Put an idea forward"),
        lede=_("Say what should be done. Somebody will look at what it costs."),
        submit=_("Put it forward"),
        back=round,
        seen_by=_("Anyone sees the idea."),
    )


@public
def show_project(request: HttpRequest, key: str) -> HttpResponse:
    """One project: the idea, what the reviewer found, what it costs, what became of it."""
    project = may.shown_project(key)
    early = project.round.state in (BudgetRound.State.IDEAS, BudgetRound.State.COSTING)
    person = permits.person_of(request.user)
    runs = permits.may_run(request.user, project.round.body)
    is_own = person is not None and project.proposer_id == person.pk
    context = {
        "project": project,
        "rivals": project.rivals.order_by("number"),
        "may_review": early and runs and project.state != BudgetProject.State.WITHDRAWN,
        "may_withdraw": early and (runs or is_own) and project.state != BudgetProject.State.WITHDRAWN,
        "told": told_publicly(project),
    }
    return render(request, "assembly/budget_project.html", context)


@signed_in
def review(request: HttpRequest, key: str) -> HttpResponse:
    """Write down what a reviewer found: can it be done, what does it cost, with what does it clash."""
    project = may.run_project(request.user, key)
    body = project.round.body
    people = Q(seats__body=body) | Q(pk=acting_person(request.user).pk)
    if body.organisation is not None:
        people |= Q(memberships__organisation=body.organisation)
    form = ReviewForm(
        request.POST or None,
        project=project,
        reviewers=Person.objects.filter(people).distinct().order_by("name"),
        initial={"on": today(), "rivals": list(project.rivals.values_list("key", flat=True))},
    )

    @transaction.atomic
    def act(who: dict[str, Any]) -> BudgetProject:
        data = form.cleaned_data
        reviewed = budget_rounds.review(
            project=project,
            reviewer=data["reviewer"],
            is_feasible=data["answer"] == "yes",
            text=data["text"],
            cost_minor=data["cost"] if data["answer"] == "yes" else None,
            doer=data["doer"],
            on=data["on"],
            **who,
        )
        if "rivals" in data:
            rivals = list(data["rivals"])
            budget_rounds.exclude(project=reviewed, rivals=rivals, by=who["by"], at=who["at"])
        return reviewed

    return act_page(
        request,
        form,
        act,
        title=_("Look at an idea"),
        lede=_("“%(title)s”: can it be done, what does it cost, who would do it?") % {"title": project.title},
        submit=_("Write it down"),
        back=project,
        seen_by=_("Anyone sees who looked at it and what was found."),
    )


@signed_in
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take an idea back."""
    project = may.withdrawn_project(request.user, key)
    form = PhaseForm(request.POST or None)

    def act(who: dict[str, Any]) -> BudgetProject:
        return budget_rounds.withdraw(
            project=project,
            **who,
        )

    return act_page(
        request,
        form,
        act,
        title=_("Take the idea back"),
        lede=_("It stays readable, and will not be on the ballot."),
        submit=_("Take it back"),
        back=project,
        seen_by=_("Anyone sees that it was taken back."),
        kind="stop",
    )
