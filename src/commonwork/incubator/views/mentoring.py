"""Mentor hours: the list, entering some, striking an entry."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonwork.access.guard import public, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.incubator import permits, queries
from commonwork.incubator.actions import mentoring
from commonwork.incubator.forms import HoursForm, HoursPeriodForm, StrikeForm
from commonwork.incubator.models import MentorHours
from commonwork.incubator.models.mentoring import hours_of, shown
from commonwork.registry.clock import now, today
from commonwork.registry.models import Person
from commonwork.ui.listing import Column, Listing


def _columns(sees_names: bool) -> list[Column]:
    columns = [
        Column("worked_on", gettext_lazy("On"), lambda row: row.worked_on, sort="worked_on"),
        Column("team", gettext_lazy("Team"), lambda row: row.team.name, sort="team__name"),
        Column("hours", gettext_lazy("Hours"), lambda row: row.hours, sort="minutes", is_number=True),
    ]
    if sees_names:
        columns.insert(
            2, Column("mentor", gettext_lazy("Mentor"), lambda row: row.mentor.name, sort="mentor__name")
        )
    return columns


@public
def list_all(request: HttpRequest) -> HttpResponseBase:
    """Hours mentors gave, of a period if one is asked for. Names only for those who may see teams' people."""
    sees = may(request.user, Permission.TEAM_SEE, permits.HOUSE_KEY)
    rows = MentorHours.objects.filter(is_struck=False).select_related("team", "mentor").order_by("-worked_on")
    listing = Listing(request, rows, columns=_columns(sees), form=HoursPeriodForm, name="mentor-hours")
    if answer := listing.export():
        return answer
    total = listing.queryset.order_by().aggregate(sum=Sum("minutes"))["sum"] or 0
    context = {"listing": listing, "sees": sees, "total": shown(total)}
    return render(request, "incubator/hours.html", context)


FUNDER_COLUMNS = [
    Column("funder", gettext_lazy("Paid for by"), lambda row: row["funder"] or _("nobody"), sort="funder"),
    Column(
        "sittings", gettext_lazy("Sittings"), lambda row: row["sittings"], sort="sittings", is_number=True
    ),
    Column("teams", gettext_lazy("Teams"), lambda row: row["teams"], sort="teams", is_number=True),
    Column("hours", gettext_lazy("Hours"), lambda row: hours_of(row["sum"]), sort="sum", is_number=True),
]


@public
def funders(request: HttpRequest) -> HttpResponseBase:
    """Mentor hours by who paid for them, of a period if one is asked for. No names."""
    listing = Listing(
        request,
        queries.hours_by_funder(),
        columns=FUNDER_COLUMNS,
        form=HoursPeriodForm,
        name="hours-by-funder",
    )
    if answer := listing.export():
        return answer
    total = shown(sum(row["sum"] for row in listing.queryset))
    rows = [(row, shown(row["sum"])) for row in listing.rows]
    context = {"listing": listing, "rows": rows, "total": total}
    return render(request, "incubator/funders.html", context)


@signed_in
def log(request: HttpRequest, key: str) -> HttpResponse:
    """Enter hours a mentor gave to a team: a coordinator for anyone, its mentor for themselves."""
    team, keeps = permits.logged_team(request.user, key), permits.may_log(request.user)
    day: date = today()
    initial = {"on": day, "mentor": team.mentor.name if team.mentor else ""}
    form = HoursForm(request.POST or None, for_others=keeps, initial=initial)

    def giver() -> Person:
        found: Person = form.cleaned_data["mentor"] if keeps else permits.proposing_person(request.user)
        return found

    def act(once: str) -> None:
        data: dict[str, Any] = form.cleaned_data
        mentoring.log(
            team=team,
            mentor=giver(),
            on=data["on"],
            hours=data["hours"],
            funder=data["funder"],
            note=data["note"],
            note_is_shared=data["note_is_shared"],
            by=permits.proposing_person(request.user),
            at=now(),
            once=once,
        )

    if request.method == "POST" and form.attempt(act):
        data = form.cleaned_data
        words = {"hours": f"{data['hours'].normalize():f}", "mentor": giver(), "team": team.name}
        messages.success(request, _("%(hours)s hours of %(mentor)s with %(team)s were entered.") % words)
        return redirect(team)
    context = {"team": team, "form": form, "funders": queries.funders()}
    return render(request, "incubator/hours_form.html", context, status=422 if form.errors else 200)


@signed_in
def strike(request: HttpRequest, key: str) -> HttpResponse:
    """Strike an entry made by mistake."""
    entry = permits.logged_entry(request.user, key)
    form = StrikeForm(request.POST or None)

    def act(once: str) -> None:
        mentoring.strike(entry=entry, by=permits.keeping_person(request.user), at=now(), once=once)

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("The entry was struck."))
        return redirect(entry.team)
    return render(
        request, "incubator/strike.html", {"entry": entry, "form": form}, status=422 if form.errors else 200
    )
