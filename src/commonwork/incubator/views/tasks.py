"""What a team does on its way: tasks with evidence, reviews before a gate, resting."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonwork.access.guard import demand, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.incubator import permits, queries
from commonwork.incubator.actions import resting, reviews, tasks
from commonwork.incubator.forms.teams import RUBRIC, RestForm, ResumeForm, ReviewForm, TaskForm
from commonwork.incubator.models import Cohort, Team
from commonwork.incubator.stages import document_name, stages
from commonwork.record import documents
from commonwork.registry.clock import now, today


@signed_in
def task(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """What a team handed in for a task; the team itself says that it is done, and where it can be seen."""
    team, day = permits.read_plan(request.user, key, on=today()), today()
    works = permits.may_plan(request.user, team, on=day)
    gate = next((item for item in stages(team.preset) if code in item.documents), None)
    if gate is None:
        raise Http404
    demand(works or request.method != "POST")
    done = team.tasks.filter(code=code).first()
    initial = {"on": day, "evidence": done.evidence if done else ""}
    form = TaskForm(request.POST or None, request.FILES or None, initial=initial)

    def act(once: str) -> None:
        data = form.cleaned_data
        by = permits.proposing_person(request.user)
        tasks.finish(
            team=team, code=code, evidence=data["evidence"], files=contents, on=data["on"], by=by, at=now(), once=once,
        )  # fmt: skip

    contents = form.contents if request.method == "POST" and form.is_valid() else []
    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("“%(task)s” is done.") % {"task": document_name(code)})
        return redirect(team)
    context = {
        "team": team,
        "code": code,
        "name": document_name(code),
        "done": done,
        "papers": documents.kept(done) if done else [],
        "gate": gate.name,
        "may_work": works,
        "form": form,
    }
    return render(request, "incubator/task.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def reopen(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """A task was not done after all."""
    team = permits.planned_team(request.user, key, on=today())
    form = ResumeForm(request.POST)

    def act(once: str) -> None:
        by = permits.proposing_person(request.user)
        tasks.reopen(team=team, code=code, on=today(), by=by, at=now(), once=once)

    if form.attempt(act):
        messages.success(request, _("The task is open again."))
    return redirect(team)


@signed_in
def paper(request: HttpRequest, key: str, code: str, paper: str) -> HttpResponse:
    """A paper handed in as evidence, for those who may read the team's plan."""
    team = permits.read_plan(request.user, key, on=today())
    done = get_object_or_404(team.tasks, code=code)
    document = documents.document_of(done, paper)
    if document is None:
        raise Http404
    return documents.answer(document)


@require_POST
@signed_in
def erase_paper(request: HttpRequest, key: str, code: str, paper: str) -> HttpResponse:
    """Erase a paper handed in as evidence."""
    team = permits.planned_team(request.user, key, on=today())
    form = ResumeForm(request.POST)

    def act(once: str) -> None:
        by = permits.proposing_person(request.user)
        tasks.erase_paper(team=team, code=code, paper=paper, by=by, at=now(), once=once)

    if form.attempt(act):
        messages.success(request, _("The file was erased."))
    else:
        messages.error(request, " ".join(str(text) for text in form.non_field_errors()))
    return redirect("incubator_task", team.key, code)


@requires(Permission.TEAM_SEE)
def review(request: HttpRequest, key: str, cohort: str = "") -> HttpResponse:
    """One reviewer's scores for a team before a gate, or for a place in a cohort."""
    team, day = permits.reviewed_team(request.user, key), today()
    gate, person = queries.next_stage(team), permits.proposing_person(request.user)
    asked = get_object_or_404(Cohort, key=cohort) if cohort else None
    code = asked.stage_code if asked else gate.key if gate else ""
    given = team.reviews.filter(reviewer=person, stage=code).first()
    initial = {**given.scores, "words": given.words, "has_conflict": given.has_conflict} if given else {}
    form = ReviewForm(request.POST or None, initial=initial)

    def act(once: str) -> None:
        data: dict[str, Any] = form.cleaned_data
        reviews.give(
            team=team,
            reviewer=person,
            scores={name: data[name] for name in RUBRIC},
            has_conflict=data["has_conflict"],
            words=data["words"],
            cohort=asked,
            on=day,
            by=person,
            at=now(),
            once=once,
        )

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("Your review is in."))
        return redirect(team)
    context = {"team": team, "gate": gate, "cohort": asked, "form": form}
    return render(request, "incubator/review.html", context, status=422 if form.errors else 200)


@requires(Permission.TEAM_KEEP)
def rest(request: HttpRequest, key: str) -> HttpResponse:
    """A team rests, goes on within another, or is declined."""
    team = permits.kept_team(request.user, key)
    others = Team.objects.filter(state=Team.State.ACTIVE).exclude(pk=team.pk).order_by("name")
    form = RestForm(request.POST or None, others=others, initial={"on": today(), "what": "paused"})

    def act(once: str) -> None:
        data = form.cleaned_data
        common = {
            "team": team, "reason": data["reason"], "on": data["on"],
            "by": permits.keeping_person(request.user), "at": now(), "once": once,
        }  # fmt: skip
        if data["what"] == "merged":
            resting.merge(into=data["into"], **common)
        else:
            {"paused": resting.pause, "declined": resting.decline}[data["what"]](**common)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("It is written down, with the reason."))
        return redirect(team)
    context = {"team": team, "form": form}
    return render(request, "incubator/rest.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Permission.TEAM_KEEP)
def resume(request: HttpRequest, key: str) -> HttpResponse:
    """A team goes on."""
    team = permits.kept_team(request.user, key)
    form = ResumeForm(request.POST)

    def act(once: str) -> None:
        by = permits.keeping_person(request.user)
        resting.resume(team=team, on=today(), by=by, at=now(), once=once)

    if form.attempt(act):
        messages.success(request, _("The team goes on."))
    else:
        messages.error(request, " ".join(str(text) for text in form.non_field_errors()))
    return redirect(team)
