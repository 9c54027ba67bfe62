"""What the acts of the incubator change, state and refuse."""

from datetime import date
from typing import Any

import pytest

from commonwork.incubator import queries, stages
from commonwork.incubator.actions import gates, ideas, teams
from commonwork.incubator.models import GatePassed, Idea, IdeaSupport, Team
from commonwork.record.models import Fact
from commonwork.record.queries import tell, trail
from commonwork.registry.models import Organisation
from tests.rooms.incubator import make
from tests.rooms.incubator.season import SEASON_GATES, WHO, kinds, ready_team, through

pytestmark = pytest.mark.django_db


# ideas


def propose(**changes: Any) -> Idea:
    words = {"title": "Bike repair", "text": "A workshop on wheels.", "who_for": "People without a car"}
    return ideas.propose(**{**words, "on": make.FORMED, **WHO, **changes})


def test_an_idea_is_supported_by_its_proposer_from_the_start() -> None:
    idea = propose(proposer=make.person("Hope"))
    assert (idea.state, idea.supports.count()) == ("open", 1)
    assert kinds() == ["incubator.idea.proposed"]


def test_the_fact_of_an_idea_holds_none_of_its_words() -> None:
    propose(proposer=make.person("Hope"))
    assert Fact.objects.get(kind="incubator.idea.proposed").data == {"on": "2016-03-10"}


def test_an_idea_without_words_is_refused() -> None:
    with pytest.raises(ideas.IdeaNeedsWords):
        propose(who_for="  ")
    assert not Idea.objects.exists()


def test_one_person_supports_an_idea_once() -> None:
    idea, hope = propose(), make.person("Hope")
    ideas.support(idea=idea, person=hope, on=make.FORMED, **WHO)
    with pytest.raises(ideas.AlreadySupported):
        ideas.support(idea=idea, person=hope, on=make.FORMED, **WHO)
    assert queries.ideas().get().support_count == 1


def test_a_declined_idea_keeps_its_reason_and_takes_no_more_support() -> None:
    idea = propose()
    ideas.decline(idea=idea, reason="No room for a workshop yet.", on=date(2016, 4, 1), **WHO)
    idea.refresh_from_db()
    assert (idea.state, idea.reason) == ("declined", "No room for a workshop yet.")
    with pytest.raises(ideas.IdeaDeclined):
        ideas.support(idea=idea, person=make.person("Hope"), on=make.FORMED, **WHO)
    with pytest.raises(ideas.IdeaDeclined):
        ideas.decline(idea=idea, reason="Again", on=date(2016, 4, 1), **WHO)


def test_declining_without_a_reason_is_refused() -> None:
    with pytest.raises(ideas.ReasonMissing):
        ideas.decline(idea=propose(), reason=" ", on=date(2016, 4, 1), **WHO)
    assert Idea.objects.get().state == "open"


def test_a_fact_that_cannot_be_written_takes_the_idea_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the record is full")

    monkeypatch.setattr(ideas, "state", broken)
    with pytest.raises(RuntimeError):
        propose(proposer=make.person("Hope"))
    assert not Idea.objects.exists() and not IdeaSupport.objects.exists()


# teams


def test_a_team_is_formed_of_people_who_know_of_it() -> None:
    team = make.green_team()
    assert [person.name for person in queries.people_of(team, on=make.FORMED)] == [
        "Iris (invented)",
        "Jonah (invented)",
        "Kemi (invented)",
    ]
    assert queries.people_of(team, on=date(2016, 3, 9)) == []
    fact = Fact.objects.get(kind="incubator.team.formed")
    assert fact.data == {"on": "2016-03-10", "count": 3}
    assert trail(make.person("Iris")).filter(pk=fact.pk).exists()


def test_one_person_is_not_a_team_not_even_named_twice() -> None:
    iris = make.person("Iris")
    with pytest.raises(teams.TeamTooSmall):
        teams.form(name="Alone", members=[iris, iris], on=make.FORMED, **WHO)


def test_a_team_name_is_used_once() -> None:
    make.green_team()
    with pytest.raises(teams.TeamNameTaken):
        make.green_team()


def test_a_declined_idea_is_not_taken_up_by_a_team() -> None:
    idea = propose()
    ideas.decline(idea=idea, reason="No room.", on=make.FORMED, **WHO)
    idea.refresh_from_db()
    with pytest.raises(teams.IdeaWasDeclined):
        teams.form(
            name="Bikes", members=[make.person("Iris"), make.person("Kemi")], on=make.FORMED, idea=idea, **WHO
        )


