"""Cohorts: a course opened again for new people, on new days."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from commonwork.gatherings.actions import gatherings
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import key_from, new_key
from commonwork.registry.models import Person
from commonwork.rules.recurrence import moved
from commonwork.rules.refusal import Refusal, sentence
from commonwork.school import queries
from commonwork.school.actions import courses
from commonwork.school.models import Course, Material, Prerequisite, Session, Task


class NoSessionsToRepeat(Refusal):
    sentence = sentence("All sessions of {course} were called off, so there is nothing to repeat.")
    status = 409


class BeginsInThePast(Refusal):
    sentence = sentence("The first session of a new cohort cannot lie in the past.")
    field = "first_on"


@act
def repeat(
    *, course: Course, first_on: date, on: date, by: Who, at: datetime, trainer: Person | None = None
) -> Course:
    """Open a course again as a new cohort: its sessions from `first_on`, as far apart and at the same hours as before;
    with its tasks, pages, what it builds on and its terms. Nobody is enrolled, nothing handed in is taken over.

    How many sessions complete it is the policy of the day. Raises NoSessionsToRepeat, BeginsInThePast, and what
    `courses.open` raises.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    held = sorted(queries.sessions(course), key=lambda row: row.gathering.starts_at)
    if not held:
        raise NoSessionsToRepeat(course=course.title)
    if first_on < on:
        raise BeginsInThePast()
    first = held[0].gathering
    cohort = courses.open(
        key=_free_key(course, first_on),
        title=course.title,
        summary=course.summary,
        school=course.school,
        trainer=trainer or course.trainer,
        competence=course.competence,
        sessions=_moved(held, (first_on - first.starts_on).days),
        place=first.place,
        capacity=course.capacity,
        language=course.language,
        is_public=first.is_public,
        is_invented=course.is_invented,
        on=on,
        by=by,
        at=at,
    )
    _copy_terms(course, cohort)
    _copy_sessions(held, cohort, by=by, at=at)
    _copy_lessons(course, cohort)
    state(
        "school.cohort.repeated",
        subject=cohort,
        by=by,
        at=at,
        organisation=course.school,
        about=[course],
        data={"course": ref(course), "count": len(held), "on": on.isoformat()},
    )
    return cohort


def _moved(held: Sequence[Session], days: int) -> list[tuple[datetime, datetime]]:
    """(start, end) of each session so many days later, at the same hours on the clock of its place."""
    found = []
    for row in held:
        one = row.gathering
        starts_at = moved(one.starts_at, days=days, clock=one.starts_local.time(), zone=one.time_zone)
        ends_at = moved(one.ends_at, days=days, clock=one.ends_local.time(), zone=one.time_zone)
        found.append((starts_at, ends_at))
    return found


def _copy_terms(course: Course, cohort: Course) -> None:
    names = ("programme", "has_waiting_list", "is_selected", "badge_months")
    for name in names:
        setattr(cohort, name, getattr(course, name))
    cohort.repeats = course
    cohort.save(update_fields=[*names, "repeats"])
    Prerequisite.objects.bulk_create(
        Prerequisite(course=cohort, competence=row.competence)
        for row in course.prerequisites.select_related("competence").order_by("pk")
    )


def _copy_sessions(held: Sequence[Session], cohort: Course, *, by: Who, at: datetime) -> None:
    """Who leads which session, where it is elsewhere than the first."""
    for before, after in zip(held, queries.sessions(cohort), strict=True):
        if before.facilitator_id:
            after.facilitator_id = before.facilitator_id
            after.save(update_fields=["facilitator"])
        there = {name: getattr(before.gathering, name) for name in ("place", "online_url")}
        if there != {name: getattr(after.gathering, name) for name in there}:
            gatherings.change(gathering=after.gathering, changes=there, by=by, at=at)


def _copy_lessons(course: Course, cohort: Course) -> None:
    """Tasks and pages, each as a row of its own."""
    tasks = list(course.tasks.order_by("pk"))
    for task in tasks:
        task.pk, task.key, task.course = None, new_key("task"), cohort
    Task.objects.bulk_create(tasks)
    pages = list(course.materials.order_by("number"))
    for page in pages:
        page.pk, page.key, page.course = None, new_key("material"), cohort
    Material.objects.bulk_create(pages, batch_size=20)


def _free_key(course: Course, first_on: date) -> str:
    """A key of title and month that no course has yet."""
    stem = key_from(f"{course.title[:40]} {first_on:%Y %m}")[:54]
    taken = set(Course.objects.filter(key__startswith=stem).values_list("key", flat=True))
    numbers = (f"{stem}_{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(key for key in numbers if key not in taken)


def next_first_day(course: Course, *, on: date) -> date:
    """The day proposed for the first session: the same weekday, two weeks away at the least."""
    held = queries.sessions(course)
    soonest = on + timedelta(days=14)
    weekday = held[0].gathering.starts_on.weekday() if held else soonest.weekday()
    return soonest + timedelta(days=(weekday - soonest.weekday()) % 7)
