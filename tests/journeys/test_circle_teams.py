"""A study circle goes on as a team, once, whoever asks and how often."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from commonwork.incubator.actions import teams
from commonwork.incubator.models import Team
from commonwork.journeys import circle_teams
from commonwork.record.models import Fact
from commonwork.registry.actions import people
from tests.rooms.incubator import make

pytestmark = pytest.mark.django_db
CIRCLE = "school.circle/thursday_readers"
ON = date(2017, 3, 20)
WHO: dict[str, Any] = {"by": "system/test", "at": make.NOON}
KEYS = ("invented_iris", "invented_jonah", "invented_kemi")


@pytest.fixture(autouse=True)
def readers() -> None:
    make.network()
    for name in ("Iris", "Jonah", "Kemi"):
        make.person(name)


def formed(*keys: str, **changed: Any) -> Team:
    said: dict[str, Any] = {"name": "Reading Cafe", "on": ON}
    team: Team = circle_teams.team_for(CIRCLE, people=keys or KEYS, **{**said, **changed}, **WHO)
    return team


def test_a_circle_forms_a_team_of_its_people_and_says_where_it_comes_from() -> None:
    team = formed()
    assert {row.person.key for row in team.members.all()} == set(KEYS)
    assert (team.circle, circle_teams.team_of(CIRCLE)) == (CIRCLE, team)
    fact = Fact.objects.get(kind="journeys.circle.became_team")
    assert fact.data == {"circle": CIRCLE, "count": 3, "on": "2017-03-20"}


def test_asked_again_the_same_team_is_the_answer_and_nothing_changes() -> None:
    team = formed()
    facts = Fact.objects.count()
    assert formed("invented_iris", "invented_jonah", name="Another name") == team
    assert (Team.objects.count(), Fact.objects.count(), team.members.count()) == (1, facts, 3)


def test_two_who_ask_at_the_same_moment_get_one_team(monkeypatch: pytest.MonkeyPatch) -> None:
    team = formed()
    answers = iter([None, None, team])  # not there when it was looked for, there when it was written
    monkeypatch.setattr(circle_teams, "team_of", lambda circle: next(answers))
    assert formed(name="Second press") == team


def test_the_act_itself_refuses_a_second_team() -> None:
    formed()
    with pytest.raises(circle_teams.CircleHasTeam, match="Reading Cafe"):
        circle_teams.form(circle=CIRCLE, people=KEYS, name="More", on=ON, **WHO)


def test_another_fault_of_the_database_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**anything: Any) -> Team:
        raise IntegrityError("something else")

    monkeypatch.setattr(teams, "form", broken)
    with pytest.raises(IntegrityError):
        formed()


def test_too_few_or_unknown_people_are_refused_and_nothing_is_left() -> None:
    with pytest.raises(teams.TeamTooSmall):
        formed("invented_iris")
    with pytest.raises(circle_teams.NobodyByThisKey, match="invented_nobody"):
        formed("invented_iris", "invented_nobody")
    people.forget(person=make.person("Kemi"), **WHO)
    with pytest.raises(circle_teams.NobodyByThisKey, match="invented_kemi"):
        formed()
    assert not Team.objects.exists()
