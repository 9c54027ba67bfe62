"""The plan of a team: its results, its topics, its versions, its months."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from commonwork.access.guard import signed_in
from commonwork.incubator import permits, planning
from commonwork.incubator.actions import plans
from commonwork.incubator.forms.plans import CompareForm, KeepForm, TopicForm
from commonwork.incubator.models import PlanDraft, Team
from commonwork.incubator.plan_lines import CASE_TITLES
from commonwork.incubator.topics import TOPICS, Question, Topic, topic
from commonwork.incubator.views import plan_shapes
from commonwork.registry import clock
from commonwork.rules.feasibility.assumptions import CASES, MONTHS
from commonwork.rules.money import parse_minor
from commonwork.rules.reckon.feasibility import plan_of
from commonwork.rules.refusal import Refusal
from commonwork.ui import exports
from commonwork.ui.dates import day
from commonwork.ui.money import money, percent
from commonwork.ui.parts import Tab, Task

YEARS = (1, 2, 3)


def assumptions_of(request: HttpRequest, team: Team) -> tuple[dict[str, Any], int]:
    """The assumptions asked for: a version by ?version=N, else the draft (0). 404 when there is no such version."""
    asked = request.GET.get("version", "0")
    number = int(asked) if asked.isascii() and asked.isdigit() else 0
    if not number:
        return planning.working(team, on=clock.today()), 0
    version = next((one for one in planning.versions(team) if one.number == number), None)
    if version is None:
        raise Http404
    return version.assumptions, number


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """The results of a plan: the three cases, what matters most, what chance does, and its versions."""
    day = clock.today()
    team = permits.read_plan(request.user, key, on=day)
    assumptions, number = assumptions_of(request, team)
    kept = planning.versions(team)
    context: dict[str, Any] = {
        "team": team,
        "number": number,
        "version_asked": f"?version={number}" if number else "",
        "versions": kept,
        "is_started": PlanDraft.objects.filter(team=team).exists(),
        "may_plan": permits.may_plan(request.user, team, on=day),
        "topics": TOPICS,
        "keep_form": KeepForm(),
        "sisters": planning.sister_coops(team),
        "living_wage_said": planning.living_wage_said(on=day),
    } | plan_shapes.now(assumptions)
    if (found := context.get("found")) is not None:
        context |= plan_shapes.charts(found) | {"chance": plan_shapes.chance(found)}
        context["trade"] = [
            {**row, "sister": context["sisters"].get(row["sister"], row["sister"])}
            for row in context["trade"]
        ]
    return render(request, "incubator/plan.html", context)


@signed_in
def ask(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """One topic of the assumptions: save its answers in the draft, and see at once what follows."""
    team, asked = permits.planned_team(request.user, key, on=clock.today()), _topic(part)
    kept = planning.working(team, on=clock.today())
    form = _form(request.POST or None, asked, kept, team)

    def act(once: str) -> None:
        plans.draft(
            team=team,
            assumptions=form.changed(),
            topic=asked.key,
            on=clock.today(),
            by=permits.proposing_person(request.user),
            at=clock.now(),
            once=once,
        )

    if request.method == "POST" and form.is_valid() and _can_be_meant(form) and form.attempt(act):
        messages.success(request, _("Saved in the draft."))
        if "next" in request.POST and (following := _after(asked)) is not None:
            return redirect("incubator_plan_topic", team.key, following.key)
        return redirect("incubator_plan_topic", team.key, asked.key)
    context = {
        "team": team,
        "asked": asked,
        "form": form,
        "following": _after(asked),
        "tasks": _tasks(team, kept),
        "living_wage_said": planning.living_wage_said(on=clock.today()) if asked.key == "work" else "",
    }
    context |= plan_shapes.now(kept)
    return render(request, "incubator/plan_topic.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def preview(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """What the answers on the page would change, without saving them: the fragment beside the form."""
    team, asked = permits.planned_team(request.user, key, on=clock.today()), _topic(part)
    kept = planning.working(team, on=clock.today())
    form = _form(request.POST, asked, kept, team)
    if not form.is_valid():
        wrong = [str(text) for texts in form.errors.values() for text in texts]
        return render(
            request,
            "incubator/_plan_now.html",
            {"team": team, "is_fragment": True, "lacking": " ".join(wrong)},
        )
    return render(
        request,
        "incubator/_plan_now.html",
        {"team": team, "is_fragment": True} | plan_shapes.now(form.changed()),
    )


@require_POST
@signed_in
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the draft as a version."""
    team = permits.planned_team(request.user, key, on=clock.today())
    form = KeepForm(request.POST)

    def act(once: str) -> None:
        plans.keep(
            team=team,
            note=form.cleaned_data["note"],
            on=clock.today(),
            by=permits.proposing_person(request.user),
            at=clock.now(),
            once=once,
        )

    if form.attempt(act):
        messages.success(request, _("The plan was kept as a version."))
        return redirect("incubator_plan", team.key)
    return render(request, "incubator/plan_keep.html", {"team": team, "form": form}, status=422)


