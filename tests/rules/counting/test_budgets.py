"""Budgets: official outcomes, worked examples, and what Equal Shares and greedy promise."""

import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.rules.counting import budget, pabulib, shares, shares_reach, votes
from commonwork.rules.counting.budget_file import BudgetElection, NotABudgetRule, RuleNotGiven
from commonwork.rules.counting.votes import Project

TOWN = [Project("library", 600), Project("bikes", 400), Project("trees", 300), Project("bench", 100)]


def elections(published: Path) -> dict[str, BudgetElection]:
    folder = published / "voting" / "pb"
    return {path.name: pabulib.parse(path.read_bytes().decode()) for path in sorted(folder.glob("*.pb"))}


def test_every_official_outcome_is_found_by_the_rule_of_its_file(published: Path) -> None:
    decided = {name: found for name, found in elections(published).items() if found.selected is not None}
    assert len(decided) == 7
    for name, found in decided.items():
        outcome = found.count()
        assert set(outcome.selected) == found.selected, name
        assert outcome.cost <= outcome.budget


def test_stopping_at_the_first_outcome_that_cannot_be_added_to_would_be_wrong(published: Path) -> None:
    """Assen leaves 23,300 of 100,000 unspent although a project of 12,000 with ten votes would still fit."""
    found = elections(published)["Netherlands_Assen_2024.pb"]
    outcome = found.count()
    assert outcome.budget - outcome.cost == 100_000 - 76_700
    completed = found.count(completion="utilitarian")
    assert set(completed.selected) > set(outcome.selected) == found.selected


def test_a_file_whose_rule_is_unknown_asks_for_one(published: Path) -> None:
    found = elections(published)["Switzerland_Zurich_S5.pb"]
    with pytest.raises(RuleNotGiven, match='gives "unknown" as its rule'):
        found.count()
    with pytest.raises(NotABudgetRule):
        found.count("scottish")


def test_borda_points_add_up_to_the_scores_the_city_published(published: Path) -> None:
    for name in ("Poland_Krakow_2019_Krowodrza.pb", "Switzerland_Zurich_S5R.pb"):
        assert elections(published)[name].notes == ()


def test_greedy_skips_what_does_not_fit_or_stops_there() -> None:
    ballots = [{"library"}] * 5 + [{"bikes"}] * 4 + [{"trees"}] * 3 + [{"bench"}]
    packed = votes.of(TOWN, ballots)
    assert budget.greedy(TOWN, packed, 900).selected == ("library", "trees")
    assert budget.greedy(TOWN, packed, 900, kind="no-skip").selected == ("library",)
    assert budget.greedy(TOWN, packed, 1000, kind="threshold", threshold=4).selected == ("library", "bikes")
    steps = budget.greedy(TOWN, packed, 900, kind="no-skip").steps
    assert [step.reason for step in steps] == [
        "fits",
        "does not fit",
        "after the first that did not fit",
        "after the first that did not fit",
    ]


def test_ties_go_to_the_cheaper_then_to_more_votes_then_to_the_lot() -> None:
    projects = [Project("a", 300), Project("b", 200), Project("c", 200)]
    packed = votes.of(projects, [{"a": 2, "b": 2}, {"c": 1}, {"c": 1}])
    order = [step.project for step in budget.greedy(projects, packed, 0).steps]
    assert order == ["c", "b", "a"]  # two points each: b and c cost less than a, c has two votes
    twins = [Project("a", 200), Project("b", 200)]
    papers = votes.of(twins, [{"a"}, {"b"}])
    drawn = {budget.greedy(twins, papers, 200, seed=str(seed)).selected for seed in range(20)}
    assert drawn == {("a",), ("b",)}
    assert budget.greedy(twins, papers, 200).lots[0].settled_by == "order of the ballot paper"


def test_equal_shares_gives_a_minority_its_share_where_greedy_gives_it_nothing() -> None:
    # Ten voters, 1,000: 100 each. Six want the library (600) and the bikes (400); four want trees and bench.
    packed = votes.of(TOWN, [{"library", "bikes"}] * 6 + [{"trees", "bench"}] * 4)
    greedy = budget.greedy(TOWN, packed, 1000)
    assert (greedy.selected, greedy.voters_with_a_project) == (("bikes", "library"), 6)
    # Bikes: 400 / 6 = 66.67 of 100 each. Bench: 25 each. Trees: 300 of the 300 the four have left. 800 in all.
    plain = budget.equal_shares(TOWN, packed, 1000, add_one=False)
    assert plain.selected == ("bikes", "bench", "trees")
    assert [step.price for step in plain.steps] == [Fraction(400 / 6), 25, 75]
    assert (plain.cost, plain.voters_with_a_project) == (800, 10)
    # The library needs 100 more from each of the six, 166.67 in all: at 167 each it is bought, and 1,400 is
    # too much. So everyone is raised by 66, and the outcome stays.
    raised = budget.equal_shares(TOWN, packed, 1000)
    assert (raised.selected, raised.raised_by, raised.endowment) == (plain.selected, 66, 166)


