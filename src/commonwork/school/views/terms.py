"""What a course is kept by: its terms, who leads its sessions, and opening it again as a new cohort."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.registry.clock import now, today
from commonwork.school import permits, queries
from commonwork.school.actions import cohorts, courses, sessions
from commonwork.school.models import Course
from commonwork.school.terms_forms import LeadForm, RepeatForm, TermsForm
from commonwork.school.views.courses import actor
from commonwork.school.views.trainers import done


@requires(Permission.COURSE_KEEP)
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change title, programme, places, waiting list, selection, how long the badge holds."""
    course = permits.course_to_keep(request.user, key)
    form = TermsForm(request.POST or None, course=course)

    def act(once: str) -> None:
        courses.change(
            course=course, changes=form.changes(), on=today(), by=actor(request), at=now(), once=once
        )

    lede = _("Badges awarded before keep how long they hold. With more places, those who wait move up.")
    return done(
        request,
        form,
        act,
        said=_("It stands on the page of the course."),
        to=course,
        title=_("Change the course"),
        lede=lede,
        course=course,
        submit=_("Change it"),
    )


@requires(Permission.COURSE_KEEP)
def lead(request: HttpRequest, key: str) -> HttpResponse:
    """Say who leads which session."""
    course = permits.course_to_keep(request.user, key)
    form = LeadForm(request.POST or None, sessions=queries.sessions(course))

    def act(once: str) -> None:
        sessions.lead(course=course, facilitators=form.facilitators(), by=actor(request), at=now(), once=once)

    lede = _(
        "Full names as they stand in the people of the network. Where nobody is named, the trainer leads."
    )
    return done(
        request,
        form,
        act,
        said=_("It stands on the page of the course."),
        to=course,
        title=_("Who leads which session"),
        lede=lede,
        course=course,
        submit=_("Say so"),
    )


@requires(Permission.COURSE_KEEP)
def repeat(request: HttpRequest, key: str) -> HttpResponse:
    """Open a course again for a new cohort."""
    course = permits.course_to_keep(request.user, key)
    on = today()
    first_on = cohorts.next_first_day(course, on=on)
    form = RepeatForm(request.POST or None, course=course, first_on=first_on, on=on)
    made: list[Course] = []

    def act(once: str) -> None:
        typed = {name: form.cleaned_data[name] for name in ("first_on", "trainer")}
        made.append(cohorts.repeat(course=course, **typed, on=on, by=actor(request), at=now(), once=once))

    if request.method == "POST" and form.attempt(act):
        messages.success(request, _("The new cohort is open."))
        return redirect(made[0])
    context = {
        "form": form,
        "course": course,
        "taken_over": [
            (_("Sessions"), len(queries.sessions(course))),
            (_("Tasks"), course.tasks.count()),
            (_("Pages"), course.materials.count()),
        ],
    }
    return render(request, "school/repeat.html", context, status=422 if form.errors else 200)
