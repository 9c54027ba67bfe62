"""Who may keep which course. Courses and badges can be seen by anyone; names of learners cannot."""

from django.http import Http404

from commonwork.access.guard import demand
from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may
from commonwork.gatherings.permits import person_of
from commonwork.registry.models import Person
from commonwork.school.models import Badge, Circle, Course, Programme, Session

__all__ = ["person_of"]


def may_keep(account: Asker, course: Course) -> bool:
    """Open courses of this school, and enrol others."""
    return may(account, Permission.COURSE_KEEP, course.school)


def may_form_team(account: Asker) -> bool:
    """May make a team of the incubator out of those who completed a course."""
    return may(account, Permission.TEAM_KEEP, "incubator")


def may_keep_circle(account: Asker, circle: Circle) -> bool:
    """Open and end study circles of this school, and see who is in them."""
    return may(account, Permission.COURSE_KEEP, circle.school)


def may_take_roll(account: Asker, course: Course) -> bool:
    """See who learns and how far they are, and take the roll."""
    return may(account, Permission.ROLL_TAKE, course.school)


def may_award(account: Asker, course: Course) -> bool:
    """Award and revoke badges."""
    return may(account, Permission.BADGE_AWARD, course.school)


def may_see_name(account: Asker, badge: Badge) -> bool:
    """The name on a badge: its holder, whoever takes the roll, and anyone where the holder agreed."""
    person: Person = badge.person
    agreed = person.shows_name and not person.is_forgotten
    return agreed or person == person_of(account) or may_take_roll(account, badge.course)


def course_to_see(key: str) -> Course:
    """Any course; 404 when there is none."""
    rows = Course.objects.select_related("school", "trainer", "competence", "programme", "repeats")
    course = rows.filter(key=key).first()
    if course is None:
        raise Http404
    return course


def programme_to_see(key: str) -> Programme:
    """Any programme; 404 when there is none."""
    programme = Programme.objects.select_related("funder").filter(key=key).first()
    if programme is None:
        raise Http404
    return programme


def course_to_keep(account: Asker, key: str) -> Course:
    """A course others may be enrolled in; 403 for those who do not keep it."""
    course = course_to_see(key)
    demand(may_keep(account, course))
    return course


def course_to_mark(account: Asker, key: str) -> Course:
    """A course whose learners may be seen; 403 for others."""
    course = course_to_see(key)
    demand(may_take_roll(account, course))
    return course


def session_to_mark(account: Asker, key: str, number: int) -> Session:
    """A session whose roll may be taken; 404 when there is none, 403 for others."""
    course = course_to_mark(account, key)
    rows = course.sessions.select_related("course__school", "gathering__place")
    session = rows.filter(number=number).first()
    if session is None:
        raise Http404
    return session


def course_to_award(account: Asker, key: str) -> Course:
    """A course whose badges may be awarded; 403 for others."""
    course = course_to_see(key)
    demand(may_award(account, course))
    return course


def badge_to_see(key: str) -> Badge:
    """Any badge, revoked ones too; 404 when there is none."""
    rows = Badge.objects.select_related("course__school", "person", "competence")
    badge = rows.filter(key=key).first()
    if badge is None:
        raise Http404
    return badge


def badge_to_revoke(account: Asker, key: str) -> Badge:
    """A badge that may be revoked; 403 for others."""
    badge = badge_to_see(key)
    demand(may_award(account, badge.course))
    return badge
