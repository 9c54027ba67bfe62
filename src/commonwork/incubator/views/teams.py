"""Teams: the board, one team's page, forming one, and who comes and goes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.incubator import permits, queries
from commonwork.incubator.actions import teams
from commonwork.incubator.forms import JoinForm, LeaveForm, TeamForm, TeamsForm
from commonwork.incubator.models import Team
from commonwork.incubator.stages import START_UP
from commonwork.incubator.views import team_page
from commonwork.registry.clock import now, today
from commonwork.ui.listing import Column, Listing


def _next_name(team: Team) -> str:
    following = queries.next_stage(team)
    return following.name if following else _("open")


COLUMNS = [
    Column("name", gettext_lazy("Team"), lambda team: team.name, sort="name"),
    Column("formed_on", gettext_lazy("Formed"), lambda team: team.formed_on, sort="formed_on"),
    Column("passed", gettext_lazy("Gates passed"), lambda team: len(team.gates.all()), is_number=True),
    Column("next", gettext_lazy("Next gate"), _next_name),
    Column(
        "since",
        gettext_lazy("Last step"),
        lambda team: max((gate.passed_on for gate in team.gates.all()), default=team.formed_on),
    ),
]


@public
def board(request: HttpRequest) -> HttpResponseBase:
    """All teams: who stands where, since when."""
    listing = Listing(request, queries.teams(), columns=COLUMNS, form=TeamsForm, name="teams")
    if answer := listing.export():
        return answer
    rows = [
        (team, COLUMNS[2].value(team), queries.next_stage(team), COLUMNS[4].value(team))
        for team in listing.rows
    ]
    counts = queries.stage_counts()
    context = {
        "listing": listing,
        "rows": rows,
        "on_the_way_count": sum(counts.values()),
        "may_keep": permits.may_keep(request.user),
    }
    return render(request, "incubator/board.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One team: where it stands, what is next, its gates, its mentors, and for those who may its people."""
    return render(request, "incubator/team.html", team_page.context(request.user, permits.shown_team(key)))


@requires(Permission.TEAM_KEEP)
def form_team(request: HttpRequest) -> HttpResponse:
    """Form a team."""
    ideas = queries.ideas().filter(state="open").order_by("title")
    initial = {"formed_on": today(), "idea": request.GET.get("idea")}
    form = TeamForm(request.POST or None, ideas=ideas, initial=initial)
    formed: list[Team] = []

    def act(once: str) -> None:
        data: dict[str, Any] = form.cleaned_data
        team = teams.form(
            name=data["name"],
            members=data["members"],
            on=data["formed_on"],
            idea=data["idea"],
            preset=data["preset"] or START_UP,
            by=permits.keeping_person(request.user),
            at=now(),
            once=once,
        )
        formed.append(team)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("The team %(team)s was formed.") % {"team": formed[0].name})
        return redirect(formed[0])
    return render(request, "incubator/team_form.html", {"form": form}, status=422 if form.errors else 200)


@requires(Permission.TEAM_KEEP)
def people(request: HttpRequest, key: str) -> HttpResponse:
    """Someone joins the team."""
    team = permits.kept_team(request.user, key)
    form = JoinForm(request.POST or None, initial={"on": today()})

    def act(once: str) -> None:
        data = form.cleaned_data
        by = permits.keeping_person(request.user)
        teams.join(team=team, person=data["person"], on=data["on"], by=by, at=now(), once=once)

    if request.method == "POST" and form.attempt(act):
        text = _("%(person)s joined %(team)s.") % {"person": form.cleaned_data["person"], "team": team.name}
        messages.success(request, text)
        return redirect(team)
    context = {"team": team, "form": form, "leaving": _leave_form(team, None)}
    return render(request, "incubator/people.html", context, status=422 if form.errors else 200)


@requires(Permission.TEAM_KEEP)
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Someone leaves the team."""
    team = permits.kept_team(request.user, key)
    form = _leave_form(team, request.POST or None)

    def act(once: str) -> None:
        data = form.cleaned_data
        by = permits.keeping_person(request.user)
        teams.leave(team=team, person=data["person"], on=data["on"], by=by, at=now(), once=once)

    if request.method == "POST" and form.attempt(act):
        text = _("%(person)s left %(team)s.") % {"person": form.cleaned_data["person"], "team": team.name}
        messages.success(request, text)
        return redirect(team)
    context = {"team": team, "form": JoinForm(initial={"on": today()}), "leaving": form}
    return render(request, "incubator/people.html", context, status=422 if form.errors else 200)


def _leave_form(team: Team, data: Any) -> LeaveForm:
    day = today()
    people = queries.people_of(team, on=day)
    return LeaveForm(data, people=people, initial={"on": day}, auto_id="id_leave_%s")
