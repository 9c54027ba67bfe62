"""Affiliations: a co-op asks, the delegates answer."""

from datetime import date

import pytest

from commonwork.federation.actions import affiliations
from commonwork.federation.checklist import ITEMS
from commonwork.federation.models import Affiliation
from commonwork.federation.queries.coops import admitted, belonging, class_of, jobs
from commonwork.record.models import Fact
from commonwork.registry.models import OrganisationStage
from tests.rooms.federation.make import BY, Town, noon, town
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
ASKED, ADMITTED = date(2016, 5, 9), date(2016, 5, 20)
YES = {item.code: True for item in ITEMS}


def _made() -> Town:
    made = town()
    made.worker(made.coop("freedom_farm", "Freedom Farms"), "invented_ada")
    team = made.coop("green_team", "The Green Team", "start-up")
    for key in ("invented_iris", "invented_jonah"):
        made.worker(team, key, on=date(2016, 5, 2))
    made.worker(team, "invented_lena", on=date(2016, 5, 2), owns=False)
    return made


made = kept_world(_made)


def ask(made: Town, on: date = ASKED, **given: object) -> Affiliation:
    said = {"organisation": made.coops["green_team"], "class_code": "start-up", "checklist": YES}
    return affiliations.apply(**said | {"on": on, "by": BY, "at": noon(on)} | given)


def test_a_start_up_applies_and_is_admitted_on_the_season_s_days(made: Town) -> None:
    team = made.coops["green_team"]
    row = ask(made)
    assert Fact.objects.get(kind="federation.affiliation.applied").data["class"] == "start-up"
    assert class_of(team, on=ADMITTED) == ""
    row = affiliations.admit(affiliation=row, on=ADMITTED, votes_yes=2, votes_no=0, by=BY, at=noon(ADMITTED))
    team.refresh_from_db()
    assert (row.admitted_on, row.votes_yes, team.stage) == (ADMITTED, 2, "start-up")
    assert OrganisationStage.objects.filter(organisation=team, stage="start-up", starts_on=ADMITTED).exists()
    fact = Fact.objects.get(kind="federation.affiliation.admitted")
    assert (fact.organisation, fact.data["on"], fact.data["votes_yes"]) == ("green_team", "2016-05-20", 2)
    assert list(admitted(starts_on=ADMITTED, ends_on=date(2016, 5, 21))) == [row]
    assert not admitted(starts_on=ASKED, ends_on=ADMITTED).exists()


def test_jobs_count_a_co_op_from_the_day_it_belongs(made: Town) -> None:
    """Farm: one owner. The Green Team: two owners and one other from 20 May on, although its workers began on 2 May."""
    affiliations.admit(affiliation=ask(made), on=ADMITTED, by=BY, at=noon(ADMITTED))
    before, after = jobs(on=date(2016, 5, 19)), jobs(on=ADMITTED)
    assert (before.members, before.others, before.total) == (1, 0, 1)
    assert (after.members, after.others, after.total) == (3, 1, 4)
    rows = {row.organisation.key: row for row in belonging(on=ADMITTED)}
    assert (rows["green_team"].class_code, rows["green_team"].since) == ("start-up", ADMITTED)
    assert (rows["freedom_farm"].class_code, rows["freedom_farm"].since) == ("member", None)


def test_an_undated_stage_does_not_count_while_the_co_op_waits_for_that_class(made: Town) -> None:
    assert class_of(made.coops["green_team"], on=ASKED) == "start-up"
    ask(made)
    assert class_of(made.coops["green_team"], on=ASKED) == ""


def test_a_start_up_becomes_a_member_by_a_second_application(made: Town) -> None:
    affiliations.admit(affiliation=ask(made), on=ADMITTED, by=BY, at=noon(ADMITTED))
    later = date(2017, 6, 1)
    with pytest.raises(affiliations.AlreadyInThatClass):
        ask(made, on=later)
    second = ask(made, class_code="member", on=later)
    assert class_of(made.coops["green_team"], on=later) == "start-up"
    affiliations.admit(affiliation=second, on=later, by=BY, at=noon(later))
    assert class_of(made.coops["green_team"], on=later) == "member"
    assert class_of(made.coops["green_team"], on=date(2017, 5, 31)) == "start-up"


def test_what_cannot_be_applied_for_is_refused(made: Town) -> None:
    with pytest.raises(affiliations.OnlyCoops):
        ask(made, organisation=made.federation)
    ask(made)
    with pytest.raises(affiliations.AlreadyApplied):
        ask(made)
    assert Affiliation.objects.count() == 1


def test_nobody_is_admitted_before_the_checklist_is_met(made: Town) -> None:
    row = ask(made, checklist=YES | {"bylaws": False})
    with pytest.raises(affiliations.NotYetReady) as told:
        affiliations.admit(affiliation=row, on=ADMITTED, by=BY, at=noon(ADMITTED))
    assert "by-laws" in str(told.value)
    row.refresh_from_db()
    assert row.admitted_on is None


def test_a_start_up_needs_no_year_of_paid_work_and_a_member_does(made: Town) -> None:
    young = YES | {"a_year_of_paid_work": False, "open_path": False}
    row = ask(made, class_code="member", checklist=young)
    with pytest.raises(affiliations.NotYetReady):
        affiliations.admit(affiliation=row, on=ADMITTED, by=BY, at=noon(ADMITTED))
    affiliations.decline(affiliation=row, on=ADMITTED, by=BY, at=noon(ADMITTED))
    assert affiliations.admit(
        affiliation=ask(made, checklist=young), on=ADMITTED, by=BY, at=noon(ADMITTED)
    ).admitted_on


@pytest.mark.parametrize("votes", [(1, 1), (0, 0), (1, 2)])
def test_more_delegates_must_be_for_it_than_against_it(made: Town, votes: tuple[int, int]) -> None:
    with pytest.raises(affiliations.DelegatesSaidNo):
        affiliations.admit(
            affiliation=ask(made),
            on=ADMITTED,
            votes_yes=votes[0],
            votes_no=votes[1],
            by=BY,
            at=noon(ADMITTED),
        )


def test_an_application_is_answered_once_and_not_before_it_was_made(made: Town) -> None:
    row = ask(made)
    with pytest.raises(affiliations.AnsweredBeforeAsked):
        affiliations.admit(affiliation=row, on=date(2016, 5, 8), by=BY, at=noon(ADMITTED))
    affiliations.decline(affiliation=row, on=ADMITTED, votes_yes=1, votes_no=4, by=BY, at=noon(ADMITTED))
    assert Fact.objects.get(kind="federation.affiliation.declined").data["votes_no"] == 4
    with pytest.raises(affiliations.AlreadyAnswered):
        affiliations.admit(affiliation=row, on=ADMITTED, by=BY, at=noon(ADMITTED))


def test_a_failure_half_way_admits_nobody(made: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    row = ask(made)
    monkeypatch.setattr("commonwork.federation.actions.affiliations._state", _breaks)
    with pytest.raises(RuntimeError):
        affiliations.admit(affiliation=row, on=ADMITTED, by=BY, at=noon(ADMITTED))
    row.refresh_from_db()
    assert row.admitted_on is None
    assert not OrganisationStage.objects.filter(starts_on=ADMITTED).exists()
    assert not Fact.objects.filter(kind="registry.organisation.stage_changed").exists()


def test_pressing_twice_applies_once(made: Town) -> None:
    first, second = ask(made, once="press"), ask(made, once="press")
    assert first == second
    assert Affiliation.objects.count() == 1


def _breaks(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError("the power fails")
