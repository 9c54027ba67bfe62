"""Courses: their sessions, their learners, and how far each of them is."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext

from commonwork.gatherings import queries as gathering_queries
from commonwork.registry.models import Organisation, Person
from commonwork.school.models import LEARNING, Badge, Course, Enrolment, MakeUp, Session, Task, Work

HOUSE_KEY = "school"


@dataclass(frozen=True)
class Progress:
    """How far one learner is. marks: one a session, in order; None where no roll was taken yet."""

    enrolment: Enrolment
    marks: tuple[bool | None, ...]
    needed: int
    attended_minutes: int
    badge: Badge | None
    made_up: tuple[int, ...] = ()
    tasks_left: int = 0

    @property
    def person(self) -> Person:
        return self.enrolment.person

    @property
    def attended_count(self) -> int:
        """Sessions attended, those made up for included."""
        return sum(mark is True for mark in self.marks) + len(self.made_up)

    @property
    def missed_count(self) -> int:
        """Sessions missed and not made up for."""
        return sum(mark is False for mark in self.marks) - len(self.made_up)

    @property
    def left_count(self) -> int:
        """Sessions whose roll is still to come."""
        return sum(mark is None for mark in self.marks)

    @property
    def missing_count(self) -> int:
        """Sessions still to attend before the course is completed."""
        return max(0, self.needed - self.attended_count)

    @property
    def is_enough(self) -> bool:
        """Attended as many sessions as the course asks for, and every task that is needed is done."""
        return self.missing_count == 0 and not self.tasks_left

    @property
    def share_bp(self) -> int:
        """How much of what is needed is done, in basis points (floor), at most the whole."""
        return min(10_000, self.attended_count * 10_000 // self.needed)

    @property
    def can_still_finish(self) -> bool:
        """The sessions to come are enough for what is missing."""
        return self.missing_count <= self.left_count


def house() -> Organisation | None:
    """The school as an organisation, or None in a network without one."""
    return Organisation.objects.filter(key=HOUSE_KEY).first()


def courses() -> QuerySet[Course]:
    """All courses, the latest first."""
    rows = Course.objects.select_related("school", "trainer", "competence", "programme", "repeats")
    return rows.order_by("-opened_on", "key")


def sessions(course: Course) -> list[Session]:
    """The sessions of a course with their gatherings, in order; those called off are left out."""
    rows = course.sessions.select_related("gathering__place", "gathering__host", "facilitator")
    return list(rows.filter(gathering__called_off_at=None).order_by("number"))


def sessions_coming(on: date) -> QuerySet[Session]:
    """The public sessions from a day on, the nearest first."""
    coming = gathering_queries.coming(on).filter(called_off_at=None).order_by()
    rows = Session.objects.filter(gathering__in=coming.values("pk"))
    return rows.select_related("course", "gathering__place").order_by("gathering__starts_at", "pk")


def progress(course: Course, *, person: Person | None = None) -> list[Progress]:
    """How far each learner is (or one of them), by name; those who left are left out."""
    held = sessions(course)
    marks = gathering_queries.marks([session.gathering for session in held])
    made_up, tasks_left = _made_up(course, held), _tasks_left(course)
    badges = {badge.person_id: badge for badge in course.badges.filter(revoked_on=None)}
    rows = course.enrolments.filter(state__in=LEARNING).select_related("person", "course")
    if person is not None:
        rows = rows.filter(person=person)
    return [
        Progress(
            enrolment=row,
            marks=tuple(_mark(session, row.person_id, marks) for session in held),
            needed=course.sessions_needed,
            attended_minutes=sum(
                session.gathering.duration_minutes
                for session in held
                if marks.get((session.gathering_id, row.person_id))
            )
            + sum(made_up.get(row.pk, {}).values()),
            badge=badges.get(row.person_id),
            made_up=tuple(made_up.get(row.pk, {})),
            tasks_left=tasks_left.get(row.pk, tasks_left[0]),
        )
        for row in rows.order_by("person__name", "pk")
    ]


def _made_up(course: Course, held: list[Session]) -> dict[int, dict[int, int]]:
    """{enrolment: {number of a session made up for: minutes}}; what was attended after all does not count twice."""
    marks = gathering_queries.marks([session.gathering for session in held])
    found: dict[int, dict[int, int]] = {}
    rows = MakeUp.objects.filter(enrolment__course=course).select_related("enrolment", "session")
    for row in rows:
        if not marks.get((row.session.gathering_id, row.enrolment.person_id)):
            found.setdefault(row.enrolment_id, {})[row.session.number] = row.minutes
    return found


def _tasks_left(course: Course) -> dict[int, int]:
    """{enrolment: needed tasks not done yet}; 0 stands for whoever has done none."""
    needed = set(Task.objects.filter(course=course, is_required=True).values_list("pk", flat=True))
    left = {0: len(needed)}
    done = Work.objects.filter(task__in=needed, outcome=Work.Outcome.DONE).values_list("enrolment", flat=True)
    for enrolment in done:
        left[enrolment] = left.get(enrolment, len(needed)) - 1
    return left


def _mark(session: Session, person_id: int, marks: dict[tuple[int, int], bool]) -> bool | None:
    """Came, did not, or None: whoever is missing from a roll that was taken did not come; at the door people are
    marked before it is taken."""
    if session.gathering.roll_taken_at is None:
        return marks.get((session.gathering_id, person_id)) or None
    return marks.get((session.gathering_id, person_id), False)


def enrolment_of(course: Course, person: Person | None) -> Enrolment | None:
    """The enrolment of a person who has not left, or None."""
    if person is None:
        return None
    return course.enrolments.filter(person=person).filter(state__in=LEARNING).first()


def learning_of(person: Person) -> QuerySet[Enrolment]:
    """What a person learns or has learned, the latest course first."""
    rows = Enrolment.objects.filter(person=person).filter(state__in=LEARNING)
    return rows.select_related("course__trainer", "course__competence", "person").order_by(
        "-course__opened_on"
    )


def places_left(course: Course) -> int | None:
    """How many more may enrol; None where there is no limit."""
    if course.capacity is None:
        return None
    return max(0, course.capacity - learners_count(course))


def learners_count(course: Course) -> int:
    """How many learn in a course or have completed it."""
    return course.enrolments.filter(state__in=LEARNING).count()


def next_step(row: Progress, sessions: list[Session], *, on: date) -> str:
    """What a learner does next, in one sentence."""
    if row.badge is not None:
        return gettext("You have the badge.")
    if row.is_enough:
        return gettext("You attended enough. The trainer awards the badges when the course ends.")
    coming = next((session for session in sessions if session.gathering.last_on >= on), None)
    if row.missing_count == 0:
        left = ngettext("%(count)d task is left.", "%(count)d tasks are left.", row.tasks_left)
        return left % {"count": row.tasks_left}
    missing = ngettext("%(count)d session is missing.", "%(count)d sessions are missing.", row.missing_count)
    words = missing % {"count": row.missing_count}
    if coming is None or not row.can_still_finish:
        return gettext("%(missing)s Ask the trainer how to make it up.") % {"missing": words}
    return gettext("%(missing)s Next: session %(number)d on %(day)s, %(hours)s.") % {
        "missing": words,
        "number": coming.number,
        "day": coming.gathering.days_text,
        "hours": coming.gathering.hours_text,
    }
