"""Courses: open one with its sessions."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from commonwork.charter import queries as charter
from commonwork.gatherings.actions import gatherings
from commonwork.gatherings.models import Gathering
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.clock import at_time
from commonwork.registry.keys import key_from
from commonwork.registry.models import Competence, Organisation, Person, Place
from commonwork.rules.refusal import Refusal, sentence
from commonwork.school.models import Course, Session
from commonwork.school.policies import COMPLETION_SESSIONS


class TooFewSessions(Refusal):
    sentence = sentence(
        "The school asks learners to attend {needed} sessions; a course of {count} could never be completed."
    )
    field = "sessions_count"


class NothingToAttend(Refusal):
    sentence = sentence(
        "The policy asks learners to attend no session at all. Adopt a number of sessions first."
    )


class CourseKeyTaken(Refusal):
    sentence = sentence("There is already a course with the key “{key}”.")
    status = 409
    field = "title"


def session_times(
    days: Sequence[date], *, clock: time = time(18), minutes: int = 120
) -> list[tuple[datetime, datetime]]:
    """[(start, end)] of sessions on these days, on the network's clock."""
    return [(at_time(day, clock), at_time(day, clock) + timedelta(minutes=minutes)) for day in days]


@act
def open(
    *,
    title: str,
    school: Organisation,
    trainer: Person,
    sessions: Sequence[tuple[datetime, datetime]],
    on: date,
    by: Who,
    at: datetime,
    key: str = "",
    competence: Competence | str = "",
    summary: str = "",
    place: Place | None = None,
    capacity: int | None = None,
    language: str = "en",
    is_public: bool = True,
    is_invented: bool = False,
) -> Course:
    """Open a course; each (start, end) becomes a numbered session, which is a gathering of the school.

    competence: what a badge of this course grants; a name that is not in the register yet is added, and without
    one the course's title is taken. How many sessions complete it is the policy school.completion_sessions of
    the day, frozen. Raises NothingToAttend, TooFewSessions, CourseKeyTaken, PolicyMissing, and what
    `gatherings.announce` raises.
    """
    needed = _sessions_needed(school, on, len(sessions))
    key = key or key_from(f"{title[:40]} {on:%Y %m}")
    if Course.objects.filter(key=key).exists():
        raise CourseKeyTaken(key=key)
    course = Course.objects.create(
        key=key,
        title=title,
        summary=summary,
        school=school,
        trainer=trainer,
        competence=_competence(competence or title),
        sessions_needed=needed,
        capacity=capacity,
        language=language,
        is_invented=is_invented,
        opened_on=on,
    )
    _announce(course, sessions, place=place, is_public=is_public, by=by, at=at)
    state(
        "school.course.opened",
        subject=course,
        by=by,
        at=at,
        organisation=school,
        about=[trainer],
        data={
            "trainer": ref(trainer),
            "competence": ref(course.competence),
            "count": len(sessions),
            "sessions_needed": needed,
            "on": on.isoformat(),
        },
    )
    return course


def _sessions_needed(school: Organisation, on: date, count: int) -> int:
    """How many sessions complete a course opened on a day; refuses a course nobody could complete."""
    needed = int(charter.value(COMPLETION_SESSIONS, on=on, organisation=school))
    if needed < 1:
        raise NothingToAttend()
    if count < needed:
        raise TooFewSessions(needed=needed, count=count)
    return needed


def _announce(
    course: Course,
    sessions: Sequence[tuple[datetime, datetime]],
    *,
    place: Place | None,
    is_public: bool,
    by: Who,
    at: datetime,
) -> None:
    """Each session of the course as a gathering, numbered by time."""
    for number, (starts_at, ends_at) in enumerate(sorted(sessions), start=1):
        gathering = gatherings.announce(
            key=f"{course.key}_{number}",
            title=f"{course.title} ({number}/{len(sessions)})",
            kind=Gathering.Kind.CLASS,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place,
            host=course.school,
            part_of=course,
            is_public=is_public,
            takes_registrations=False,
            language=course.language,
            is_invented=course.is_invented,
            by=by,
            at=at,
        )
        Session.objects.create(course=course, number=number, gathering=gathering)


def _competence(given: Competence | str) -> Competence:
    if isinstance(given, Competence):
        return given
    return Competence.objects.get_or_create(key=key_from(given), defaults={"name": given})[0]
