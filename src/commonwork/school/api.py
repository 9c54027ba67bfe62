"""Read API of the school: figures, courses and the check of a badge. No personal data."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.pagination import paginate
from pydantic import Field

from commonwork.registry.clock import today
from commonwork.rules.periods import twelve_months_to
from commonwork.school import queries
from commonwork.school.api_lists import router as lists
from commonwork.school.models import Badge, Course

router = Router(tags=["school"])
router.add_router("", lists)


class FiguresOut(Schema):
    """How many people were trained in [starts_on, ends_on)."""

    starts_on: date
    ends_on: date = Field(description="half-open: the day after the last day counted")
    people_trained: int = Field(description="different people who received a badge that still stands")
    badges_awarded: int = Field(description="badges awarded that still stand")


class CourseOut(Schema):
    """A course."""

    key: str
    title: str
    summary: str
    school: str = Field(description="key of the organisation")
    competence: str = Field(description="key of the competence a badge proves")
    sessions_needed: int = Field(description="sessions to attend, as decided when the course opened")
    language: str
    programme: str = Field(description="key of the programme, or empty")
    capacity: int | None = Field(description="places; none where there is no limit")
    has_waiting_list: bool
    is_selected: bool = Field(description="the trainer chooses among those who ask")
    badge_months: int | None = Field(description="months the badge holds; none: for good")
    repeats: str = Field(description="key of the cohort before, or empty")
    opened_on: date
    completed_on: date | None
    is_invented: bool = Field(description="true for data of a demo network")

    @staticmethod
    def resolve_school(course: Course) -> str:
        return course.school.key

    @staticmethod
    def resolve_programme(course: Course) -> str:
        return course.programme.key if course.programme else ""

    @staticmethod
    def resolve_repeats(course: Course) -> str:
        return course.repeats.key if course.repeats else ""

    @staticmethod
    def resolve_competence(course: Course) -> str:
        return course.competence.key


class BadgeOut(Schema):
    """A badge without the name of its holder."""

    key: str
    is_valid: bool = Field(description="false when it was revoked")
    course: str
    competence: str
    awarded_on: date
    revoked_on: date | None
    sessions_count: int
    hours: str = Field(description="decimal hours attended")
    is_invented: bool

    @staticmethod
    def resolve_course(badge: Badge) -> str:
        return badge.course.key

    @staticmethod
    def resolve_competence(badge: Badge) -> str:
        return badge.competence.key

    @staticmethod
    def resolve_hours(badge: Badge) -> str:
        return badge.hours_text

    @staticmethod
    def resolve_is_invented(badge: Badge) -> bool:
        return badge.course.is_invented


@router.get(
    "/figures", response=FiguresOut, summary="People trained in a period, by default the last twelve months"
)
def figures(request: HttpRequest, starts_on: date | None = None, ends_on: date | None = None) -> Any:
    first, end = twelve_months_to((ends_on or today() + timedelta(days=1)) - timedelta(days=1))
    first = starts_on or first
    return FiguresOut(
        starts_on=first,
        ends_on=end,
        people_trained=queries.trained_count(first, end),
        badges_awarded=queries.trained(first, end).count(),
    )


@router.get("/courses", response=list[CourseOut], summary="All courses, the latest first")
@paginate
def courses(request: HttpRequest) -> Any:
    return queries.courses()


@router.get("/courses/{key}", response=CourseOut, summary="One course")
def course(request: HttpRequest, key: str) -> Any:
    row = queries.courses().filter(key=key).first()
    if row is None:
        raise Http404
    return row


@router.get("/badges/{key}", response=BadgeOut, summary="Is this badge valid?")
def badge(request: HttpRequest, key: str) -> Any:
    row = Badge.objects.select_related("course", "competence").filter(key=key).first()
    if row is None:
        raise Http404
    return row
