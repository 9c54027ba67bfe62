"""The course, the team and its gates."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from commonwork.incubator.actions import gates, mentoring, teams
from commonwork.incubator.stages import stages
from commonwork.registry.actions import organisations
from commonwork.registry.models import Organisation, Place
from commonwork.school.actions import badges, courses, enrolments, rolls
from commonwork.site.season.cast import Cast, Event, moment


def events(cast: Cast) -> Iterator[Event]:
    """From the first session to the last gate."""
    course, team = cast.said["course"], cast.said["team"]
    yield Event(cast.said["season"]["starts_on"], 13, lambda: _open(cast))
    for number, on in enumerate(course["sessions"], start=1):
        yield Event(on, 20, lambda number=number, on=on: _roll(cast, number, on))  # type: ignore[misc]
    yield Event(course["badges_on"], 20, lambda: _award(cast))
    yield Event(team["formed_on"], 19, lambda: _form(cast))
    for stage, on in team["gates"].items():
        yield Event(on, 26, lambda stage=stage, on=on: _gate(cast, stage, on))  # type: ignore[misc]
    for row in cast.said["mentoring"]:
        yield Event(row["on"], 20, lambda row=row: _mentor(cast, row))  # type: ignore[misc]


def _open(cast: Cast) -> None:
    said, first = cast.said["course"], cast.said["season"]["starts_on"]
    cast.kept["course"] = courses.open(
        key=said["key"],
        title=said["title"],
        school=cast.org("school"),
        trainer=cast.person(said["trainer"]),
        competence=said["title"],
        sessions=courses.session_times(said["sessions"]),
        place=Place.objects.filter(key="lumumba_center").first(),
        summary="What a co-op is, and what it takes to run one together.",
        is_invented=True,
        on=first,
        **cast.when(first, 10),
    )
    learners = [cast.person(key) for key in said["came"]]
    enrolments.enrol_many(course=cast.kept["course"], people=learners, on=first, **cast.when(first, 11))


def _roll(cast: Cast, number: int, on: date) -> None:
    came = [cast.person(key) for key, numbers in cast.said["course"]["came"].items() if number in numbers]
    rolls.take(
        course=cast.kept["course"], number=number, present=came, by="system/season", at=moment(on, 20, 30)
    )


def _award(cast: Cast) -> None:
    on = cast.said["course"]["badges_on"]
    badges.award_all(course=cast.kept["course"], on=on, **cast.when(on))


def _form(cast: Cast) -> None:
    said = cast.said["team"]
    on = said["formed_on"]
    cast.kept["team"] = teams.form(
        key=said["key"],
        name=said["name"],
        members=[cast.person(key) for key in said["members"]],
        on=on,
        **cast.when(on, 9),
    )
    organisations.set_stage(
        organisation=cast.org(said["key"]), stage=Organisation.Stage.INCUBATING, on=on, **cast.when(on, 10)
    )


def _gate(cast: Cast, stage: str, on: date) -> None:
    gate = next(one for one in stages() if one.key == stage.replace(" ", "_"))
    cast.kept["team"] = gates.pass_gate(
        team=cast.kept["team"], stage=gate.key, on=on, evidence=list(gate.documents), **cast.when(on, 11)
    )


def _mentor(cast: Cast, row: dict[str, object]) -> None:
    on = row["on"]
    assert isinstance(on, date)
    mentoring.log(
        team=cast.kept["team"],
        mentor=cast.person(str(row["mentor"])),
        on=on,
        hours=Decimal(str(row["hours"])),
        **cast.when(on, 19),
    )