def test_utilitarian_completion_spends_what_is_left_by_votes() -> None:
    projects = [*TOWN, Project("kiosk", 150)]
    packed = votes.of(projects, [{"library", "bikes"}] * 6 + [{"trees", "bench"}] * 3 + [{"kiosk"}])
    # 100 each: bikes 66.67 of six, bench 33.33 of three, who then have 200 for the trees: not enough. Of the
    # 500 left the library (six votes, 600) does not fit; the trees (three votes, 300) do, then the kiosk.
    outcome = budget.equal_shares(projects, packed, 1000, add_one=False, completion="utilitarian")
    assert outcome.selected == ("bikes", "bench", "trees", "kiosk")
    assert [step.reason for step in outcome.steps[2:]] == ["utilitarian completion"] * 2


def test_a_case_in_which_the_price_search_once_stopped_too_low() -> None:
    projects = [Project("a", 77), Project("b", 91), Project("c", 91)]
    points = [
        {"b": 0, "a": 1, "c": 0},
        {"a": 2, "c": 2},
        {"b": 4, "a": 1, "c": 3},
        {"b": 1},
        {"c": 4, "a": 3, "b": 3},
    ]
    outcome = budget.equal_shares(projects, votes.of(projects, points), 197)
    assert (outcome.selected, outcome.raised_by) == (("c", "a"), 27)


def test_large_rises_are_stepped_over_without_changing_the_outcome() -> None:
    # Three voters, 3,000,000: the pool is bought once two of them have 900,000 / 2 - after rises too many to
    # try one by one: a project of 4,000,000 for one voter ends the rise at 4,000,000 each.
    projects = [Project("pool", 900_000), Project("dream", 4_000_000)]
    packed = votes.of(projects, [{"pool"}, {"pool"}, {"dream"}])
    outcome = budget.equal_shares(projects, packed, 3_000_000)
    assert (outcome.selected, outcome.raised_by) == (("pool",), 2_999_999)


@given(st.integers(0, 2**32), st.integers(1, 40))
def test_stepping_over_rises_and_trying_each_give_the_same(seed: int, voters: int) -> None:
    chance = random.Random(seed)
    projects = [Project(str(at), chance.randint(5, 120)) for at in range(chance.randint(1, 8))]
    keys = [project.key for project in projects]
    papers = [chance.sample(keys, chance.randint(0, len(keys))) for _ in range(voters)]
    packed = votes.of(projects, papers)
    ground, start = shares.Ground(projects, packed), Fraction(60, voters)
    run = shares.run(ground, start, min)
    quiet = min(shares_reach.reach(ground, run, start), 40)
    for rise in range(1, int(quiet) + 1):
        assert shares.run(ground, start + rise, min).projects == run.projects


@given(st.integers(0, 2**32))
def test_nobody_pays_more_than_they_have_and_every_project_is_paid_in_full(seed: int) -> None:
    chance = random.Random(seed)
    projects = [Project(str(at), chance.randint(5, 300)) for at in range(12)]
    keys = [project.key for project in projects]
    packed = votes.of(projects, [chance.sample(keys, chance.randint(0, 6)) for _ in range(30)])
    ground = shares.Ground(projects, packed)
    run = shares.run(ground, Fraction(40), min)
    for bought in run.bought:
        paid = sum(min(money, bought.price) for money in bought.money)
        assert abs(paid - projects[bought.project].cost) < 1e-6
    assert (run.money >= 0).all()
    spent = sum(projects[at].cost for at in run.projects)
    assert abs(run.money.sum() + spent - 30 * 40) < 1e-6


def test_no_voters_no_supporters_and_no_money_fund_nothing() -> None:
    assert budget.equal_shares(TOWN, votes.of(TOWN, []), 1000).selected == ()
    assert budget.equal_shares(TOWN, votes.of(TOWN, [[], []]), 1000).selected == ()
    assert budget.equal_shares(TOWN, votes.of(TOWN, [["bench"]]), 0).selected == ()
    assert budget.greedy(TOWN, votes.of(TOWN, []), 1000).selected == ()


def test_senseless_budgets_are_refused() -> None:
    with pytest.raises(budget.BudgetNegative):
        budget.greedy(TOWN, votes.of(TOWN, []), -1)
    with pytest.raises(votes.CostNotPositive, match="gift"):
        budget.greedy([Project("gift", 0)], votes.of([], []), 10)
    with pytest.raises(budget.SameProjectTwice, match="bench"):
        budget.greedy([Project("bench", 1), Project("bench", 2)], votes.of([], []), 10)
    with pytest.raises(votes.UnknownProject, match='Ballot 2 names the project "pool"'):
        votes.of(TOWN, [["bench"], ["pool"]])
    with pytest.raises(votes.ChosenTwice):
        votes.of(TOWN, [["bench", "bench"]])
