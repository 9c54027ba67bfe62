"""The business plan of a team: its questions a chapter a screen, the page, the paper in each language, erasing it."""

from collections.abc import Mapping
from dataclasses import asdict
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from commonwork.access.guard import signed_in
from commonwork.books.papers.files import frame_of
from commonwork.incubator import permits, planning, queries
from commonwork.incubator.actions import answers
from commonwork.incubator.chapters import CHAPTERS, Chapter, chapter
from commonwork.incubator.forms.answers import ChapterForm
from commonwork.incubator.models import Team
from commonwork.incubator.views import document_shapes, plan_shapes
from commonwork.incubator.views.plans import assumptions_of
from commonwork.registry import clock
from commonwork.ui import dates, pdf
from commonwork.ui.forms import ActForm
from commonwork.ui.parts import Task

TEMPLATE = files("commonwork.incubator").joinpath("typst", "business_plan.typ")


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """The business plan as it would be printed, with its papers and its questions."""
    day = clock.today()
    team = permits.read_plan(request.user, key, on=day)
    assumptions, number = assumptions_of(request, team)
    found, lacking = plan_shapes.reckoned(assumptions)
    texts = queries.answers_of(team)
    asked = f"?version={number}" if number else ""
    said = planning.living_wage_said(on=day)
    context = {
        "team": team,
        "number": number,
        "parts": document_shapes.parts(team, texts, found, lacking, said),
        "found": found,
        "is_written": any(texts.values()),
        "may_plan": permits.may_plan(request.user, team, on=day),
        "tasks": _tasks(team, texts),
        "papers": [
            (name, reverse("incubator_document_paper", args=[team.key, code]) + asked)
            for code, name in settings.LANGUAGES
        ],
        "form": ActForm(),
    }
    return render(request, "incubator/document.html", context)


@signed_in
def paper(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """The business plan as PDF in one of the network's languages; what the team wrote stays in its own."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    team = permits.read_plan(request.user, key, on=clock.today())
    assumptions, number = assumptions_of(request, team)
    with override(language):
        found, lacking = plan_shapes.reckoned(assumptions)
        said = planning.living_wage_said(on=clock.today())
        parts = document_shapes.parts(team, queries.answers_of(team), found, lacking, said)
        if found is not None:
            parts.append(document_shapes.by_month(found))
        state = _("version %d") % number if number else _("the draft")
        data = {
            "subject": team.name,
            "span": f"{state}, {dates.day(clock.today())}",
            "unanswered": _("Not answered yet."),
            "parts": [asdict(part) for part in parts],
        }
        content = pdf.made(TEMPLATE, data, frame_of(_("Business plan"), team.name))
    return pdf.answer(f"business-plan-{team.key}-{language}", content)


@signed_in
def ask(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """One chapter of questions: what was typed is kept, finished or not."""
    day = clock.today()
    team, asked = permits.planned_team(request.user, key, on=day), _asked(part)
    texts = queries.answers_of(team)
    kept = {question.code: texts.get(f"{part}.{question.code}", "") for question in asked.questions}
    form = ChapterForm(request.POST or None, asked=asked, kept=kept)

    def act(once: str) -> None:
        by = permits.proposing_person(request.user)
        if form.is_changed:
            answers.write(team=team, part=part, texts=form.texts, on=day, by=by, at=clock.now(), once=once)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("Your answers are kept."))
        if "next" in request.POST and (following := _after(asked)) is not None:
            return redirect("incubator_document_chapter", team.key, following.key)
        return redirect("incubator_document", team.key)
    context = {
        "team": team,
        "asked": asked,
        "form": form,
        "following": _after(asked),
        "number": CHAPTERS.index(asked) + 1,
        "count": len(CHAPTERS),
        "tasks": _tasks(team, texts),
    }
    return render(request, "incubator/document_chapter.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def erase(request: HttpRequest, key: str) -> HttpResponse:
    """Erase all that was written; the figures stay."""
    day = clock.today()
    team = permits.planned_team(request.user, key, on=day)
    form = ActForm(request.POST)

    def act(once: str) -> None:
        by = permits.proposing_person(request.user)
        answers.erase(team=team, on=day, by=by, at=clock.now(), once=once)

    if form.attempt(act):
        messages.success(request, _("What was written is erased. The plan in figures is still there."))
    else:
        messages.error(request, " ".join(str(text) for text in form.non_field_errors()))
    return redirect("incubator_document", team.key)


def _asked(part: str) -> Chapter:
    found = chapter(part)
    if found is None:
        raise Http404
    return found


def _after(asked: Chapter) -> Chapter | None:
    at = CHAPTERS.index(asked) + 1
    return CHAPTERS[at] if at < len(CHAPTERS) else None


def _tasks(team: Team, texts: Mapping[str, str]) -> list[Task]:
    found: list[Task] = []
    for one in CHAPTERS:
        count: Any = document_shapes.answered(texts, one)
        words = _("%(answered)d of %(all)d answered") % {"answered": count, "all": len(one.questions)}
        href = reverse("incubator_document_chapter", args=[team.key, one.key])
        found.append(Task(one.name, href, "done" if count == len(one.questions) else "to-come", words))
    return found