@signed_in
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Two versions side by side: what was assumed, and what follows."""
    team = permits.read_plan(request.user, key, on=clock.today())
    kept = {0: planning.working(team, on=clock.today())}
    kept |= {one.number: one.assumptions for one in planning.versions(team)}
    names = [(number, _("the draft") if not number else _("version %d") % number) for number in kept]
    form = CompareForm(request.GET if "a" in request.GET else None, versions=names)
    context: dict[str, Any] = {"team": team, "form": form, "is_one": len(kept) < 2}
    if form.is_bound and form.is_valid():
        first, second = form.cleaned_data["a"], form.cleaned_data["b"]
        sides = [plan_shapes.now(kept[number]) for number in (first, second)]
        context |= {
            "differences": shown_differences(kept[first], kept[second]),
            "living_wage_said": planning.living_wage_said(on=clock.today()),
            "names": (dict(names)[first], dict(names)[second]),
            "sides": [{row["case"]: row for row in side.get("rows", ())} for side in sides],
            "pairs": _pairs(sides),
        }
    return render(request, "incubator/plan_compare.html", context)


@signed_in
def months(request: HttpRequest, key: str) -> HttpResponseBase:
    """The three statements month by month, of one case and one year; all 36 months as a file."""
    team = permits.read_plan(request.user, key, on=clock.today())
    assumptions, number = assumptions_of(request, team)
    found, lacking = plan_shapes.reckoned(assumptions)
    case = request.GET.get("case", "base")
    asked = request.GET.get("year", "1")
    if case not in CASES or asked not in {"1", "2", "3"}:
        raise Http404
    if found is None:
        messages.info(request, lacking)
        return redirect("incubator_plan", team.key)
    labels = plan_shapes.charts(found)["labels"]
    if "format" in request.GET:
        parts = plan_shapes.statements(found.cases[case], slice(0, MONTHS))
        rows = [
            (part, line.name, *(Decimal(amount) / 100 for amount in line.amounts))
            for part, lines in parts
            for line in lines
        ]
        heads = [
            ("statement", _("Statement")),
            ("line", _("Line")),
            *((f"m{at}", label) for at, label in enumerate(labels, 1)),
        ]
        try:
            return exports.respond(f"plan-{team.key}-{case}", heads, rows, request.GET["format"])
        except Refusal as refusal:
            raise Http404 from refusal
    year = int(asked)
    part_of = slice(12 * (year - 1), 12 * year)
    base = f"?version={number}" if number else "?"
    context = {
        "team": team,
        "parts": plan_shapes.statements(found.cases[case], part_of),
        "labels": labels[part_of],
        "ties": found.cases[case].ties(),
        "case_tabs": [
            Tab(CASE_TITLES[name], f"{base}&case={name}&year={year}", name == case) for name in CASES
        ],
        "year_tabs": [
            Tab(_("Year %d") % one, f"{base}&case={case}&year={one}", one == year) for one in YEARS
        ],
    }
    return render(request, "incubator/plan_months.html", context)


def shown_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What differs between two plans, in words."""
    return [
        {
            "topic": row.topic,
            "row": CASE_TITLES.get(row.row, row.row),
            "label": row.question.label,
            "before": _in_words(row.question, row.before),
            "after": _in_words(row.question, row.after),
        }
        for row in planning.differences(before, after)
    ]


def _in_words(question: Question, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if question.kind == "percent":
        return percent(int(value))
    if question.kind == "money":
        return money(parse_minor(str(value), "USD"))
    if question.kind == "day":
        return day(date.fromisoformat(str(value)), "short")
    return str(value)


def _pairs(sides: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """{case, first, second} for each case that both plans can be reckoned in."""
    rows = [{row["case"]: row for row in side.get("rows", ())} for side in sides]
    return [
        {"title": CASE_TITLES[name], "first": rows[0][name], "second": rows[1][name]}
        for name in CASES
        if all(name in side for side in rows)
    ]


def _form(data: Any, asked: Topic, kept: Mapping[str, Any], team: Team) -> TopicForm:
    return TopicForm(data, asked=asked, kept=kept, sisters=planning.sister_coops(team))


def _can_be_meant(form: TopicForm) -> bool:
    """Whether nothing on this page is refused by the rule; what other pages still lack does not stop a draft."""
    try:
        plan_of(form.changed())
    except Refusal as refusal:
        return not form.blame(refusal)
    return True


def _topic(part: str) -> Topic:
    found = topic(part)
    if found is None:
        raise Http404
    return found


def _after(asked: Topic) -> Topic | None:
    at = TOPICS.index(asked) + 1
    return TOPICS[at] if at < len(TOPICS) else None


def _tasks(team: Team, kept: Mapping[str, Any]) -> list[Task]:
    done = {
        "sales": kept.get("products"),
        "start": kept.get("start_costs"),
        "running": kept.get("fixed_costs"),
    }
    return [
        Task(
            one.name,
            reverse("incubator_plan_topic", args=[team.key, one.key]),
            "done"
            if (done[one.key] if one.key in done else any(q.key in kept for q in one.questions))
            else "to-come",
        )
        for one in TOPICS
    ]
