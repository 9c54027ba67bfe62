"""Paths as data, tasks with evidence, reviews, teams at rest, the board, and ideas that are merged or asked for."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.charter.actions import policies
from commonwork.incubator import queries
from commonwork.incubator.actions import cohorts, gates, ideas, mentoring, resting, reviews, tasks, teams
from commonwork.incubator.models import Cohort, GatePassed, Idea, Team
from commonwork.incubator.stages import CONVERSION, OPENING, PRESETS, all_stages, document_name, stage, stages
from commonwork.record.models import Fact
from tests.rooms.incubator import make
from tests.rooms.incubator.season import ready_team, through
from tests.rooms.incubator.test_pages import BACKEND

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": "system/test", "at": make.NOON}
ON = date(2016, 5, 1)
GOOD = dict.fromkeys(queries.CRITERIA, 4)


def last_kind() -> str:
    return Fact.objects.order_by("-pk")[0].kind


def test_each_path_has_the_gates_that_other_rooms_rely_on() -> None:
    for preset in PRESETS:
        keys = [item.key for item in stages(preset)]
        assert len(keys) == len(set(keys))
        assert keys.index("incorporated") < keys.index(OPENING) < keys.index("federation_member")
        assert all(document_name(code) != code for item in stages(preset) for code in item.documents)
    assert {item.key for item in all_stages()} >= {"idea", "owner_is_willing", "valued", "terms_agreed"}
    assert stage("feasibility", CONVERSION).position == 5


def test_a_business_that_its_workers_take_over_walks_its_own_path() -> None:
    make.incubator()
    team = teams.form(
        name="Corner Bakery",
        members=[make.person("Iris"), make.person("Jonah")],
        on=ON,
        preset=CONVERSION,
        **WHO,
    )
    first = queries.next_stage(team)
    assert first is not None and first.key == "owner_is_willing"
    team = gates.pass_gate(team=team, stage=first.key, on=ON, evidence=["letter_of_intent"], **WHO)
    with pytest.raises(gates.GateOutOfOrder, match="Study circle done"):
        gates.pass_gate(team=team, stage="study_circle_done", on=ON, evidence=["circle_notes"], **WHO)
    assert queries.stage_counts()["team_formed"] == 1


def test_a_task_is_done_with_evidence_and_can_be_opened_again() -> None:
    team = make.green_team()
    tasks.finish(team=team, code="idea_in_a_page", evidence="Folder 3", on=ON, **WHO)
    assert team.tasks.get().stage == "idea" and last_kind() == "incubator.task.done"
    tasks.finish(team=team, code="idea_in_a_page", evidence="Folder 4", on=ON, **WHO)
    assert [row.evidence for row in team.tasks.all()] == ["Folder 4"]
    with pytest.raises(tasks.EvidenceNeeded):
        tasks.finish(team=team, code="circle_notes", evidence=" ", on=ON, **WHO)
    with pytest.raises(tasks.NoSuchTask):
        tasks.finish(team=team, code="valuation", evidence="of a conversion", on=ON, **WHO)
    tasks.reopen(team=team, code="idea_in_a_page", on=ON, **WHO)
    assert not team.tasks.exists() and last_kind() == "incubator.task.reopened"
    with pytest.raises(tasks.NotDoneYet):
        tasks.reopen(team=team, code="idea_in_a_page", on=ON, **WHO)


def review_policies(count: int, least_bp: int) -> None:
    for code, value in (("review_count", count), ("review_least_bp", least_bp)):
        policies.adopt(
            code=f"incubator.{code}", value=value, starts_on=date(2016, 1, 1), adopted_by="system/test",
            source="test", **WHO,
        )  # fmt: skip


def give(team: Team, name: str, score: int, *, has_conflict: bool = False) -> Team:
    return reviews.give(
        team=team, reviewer=make.person(name), scores=dict.fromkeys(queries.CRITERIA, score), has_conflict=has_conflict,
        words="", on=ON, **WHO,
    )  # fmt: skip


def test_the_review_gate_asks_for_reviewers_without_a_conflict() -> None:
    team = through(ready_team(), "business_plan")
    review_policies(2, 7000)  # two reviews, 3.5 of 5
    asked: dict[str, Any] = {
        "team": team, "stage": "review_by_assembly_and_federation", "on": ON, "evidence": ["review_notes"], **WHO,
    }  # fmt: skip
    give(team, "Vera", 4)
    give(team, "Walt", 5, has_conflict=True)
    with pytest.raises(gates.ReviewsMissing, match="2 reviews without a conflict of interest; 1 are in"):
        gates.pass_gate(**asked)
    give(team, "Nia", 2)  # (4 + 2) / 2 = 3
    with pytest.raises(gates.ScoreTooLow, match=r"3\.00 of 5 on average.*3\.50"):
        gates.pass_gate(**asked)
    give(team, "Nia", 3)  # (4 + 3) / 2 = 3.5
    gates.pass_gate(**asked)
    assert GatePassed.objects.filter(stage="review_by_assembly_and_federation").exists()


def test_a_review_is_refused_where_it_cannot_count() -> None:
    team = ready_team()
    with pytest.raises(reviews.NoReviewNow):
        give(team, "Vera", 4)
    team = through(team, "business_plan")
    with pytest.raises(reviews.JudgesOwnTeam):
        give(team, "Iris", 5)
    with pytest.raises(reviews.ScoresIncomplete):
        give(team, "Vera", 6)
    give(team, "Iris", 5, has_conflict=True)
    assert last_kind() == "incubator.review.given"


def test_a_team_that_rests_passes_no_gate_until_it_goes_on() -> None:
    team = make.green_team()
    with pytest.raises(resting.WhyMissing):
        resting.pause(team=team, reason=" ", on=ON, **WHO)
    team = resting.pause(team=team, reason="A child was born.", on=ON, **WHO)
    assert last_kind() == "incubator.team.paused"
    with pytest.raises(resting.TeamNotActive, match="The Green Team is paused"):
        gates.pass_gate(team=team, stage="idea", on=ON, evidence=make.documents("idea"), **WHO)
    assert queries.stage_counts()["idea"] == 0
    team = resting.resume(team=team, on=ON, **WHO)
    with pytest.raises(resting.TeamIsActive):
        resting.resume(team=team, on=ON, **WHO)
    gates.pass_gate(team=team, stage="idea", on=ON, evidence=make.documents("idea"), **WHO)


def test_a_merged_team_says_within_which_it_goes_on() -> None:
    team = make.green_team()
    other = teams.form(name="Composters", members=[make.person("Vera"), make.person("Walt")], on=ON, **WHO)
    with pytest.raises(resting.NotIntoItself):
        resting.merge(team=other, into=other, reason="same work", on=ON, **WHO)
    other = resting.merge(team=other, into=team, reason="same work", on=ON, **WHO)
    assert (other.state, other.merged_into) == ("merged", team)
    with pytest.raises(resting.FinalState):
        resting.resume(team=other, on=ON, **WHO)


def test_a_mentor_is_matched_but_never_to_the_own_team() -> None:
    team = make.green_team()
    assert mentoring.match(team=team, mentor=make.person("Vera"), on=ON, **WHO).mentor == make.person("Vera")
    with pytest.raises(mentoring.OwnTeam):
        mentoring.match(team=team, mentor=make.person("Kemi"), on=ON, **WHO)


def idea(title: str, **more: Any) -> Idea:
    words = {"title": title, "text": "A workshop.", "who_for": "Everyone"}
    return ideas.propose(**words, on=ON, **WHO, **more)


def test_merged_ideas_keep_those_behind_them_and_their_priorities() -> None:
    make.network()
    first, second = idea("Bike repair"), idea("Repair of bicycles", proposer=make.person("Hope"))
    ideas.support(idea=first, person=make.person("Vera"), on=ON, **WHO)
    ideas.support(idea=second, person=make.person("Vera"), on=ON, **WHO)
    ideas.lift(idea=second, resolution="assembly.resolution/r1", on=ON, **WHO)
    second = ideas.merge(idea=second, into=first, on=ON, **WHO)
    assert (second.state, second.merged_into) == ("merged", first) and last_kind() == "incubator.idea.merged"
    assert {row.person.name for row in first.supports.all()} == {"Vera (invented)", "Hope (invented)"}
    assert first.priorities.get().resolution == "assembly.resolution/r1"
    with pytest.raises(ideas.IdeaMerged):
        ideas.support(idea=second, person=make.person("Kemi"), on=ON, **WHO)
    with pytest.raises(ideas.MergedIntoItself):
        ideas.merge(idea=first, into=first, on=ON, **WHO)


def test_what_an_assembly_asks_for_stands_above_what_many_like() -> None:
    make.network()
    liked, asked = idea("Cafe"), idea("Child care")
    ideas.support(idea=liked, person=make.person("Vera"), on=ON, **WHO)
    ideas.lift(idea=asked, resolution="assembly.resolution/r1", on=ON, **WHO)
    assert [row.title for row in queries.ideas()] == ["Child care", "Cafe"]
    with pytest.raises(ideas.AlreadyRaised):
        ideas.lift(idea=asked, resolution="assembly.resolution/r1", on=ON, **WHO)


@pytest.mark.one_engine
def test_a_demand_says_who_would_buy(client: Client) -> None:
    make.network()
    with pytest.raises(ideas.WhoSeesIt):
        idea("Laundry", origin="demand")
    wanted = idea("Laundry", origin="demand", seen_by="City hospital", yearly_minor=12_000_000)
    page = client.get(wanted.get_absolute_url()).content.decode()
    assert "City hospital would buy it" in page and "$120,000 a year" in page


def many_teams(count: int) -> None:
    """Teams before all kinds of gates, as bulk rows: the board only reads."""
    rows = Team.objects.bulk_create(
        Team(
            key=f"team_{at}",
            name=f"Team {at:03}",
            formed_on=ON,
            stage=stages()[at % 6].key,
            mentor=make.person("Vera"),
        )
        for at in range(count)
    )
    GatePassed.objects.bulk_create(
        GatePassed(
            team=team, stage=item.key, position=item.position, passed_on=ON + timedelta(days=item.position),
            evidence=[], passed_by="system/test",
        )
        for at, team in enumerate(rows)
        for item in stages()[: at % 6 + 1]
    )  # fmt: skip


def test_the_board_of_200_teams_asks_few_questions_and_says_who_is_stuck(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    make.incubator()
    many_teams(200)
    client.force_login(make.account("Rosa", "incubator-coordinator"), backend=BACKEND)
    with django_assert_max_num_queries(30):
        page = client.get(reverse("incubator_board")).content.decode()
    assert page.count("with Vera (invented)") == 200 and "still to do: Working agreement of the team" in page


@pytest.mark.one_engine
def test_the_board_names_no_mentor_to_a_visitor(client: Client) -> None:
    make.incubator()
    many_teams(2)
    page = client.get(reverse("incubator_board")).content.decode()
    assert "Team 000" in page and "Vera" not in page


@pytest.mark.one_engine
def test_pages_of_a_teams_way_refuse_those_who_may_not(client: Client) -> None:
    team = make.green_team()
    names = ["incubator_team_rest", "incubator_team_mentor", "incubator_review"]
    pages = [reverse(name, args=[team.key]) for name in names]
    pages.append(reverse("incubator_task", args=[team.key, "idea_in_a_page"]))
    client.force_login(make.account("Stranger"), backend=BACKEND)
    assert {client.get(page).status_code for page in pages} == {403}
    client.force_login(make.account("Rosa", "incubator-coordinator"), backend=BACKEND)
    assert {client.get(page).status_code for page in pages} == {200}


@pytest.mark.one_engine
def test_a_member_says_that_a_task_is_done_and_the_team_page_shows_it(client: Client) -> None:
    team = make.green_team()
    client.force_login(make.account("Kemi"), backend=BACKEND)
    page = reverse("incubator_task", args=[team.key, "idea_in_a_page"])
    client.post(page, {"evidence": "Folder 3", "on": "2016-05-01"})
    assert "Folder 3" in client.get(team.get_absolute_url()).content.decode()
    client.logout()
    assert "Folder 3" not in client.get(team.get_absolute_url()).content.decode()


@pytest.mark.one_engine
def test_a_coordinator_pauses_a_team_and_lets_it_go_on(client: Client) -> None:
    team = make.green_team()
    client.force_login(make.account("Rosa", "incubator-coordinator"), backend=BACKEND)
    client.post(
        reverse("incubator_team_rest", args=[team.key]),
        {"what": "paused", "reason": "Harvest.", "on": "2016-05-01"},
    )
    assert "Harvest." in client.get(team.get_absolute_url()).content.decode()
    client.post(reverse("incubator_team_resume", args=[team.key]))
    assert Team.objects.get().state == "active"


def test_hours_stand_in_the_report_of_who_paid_for_them(client: Client) -> None:
    """2 + 1.5 hours paid by the Harbor Fund; 1 struck hour and an unpaid one do not count there."""
    team = make.green_team()
    vera: dict[str, Any] = {"team": team, "mentor": make.person("Vera"), **WHO}
    for day, hours in ((1, "2"), (2, "1.5"), (3, "1")):
        entry = mentoring.log(on=date(2016, 5, day), hours=Decimal(hours), funder="Harbor Fund", **vera)
    mentoring.strike(entry=entry, **WHO)
    mentoring.log(on=date(2016, 5, 4), hours=Decimal("0.75"), **vera)
    found = {row["funder"]: (row["sum"], row["sittings"]) for row in queries.hours_by_funder()}
    assert found == {"Harbor Fund": (210, 2), "": (45, 1)}
    page = client.get(reverse("incubator_hours_funders"), {"from": "2016-05-02", "to": "2016-05-04"})
    assert "<strong>1.5 hours</strong>" in page.content.decode() and "Vera" not in page.content.decode()
    whole = client.get(reverse("incubator_hours_funders"), {"format": "json"}).content
    assert whole.count(b"Harbor Fund") == 1, "one row for each who paid, however many sittings"


@pytest.mark.one_engine
def test_a_private_note_is_read_by_its_mentor_only(client: Client) -> None:
    team = make.green_team()
    vera: dict[str, Any] = {"team": team, "mentor": make.person("Vera"), "hours": Decimal(1), **WHO}
    mentoring.log(on=date(2016, 5, 1), note="They quarrel about prices.", **vera)
    mentoring.log(on=date(2016, 5, 2), note="Read the lease.", note_is_shared=True, **vera)
    client.force_login(make.account("Kemi"), backend=BACKEND)
    page = client.get(team.get_absolute_url()).content.decode()
    assert "Read the lease." in page and "quarrel" not in page
    client.force_login(make.account("Vera", "incubator-coordinator"), backend=BACKEND)
    assert "quarrel" in client.get(team.get_absolute_url()).content.decode()
    client.logout()
    assert "Read the lease." not in client.get(team.get_absolute_url()).content.decode()


def cohort_with_one_asking() -> tuple[Cohort, Team]:
    team = make.green_team()
    cohort = cohorts.open_cohort(
        name="Spring 2016", programme="Academy", starts_on=date(2016, 3, 1), ends_on=date(2016, 8, 1), **WHO
    )
    return cohorts.apply(cohort=cohort, team=team, on=ON, **WHO), team


def test_a_place_in_a_cohort_is_given_by_the_rubric_of_several_reviewers() -> None:
    cohort, team = cohort_with_one_asking()
    review_policies(2, 7000)
    asked: dict[str, Any] = {"cohort": cohort, "team": team, "on": ON, **WHO}
    with pytest.raises(cohorts.ReviewsTooFew, match="needs 2 more"):
        cohorts.select(**asked)
    for name, score, has_conflict in (("Vera", 4, False), ("Walt", 2, False), ("Nia", 5, True)):
        reviews.give(
            team=team, reviewer=make.person(name), scores=dict.fromkeys(queries.CRITERIA, score), cohort=cohort,
            has_conflict=has_conflict, words="", on=ON, **WHO,
        )  # fmt: skip
    with pytest.raises(cohorts.ScoreTooLowForPlace):  # (4 + 2) / 2 = 3 of 5; 3.5 is asked
        cohorts.select(**asked)
    team.reviews.filter(reviewer=make.person("Walt")).update(scores=dict.fromkeys(queries.CRITERIA, 3))
    cohorts.select(**asked)
    assert cohort.places.get().selected_on == ON and last_kind() == "incubator.cohort.selected"
    with pytest.raises(cohorts.NotAsked):
        cohorts.select(**asked)
    with pytest.raises(cohorts.AskedAlready):
        cohorts.apply(cohort=cohort, team=team, on=ON, **WHO)


def test_a_cohort_is_refused_where_it_cannot_be() -> None:
    cohort_with_one_asking()
    with pytest.raises(cohorts.CohortNameTaken):
        cohorts.open_cohort(name="Spring 2016", programme="A", starts_on=ON, ends_on=date(2016, 8, 1), **WHO)
    with pytest.raises(cohorts.EndsBeforeStart):
        cohorts.open_cohort(name="Never", programme="A", starts_on=ON, ends_on=ON, **WHO)


@pytest.mark.one_engine
def test_who_asks_for_a_place_is_seen_by_coordinators_only(client: Client) -> None:
    cohort, _team = cohort_with_one_asking()
    page = client.get(cohort.get_absolute_url()).content.decode()
    assert "Academy" in page and "The Green Team" not in page
    client.force_login(make.account("Rosa", "incubator-coordinator"), backend=BACKEND)
    assert "The Green Team" in client.get(cohort.get_absolute_url()).content.decode()
    client.post(reverse("incubator_cohort_select", args=[cohort.key]), {"team": "green_team"})
    client.logout()
    assert "The Green Team" in client.get(cohort.get_absolute_url()).content.decode()
    assert "Spring 2016" in client.get(reverse("incubator_cohorts")).content.decode()
