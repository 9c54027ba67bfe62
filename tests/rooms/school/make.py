"""Builders for the school: the school itself, its policy, and the golden course of the published season."""

import json
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from commonwork.charter.actions import policies
from commonwork.registry.clock import at_time
from commonwork.registry.models import Network, Organisation, Person
from commonwork.school.actions import badges, courses, enrolments, rolls
from commonwork.school.models import Course
from tests.rooms.gatherings.make import SEASON, account, hall, organisation, person
from tests.worlds import lasting

__all__ = ["SEASON", "account", "hall", "organisation", "person"]

OPENED = date(2016, 1, 4)
DAYS = [date(2016, 1, 14), date(2016, 1, 21), date(2016, 1, 28), date(2016, 2, 4)]


def school(needed: int = 3) -> Organisation:
    """The school, in a network that asks learners for so many sessions."""
    Network.objects.get_or_create(name="Practice network")
    house = organisation("school", "Cooperative education and training center")
    policies.adopt(
        code="school.completion_sessions",
        value=needed,
        starts_on=date(2016, 1, 1),
        adopted_by="system/assembly",
        source="season.toml",
        by=SEASON,
        at=noon(date(2016, 1, 1)),
    )
    return house


def noon(day: date) -> datetime:
    return at_time(day)


@lasting
def small_course() -> Course:
    """A course of four Thursday evenings, three of which are needed."""
    return course()


def course(needed: int = 3, **fields: Any) -> Course:
    """The same with other fields."""
    asked = {
        "key": "small_course",
        "title": "Reading the books",
        "school": school(needed),
        "trainer": fields.pop("trainer", None) or person("Uma"),
        "sessions": courses.session_times(DAYS),
        "place": hall(),
        "is_invented": True,
        "on": OPENED,
        "by": SEASON,
        "at": noon(OPENED),
    }
    return courses.open(**{**asked, **fields})


def enrol(course: Course, *people: Person) -> None:
    enrolments.enrol_many(course=course, people=people, on=OPENED, by=SEASON, at=noon(OPENED))


def hold(course: Course, number: int, *people: Person) -> None:
    """Session `number` is held and these came."""
    rolls.take(course=course, number=number, present=people, by=SEASON, at=noon(DAYS[number - 1]))


@dataclass(frozen=True)
class Golden:
    """The course of the golden season: what the published files say, and the course played from them."""

    inputs: dict[str, Any]
    answers: dict[str, Any]
    course: Course
    people: dict[str, Person]


def golden_course(published: Path) -> Golden:
    """“Cooperative basics”, 12 learners, 8 sessions, badges on 5 March 2016."""
    season = tomllib.loads((published / "jackson" / "season.toml").read_text(encoding="utf-8"))
    answers = json.loads((published / "jackson" / "season-expected.json").read_text(encoding="utf-8"))
    asked, days = season["course"], [date.fromisoformat(day) for day in season["course"]["sessions"]]
    people = {
        row["person"]: Person.objects.create(
            key=row["person"], name=_name(season, row["person"]), is_invented=True
        )
        for row in asked["learner"]
    }
    opened = course(
        needed=season["policies"]["course_completion_sessions"],
        key=asked["key"],
        title=asked["title"],
        sessions=courses.session_times(days),
        on=date(2016, 1, 14),
    )
    enrolments.enrol_many(
        course=opened, people=list(people.values()), on=days[0], by=SEASON, at=noon(days[0])
    )
    for number, day in enumerate(days, start=1):
        came = [people[row["person"]] for row in asked["learner"] if number in row["attended"]]
        rolls.take(course=opened, number=number, present=came, by=SEASON, at=noon(day))
    awarded = date.fromisoformat(asked["badge_on"])
    opened = badges.award_all(course=opened, on=awarded, by=SEASON, at=noon(awarded))
    return Golden(asked, answers["course"], opened, people)


def _name(season: dict[str, Any], key: str) -> str:
    return next(row["name"] for row in season["person"] if row["key"] == key)
