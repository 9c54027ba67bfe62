"""What a team does on its way: tasks with evidence, reviews before a gate, resting, its mentor."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonwork.access.guard import requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.incubator import permits, queries
from commonwork.incubator.actions import mentoring, resting, reviews, tasks
from commonwork.incubator.forms.teams import RUBRIC, MentorForm, RestForm, ResumeForm, ReviewForm, TaskForm
from commonwork.incubator.models import Cohort, Team
from commonwork.incubator.stages import document_name, stages
from commonwork.registry.clock import now, today


@signed_in
def task(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """A team says that a task is done, and where it can be seen."""
    team = permits.planned_team(request.user, key, on=today())
    if not any(code in item.documents for item in stages(team.preset)):
        raise Http404
    done = team.tasks.filter(code=code).first()
    form = TaskForm(request.POST or None, initial={"on": today(), "evidence": done.evidence if done else ""})

    def act(once: str) -> None:
        data = form.cleaned_data
        by = permits.proposing_person(request.user)
        tasks.finish(
            team=team, code=code, evidence=data["evidence"], on=data["on"], by=by, at=now(), once=once
        )

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("“%(task)s” is done.") % {"task": document_name(code)})
        return redirect(team)
    context = {"team": team, "code": code, "name": document_name(code), "done": done, "form": form}
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
    context = {"team": team, "gate": gate, "form": form}
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


@requires(Permission.TEAM_KEEP)
def mentor(request: HttpRequest, key: str) -> HttpResponse:
    """Who walks with a team."""
    team = permits.kept_team(request.user, key)
    form = MentorForm(request.POST or None)

    def act(once: str) -> None:
        by = permits.keeping_person(request.user)
        mentoring.match(team=team, mentor=form.cleaned_data["mentor"], on=today(), by=by, at=now(), once=once)

    if request.method == "POST" and form.attempt(act):
        words = {"mentor": form.cleaned_data["mentor"], "team": team.name}
        messages.success(request, _("%(mentor)s walks with %(team)s.") % words)
        return redirect(team)
    context = {"team": team, "form": form, "mentors": queries.mentors(on=today())}
    return render(request, "incubator/mentor.html", context, status=422 if form.errors else 200)
