"""Mentor hours, and what every act of the incubator promises."""

from datetime import date
from decimal import Decimal

import pytest

from commonwork.incubator import queries, stages
from commonwork.incubator.actions import gates, mentoring, teams
from commonwork.incubator.actions.days import StillToCome
from commonwork.incubator.models import MentorHours, Team
from commonwork.record.queries import tell, trail
from tests.rooms.incubator import make
from tests.rooms.incubator.season import SEASON_GATES, SEASON_HOURS, WHO, kinds

pytestmark = pytest.mark.django_db


# mentoring


def log(team: Team, name: str, on: date, hours: str) -> MentorHours:
    return mentoring.log(team=team, mentor=make.person(name), on=on, hours=Decimal(hours), **WHO)


def test_the_seasons_mentor_hours_are_twelve_and_a_half() -> None:
    team = make.green_team()
    for name, on, hours in SEASON_HOURS:
        log(team, name, on, hours)
    whole = {"starts_on": date(2016, 1, 1), "ends_on": date(2017, 4, 1)}
    assert queries.mentor_hours(**whole) == Decimal("12.5")
    march = {"starts_on": date(2016, 3, 1), "ends_on": date(2016, 4, 1)}
    assert queries.mentor_hours(**march, team=team) == Decimal("4.5")  # 2 + 2.5


def test_the_fact_of_mentor_hours_tells_who_where_and_how_long() -> None:
    log(make.green_team(), "Vera", date(2016, 3, 24), "2.5")
    told = tell(trail(make.person("Vera")))[0]
    assert told.sentence == "Vera (invented) worked 2.5 hours with The Green Team."


@pytest.mark.parametrize("hours", ["0", "-1", "0.1", "2.33", "NaN", "Infinity"])
def test_hours_that_are_not_quarters_are_refused(hours: str) -> None:
    with pytest.raises(mentoring.NotInQuarterHours):
        log(make.green_team(), "Vera", date(2016, 3, 16), hours)


def test_nobody_mentors_more_than_a_day_a_day() -> None:
    team = make.green_team()
    log(team, "Vera", date(2016, 3, 16), "23.75")
    with pytest.raises(mentoring.MoreThanADay, match=r"24\.25"):
        log(team, "Vera", date(2016, 3, 16), "0.5")
    log(team, "Vera", date(2016, 3, 16), "0.25")


def test_a_member_of_the_team_is_not_its_mentor() -> None:
    with pytest.raises(mentoring.OwnTeam):
        log(make.green_team(), "Iris", date(2016, 3, 16), "1")


def test_a_struck_entry_no_longer_counts() -> None:
    team = make.green_team()
    entry = log(team, "Vera", date(2016, 3, 16), "2")
    mentoring.strike(entry=entry, **WHO)
    assert queries.mentor_hours(starts_on=date(2016, 1, 1), ends_on=date(2017, 1, 1)) == 0
    with pytest.raises(mentoring.AlreadyStruck):
        mentoring.strike(entry=entry, **WHO)


# stages


def test_every_stage_and_document_has_words() -> None:
    assert {item.key for item in stages.all_stages()} == set(stages.WORDS) == set(stages.SHORT)
    asked = {code for path in stages.PRESETS for item in stages.stages(path) for code in item.documents}
    assert asked == set(stages.DOCUMENTS)
    assert [item.key for item in stages.stages()][:9] == [key for key, _ in SEASON_GATES]


def test_nothing_is_written_down_before_it_has_happened() -> None:
    team, tomorrow = make.green_team(), date(2017, 4, 1)
    with pytest.raises(StillToCome, match="1 April 2017 has not come yet"):
        log(team, "Vera", tomorrow, "1")
    with pytest.raises(StillToCome):
        gates.pass_gate(team=team, stage="idea", on=tomorrow, evidence=["idea_in_a_page"], **WHO)
    with pytest.raises(StillToCome):
        teams.form(name="Later", members=queries.people_of(team, on=make.FORMED), on=tomorrow, **WHO)
    assert kinds() == ["incubator.team.formed"]
