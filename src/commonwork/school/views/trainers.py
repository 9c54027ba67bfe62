"""The trainer's day: what is taught today, who lacks what; mail to the cohort, tasks, make-ups, selection, materials."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from commonwork.access.guard import demand, requires, signed_in
from commonwork.access.permissions import Permission
from commonwork.access.queries import where
from commonwork.registry.clock import now, today
from commonwork.registry.models import Competence, Person
from commonwork.school import permits, queries
from commonwork.school.actions import enrolments, learning
from commonwork.school.learning_forms import (
    BuildOnForm,
    GradeForm,
    HandInForm,
    MailForm,
    MakeUpForm,
    MaterialForm,
    SelectForm,
    TaskForm,
)
from commonwork.school.models import Course, Enrolment, Material, Session, Task, Work
from commonwork.school.views.courses import actor
from commonwork.ui.forms import ActForm

MISSED = 2


@requires(Permission.ROLL_TAKE)
def day(request: HttpRequest) -> HttpResponse:
    """Today and tomorrow, what waits to be looked at, and who lacks what to finish."""
    on, schools = today(), where(request.user, Permission.ROLL_TAKE)
    sessions = Session.objects.filter(course__school__in=schools, gathering__called_off_at=None)
    sessions = sessions.filter(
        gathering__starts_at__date__gte=on, gathering__starts_at__date__lte=on + timedelta(days=1)
    )
    courses = list(queries.courses().filter(school__in=schools, completed_on=None)[:20])
    works = Work.objects.filter(task__course__in=courses, outcome=Work.Outcome.OPEN)
    context = {
        "sessions": sessions.select_related("course", "gathering__place").order_by("gathering__starts_at"),
        "works": works.select_related("task__course", "enrolment__person").order_by("handed_at")[:50],
        "courses": [
            (course, [row for row in queries.progress(course) if not row.is_enough and row.badge is None])
            for course in courses
        ],
        "expiring": queries.expiring(on=on, until=on + timedelta(days=90))[:25],
        "today": on,
    }
    return render(request, "school/day.html", context)


def done(
    request: HttpRequest,
    form: ActForm,
    act: Callable[[str], Any],
    *,
    said: str,
    to: Any,
    title: str,
    lede: str = "",
    course: Course | None = None,
    submit: str = "",
    seen: str = "",
) -> HttpResponse:
    """A page with one form and one act: done and back, or the form with what is wrong."""
    if request.method == "POST" and form.attempt(act):
        messages.success(request, said)
        return redirect(to)
    context = {
        "form": form, "title": title, "lede": lede, "course": course, "back": to, "submit": submit or title, "seen": seen,
    }  # fmt: skip
    return render(request, "school/one_form.html", context, status=422 if form.errors else 200)


@requires(Permission.ROLL_TAKE)
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """Write to the cohort, or to those who missed two, or who lack something."""
    course = permits.course_to_mark(request.user, key)
    form = MailForm(request.POST or None)

    def act(once: str) -> None:
        typed, rows = form.cleaned_data, queries.progress(course)
        if typed["to"] == "missed":
            rows = [row for row in rows if row.missed_count >= MISSED]
        elif typed["to"] == "lacking":
            rows = [row for row in rows if not row.is_enough]
        learning.write_to_cohort(
            course=course,
            people=[row.person for row in rows],
            subject=typed["subject"],
            text=typed["text"],
            by=actor(request),
            at=now(),
            once=once,
        )

    said = _("The letters are on their way.")
    lede = _("Each learner gets a letter of their own; nobody sees the addresses of others.")
    return done(
        request,
        form,
        act,
        said=said,
        to=course,
        title=_("Write to the cohort"),
        lede=lede,
        course=course,
        submit=_("Send the letters"),
    )


@requires(Permission.COURSE_KEEP)
def set_task(request: HttpRequest, key: str) -> HttpResponse:
    """Set a task."""
    course = permits.course_to_keep(request.user, key)
    form = TaskForm(request.POST or None)

    def act(once: str) -> None:
        typed = {name: form.cleaned_data[name] for name in ("title", "words", "is_required")}
        learning.set_task(course=course, **typed, by=actor(request), at=now(), once=once)

    return done(
        request, form, act, said=_("The task is set."), to=course, title=_("Set a task"), course=course
    )


@signed_in
def hand_in(request: HttpRequest, key: str) -> HttpResponse:
    """Hand in the work for a task."""
    task = get_object_or_404(Task.objects.select_related("course__school"), key=key)
    enrolment = queries.enrolment_of(task.course, permits.person_of(request.user))
    demand(enrolment is not None)
    assert enrolment is not None
    there = Work.objects.filter(task=task, enrolment=enrolment).first()
    form = HandInForm(request.POST or None, initial={"text": there.text if there else ""})

    def act(once: str) -> None:
        learning.hand_in(
            task=task,
            enrolment=enrolment,
            text=form.cleaned_data["text"],
            by=enrolment.person,
            at=now(),
            once=once,
        )

    lede = task.words if not there or not there.remark else f"{task.words} {there.remark}"
    return done(
        request,
        form,
        act,
        said=_("Your work is with the trainer."),
        to=task.course,
        title=task.title,
        lede=lede,
        course=task.course,
        submit=_("Hand it in"),
        seen="private",
    )


@requires(Permission.ROLL_TAKE)
def grade(request: HttpRequest, key: str) -> HttpResponse:
    """Look at a learner's work."""
    rows = Work.objects.select_related("task__course__school", "enrolment__person")
    work = get_object_or_404(rows, key=key)
    course = permits.course_to_mark(request.user, work.task.course.key)
    form = GradeForm(request.POST or None)

    def act(once: str) -> None:
        learning.grade(
            work=work,
            **{name: form.cleaned_data[name] for name in ("outcome", "remark")},
            by=actor(request),
            at=now(),
            once=once,
        )

    title = _("%(name)s: %(task)s") % {"name": work.enrolment.person.name, "task": work.task.title}
    return done(
        request,
        form,
        act,
        said=_("The learner sees what you said."),
        to=course,
        title=title,
        lede=work.text,
        course=course,
        submit=_("Say so"),
    )


