"""The way ahead: what is open to a person, what is missing; who was trained, counted honestly."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count as Counted
from django.db.models import Q, QuerySet

from commonwork.registry.models import Competence, CompetenceHeld, Person
from commonwork.school.models import LEARNING, Badge, Circle, CircleMember, Course, Enrolment, Prerequisite


@dataclass(frozen=True)
class Way:
    """A course that is open, and what this person still lacks for it."""

    course: Course
    missing: tuple[Competence, ...]

    @property
    def is_open(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class Count:
    """One line of the counts. people: different people with a badge that stands; hours: what they attended."""

    name: str
    people: int
    badges: int
    learners: int
    hours: Decimal

    @property
    def completion_bp(self) -> int:
        """Learners who have a badge, in basis points of all who learned."""
        return min(10_000, self.badges * 10_000 // self.learners) if self.learners else 0


def held(person: Person, *, on: date) -> QuerySet[CompetenceHeld]:
    """What a person can do on a day: not expired, not revoked."""
    rows = person.competences.filter(Q(expires_on=None) | Q(expires_on__gt=on), granted_on__lte=on)
    rows = rows.filter(Q(revoked_on=None) | Q(revoked_on__gt=on))
    return rows.select_related("competence").order_by("competence__name", "-granted_on")


def lacking(course: Course, person: Person, *, on: date) -> list[Competence]:
    """The competences a course asks for that a person does not hold on a day."""
    has = held(person, on=on).values("competence")
    rows = Prerequisite.objects.filter(course=course).exclude(competence__in=has).select_related("competence")
    return [row.competence for row in rows.order_by("competence__name")]


def ways(person: Person, *, on: date) -> list[Way]:
    """The courses that are open now and this person does not take: first those open to them."""
    taken = Enrolment.objects.filter(person=person, state__in=LEARNING).values("course")
    rows = Course.objects.filter(completed_on=None).exclude(pk__in=taken).order_by("opened_on", "key")
    has = set(held(person, on=on).values_list("competence", flat=True))
    found = [
        Way(
            course,
            tuple(one.competence for one in course.prerequisites.all() if one.competence_id not in has),
        )
        for course in rows.prefetch_related("prerequisites__competence")
    ]
    return sorted(found, key=lambda way: len(way.missing))


def expiring(*, on: date, until: date) -> QuerySet[CompetenceHeld]:
    """Competences that end between two days and were not renewed."""
    rows = CompetenceHeld.objects.filter(expires_on__gt=on, expires_on__lte=until, revoked_on=None)
    return rows.select_related("person", "competence").order_by("expires_on", "pk")


def counts(starts_on: date, ends_on: date, by: str) -> list[Count]:
    """Who was trained in [starts_on, ends_on), by programme, place, funder or course; a last line for all."""
    asked = BY[by]
    badges = Badge.objects.filter(awarded_on__gte=starts_on, awarded_on__lt=ends_on, revoked_on=None)
    awarded = list(badges.select_related("course__programme__funder"))
    courses = {badge.course_id: badge.course for badge in awarded}
    learners = Enrolment.objects.filter(course__in=courses, state__in=LEARNING).values_list(
        "course", flat=True
    )
    groups: dict[str, list[Badge]] = defaultdict(list)
    taught: dict[str, int] = defaultdict(int)
    for badge in awarded:
        groups[asked(badge.course)].append(badge)
    for pk in learners:
        taught[asked(courses[pk])] += 1
    lines = [_count(name, rows, taught[name]) for name, rows in sorted(groups.items())]
    return [*lines, _count("", awarded, sum(taught.values()))]


def _count(name: str, badges: Iterable[Badge], learners: int) -> Count:
    rows = list(badges)
    minutes = sum(badge.attended_minutes for badge in rows)
    hours = (Decimal(minutes) / 60).quantize(Decimal("0.1"))
    return Count(name, len({badge.person_id for badge in rows}), len(rows), learners, hours)


def _place(course: Course) -> str:
    first = course.sessions.select_related("gathering__place").order_by("number").first()
    return str(first.gathering.place) if first and first.gathering.place else ""


BY: dict[str, Callable[[Any], str]] = {
    "course": lambda course: str(course.title),
    "programme": lambda course: str(course.programme or ""),
    "place": _place,
    "funder": lambda course: str(course.programme.funder or "") if course.programme else "",
}


COUNTED_BY = tuple(BY)


def years() -> list[int]:
    """The years that saw a badge, the latest first."""
    return [day.year for day in Badge.objects.filter(revoked_on=None).dates("awarded_on", "year", "DESC")]


def circles() -> QuerySet[Circle]:
    """Study circles, the latest first; `members_count` of those in it now, `meetings_count`."""
    rows = Circle.objects.select_related("school").annotate(
        members_count=Counted("members", distinct=True, filter=Q(members__left_on=None)),
        meetings_count=Counted("meetings", distinct=True),
    )
    return rows.order_by("-opened_on", "key")


def circle_members(circle: Circle) -> QuerySet[CircleMember]:
    """Who belongs to a circle now."""
    return circle.members.filter(left_on=None).select_related("person").order_by("joined_on", "pk")


def next_facilitator(circle: Circle) -> Person | None:
    """Whose turn it is: who facilitated least often, then whose turn is longest ago, then who joined first."""
    turns = list(circle.meetings.order_by("gathering__starts_at").values_list("facilitator", flat=True))
    rows = list(circle_members(circle))
    rows.sort(
        key=lambda row: (
            turns.count(row.person_id),
            len(turns) - 1 - turns[::-1].index(row.person_id) if row.person_id in turns else -1,
        )
    )
    return rows[0].person if rows else None
