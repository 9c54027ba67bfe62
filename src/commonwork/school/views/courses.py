"""The page of a course: for everyone, for its learners, for its trainer; opening and enrolling."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.access.guard import public, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.record.kinds import KINDS
from commonwork.record.queries import Told, tell, trail
from commonwork.registry.clock import now, today
from commonwork.registry.models import Person
from commonwork.school import permits, queries
from commonwork.school.actions import courses, enrolments
from commonwork.school.forms import CourseForm, EnrolSomeoneForm
from commonwork.school.models import PENDING, Course, Enrolment, Session
from commonwork.school.queries import Progress
from commonwork.ui.dates import day as as_day
from commonwork.ui.forms import ActForm
from commonwork.ui.parts import Step


@public
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One course: where it stands, its sessions, and how far whoever asks is."""
    return page(request, permits.course_to_see(key), EnrolSomeoneForm())


def page(
    request: HttpRequest, course: Course, someone_form: EnrolSomeoneForm, *, status: int = 200
) -> HttpResponse:
    """The page of a course, with the form to enrol someone as it stands."""
    day, person = today(), permits.person_of(request.user)
    sessions = queries.sessions(course)
    teaches = permits.may_take_roll(request.user, course)
    rows = queries.progress(course) if teaches else []
    mine = next(iter(queries.progress(course, person=person)), None) if person else None
    left = queries.places_left(course)
    missing = queries.lacking(course, person, on=day) if person and not mine and not teaches else []
    pending = _pending(course, person)
    context = {
        "course": course,
        "sessions": sessions,
        "session_lines": _session_lines(sessions, sees=teaches or mine is not None),
        "steps": steps(course, sessions),
        "held_count": sum(row.gathering.roll_taken_at is not None for row in sessions),
        "learners_count": queries.learners_count(course),
        "badges_count": course.badges.filter(revoked_on=None).count(),
        "mine": mine,
        "next_step": queries.next_step(mine, sessions, on=day) if mine else "",
        "may_enrol": person is not None
        and mine is None
        and not teaches
        and course.completed_on is None
        and (left != 0 or course.has_waiting_list or course.is_selected)
        and not missing
        and not pending,
        "pending": pending,
        "missing": [row.name for row in missing],
        "asked_count": course.enrolments.filter(state=Enrolment.State.ASKED).count() if teaches else 0,
        **_lessons(course, mine, rows, sessions, sees=teaches or mine is not None),
        "places_left": left,
        "teaches": teaches,
        "rows": rows,
        "came_counts": came_counts(sessions, rows),
        "roll_to_take": _roll_to_take(sessions, day) if teaches else None,
        "may_award": permits.may_award(request.user, course) and any(is_ready(row) for row in rows),
        "may_keep": permits.may_keep(request.user, course) and course.completed_on is None,
        "keeps": permits.may_keep(request.user, course),
        "may_form_team": course.completed_on is not None and permits.may_form_team(request.user),
        "someone_form": someone_form,
        "form": ActForm(),
        "told": history(course, whole=teaches),
        "names_trainer": teaches or mine is not None or course.trainer.shows_name,
        "terms": _terms(course, sessions),
    }
    return render(request, "school/course.html", context, status=status)


def _pending(course: Course, person: Person | None) -> str:
    """What somebody who asked or waits is told."""
    row = course.enrolments.filter(person=person, state__in=PENDING).first() if person else None
    if row is None:
        return ""
    if row.state == Enrolment.State.ASKED:
        return _("You asked to take part. The trainer chooses, and you are written to.")
    return _("You are on the waiting list. You are written to when a place is yours.")


def _lessons(
    course: Course, mine: Progress | None, rows: list[Progress], sessions: list[Session], *, sees: bool
) -> dict[str, Any]:
    """Tasks, pages and what can be made up for: for the learners and trainers of a course."""
    if not sees:
        return {}
    works = {row.task_id: row for row in mine.enrolment.works.all()} if mine else {}
    lines = [
        {
            "name": row.person.name,
            "sessions": [
                (one.number, reverse("school_make_up", args=[course.key, one.number, row.enrolment.key]))
                for one, mark in zip(sessions, row.marks, strict=True)
                if mark is False and one.number not in row.made_up
            ],
        }
        for row in rows
        if not row.is_enough
    ]
    return {
        "tasks": [(task, works.get(task.pk)) for task in course.tasks.order_by("pk")],
        "materials": course.materials.defer("picture", "recording", "paper").order_by("number"),
        "make_ups": [line for line in lines if line["sessions"]],
    }


def steps(course: Course, sessions: list[Session]) -> list[Step]:
    """Where a course stands: opened, sessions held, badges awarded."""
    held = sum(row.gathering.roll_taken_at is not None for row in sessions)
    is_held, is_done = held == len(sessions), course.completed_on is not None
    detail = _("%(held)d of %(all)d held") % {"held": held, "all": len(sessions)}
    return [
        Step(_("Opened"), as_day(course.opened_on, "short"), "done"),
        Step(_("Sessions"), detail, "done" if is_held or is_done else "here"),
        Step(
            _("Badges awarded"),
            as_day(course.completed_on, "short") if course.completed_on else "",
            "done" if is_done else "here" if is_held else "to-come",
        ),
    ]


def is_ready(row: Progress) -> bool:
    """Attended enough and has no badge yet."""
    return row.is_enough and row.badge is None


def came_counts(sessions: list[Session], rows: list[Progress]) -> list[int | None]:
    """How many learners came to each session; None where no roll was taken."""
    return [
        sum(row.marks[place] is True for row in rows) if session.gathering.roll_taken_at else None
        for place, session in enumerate(sessions)
    ]


