"""Offices, elections, nominations, and the phases of a participatory budget before the vote."""

from datetime import date
from typing import Any

import pytest

from commonwork.assembly.actions import budget_rounds, offices
from commonwork.assembly.models import BudgetProject, BudgetRound, Election, Nomination, Office
from commonwork.record.models import Fact
from commonwork.registry.actions import memberships
from commonwork.registry.models import Body
from tests.rooms.assembly import make
from tests.rooms.assembly.make import WHO

pytestmark = pytest.mark.django_db
DAY = date(2017, 3, 1)


def office(**more: Any) -> Office:
    farm = make.organisation("freedom_farm")
    board, _new = Body.objects.get_or_create(
        key="farm_board", defaults={"name": "Board of Freedom Farms", "kind": "board", "organisation": farm}
    )
    asked = {"seats": 3, "term_months": 12, "kept": {"candidate": 1}, **more}
    return offices.create(body=board, name="Board member", **asked, **WHO)


def called(of: Office | None = None) -> Election:
    return offices.call(office=of or office(), nominations_until=DAY, term_starts_on=date(2017, 4, 1), **WHO)


def member(name: str, class_code: str = "member") -> Any:
    who = make.person(name)
    farm = make.organisation("freedom_farm")
    memberships.begin(person=who, organisation=farm, class_code=class_code, on=date(2016, 1, 1), **WHO)
    return who


def test_an_election_takes_over_seats_and_term_of_its_office() -> None:
    election = called()
    assert (election.seats, election.kept, election.rule) == (3, {"candidate": 1}, "scottish")
    assert election.term_ends_on == date(2018, 4, 1)  # twelve months after 1 April 2017
    assert Fact.objects.filter(kind="assembly.election.called").count() == 1


def test_more_seats_cannot_be_kept_than_there_are() -> None:
    with pytest.raises(offices.TooManyKept):
        office(kept={"candidate": 2, "worker": 2})


def test_meek_cannot_keep_seats_for_a_class() -> None:
    with pytest.raises(offices.KeptNeedScottish):
        offices.call(
            office=office(), nominations_until=DAY, term_starts_on=date(2017, 4, 1), rule="meek", **WHO
        )


def test_a_nominated_member_stands_only_after_accepting() -> None:
    election = called()
    nomination = offices.nominate(election=election, person=member("Ada", "candidate"), on=DAY, **WHO)
    assert (nomination.state, nomination.class_key) == ("proposed", "candidate")
    nomination = offices.accept(nomination=nomination, statement="I keep the books open.", **WHO)
    assert nomination.state == Nomination.State.ACCEPTED
    told = str(
        list(Fact.objects.filter(kind__startswith="assembly.nomination").values_list("data", flat=True))
    )
    assert "books open" not in told
    nomination = offices.decline(nomination=nomination, **WHO)
    assert (nomination.state, nomination.statement) == ("withdrawn", "")


def test_only_members_are_nominated_and_only_once_and_in_time() -> None:
    election = called()
    ada = member("Ada")
    with pytest.raises(offices.NotAMember):
        offices.nominate(election=election, person=make.person("Bo"), on=DAY, **WHO)
    with pytest.raises(offices.NominationsClosed):
        offices.nominate(election=election, person=ada, on=date(2017, 3, 2), **WHO)
    offices.nominate(election=election, person=ada, on=DAY, **WHO)
    with pytest.raises(offices.AlreadyNominated):
        offices.nominate(election=election, person=ada, on=DAY, **WHO)


def opened(**more: Any) -> BudgetRound:
    return budget_rounds.open_round(
        body=make.body(),
        title="Street budget",
        budget_minor=1_000_00,
        ideas_until=date(2017, 3, 10),
        costed_until=date(2017, 3, 20),
        votes_until=date(2017, 3, 30),
        **more,
        **WHO,
    )


def idea(round: BudgetRound, title: str = "Bench") -> BudgetProject:
    return budget_rounds.propose(round=round, title=title, **WHO)


def test_the_parts_of_a_budget_add_up_to_it() -> None:
    pots = [
        budget_rounds.Pot("north", "North", 400_00, "district"),
        budget_rounds.Pot("south", "South", 500_00),
    ]
    with pytest.raises(budget_rounds.PotsOverBudget):
        opened(pots=pots)


def test_an_idea_is_costed_by_a_named_reviewer() -> None:
    bench = idea(opened())
    asked: dict[str, Any] = {
        "project": bench,
        "reviewer": make.person("Rosa"),
        "on": DAY,
        "is_feasible": True,
    }
    with pytest.raises(budget_rounds.ReasonNeeded):
        budget_rounds.review(**asked, text=" ", cost_minor=1, **WHO)
    with pytest.raises(budget_rounds.CostNeeded):
        budget_rounds.review(**asked, text="fine", cost_minor=1_000_01, **WHO)
    found = budget_rounds.review(**asked, text="The ground is ours.", cost_minor=300_00, **WHO)
    assert (found.state, found.cost_minor, str(found.reviewer)) == ("feasible", 300_00, "Rosa (invented)")
    turned = budget_rounds.review(
        project=bench,
        reviewer=make.person("Rosa"),
        is_feasible=False,
        text="A pipe lies there.",
        on=DAY,
        **WHO,
    )
    assert (turned.state, turned.cost_minor) == ("unfeasible", None)


def test_ideas_end_with_their_phase() -> None:
    opened_round = opened()
    budget_rounds.close_ideas(round=opened_round, **WHO)
    with pytest.raises(budget_rounds.NotInThatPhase):
        idea(opened_round)


def test_projects_that_exclude_each_other_stand_in_one_budget() -> None:
    first, other = opened(), opened()
    bench, tree = idea(first), idea(first, "Tree")
    budget_rounds.exclude(project=bench, rivals=[tree], **WHO)
    assert list(tree.rivals.all()) == [bench]  # both ways
    with pytest.raises(budget_rounds.OtherRound):
        budget_rounds.exclude(project=bench, rivals=[idea(other)], **WHO)
