"""Competences that run out, their renewal and withdrawal; and honest counts of who was trained."""

from datetime import date, timedelta
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.registry.actions import competences
from commonwork.registry.clock import now, today
from commonwork.registry.models import CompetenceHeld
from commonwork.school import queries
from commonwork.school.learning_forms import CountForm, RenewForm, WithdrawForm
from commonwork.school.views.courses import actor
from commonwork.school.views.trainers import done
from commonwork.ui.dates import day
from commonwork.ui.exports import respond
from commonwork.ui.listing import Column, Listing


@requires(Permission.BADGE_AWARD)
def list_all(request: HttpRequest) -> HttpResponseBase:
    """Who can do what, until when, by whose word."""
    rows = CompetenceHeld.objects.select_related("person", "competence").filter(person__is_forgotten=False)
    listing = Listing(request, rows, columns=COLUMNS, name="competences", default_sort="competence")
    if answer := listing.export():
        return answer
    return render(request, "school/competences.html", {"listing": listing})


def _state(row: CompetenceHeld) -> str:
    if row.revoked_on is None:
        return _("holds")
    return _("withdrawn: %s") % row.get_revoked_reason_display()


def _until(row: CompetenceHeld) -> str:
    return day(row.expires_on, "short") if row.expires_on else _("for good")


def _renews(row: CompetenceHeld) -> bool:
    return row.expires_on is not None and row.revoked_on is None


COLUMNS = [
    Column("person", lazy("Name"), lambda row: row.person.name, sort="person__name"),
    Column("competence", lazy("Competence"), lambda row: row.competence.name, sort="competence__name"),
    Column(
        "granted_on",
        lazy("Since"),
        lambda row: row.granted_on,
        sort="granted_on",
        show=lambda row: day(row.granted_on, "short"),
    ),
    Column("until", lazy("Holds until"), lambda row: row.expires_on or "", sort="expires_on", show=_until),
    Column("state", lazy("State"), _state),
    Column(
        "renew",
        lazy("Renew"),
        lambda row: "",
        show=lambda row: _("Renew") if _renews(row) else "",
        href=lambda row: reverse("school_renew", args=[row.pk]) if _renews(row) else "",
    ),
    Column(
        "withdraw",
        lazy("Withdraw"),
        lambda row: "",
        show=lambda row: "" if row.revoked_on else _("Withdraw"),
        href=lambda row: "" if row.revoked_on else reverse("school_withdraw", args=[row.pk]),
    ),
]


@requires(Permission.BADGE_AWARD)
def renew(request: HttpRequest, number: str) -> HttpResponse:
    """A competence holds longer."""
    held = _held(number)
    form = RenewForm(request.POST or None)

    def act(once: str) -> None:
        until = form.cleaned_data["until"]
        competences.renew(held=held, until=until, on=today(), by=actor(request), at=now(), once=once)

    said = {"competence": held.competence.name, "name": held.person.name}
    title = _("%(name)s: %(competence)s") % said
    return done(
        request,
        form,
        act,
        said=_("It is renewed."),
        to="school_competences",
        title=title,
        submit=_("Renew it"),
    )


@requires(Permission.BADGE_AWARD)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Somebody no longer holds a competence."""
    held = _held(number)
    form = WithdrawForm(request.POST or None)

    def act(once: str) -> None:
        competences.revoke(
            held=held, reason=form.cleaned_data["reason"], on=today(), by=actor(request), at=now(), once=once
        )

    title = _("%(name)s: %(competence)s") % {"competence": held.competence.name, "name": held.person.name}
    return done(
        request,
        form,
        act,
        said=_("It is withdrawn."),
        to="school_competences",
        title=title,
        submit=_("Withdraw it"),
    )


def _held(number: str) -> CompetenceHeld:
    rows = CompetenceHeld.objects.select_related("person", "competence")
    return get_object_or_404(rows, pk=int(number) if number.isdecimal() and len(number) < 18 else 0)


@public
def counts(request: HttpRequest) -> HttpResponse:
    """Who was trained in a year: different people, hours, how many finished, by course, programme, place or funder."""
    years = queries.years() or [today().year]
    form = CountForm(request.GET or None, years=years)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {"year": years[0], "by": "course"}
    year, by = int(asked["year"]), str(asked["by"])
    rows = queries.counts(date(year, 1, 1), date(year + 1, 1, 1), by)
    if wanted := request.GET.get("format"):
        heads = [
            ("name", _("Name")),
            ("people", _("People")),
            ("badges", _("Badges")),
            ("learners", _("Learners")),
            ("hours", _("Hours")),
        ]
        lines = [[row.name, row.people, row.badges, row.learners, row.hours] for row in rows]
        return cast(HttpResponse, respond(f"trained-{year}-{by}", heads, lines, wanted))
    context = {
        "form": CountForm(initial=asked, years=years) if not form.is_bound else form,
        "rows": rows[:-1],
        "whole": rows[-1],
        "year": year,
        "last_on": date(year + 1, 1, 1) - timedelta(days=1),
    }
    return render(request, "school/counts.html", context)