def test_pressing_form_team_twice_makes_one_team() -> None:
    asked = {"name": "Bikes", "members": [make.person("Iris"), make.person("Kemi")], "on": make.FORMED, **WHO}
    first = teams.form(**asked, once="press")
    assert teams.form(**asked, once="press") == first
    assert kinds() == ["incubator.team.formed"]


def test_people_join_and_leave_a_team() -> None:
    team, lena = make.green_team(), make.person("Lena")
    teams.join(team=team, person=lena, on=date(2016, 3, 20), **WHO)
    with pytest.raises(teams.AlreadyInTeam):
        teams.join(team=team, person=lena, on=date(2016, 3, 21), **WHO)
    teams.leave(team=team, person=lena, on=date(2016, 3, 25), **WHO)
    assert lena in queries.people_of(team, on=date(2016, 3, 24))
    assert lena not in queries.people_of(team, on=date(2016, 3, 25))
    with pytest.raises(teams.NotInTeam):
        teams.leave(team=team, person=lena, on=date(2016, 3, 26), **WHO)
    assert kinds()[1:] == ["incubator.team.joined", "incubator.team.left"]


def test_a_team_becomes_an_organisation_only_after_it_is_incorporated() -> None:
    team = ready_team()
    coop = Organisation.objects.create(key="green_team", name="The Green Team", kind="co-op")
    with pytest.raises(teams.NotYetIncorporated, match="Incorporated"):
        teams.set_organisation(team=team, organisation=coop, on=date(2016, 5, 2), **WHO)
    through(team, "launched")
    teams.set_organisation(team=team, organisation=coop, on=date(2016, 5, 2), **WHO)
    assert Team.objects.get().organisation == coop
    with pytest.raises(teams.AlreadyAnOrganisation):
        teams.set_organisation(team=team, organisation=coop, on=date(2016, 5, 2), **WHO)
    told = tell(trail(coop))[0]
    assert told.sentence == "The team The Green Team became the organisation The Green Team."


# gates


def test_the_season_passes_nine_gates() -> None:
    team = through(ready_team(), "launched")
    following = queries.next_stage(team)
    assert team.stage == "launched" and following is not None and following.key == "first_year_accompanied"
    passed = queries.gates_passed(starts_on=date(2016, 1, 1), ends_on=date(2017, 4, 1))
    assert [(row.stage, row.passed_on) for row in passed] == SEASON_GATES
    ready = queries.teams_ready(starts_on=date(2016, 4, 25), ends_on=date(2016, 4, 26))
    assert list(ready) == [team]
    assert not queries.teams_ready(starts_on=date(2016, 4, 26), ends_on=date(2016, 5, 2)).exists()
    assert queries.teams_formed(starts_on=date(2016, 3, 10), ends_on=date(2016, 3, 11)).count() == 1


def test_a_gate_keeps_its_evidence_and_who_opened_it() -> None:
    team = make.green_team()
    iris = make.person("Iris")
    gates.pass_gate(
        team=team, stage="idea", on=make.FORMED, evidence=["idea_in_a_page"], by=iris, at=make.NOON
    )
    row = GatePassed.objects.get()
    assert (row.evidence, row.passed_by) == (["idea_in_a_page"], "registry.person/invented_iris")
    told = tell(trail(team))[0]
    assert told.sentence == "The Green Team passed the gate “Idea”."
    assert told.kind.receipt


def test_a_gate_out_of_order_is_refused_in_words() -> None:
    team = make.green_team()
    with pytest.raises(gates.GateOutOfOrder) as refused:
        gates.pass_gate(
            team=team, stage="feasibility", on=make.FORMED, evidence=make.documents("feasibility"), **WHO
        )
    assert str(refused.value) == (
        "The Green Team stands before the gate “Idea”. The gate “Feasibility” comes later."
    )
    assert not GatePassed.objects.exists() and kinds() == ["incubator.team.formed"]


def test_a_gate_is_passed_once() -> None:
    team = make.green_team()
    through(team, "idea")
    with pytest.raises(gates.GateAlreadyPassed, match="10 March 2016"):
        through(team, "idea")


