"""Lists of a course for those who teach it, each as a file too: who learns, tasks, and work handed in."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from commonwork.access.guard import requires
from commonwork.access.permissions import Permission
from commonwork.school import permits, queries
from commonwork.school.models import Course, Work
from commonwork.school.queries import Progress
from commonwork.ui.dates import day
from commonwork.ui.listing import Column, Listing


@requires(Permission.ROLL_TAKE)
def learners(request: HttpRequest, key: str) -> HttpResponseBase:
    """Everyone who ever enrolled, asked or waits, with how far they are."""
    course = permits.course_to_mark(request.user, key)
    rows = course.enrolments.select_related("person")
    far = {row.enrolment.pk: row for row in queries.progress(course)}
    return _list(
        request, course, rows, _learner_columns(far), "enrolments", lazy("Everyone who enrolled"), "name"
    )


def _learner_columns(far: dict[int, Progress]) -> list[Column]:
    def known(key: str, heading: Any, read: Any) -> Column:
        return Column(key, heading, lambda row: read(far[row.pk]) if row.pk in far else "", is_number=True)

    return [
        Column("name", lazy("Name"), lambda row: row.person.name, sort="person__name"),
        Column("state", lazy("State"), lambda row: row.get_state_display(), sort="state"),
        Column(
            "enrolled_on",
            lazy("Since"),
            lambda row: row.enrolled_on,
            sort="enrolled_on",
            show=lambda row: day(row.enrolled_on, "short"),
        ),
        known("attended", lazy("Attended"), lambda one: one.attended_count),
        known("missing", lazy("Still missing"), lambda one: one.missing_count),
        known("tasks_left", lazy("Tasks left"), lambda one: one.tasks_left),
        known("hours", lazy("Hours"), _hours),
        Column("badge", lazy("Badge"), lambda row: _badge(far.get(row.pk))),
    ]


def _hours(one: Progress) -> Decimal:
    return (Decimal(one.attended_minutes) / 60).quantize(Decimal("0.1"))


def _badge(one: Progress | None) -> str:
    return _("yes") if one and one.badge else _("no")


TASK_COLUMNS = [
    Column("title", lazy("Task"), lambda row: row.title, sort="title"),
    Column("words", lazy("What is to be done?"), lambda row: row.words),
    Column("needed", lazy("Needed for the badge"), lambda row: _("yes") if row.is_required else _("no")),
    Column("handed_in", lazy("Handed in"), lambda row: row.works_count, sort="works_count", is_number=True),
    Column("done", lazy("Done"), lambda row: row.done_count, sort="done_count", is_number=True),
]
WORK_COLUMNS = [
    Column("task", lazy("Task"), lambda row: row.task.title, sort="task__title"),
    Column(
        "name",
        lazy("Name"),
        lambda row: row.enrolment.person.name,
        sort="enrolment__person__name",
        href=lambda row: reverse("school_grade", args=[row.key]),
    ),
    Column("outcome", lazy("State"), lambda row: row.get_outcome_display(), sort="outcome"),
    Column(
        "handed_at",
        lazy("Handed in"),
        lambda row: row.handed_at,
        sort="handed_at",
        show=lambda row: day(row.handed_at, "short"),
    ),
    Column("remark", lazy("A word to the learner"), lambda row: row.remark),
]


@requires(Permission.ROLL_TAKE)
def tasks(request: HttpRequest, key: str) -> HttpResponseBase:
    """The tasks of a course and how many have done them."""
    course = permits.course_to_mark(request.user, key)
    done = Count("works", filter=Q(works__outcome=Work.Outcome.DONE))
    rows = course.tasks.annotate(works_count=Count("works"), done_count=done)
    return _list(request, course, rows, TASK_COLUMNS, "tasks", lazy("Tasks"), "title")


@requires(Permission.ROLL_TAKE)
def works(request: HttpRequest, key: str) -> HttpResponseBase:
    """What was handed in, and what was said of it."""
    course = permits.course_to_mark(request.user, key)
    rows = Work.objects.filter(task__course=course).select_related("task", "enrolment__person")
    return _list(request, course, rows, WORK_COLUMNS, "works", lazy("Work handed in"), "-handed_at")


def _list(
    request: HttpRequest, course: Course, rows: Any, columns: list[Column], name: str, title: Any, sort: str
) -> HttpResponseBase:
    note = _("Invented people.") if course.is_invented else ""
    listing = Listing(
        request, rows, columns=columns, name=f"{name}-{course.key}", default_sort=sort, note=note
    )
    if answer := listing.export():
        return answer
    return render(request, "school/course_list.html", {"listing": listing, "course": course, "title": title})
