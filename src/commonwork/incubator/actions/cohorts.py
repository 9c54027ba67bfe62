"""Cohorts: open one, ask for a place, select."""

from datetime import date, datetime

from commonwork.incubator.actions.days import happened
from commonwork.incubator.actions.resting import active
from commonwork.incubator.models import Cohort, CohortPlace, Team
from commonwork.incubator.queries import review_needs, review_readiness
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import key_from
from commonwork.rules.refusal import Refusal, sentence


class CohortNameTaken(Refusal):
    sentence = sentence("There already is a cohort called “{name}”.")
    status = 409
    field = "name"


class EndsBeforeStart(Refusal):
    sentence = sentence("A cohort ends after it starts.")
    field = "ends_on"


class AskedAlready(Refusal):
    sentence = sentence("{team} has asked for a place in {cohort} already.")
    status = 409
    field = "team"


class CourseUnchanged(Refusal):
    sentence = sentence("{cohort} follows this course already.")
    status = 409
    field = "course"


class NotAsked(Refusal):
    sentence = sentence("{team} has no open request for a place in {cohort}.")
    status = 409


class ReviewsTooFew(Refusal):
    sentence = sentence("{team} needs {missing} more reviews without a conflict of interest.")
    status = 409


class ScoreTooLowForPlace(Refusal):
    sentence = sentence("The reviews of {team} do not reach the score that is asked.")
    status = 409


@act
def open_cohort(
    *, name: str, programme: str, starts_on: date, ends_on: date, by: Who, at: datetime, course: str = ""
) -> Cohort:
    """Open a cohort of a programme for [starts_on, ends_on). course: reference of its curriculum. Raises
    CohortNameTaken, EndsBeforeStart."""
    key = key_from(name)
    if not key or Cohort.objects.filter(key=key).exists():
        raise CohortNameTaken(name=name)
    if ends_on <= starts_on:
        raise EndsBeforeStart()
    cohort = Cohort.objects.create(
        key=key,
        name=name.strip(),
        programme=programme.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        course=course,
    )
    data = {"on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
    state("incubator.cohort.opened", subject=cohort, by=by, at=at, data=data)
    return cohort


@act
def set_course(*, cohort: Cohort, course: str, on: date, by: Who, at: datetime) -> Cohort:
    """Say which course is the curriculum; `course` is its reference, "" for none. Raises CourseUnchanged."""
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if cohort.course == course:
        raise CourseUnchanged(cohort=cohort.name)
    cohort.course = course
    cohort.save(update_fields=["course"])
    about = [course] if course else []
    data = {"course": course, "on": on.isoformat()}
    state("incubator.cohort.course_set", subject=cohort, by=by, at=at, about=about, data=data)
    return cohort


@act
def apply(*, cohort: Cohort, team: Team, on: date, by: Who, at: datetime) -> Cohort:
    """A team asks for a place. Raises AskedAlready, TeamNotActive, StillToCome."""
    happened(on, at)
    team = Team.objects.select_for_update().get(pk=team.pk)
    active(team)
    if cohort.places.filter(team=team).exists():
        raise AskedAlready(team=team.name, cohort=cohort.name)
    CohortPlace.objects.create(cohort=cohort, team=team, applied_on=on)
    _state("applied", cohort, team, on=on, by=by, at=at)
    return cohort


@act
def select(*, cohort: Cohort, team: Team, on: date, by: Who, at: datetime) -> Cohort:
    """A team gets its place, once the reviews the policies ask for are in. Raises NotAsked, ReviewsTooFew,
    ScoreTooLowForPlace, StillToCome."""
    happened(on, at)
    place = cohort.places.select_for_update().filter(team=team, selected_on=None).first()
    if place is None:
        raise NotAsked(team=team.name, cohort=cohort.name)
    if review_needs(on=on) is not None:
        found = review_readiness(team, cohort.stage_code, on=on)
        if found.missing_reviews:
            raise ReviewsTooFew(team=team.name, missing=found.missing_reviews)
        if not found.is_score_enough:
            raise ScoreTooLowForPlace(team=team.name)
    place.selected_on = on
    place.save(update_fields=["selected_on"])
    _state("selected", cohort, team, on=on, by=by, at=at)
    return cohort


def _state(verb: str, cohort: Cohort, team: Team, *, on: date, by: Who, at: datetime) -> None:
    data = {"team": ref(team), "on": on.isoformat()}
    state(f"incubator.cohort.{verb}", subject=cohort, by=by, at=at, about=[team], data=data)
