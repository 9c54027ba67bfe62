"""Badges: award to one or to all who attended enough, revoke with a reason. The competence follows the badge."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from commonwork.record.acts import ALPHABET, Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.actions import competences
from commonwork.registry.keys import new_key
from commonwork.registry.models import CompetenceHeld, Person
from commonwork.rules.periods import months_after
from commonwork.rules.refusal import Refusal, sentence
from commonwork.school import queries
from commonwork.school.models import Badge, Course, Enrolment, Session
from commonwork.school.queries import Progress


class NotALearner(Refusal):
    sentence = sentence("{name} is not enrolled in {course}.")


class SessionsMissing(Refusal):
    sentence = sentence(
        "{name} came to {attended} sessions of {needed}; {missing} more are needed for a badge."
    )


class HasBadgeAlready(Refusal):
    sentence = sentence("{name} already has the badge of {course}.")
    status = 409


class RollsMissing(Refusal):
    sentence = sentence("Take the roll of every session first. No roll yet: session {numbers}.")
    status = 409


class NobodyReady(Refusal):
    sentence = sentence("Nobody new can receive a badge. Sessions still missing: {who}.")


class EveryoneHasIt(Refusal):
    sentence = sentence("Everyone who is enrolled has the badge already.")
    status = 409


class RevokedBefore(Refusal):
    sentence = sentence("This badge was revoked on {on}.")
    status = 409


class NoSuchReason(Refusal):
    sentence = sentence("“{reason}” is not a reason a badge can be revoked for.")
    field = "reason"


class TasksLeft(Refusal):
    sentence = sentence("{name} has {left} tasks to do before the badge.")


@act
def award(*, course: Course, person: Person, on: date, by: Who, at: datetime) -> Badge:
    """Award the badge to one learner and grant the competence.

    Raises NotALearner, HasBadgeAlready, SessionsMissing.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    row = next(iter(queries.progress(course, person=person)), None)
    if row is None:
        raise NotALearner(name=person.name, course=course.title)
    if row.badge is not None:
        raise HasBadgeAlready(name=person.name, course=course.title)
    if row.missing_count == 0 and row.tasks_left:
        raise TasksLeft(name=person.name, left=row.tasks_left)
    if not row.is_enough:
        raise SessionsMissing(
            name=person.name, attended=row.attended_count, needed=row.needed, missing=row.missing_count
        )
    badge = _award(course, [row], on=on, by=by, at=at)[0]
    state(
        "school.badge.awarded",
        subject=badge,
        by=by,
        at=at,
        organisation=course.school,
        about=[course, person],
        data={
            "person": ref(person),
            "course": ref(course),
            "sessions_count": badge.sessions_count,
            "on": on.isoformat(),
        },
    )
    return badge


@act
def award_all(*, course: Course, on: date, by: Who, at: datetime) -> Course:
    """Complete a course: everyone who attended enough receives the badge and the competence. One fact names them.

    Whoever lacks sessions gets none, and stays enrolled. Raises RollsMissing, EveryoneHasIt and NobodyReady, which
    says who lacks how many sessions.
    """
    course = Course.objects.select_for_update().get(pk=course.pk)
    no_roll = [row.number for row in queries.sessions(course) if row.gathering.roll_taken_at is None]
    if no_roll:
        raise RollsMissing(numbers=", ".join(map(str, no_roll)))
    rows = queries.progress(course)
    ready = [row for row in rows if row.badge is None and row.is_enough]
    if not ready:
        _say_who_lacks_what(rows)
    badges = _award(course, ready, on=on, by=by, at=at)
    course.completed_on = course.completed_on or on
    course.save(update_fields=["completed_on"])
    state(
        "school.badges.awarded",
        subject=course,
        by=by,
        at=at,
        organisation=course.school,
        about=[*badges, *(row.person for row in ready)],
        data={
            "people": sorted(row.person.key for row in ready),
            "badges": sorted(badge.key for badge in badges),
            "count": len(badges),
            "on": on.isoformat(),
        },
    )
    return course


@act
def revoke(*, badge: Badge, reason: str, on: date, by: Who, at: datetime) -> Badge:
    """Revoke a badge for a reason (code of Badge.Reason); the competence it proved ends the same day.

    Raises RevokedBefore, NoSuchReason.
    """
    course = Course.objects.select_for_update().get(pk=badge.course_id)
    badge = Badge.objects.select_for_update().select_related("person", "competence").get(pk=badge.pk)
    if badge.revoked_on is not None:
        raise RevokedBefore(on=badge.revoked_on.isoformat())
    if reason not in Badge.Reason.values:
        raise NoSuchReason(reason=reason)
    badge.revoked_on, badge.revoked_reason = on, reason
    badge.save(update_fields=["revoked_on", "revoked_reason"])
    Enrolment.objects.filter(course=course, person=badge.person).update(state=Enrolment.State.ENROLLED)
    _end_competence(badge, on=on, by=by, at=at)
    state(
        "school.badge.revoked",
        subject=badge,
        by=by,
        at=at,
        organisation=course.school,
        about=[course, badge.person],
        data={"course": ref(course), "reason": reason, "on": on.isoformat()},
    )
    return badge


def _award(course: Course, rows: Sequence[Progress], *, on: date, by: Who, at: datetime) -> list[Badge]:
    held = queries.sessions(course)
    until = months_after(on, course.badge_months) if course.badge_months else None
    badges = [
        Badge(
            key=new_key("badge"),
            check_code="".join(secrets.choice(ALPHABET) for _ in range(12)),
            course=course,
            person=row.person,
            competence=course.competence,
            trainer_key=course.trainer.key,
            led_by=_led_by(course, held, row),
            awarded_on=on,
            expires_on=until,
            sessions_count=row.attended_count,
            attended_minutes=row.attended_minutes,
        )
        for row in rows
    ]
    Badge.objects.bulk_create(badges, batch_size=500)
    learners = Enrolment.objects.filter(pk__in=[row.enrolment.pk for row in rows])
    learners.update(state=Enrolment.State.COMPLETED)
    for badge in badges:
        competences.grant(
            person=badge.person,
            competence=course.competence,
            on=on,
            granted_by=course.trainer,
            evidence=badge,
            expires_on=until,
            by=by,
            at=at,
        )
    return badges


def _led_by(course: Course, held: Sequence[Session], row: Progress) -> dict[str, str]:
    """Who led each session a learner attended; where nobody else is named, the trainer of the course did."""
    attended = [session for session, came in zip(held, row.marks, strict=True) if came]
    return {str(session.number): (session.facilitator or course.trainer).key for session in attended}


def _end_competence(badge: Badge, *, on: date, by: Who, at: datetime) -> None:
    """End what rested on this badge; the same competence by other evidence stays."""
    rested = CompetenceHeld.objects.filter(evidence=ref(badge), revoked_on=None)
    if rested.update(revoked_on=on):
        state(
            "registry.competence.revoked",
            subject=badge.person,
            by=by,
            at=at,
            about=[badge],
            data={"competence": ref(badge.competence), "on": on.isoformat()},
        )


def _say_who_lacks_what(rows: Sequence[Progress]) -> None:
    lacking = [f"{row.person.name} {row.missing_count}" for row in rows if row.badge is None]
    if not lacking:
        raise EveryoneHasIt()
    raise NobodyReady(who=", ".join(lacking))