def test_a_gate_before_the_one_before_it_is_refused() -> None:
    team = through(make.green_team(), "team_formed")
    make.gate_policies()
    with pytest.raises(gates.BeforeThePreviousGate, match="14 March 2016"):
        gates.pass_gate(
            team=team,
            stage="study_circle_done",
            on=date(2016, 3, 13),
            evidence=make.documents("study_circle_done"),
            **WHO,
        )


def test_a_gate_asks_for_its_documents_by_name() -> None:
    team = make.green_team()
    with pytest.raises(gates.EvidenceMissing, match="The idea on one page"):
        gates.pass_gate(team=team, stage="idea", on=make.FORMED, evidence=[], **WHO)
    with pytest.raises(gates.EvidenceUnknown, match="articles"):
        gates.pass_gate(
            team=team, stage="idea", on=make.FORMED, evidence=["idea_in_a_page", "articles"], **WHO
        )
    with pytest.raises(stages.NoSuchStage):
        gates.pass_gate(team=team, stage="opening", on=make.FORMED, evidence=[], **WHO)


def circle(team: Team, on: date = date(2016, 3, 17)) -> Team:
    key = "study_circle_done"
    return gates.pass_gate(team=team, stage=key, on=on, evidence=make.documents(key), **WHO)


def test_a_missing_competence_holds_the_gate_and_says_whose() -> None:
    make.gate_policies()
    team = through(make.green_team(), "team_formed")
    make.knows_the_basics(make.person("Iris"), make.person("Kemi"))
    with pytest.raises(gates.CompetenceMissing) as refused:
        circle(team)
    assert str(refused.value) == (
        "The gate “Study circle done” asks that every member can: Cooperative basics. "
        "Not yet: Jonah (invented)."
    )
    assert Team.objects.get().stage == "team_formed"
    make.knows_the_basics(make.person("Jonah"))
    assert circle(team).stage == "study_circle_done"


def test_a_competence_earned_later_does_not_open_the_gate_earlier() -> None:
    make.gate_policies()
    team = through(make.green_team(), "team_formed")
    make.knows_the_basics(*queries.people_of(team, on=make.FORMED), on=date(2016, 3, 18))
    with pytest.raises(gates.CompetenceMissing):
        circle(team)
    assert circle(team, on=date(2016, 3, 18)).stage == "study_circle_done"


def test_a_policy_may_ask_for_some_members_only() -> None:
    make.gate_policies(minimum=2)
    team = through(make.green_team(), "team_formed")
    make.knows_the_basics(make.person("Iris"))
    with pytest.raises(
        gates.TooFewHolders, match=r"asks that 2 members can: Cooperative basics\. So far it is 1"
    ):
        circle(team)
    make.knows_the_basics(make.person("Kemi"))
    assert circle(team).stage == "study_circle_done"


def test_someone_who_left_the_team_no_longer_holds_the_gate() -> None:
    make.gate_policies()
    team = through(make.green_team(), "team_formed")
    make.knows_the_basics(make.person("Iris"), make.person("Kemi"))
    teams.leave(team=team, person=make.person("Jonah"), on=date(2016, 3, 15), **WHO)
    assert circle(team).stage == "study_circle_done"


def test_a_gate_passed_twice_with_one_press_is_passed_once() -> None:
    team = make.green_team()
    asked = {"team": team, "stage": "idea", "on": make.FORMED, "evidence": ["idea_in_a_page"], **WHO}
    gates.pass_gate(**asked, once="press")
    gates.pass_gate(**asked, once="press")
    assert kinds() == ["incubator.team.formed", "incubator.gate.passed"]


def test_only_the_last_gate_is_taken_back() -> None:
    team = through(make.green_team(), "team_formed")
    with pytest.raises(gates.NoGateToTakeBack):
        gates.take_back(team=team, stage="idea", on=date(2016, 3, 15), **WHO)
    assert gates.take_back(team=team, stage="team_formed", on=date(2016, 3, 15), **WHO).stage == "idea"
    assert gates.take_back(team=team, stage="idea", on=date(2016, 3, 15), **WHO).stage == ""
    with pytest.raises(gates.NoGateToTakeBack):
        gates.take_back(team=team, stage="idea", on=date(2016, 3, 15), **WHO)


def test_a_failure_half_way_leaves_no_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the record is full")

    team = make.green_team()
    monkeypatch.setattr(gates, "state", broken)
    with pytest.raises(RuntimeError):
        through(team, "idea")
    assert not GatePassed.objects.exists() and Team.objects.get().stage == ""