@requires(Permission.ROLL_TAKE)
def make_up(request: HttpRequest, key: str, number: int, enrolment: str) -> HttpResponse:
    """A learner made up for a session."""
    session = permits.session_to_mark(request.user, key, number)
    row = get_object_or_404(
        session.course.enrolments.select_related("person", "course__school"), key=enrolment
    )
    form = MakeUpForm(request.POST or None, initial={"minutes": session.gathering.duration_minutes})

    def act(once: str) -> None:
        learning.make_up(
            enrolment=row,
            session=session,
            minutes=form.cleaned_data["minutes"],
            on=today(),
            by=actor(request),
            at=now(),
            once=once,
        )

    said = {"name": row.person.name, "number": number}
    title = _("%(name)s made up for session %(number)d") % said
    return done(
        request,
        form,
        act,
        said=_("It counts like a session attended."),
        to=session.course,
        title=title,
        course=session.course,
        submit=_("Write it down"),
    )


@requires(Permission.COURSE_KEEP)
def select(request: HttpRequest, key: str) -> HttpResponse:
    """Choose among those who asked to take part."""
    course = permits.course_to_keep(request.user, key)
    asked = (
        course.enrolments.filter(state=Enrolment.State.ASKED)
        .select_related("person")
        .order_by("enrolled_on", "pk")
    )
    form = SelectForm(request.POST or None, people=[(row.person.key, row.person.name) for row in asked])

    def act(once: str) -> None:
        people = list(Person.objects.filter(key__in=form.cleaned_data["people"]))
        enrolments.select(course=course, people=people, on=today(), by=actor(request), at=now(), once=once)

    lede = _("Those you do not tick are not chosen this time. Everyone is written to.")
    return done(
        request,
        form,
        act,
        said=_("The places are given."),
        to=course,
        title=_("Choose who takes part"),
        lede=lede,
        course=course,
    )


@requires(Permission.COURSE_KEEP)
def build_on(request: HttpRequest, key: str) -> HttpResponse:
    """Say what a course builds on."""
    course = permits.course_to_keep(request.user, key)
    there = list(course.prerequisites.values_list("competence__key", flat=True))
    form = BuildOnForm(request.POST or None, initial={"competences": there})

    def act(once: str) -> None:
        rows = list(Competence.objects.filter(key__in=form.cleaned_data["competences"]))
        learning.build_on(course=course, competences=rows, by=actor(request), at=now(), once=once)

    return done(
        request,
        form,
        act,
        said=_("It stands on the page of the course."),
        to=course,
        title=_("What it builds on"),
        course=course,
        submit=_("Say so"),
    )


@requires(Permission.COURSE_KEEP)
def add_material(request: HttpRequest, key: str) -> HttpResponse:
    """Add a page to a course."""
    course = permits.course_to_keep(request.user, key)
    form = MaterialForm(request.POST or None, request.FILES or None)

    def act(once: str) -> None:
        learning.add_material(course=course, **form.arguments(), by=actor(request), at=now())

    lede = _("A lesson with picture and sound needs no reading.")
    return done(
        request,
        form,
        act,
        said=_("The page is there."),
        to=course,
        title=_("Add a page"),
        lede=lede,
        course=course,
    )


@signed_in
def material(request: HttpRequest, key: str) -> HttpResponse:
    """One page of a course, to read, hear and print: for its learners and trainers. ?low-text shows picture and sound
    first, large, with nothing to read."""
    row = _material(request, key)
    others = list(row.course.materials.defer("picture", "recording", "paper").order_by("number"))
    place = [one.pk for one in others].index(row.pk)
    context = {
        "material": row,
        "course": row.course,
        "is_low_text": "low-text" in request.GET,
        "has_both": row.picture is not None and row.recording is not None,
        "following": others[place + 1] if place + 1 < len(others) else None,
    }
    return render(request, "school/material.html", context)


@signed_in
def material_file(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """The picture, the recording or the paper of a page."""
    row = _material(request, key)
    content = getattr(row, part) if part in ("picture", "recording", "paper") else None
    if content is None:
        raise Http404
    data = bytes(content)
    picture = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
    kinds = {"picture": picture, "recording": row.recording_type, "paper": "application/pdf"}
    response = HttpResponse(data, content_type=kinds[part])
    if part == "paper":
        response["Content-Disposition"] = f'attachment; filename="{row.key}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _material(request: HttpRequest, key: str) -> Material:
    row = get_object_or_404(Material.objects.select_related("course__school"), key=key)
    learns = queries.enrolment_of(row.course, permits.person_of(request.user)) is not None
    demand(learns or permits.may_take_roll(request.user, row.course))
    return row
