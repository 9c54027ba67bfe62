"""Cohorts: the list, one with its teams and calendar, opening one, asking for a place, selecting."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.gatherings import queries as gatherings
from commonwork.gatherings.actions import gatherings as gathering_acts
from commonwork.gatherings.models import Gathering
from commonwork.gatherings.permits import visible as visible_gatherings
from commonwork.incubator import asks, permits, queries
from commonwork.incubator.actions import cohorts
from commonwork.incubator.forms.cohorts import CohortForm, CohortGatheringForm, CourseForm, PlaceForm
from commonwork.incubator.models import Cohort, Team
from commonwork.record.queries import tell, trail
from commonwork.record.refs import ref
from commonwork.registry.clock import now, today
from commonwork.ui.listing import Column, Listing

COLUMNS = [
    Column("name", gettext_lazy("Cohort"), lambda row: row.name, sort="name"),
    Column("programme", gettext_lazy("Programme"), lambda row: row.programme, sort="programme"),
    Column("starts_on", gettext_lazy("From"), lambda row: row.starts_on, sort="starts_on"),
    Column("ends_on", gettext_lazy("Until before"), lambda row: row.ends_on, sort="ends_on"),
]

FOR_ANYONE = ["incubator.cohort.opened", "incubator.cohort.selected", "incubator.cohort.course_set"]


@public
def list_all(request: HttpRequest) -> HttpResponseBase:
    """All cohorts, the latest first."""
    listing = Listing(request, Cohort.objects.order_by("-starts_on", "name"), columns=COLUMNS, name="cohorts")
    if answer := listing.export():
        return answer
    context = {"listing": listing, "may_keep": permits.may_keep(request.user)}
    return render(request, "incubator/cohorts.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One cohort: its teams, its calendar, its curriculum; for coordinators also who asks for a place."""
    return render(request, "incubator/cohort.html", _page(request, get_object_or_404(Cohort, key=key)))


def _page(request: HttpRequest, cohort: Cohort, form: PlaceForm | None = None) -> dict[str, Any]:
    keeps, day = permits.may_keep(request.user), today()
    places = list(cohort.places.select_related("team").order_by("team__name"))
    asking = [
        (place.team, queries.review_readiness(place.team, cohort.stage_code, on=day))
        for place in places
        if keeps and place.selected_on is None
    ]
    free = Team.objects.filter(state=Team.State.ACTIVE).exclude(cohort_places__cohort=cohort).order_by("name")
    return {
        "cohort": cohort,
        "teams": [place.team for place in places if place.selected_on],
        "asking": [
            (team, found, f"{found.score_hundredths / 100:.2f}" if found.score_hundredths else "–")
            for team, found in asking
        ],
        "calendar": gatherings.coming(day, among=calendar_of(request, cohort))[:25],
        "held": gatherings.past(day, among=calendar_of(request, cohort))[:25],
        "course": asks.course_of(cohort.course),
        "course_form": CourseForm(initial={"course": cohort.course}, auto_id="id_course_%s")
        if keeps
        else None,
        "may_keep": keeps,
        "form": form or PlaceForm(teams=free),
        "token": PlaceForm(teams=free)["once"],
        "told": tell(trail(cohort).filter(kind__in=FOR_ANYONE)[:25]),
    }


def calendar_of(request: HttpRequest, cohort: Cohort) -> QuerySet[Gathering]:
    """The gatherings of a cohort and the sessions of its course, as far as whoever asks may see them."""
    parts = [ref(cohort), *([cohort.course] if cohort.course else [])]
    return visible_gatherings(request.user, on=today()).filter(part_of__in=parts)


@public
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar of a cohort as a file, for calendars to follow."""
    from commonwork.gatherings.calendar_files import written  # its library is slow to load

    cohort = get_object_or_404(Cohort, key=key)
    rows = calendar_of(request, cohort).order_by("starts_at").select_related("place", "host")[:500]
    origin = request.build_absolute_uri("/").rstrip("/")
    text = written(rows, name=cohort.name, origin=origin)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cohort-{cohort.key}.ics"'
    return response


@require_POST
@requires(Permission.TEAM_KEEP)
def set_course(request: HttpRequest, key: str) -> HttpResponse:
    """Say which course of the school the cohort follows."""
    cohort = get_object_or_404(Cohort, key=key)
    form = CourseForm(request.POST, auto_id="id_course_%s")

    def act(once: str) -> None:
        by, course = permits.keeping_person(request.user), form.cleaned_data["course"]
        cohorts.set_course(cohort=cohort, course=course, on=today(), by=by, at=now(), once=once)

    if form.attempt(act):
        messages.success(request, _("The course is set; its sessions stand in the calendar."))
        return redirect(cohort)
    context = _page(request, cohort) | {"course_form": form}
    return render(request, "incubator/cohort.html", context, status=422)


@requires(Permission.TEAM_KEEP)
def announce(request: HttpRequest, key: str) -> HttpResponse:
    """Announce a gathering of the cohort."""
    cohort = get_object_or_404(Cohort, key=key)
    form = CohortGatheringForm(request.POST or None)

    def act(once: str) -> None:
        gathering_acts.announce(
            **form.arguments(), host=permits.house(), part_of=cohort,
            by=permits.keeping_person(request.user), at=now(), once=once,
        )  # fmt: skip

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("It stands in the calendar of the cohort."))
        return redirect(cohort)
    context = {"cohort": cohort, "form": form}
    return render(request, "incubator/cohort_gathering.html", context, status=422 if form.errors else 200)


@requires(Permission.TEAM_KEEP)
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a cohort."""
    form = CohortForm(request.POST or None)
    opened: list[Cohort] = []

    def act(once: str) -> None:
        data = form.cleaned_data
        by = permits.keeping_person(request.user)
        fields = {name: data[name] for name in ("name", "programme", "starts_on", "ends_on", "course")}
        opened.append(cohorts.open_cohort(**fields, by=by, at=now(), once=once))

    if request.method == "POST" and form.attempt(act):
        return redirect(opened[0])
    return render(request, "incubator/cohort_form.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@requires(Permission.TEAM_KEEP)
def apply(request: HttpRequest, key: str) -> HttpResponse:
    """A team asks for a place."""
    cohort = get_object_or_404(Cohort, key=key)
    form = PlaceForm(request.POST, teams=Team.objects.all())

    def act(once: str) -> None:
        by, team = permits.keeping_person(request.user), form.cleaned_data["team"]
        cohorts.apply(cohort=cohort, team=team, on=today(), by=by, at=now(), once=once)

    if form.attempt(act):
        return redirect(cohort)
    return render(request, "incubator/cohort.html", _page(request, cohort, form), status=422)


@require_POST
@requires(Permission.TEAM_KEEP)
def select(request: HttpRequest, key: str) -> HttpResponse:
    """A team gets its place."""
    cohort = get_object_or_404(Cohort, key=key)
    form = PlaceForm(request.POST, teams=Team.objects.all())

    def act(once: str) -> None:
        by, team = permits.keeping_person(request.user), form.cleaned_data["team"]
        cohorts.select(cohort=cohort, team=team, on=today(), by=by, at=now(), once=once)

    if form.attempt(act):
        messages.success(request, _("%(team)s has a place.") % {"team": form.cleaned_data["team"].name})
        return redirect(cohort)
    return render(request, "incubator/cohort.html", _page(request, cohort, form), status=422)
