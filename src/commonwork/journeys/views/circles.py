"""A circle becomes a team: people who completed a course go on together."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonwork.access.guard import demand, requires
from commonwork.access.permissions import Permission
from commonwork.incubator import permits as incubator_permits
from commonwork.incubator.actions import teams
from commonwork.journeys import circle_teams
from commonwork.journeys.forms import CircleForm
from commonwork.registry.clock import now, today
from commonwork.registry.models import Person
from commonwork.school import permits
from commonwork.school import queries as school


@requires(Permission.TEAM_KEEP)
def form_team(request: HttpRequest, key: str) -> HttpResponse:
    """Choose among those who hold the badge of a course; they form a team."""
    demand(incubator_permits.may_keep(request.user))
    course = permits.course_to_see(key)
    rows = course.badges.filter(revoked_on=None).select_related("person").order_by("person__name")
    people = [(row.person.key, row.person.name) for row in rows if not row.person.is_forgotten]
    form = CircleForm(
        request.POST or None, people=people, initial={"on": today(), "people": [key for key, _n in people]}
    )
    formed: list[Any] = []

    def act(once: str) -> None:
        data = form.cleaned_data
        team = teams.form(
            name=data["name"],
            members=list(Person.objects.filter(key__in=data["people"])),
            on=data["on"],
            by=incubator_permits.keeping_person(request.user),
            at=now(),
            once=once,
        )
        formed.append(team)

    if request.method == "POST" and form.attempt(act):
        return redirect(formed[0])
    context = {"course": course, "form": form, "people": people}
    return render(request, "journeys/circle.html", context, status=422 if form.errors else 200)


@requires(Permission.TEAM_KEEP)
def from_circle(request: HttpRequest, key: str) -> HttpResponse:
    """Choose among the people of a study circle; they form a team, and the circle ends."""
    demand(incubator_permits.may_keep(request.user))
    circle = school.circles().filter(key=key, ended_on=None).first()
    if circle is None:
        raise Http404
    people = [(row.person.key, row.person.name) for row in school.circle_members(circle)]
    initial = {"on": today(), "name": circle.title, "people": [key for key, _name in people]}
    form = CircleForm(request.POST or None, people=people, initial=initial)
    formed: list[Any] = []

    def act(once: str) -> None:
        data = form.cleaned_data
        asked = {"circle": circle, "name": data["name"], "people": data["people"], "on": data["on"]}
        by = incubator_permits.keeping_person(request.user)
        formed.append(circle_teams.form(**asked, by=by, at=now(), once=once))

    if request.method == "POST" and form.attempt(act):
        return redirect(formed[0])
    context = {"course": circle, "form": form, "people": people}
    return render(request, "journeys/circle.html", context, status=422 if form.errors else 200)
