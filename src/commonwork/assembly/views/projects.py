"""Projects of a participatory budget: an idea is proposed, looked at, costed, withdrawn."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonwork.access.acting import act_page, itself, sent
from commonwork.access.guard import public, signed_in
from commonwork.assembly import permits
from commonwork.assembly import permits_elections as may
from commonwork.assembly.actions import budget_rounds
from commonwork.assembly.forms_budgets import IdeaForm, PhaseForm, ReviewForm
from commonwork.assembly.models import BudgetProject, BudgetRound
from commonwork.assembly.permits import acting_person
from commonwork.assembly.views.acting import ask_about
from commonwork.assembly.views.trails import told_publicly
from commonwork.registry.clock import today
from commonwork.registry.models import Person


@signed_in
def propose(request: HttpRequest, key: str) -> HttpResponse:
    """Put an idea forward."""
    round = may.idea_round(request.user, key)
    form = IdeaForm(sent(request), round=round)

    def act(**how: Any) -> Any:
        data = form.cleaned_data
        return budget_rounds.propose(
            round=round,
            title=data["title"],
            text=data["text"],
            where=data["where"],
            pot=data.get("pot"),
            proposer=how["by"],
            **how,
        )

    ask = ask_about(
        round,
        _("Put an idea forward"),
        _("Say what should be done. Somebody will look at what it costs."),
        _("Put it forward"),
        seen_by="anyone",
        seen=_("Anyone sees the idea."),
    )
    return act_page(request, form, act, ask, to=itself)


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
        sent(request),
        project=project,
        reviewers=Person.objects.filter(people).distinct().order_by("name"),
        initial={"on": today(), "rivals": list(project.rivals.values_list("key", flat=True))},
    )

    @transaction.atomic
    def act(**how: Any) -> Any:
        data = form.cleaned_data
        reviewed = budget_rounds.review(
            project=project,
            reviewer=data["reviewer"],
            is_feasible=data["answer"] == "yes",
            text=data["text"],
            cost_minor=data["cost"] if data["answer"] == "yes" else None,
            doer=data["doer"],
            on=data["on"],
            **how,
        )
        if "rivals" in data:
            rivals = list(data["rivals"])
            budget_rounds.exclude(project=reviewed, rivals=rivals, by=how["by"], at=how["at"])
        return reviewed

    ask = ask_about(
        project,
        _("Look at an idea"),
        _("“%(title)s”: can it be done, what does it cost, who would do it?") % {"title": project.title},
        _("Write it down"),
        seen_by="anyone",
        seen=_("Anyone sees who looked at it and what was found."),
    )
    return act_page(request, form, act, ask, to=itself)


@signed_in
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take an idea back."""
    project = may.withdrawn_project(request.user, key)
    form = PhaseForm(sent(request))

    ask = ask_about(
        project,
        _("Take the idea back"),
        _("It stays readable, and will not be on the ballot."),
        _("Take it back"),
        seen_by="anyone",
        seen=_("Anyone sees that it was taken back."),
        kind="stop",
    )
    return act_page(request, form, partial(budget_rounds.withdraw, project=project), ask, to=itself)
