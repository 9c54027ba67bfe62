"""Courses: open one with its sessions; change what was said of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypedDict, Unpack

from commonwork.charter import queries as charter
from commonwork.gatherings.actions import gatherings
from commonwork.gatherings.models import Gathering
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.clock import at_time
from commonwork.registry.keys import key_from
from commonwork.registry.models import Competence, Organisation, Person, Place
from commonwork.rules.refusal import Refusal, sentence
from commonwork.school import queries
from commonwork.school.actions import enrolments
from commonwork.school.models import Course, Programme, Session
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


class MoreAreLearning(Refusal):
    sentence = sentence("{count} people learn here already, so there must be at least that many places.")
    status = 409
    field = "capacity"


class SameCourse(Refusal):
    sentence = sentence("Nothing was changed: everything already stands as you wrote it.")


class CourseIsCompleted(Refusal):
    sentence = sentence("{course} is completed; only its title, its summary and its programme can change.")
    status = 409


CHANGEABLE = frozenset(
    {
        "title",
        "summary",
        "programme",
        "language",
        "capacity",
        "has_waiting_list",
        "is_selected",
        "badge_months",
    }
)
AFTERWARDS = frozenset({"title", "summary", "programme"})  # what may still change when a course is completed


class Terms(TypedDict, total=False):
    """On what terms people take part; see the model for what each is."""

    programme: Programme | None
    capacity: int | None
    has_waiting_list: bool
    is_selected: bool
    badge_months: int | None


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
    language: str = "en",
    is_public: bool = True,
    is_invented: bool = False,
    **terms: Unpack[Terms],
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
        language=language,
        is_invented=is_invented,
        opened_on=on,
        **terms,
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


@act
def change(*, course: Course, changes: Mapping[str, Any], on: date, by: Who, at: datetime) -> Course:
    """Change what was said of a course: {field: new value} for the fields of CHANGEABLE; equal values are left out.

    With more places, those who wait move up. Badges awarded before keep how long they hold. Raises SameCourse,
    CourseIsCompleted, MoreAreLearning.
    """
    assert CHANGEABLE.issuperset(changes), f"not to be changed: {set(changes) - CHANGEABLE}"
    course = Course.objects.select_for_update().get(pk=course.pk)
    changed = sorted(name for name, value in changes.items() if getattr(course, name) != value)
    if not changed:
        raise SameCourse()
    if course.completed_on is not None and not AFTERWARDS.issuperset(changed):
        raise CourseIsCompleted(course=course.title)
    for name in changed:
        setattr(course, name, changes[name])
    if course.capacity is not None and (count := queries.learners_count(course)) > course.capacity:
        raise MoreAreLearning(count=count)
    course.save(update_fields=changed)
    for row in enrolments.ready(course):
        enrolments.move_up(enrolment=row, on=on, by=by, at=at)
    state(
        "school.course.changed",
        subject=course,
        by=by,
        at=at,
        organisation=course.school,
        data={"fields": changed, "on": on.isoformat()},
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
