"""Gates: the list of those passed, passing one, taking the last one back."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.incubator import permits, queries
from commonwork.incubator.actions import gates
from commonwork.incubator.forms import GateForm, GatesForm, TakeBackForm
from commonwork.incubator.models import GatePassed, Team, TeamTask
from commonwork.incubator.stages import Stage, document_name, ready_keys, stage
from commonwork.incubator.views.shapes import competence_task, evidence_of
from commonwork.record import receipts
from commonwork.registry.clock import now, today
from commonwork.ui.listing import Column, Listing
from commonwork.ui.parts import Task

COLUMNS = [
    Column("passed_on", pgettext_lazy("gate", "Passed on"), lambda row: row.passed_on, sort="passed_on"),
    Column("team", gettext_lazy("Team"), lambda row: row.team.name, sort="team__name"),
    Column("gate", gettext_lazy("Gate"), lambda row: row.stage_name, sort="position"),
    Column("evidence", gettext_lazy("Evidence seen"), lambda row: "; ".join(row.evidence_names)),
]


@public
def list_all(request: HttpRequest) -> HttpResponseBase:
    """Gates passed, of a period if one is asked for: the rows behind the figure of teams made ready."""
    rows = GatePassed.objects.select_related("team").order_by("-passed_on", "-position")
    listing = Listing(request, rows, columns=COLUMNS, form=GatesForm, name="gates")
    if answer := listing.export():
        return answer
    passed = listing.queryset.order_by()
    context = {
        "listing": listing,
        "team_count": passed.values("team").distinct().count(),
        "ready_count": passed.filter(stage__in=ready_keys()).values("team").distinct().count(),
    }
    return render(request, "incubator/gates.html", context)


@requires(Permission.TEAM_KEEP)
def pass_gate(request: HttpRequest, key: str) -> HttpResponse:
    """Pass the next gate of a team."""
    team = permits.kept_team(request.user, key)
    following, day = queries.next_stage(team), today()
    if request.method == "POST":
        # the gate the page showed: a second press is known as one
        gate = stage(request.POST.get("stage", ""), team.preset)
    elif following is not None:
        gate = following
    else:
        messages.info(request, _("%(team)s has passed every gate.") % {"team": team.name})
        return redirect(team)
    handed_in = {task.code: task for task in team.tasks.filter(code__in=gate.documents)}
    initial = {"on": day, "evidence": list(handed_in)}
    form = GateForm(request.POST or None, gate=gate, initial=initial)

    def act(once: str) -> None:
        data = form.cleaned_data
        gates.pass_gate(
            team=team,
            stage=data["stage"],
            on=data["on"],
            evidence=data["evidence"],
            by=permits.keeping_person(request.user),
            at=now(),
            once=once,
        )

    if request.method == "POST" and form.attempt(act):
        return redirect(receipts.address(form.token))
    tasks = [_handed_in(team, code, handed_in.get(code)) for code in gate.documents]
    if gate.asks_competence:
        tasks.append(competence_task(queries.people_of(team, on=day), on=day))
    if gate.asks_review:
        tasks += _reviews(team, gate, on=day)
    context = {"team": team, "gate": gate, "form": form, "tasks": tasks}
    return render(request, "incubator/gate.html", context, status=422 if form.errors else 200)


def _handed_in(team: Team, code: str, done: TeamTask | None) -> Task:
    """What the team handed in for a document of the gate, with the way to it."""
    href = reverse("incubator_task", args=[team.key, code])
    if done is None:
        return Task(document_name(code), href, "to-come", _("not handed in here"))
    return Task(document_name(code), href, "done", evidence_of(done))


def _reviews(team: Team, gate: Stage, *, on: date) -> list[Task]:
    """How many reviews are in, and the mean of their scores, where policies ask for any."""
    needed = queries.review_needs(on=on)
    if needed is None:
        return []
    found = queries.review_readiness(team, gate.key, on=on)
    count = {"count": needed.count - found.missing_reviews, "needed": needed.count}
    words = _("%(count)d of %(needed)d") % count
    if found.score_hundredths is not None:
        words += " · " + _("%(score)s of 5 on average") % {"score": f"{found.score_hundredths / 100:.2f}"}
    is_done = not found.missing_reviews and found.is_score_enough
    return [Task(_("Reviews without a conflict of interest"), "", "done" if is_done else "to-come", words)]


@requires(Permission.TEAM_KEEP)
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take back the last gate a team passed."""
    team = permits.kept_team(request.user, key)
    last = queries.last_gate(team)
    form = TakeBackForm(request.POST or None, initial={"stage": last.stage if last else ""})

    def act(once: str) -> None:
        by = permits.keeping_person(request.user)
        gates.take_back(team=team, stage=form.cleaned_data["stage"], on=today(), by=by, at=now(), once=once)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("The gate was taken back."))
        return redirect(team)
    if last is None:
        return redirect(team)
    context = {"team": team, "gate": last, "form": form}
    return render(request, "incubator/take_back.html", context, status=422 if form.errors else 200)