def _roll_to_take(sessions: list[Session], day: date) -> Session | None:
    due = (row for row in sessions if row.gathering.roll_taken_at is None and row.gathering.starts_on <= day)
    return next(due, None)


def _session_lines(sessions: list[Session], *, sees: bool) -> list[tuple[Session, str]]:
    """Each session with who leads it, where that is somebody other than the trainer and may be named."""
    return [
        (row, row.facilitator.name if row.facilitator and (sees or row.facilitator.shows_name) else "")
        for row in sessions
    ]


def _terms(course: Course, sessions: list[Session]) -> list[tuple[Any, ...]]:
    begins_on = sessions[0].gathering.starts_on if sessions else course.opened_on
    needed = ngettext("%(count)d session", "%(count)d sessions", course.sessions_needed)
    pairs: list[tuple[Any, ...]] = [
        (_("Cohort"), as_day(begins_on, "month")),
        (_("To complete it"), needed % {"count": course.sessions_needed}),
        (_("Leads to"), course.competence.name),
    ]
    if course.badge_months:
        holds = ngettext("%(count)d month", "%(count)d months", course.badge_months)
        pairs.append((_("The badge holds"), holds % {"count": course.badge_months}))
    if course.capacity is not None:
        pairs.append((_("Places"), str(course.capacity)))
    if course.is_selected:
        pairs.append((_("Taking part"), _("people ask, and the trainer chooses")))
    elif course.has_waiting_list:
        pairs.append((_("When it is full"), _("there is a waiting list")))
    pairs.append((_("Opened on"), as_day(course.opened_on)))
    if course.programme:
        pairs.append((_("Programme"), course.programme.title, course.programme.get_absolute_url()))
    pairs.append((_("School"), course.school.name, course.school.get_absolute_url()))
    if course.repeats:
        said = as_day(course.repeats.opened_on, "month")
        pairs.append((_("Cohort before"), said, course.repeats.get_absolute_url()))
    for later in queries.later_cohorts(course)[:6]:
        pairs.append((_("Cohort after"), as_day(later.opened_on, "month"), later.get_absolute_url()))
    return pairs


def history(row: Any, *, whole: bool) -> list[Told]:
    """The trail of a row: its public facts, or all of them for those who keep it; the latest 30.

    That each session was announced is left out: the opening says it.
    """
    codes = [
        code
        for code, kind in KINDS.items()
        if (whole or kind.is_public) and code != "gatherings.gathering.announced"
    ]
    return tell(trail(row).filter(kind__in=codes)[:30])


@requires(Permission.COURSE_KEEP)
def open_course(request: HttpRequest) -> HttpResponse:
    """Open a course with its weekly sessions."""
    form = CourseForm(request.POST or None, account=request.user, on=today())
    made: list[Course] = []

    def do(once: str) -> None:
        made.append(courses.open(**form.arguments(), on=today(), by=actor(request), at=now(), once=once))

    if request.method == "POST" and form.attempt(do):
        messages.success(request, _("%(course)s is open.") % {"course": made[0].title})
        return redirect(made[0])
    return render(request, "school/course_form.html", {"form": form}, status=422 if form.is_bound else 200)


@signed_in
def enrol(request: HttpRequest, key: str) -> HttpResponse:
    """Enrol oneself with one press."""
    course, person = permits.course_to_see(key), permits.person_of(request.user)
    form = ActForm(request.POST)
    if request.method != "POST" or person is None:
        return redirect(course)

    def do(once: str) -> None:
        enrolments.enrol(course=course, person=person, on=today(), by=person, at=now(), once=once)

    if form.attempt(do):
        if queries.enrolment_of(course, person) is not None:
            messages.success(request, _("You are enrolled in %(course)s.") % {"course": course.title})
        return redirect(course)
    return _refused(request, course, form)


@signed_in
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Leave a course: asked once more first."""
    course, person = permits.course_to_see(key), permits.person_of(request.user)
    enrolment = queries.enrolment_of(course, person)
    if enrolment is None and person is not None:
        enrolment = course.enrolments.filter(person=person, state__in=PENDING).first()
    if enrolment is None or enrolment.state == Enrolment.State.COMPLETED:
        return redirect(course)
    form = ActForm(request.POST or None)

    def do(once: str) -> None:
        enrolments.leave(enrolment=enrolment, on=today(), by=enrolment.person, at=now(), once=once)

    if request.method == "POST" and form.attempt(do):
        messages.success(request, _("You left %(course)s.") % {"course": course.title})
        return redirect(course)
    context = {"form": form, "course": course}
    return render(request, "school/leave.html", context, status=422 if form.errors else 200)


@signed_in
def enrol_someone(request: HttpRequest, key: str) -> HttpResponse:
    """The trainer enrols a person who has no account."""
    course = permits.course_to_keep(request.user, key)
    if request.method != "POST":
        return redirect(course)
    form = EnrolSomeoneForm(request.POST)

    def do(once: str) -> None:
        asked = {"course": course, "person": form.person, "on": today(), "is_waived": True}
        enrolments.enrol(**asked, by=actor(request), at=now(), once=once)

    if form.attempt(do):
        messages.success(request, _("%(name)s is enrolled.") % {"name": form.person.name})
        return redirect(f"{reverse('school_course', args=[course.key])}#learners")
    return page(request, course, form, status=422)


def _refused(request: HttpRequest, course: Course, form: ActForm) -> HttpResponse:
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return page(request, course, EnrolSomeoneForm(), status=422)


def actor(request: HttpRequest) -> Person:
    """Who acts: permissions are held by persons, so there is one."""
    person = permits.person_of(request.user)
    assert person is not None, "only persons hold roles"
    return person
