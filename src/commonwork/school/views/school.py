"""The public face of the school, the list of who was trained, and checking a badge by its code."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from commonwork.access.guard import public
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.registry.clock import today
from commonwork.registry.models import Organisation
from commonwork.school import queries
from commonwork.school.forms import CheckForm, PeriodForm
from commonwork.school.models import Badge
from commonwork.ui.listing import Column, Listing

SHOWN = 6


@public
def school(request: HttpRequest) -> HttpResponse:
    """What is taught, who was trained, what comes next, and the money given for it."""
    day, house = today(), queries.house()
    starts_on, ends_on = queries.trained_period(day)
    grants = queries.restricted_grants(house, on=day) if house else []
    courses = list(queries.courses()[: SHOWN * 2])
    context = {
        "house": house,
        "courses": [(course, _course_state(course.completed_on)) for course in courses],
        "trained_count": queries.trained_count(starts_on, ends_on),
        "trained_url": trained_url(starts_on, ends_on),
        "starts_on": starts_on,
        "last_on": ends_on - timedelta(days=1),
        "running_count": sum(course.completed_on is None for course in courses),
        "sessions": queries.sessions_coming(day)[:SHOWN],
        "grants": grants,
        "grants_minor": sum(grant.left_minor for grant in grants),
        "books_url": _account_url(house) if house else "",
        "check_form": CheckForm(),
        "may_open": may(request.user, Permission.COURSE_KEEP),
    }
    return render(request, "school/school.html", context)


def _course_state(completed_on: date | None) -> tuple[str, str]:
    return ("settled", _("Completed")) if completed_on else ("waiting", _("Open"))


def _account_url(house: Organisation) -> str:
    """The account of restricted grants in the school's books."""
    try:
        return reverse("books_account", args=[house.key, queries.RESTRICTED_GRANTS])
    except NoReverseMatch:
        return ""


def trained_url(starts_on: date, ends_on: date) -> str:
    """The list of badges awarded in [starts_on, ends_on)."""
    return f"{reverse('school_trained')}?from={starts_on.isoformat()}&to={ends_on.isoformat()}"


def _columns() -> list[Column]:
    return [
        Column("awarded_on", lazy("Awarded on"), lambda badge: badge.awarded_on, sort="awarded_on"),
        Column("course", lazy("Course"), lambda badge: badge.course.title, sort="course__title"),
        Column("competence", lazy("Competence"), lambda badge: badge.competence.name),
        Column("hours", lazy("Hours"), lambda badge: badge.hours, sort="attended_minutes", is_number=True),
        Column("name", lazy("Name, where agreed"), public_name),
        Column("invented", lazy("Invented"), lambda badge: _("yes") if badge.course.is_invented else _("no")),
    ]


def public_name(badge: Badge) -> str:
    """The holder's name where they agreed to be named, else "a learner"."""
    return queries.shown_name(badge.person, _("a learner"))


@public
def trained(request: HttpRequest) -> HttpResponseBase:
    """The badges behind “people trained”: ?from=&to= (half-open), by default the last twelve months."""
    period = queries.trained_period(today())
    asked = PeriodForm({"from": request.GET.get("from"), "to": request.GET.get("to")})
    is_asked = "from" in request.GET and "to" in request.GET
    if is_asked and asked.is_valid():
        period = asked.cleaned_data["from"], asked.cleaned_data["to"]
    listing = Listing(request, queries.trained(*period), columns=_columns(), name="trained")
    if answer := listing.export():
        return answer
    context: dict[str, Any] = {
        "listing": listing,
        "rows": [(badge, public_name(badge)) for badge in listing.rows],
        "form": asked if is_asked else PeriodForm(initial={"from": period[0], "to": period[1]}),
        "people_count": queries.trained_count(*period),
        "badges_count": listing.page.paginator.count,
        "starts_on": period[0],
        "last_on": period[1] - timedelta(days=1),
    }
    return render(request, "school/trained.html", context)


@public
def check(request: HttpRequest) -> HttpResponse:
    """Find a badge by its check code."""
    form = CheckForm(request.GET or None)
    if form.is_bound and form.is_valid():
        badge = queries.badge_by_code(form.cleaned_data["code"])
        if badge is not None:
            return redirect(badge)
        form.add_error(
            "code", _("No badge of this school has this code. Look at it again, letter by letter.")
        )
    return render(request, "school/check.html", {"form": form}, status=422 if form.is_bound else 200)
