"""Read API of the school, second part: one course with its sessions and pages, circles, programmes, counts. No personal
data."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError
from ninja.pagination import paginate
from pydantic import AwareDatetime, Field

from commonwork.school import queries
from commonwork.school.models import Circle, Course, Material, Programme, Session

router = Router(tags=["school"])


class SessionOut(Schema):
    """A session of a course, which is a gathering."""

    number: int
    gathering: str = Field(description="key of the gathering")
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    place: str
    is_roll_taken: bool

    @staticmethod
    def resolve_gathering(row: Session) -> str:
        return row.gathering.key

    @staticmethod
    def resolve_starts_at(row: Session) -> Any:
        return row.gathering.starts_local

    @staticmethod
    def resolve_ends_at(row: Session) -> Any:
        return row.gathering.ends_local

    @staticmethod
    def resolve_place(row: Session) -> str:
        return row.gathering.place.name if row.gathering.place else ""

    @staticmethod
    def resolve_is_roll_taken(row: Session) -> bool:
        return row.gathering.roll_taken_at is not None


class MaterialOut(Schema):
    """A page of a course. What stands on it is for its learners and trainers."""

    key: str
    number: int
    title: str
    language: str
    has_text: bool
    has_link: bool
    has_picture: bool
    has_recording: bool

    @staticmethod
    def resolve_has_text(row: Material) -> bool:
        return bool(row.text)

    @staticmethod
    def resolve_has_link(row: Material) -> bool:
        return bool(row.link)


class CircleOut(Schema):
    """A study circle, without the names of its people."""

    key: str
    title: str
    question: str
    school: str = Field(description="key of the organisation")
    language: str
    opened_on: date
    ended_on: date | None
    outcome: str = Field(description="team, course, ended, or empty while it meets")
    members_count: int
    meetings_count: int
    is_invented: bool

    @staticmethod
    def resolve_school(row: Circle) -> str:
        return row.school.key


class ProgrammeOut(Schema):
    """Courses that belong together."""

    key: str
    title: str
    summary: str
    funder: str = Field(description="key of the organisation that pays, or empty")
    courses_count: int
    people_count: int = Field(description="different people with a badge that stands")

    @staticmethod
    def resolve_funder(row: Programme) -> str:
        return row.funder.key if row.funder else ""


class CountOut(Schema):
    """One line of the counts of a year; the last has no name and counts each person once."""

    name: str
    people: int = Field(description="different people with a badge that stands")
    badges: int
    learners: int
    hours: Decimal


def _course(key: str) -> Course:
    course = Course.objects.filter(key=key).first()
    if course is None:
        raise Http404
    return course


@router.get("/courses/{key}/sessions", response=list[SessionOut], summary="The public sessions of a course")
@paginate
def sessions(request: HttpRequest, key: str) -> Any:
    return [row for row in queries.sessions(_course(key)) if row.gathering.is_public]


@router.get("/courses/{key}/materials", response=list[MaterialOut], summary="The pages of a course by title")
@paginate
def materials(request: HttpRequest, key: str) -> Any:
    return queries.materials(_course(key))


@router.get("/circles", response=list[CircleOut], summary="Study circles, the latest first")
@paginate
def circles(request: HttpRequest) -> Any:
    return queries.circles()


@router.get("/programmes", response=list[ProgrammeOut], summary="Programmes by name")
@paginate
def programmes(request: HttpRequest) -> Any:
    return queries.programmes()


@router.get("/counts", response=list[CountOut], summary="Who was trained in a year, counted, never named")
def counts(request: HttpRequest, year: int, by: str = "course") -> Any:
    if not 1900 <= year <= 9000 or by not in queries.COUNTED_BY:
        raise HttpError(422, "year is a year; by is one of: " + ", ".join(queries.COUNTED_BY))
    return queries.counts(date(year, 1, 1), date(year + 1, 1, 1), by)
