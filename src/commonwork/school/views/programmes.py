"""Programmes: courses that belong together, and who pays for them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from commonwork.access.guard import public, requires
from commonwork.access.permissions import Permission
from commonwork.access.queries import may
from commonwork.registry.clock import now
from commonwork.school import permits, queries
from commonwork.school.actions import programmes
from commonwork.school.models import Programme
from commonwork.school.terms_forms import ProgrammeForm
from commonwork.school.views.courses import actor, history
from commonwork.school.views.trainers import done
from commonwork.ui.listing import Column, Listing

COLUMNS = [
    Column(
        "title",
        lazy("Programme"),
        lambda row: row.title,
        sort="title",
        href=lambda row: row.get_absolute_url(),
    ),
    Column("funder", lazy("Paid for by"), lambda row: row.funder.name if row.funder else ""),
    Column("courses", lazy("Courses"), lambda row: row.courses_count, sort="courses_count", is_number=True),
    Column(
        "people", lazy("People trained"), lambda row: row.people_count, sort="people_count", is_number=True
    ),
]


@public
def list_all(request: HttpRequest) -> HttpResponseBase:
    """All programmes with how many courses they have and how many different people they trained."""
    listing = Listing(request, queries.programmes(), columns=COLUMNS, name="programmes", default_sort="title")
    if answer := listing.export():
        return answer
    context = {"listing": listing, "keeps": may(request.user, Permission.COURSE_KEEP)}
    return render(request, "school/programmes.html", context)


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One programme: what it is for, who pays, its courses."""
    programme = permits.programme_to_see(key)
    keeps = may(request.user, Permission.COURSE_KEEP)
    context = {
        "programme": programme,
        "courses": queries.courses().filter(programme=programme)[:100],
        "people_count": queries.people_trained_in(programme),
        "keeps": keeps,
        "told": history(programme, whole=keeps),
    }
    return render(request, "school/programme.html", context)


@requires(Permission.COURSE_KEEP)
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a programme."""
    form = ProgrammeForm(request.POST or None)
    made: list[Programme] = []

    def act(once: str) -> None:
        made.append(programmes.begin(**form.arguments(), by=actor(request), at=now(), once=once))

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("The programme %(name)s began.") % {"name": made[0].title})
        return redirect(made[0])
    context = {
        "form": form,
        "title": _("Begin a programme"),
        "submit": _("Begin it"),
        "lede": _("A course joins a programme on its own page, under “Change the course”."),
    }
    return render(request, "school/one_form.html", context, status=422 if form.errors else 200)


@requires(Permission.COURSE_KEEP)
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Say anew what a programme is."""
    programme = permits.programme_to_see(key)
    form = ProgrammeForm(request.POST or None, programme=programme)

    def act(once: str) -> None:
        programmes.change(programme=programme, **form.arguments(), by=actor(request), at=now(), once=once)

    return done(
        request,
        form,
        act,
        said=_("The programme was changed."),
        to=programme,
        title=_("Change the programme"),
        submit=_("Change it"),
    )
