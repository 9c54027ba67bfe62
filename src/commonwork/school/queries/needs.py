"""What the school asks of an account: rolls to take and badges to award; for learners, where to come next."""

from datetime import date, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, where
from commonwork.gatherings.queries import Need
from commonwork.registry.clock import at_time
from commonwork.registry.models import Person
from commonwork.school.models import Course, Enrolment, Session
from commonwork.school.queries.courses import progress, sessions


def needs(account: Asker, on: date) -> list[Need]:
    """At most a handful of things, sorted by day."""
    person = getattr(account, "person", None)
    if person is None:
        return []
    found = [*_rolls(account, on), *_badges(account, on), *_next_sessions(person, on)]
    return sorted(found, key=lambda need: need.due_on)


def _rolls(account: Asker, on: date) -> list[Need]:
    """Sessions that began by the end of the day and have no roll."""
    open_rolls = Session.objects.filter(
        course__school__in=where(account, Permission.ROLL_TAKE),
        course__completed_on=None,
        gathering__starts_at__lt=at_time(on + timedelta(days=1), time(0)),
        gathering__roll_taken_at=None,
        gathering__called_off_at=None,
    )
    rows = open_rolls.select_related("course", "gathering").order_by("gathering__starts_at")
    return [
        Need(
            title=_("Take the roll of session %(number)d") % {"number": row.number},
            reason=_("%(course)s: nobody has said who came.") % {"course": row.course.title},
            due_on=row.gathering.starts_on,
            href=reverse("school_roll", args=[row.course.key, row.number]),
            button=_("Take the roll"),
        )
        for row in rows[:7]
    ]


def _badges(account: Asker, on: date) -> list[Need]:
    """Courses whose rolls are all taken and where somebody has earned a badge."""
    rows = Course.objects.filter(school__in=where(account, Permission.BADGE_AWARD), completed_on=None)
    found = []
    for course in rows.filter(opened_on__lte=on).order_by("opened_on", "key"):
        held = sessions(course)
        ready = sum(row.is_enough and row.badge is None for row in progress(course))
        if not held or not ready or any(session.gathering.roll_taken_at is None for session in held):
            continue
        found.append(
            Need(
                title=_("Award the badges of %(course)s") % {"course": course.title},
                reason=ngettext(
                    "%(count)d learner attended enough.", "%(count)d learners attended enough.", ready
                )
                % {"count": ready},
                due_on=held[-1].gathering.last_on,
                href=reverse("school_award", args=[course.key]),
                button=_("Award badges"),
            )
        )
    return found


def _next_sessions(person: Person, on: date) -> list[Need]:
    """The next session of each course a person learns in."""
    coming = Session.objects.filter(
        course__enrolments__person=person,
        course__enrolments__state=Enrolment.State.ENROLLED,
        gathering__ends_at__gt=at_time(on, time(0)),
        gathering__called_off_at=None,
    )
    first: dict[int, Session] = {}
    for row in coming.select_related("course", "gathering__place").order_by("gathering__starts_at"):
        first.setdefault(row.course_id, row)
    return [
        Need(
            title=_("Come to session %(number)d of %(course)s")
            % {"number": row.number, "course": row.course.title},
            reason=" · ".join(filter(None, [row.gathering.hours_text, str(row.gathering.place or "")])),
            due_on=row.gathering.starts_on,
            href=row.course.get_absolute_url(),
            button=_("See the course"),
        )
        for row in first.values()
    ]
