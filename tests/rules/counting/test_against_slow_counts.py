"""Random elections and budgets, counted twice: by the package and by the slow counts written apart."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonwork.rules.counting import ballots, budget, pairwise, stv, votes
from commonwork.rules.counting.votes import Project
from tests.rules.counting import slow

NAMES = ["Ada", "Ben", "Cleo", "Dov", "Eve", "Fay", "Gil"]


@st.composite
def elections(draw: st.DrawFn, most: int = 7) -> tuple[slow.Profile, int, int]:
    """A profile of up to 12 rankings, how many stand, and for how many seats."""
    many = draw(st.integers(2, most))
    numbers = st.integers(1, many)
    ranking = st.lists(numbers, min_size=1, max_size=many, unique=True)
    profile = draw(st.lists(st.tuples(st.integers(1, 40), ranking), min_size=1, max_size=12))
    return profile, many, draw(st.integers(1, many - 1))


def packed(profile: slow.Profile) -> ballots.Ballots:
    return ballots.of([ranking for _, ranking in profile], [many for many, _ in profile])


def check_scottish(profile: slow.Profile, many: int, seats: int) -> None:
    count = stv.count(packed(profile), NAMES[:many], seats)
    elected, stages, _ = slow.scottish(profile, many, seats)
    assert set(count.elected) == {NAMES[number - 1] for number in elected}
    found = [[stage.totals[name] for name in NAMES[:many]] for stage in count.stages]
    assert found == [[stage[number] for number in range(1, many + 1)] for stage in stages]


def check_meek(profile: slow.Profile, many: int, seats: int) -> None:
    count = stv.count(packed(profile), NAMES[:many], seats, rule="meek")
    elected, rounds = slow.meek(profile, many, seats)
    assert set(count.elected) == {NAMES[number - 1] for number in elected}
    found = [[Fraction(stage.totals[name], 10**9) for name in NAMES[:many]] for stage in count.stages]
    assert found == [[votes[number] for number in range(1, many + 1)] for votes in rounds]


@settings(max_examples=150)
@given(elections())
def test_the_scottish_count_agrees_with_counting_paper_by_paper(election: tuple) -> None:
    check_scottish(*election)


@settings(max_examples=60)
@given(elections(most=5))
def test_the_meek_count_agrees_with_counting_in_fractions(election: tuple) -> None:
    check_meek(*election)


@settings(max_examples=60)
@given(elections(most=5))
def test_schulze_elects_a_winner_found_by_trying_every_path(election: tuple) -> None:
    profile, many, _ = election
    count = stv.count(packed(profile), NAMES[:many], 1, rule="schulze")
    winners = {NAMES[number - 1] for number in slow.schulze_winners(profile, many)}
    assert set(count.elected) <= winners
    assert bool(count.lots) == (len(winners) > 1)
    if count.condorcet is not None:
        assert winners == {count.condorcet}


@given(elections())
def test_pairwise_comparisons_agree_with_reading_every_ranking(election: tuple) -> None:
    profile, many, _ = election
    table = pairwise.preferences(packed(profile), many)
    for one in range(1, many + 1):
        for other in range(1, many + 1):
            if one != other:
                assert table[one - 1, other - 1] == slow.beats(profile, one, other)


@st.composite
def budgets(draw: st.DrawFn, *, with_points: bool) -> tuple[list[int], list[dict[int, int]], int]:
    many = draw(st.integers(1, 6))
    costs = draw(st.lists(st.integers(1, 60), min_size=many, max_size=many))
    points = st.integers(0, 4) if with_points else st.just(1)
    ballot = st.dictionaries(st.integers(0, many - 1), points, max_size=many)
    ballots_ = draw(st.lists(ballot, min_size=1, max_size=9))
    return costs, ballots_, draw(st.integers(0, 120))


def check_shares(costs: list[int], ballots_: list[dict[int, int]], amount: int, *, with_points: bool) -> None:
    projects = [Project(str(at), cost) for at, cost in enumerate(costs)]
    keyed = [{str(at): points for at, points in ballot.items()} for ballot in ballots_]
    packed_votes = votes.of(projects, keyed if with_points else [list(ballot) for ballot in keyed])
    plain = budget.equal_shares(projects, packed_votes, amount, add_one=False)
    once = slow.equal_shares(costs, ballots_, Fraction(amount, len(ballots_)))
    assert [int(key) for key in plain.selected] == once
    raised = budget.equal_shares(projects, packed_votes, amount)
    outcome, by = slow.add_one(costs, ballots_, amount)
    assert [int(key) for key in raised.selected] == outcome
    assert raised.raised_by == by
    assert raised.cost <= amount


@settings(max_examples=150)
@given(budgets(with_points=False))
def test_equal_shares_agrees_with_counting_in_fractions(case: tuple) -> None:
    check_shares(*case, with_points=False)


@settings(max_examples=80)
@given(budgets(with_points=True))
def test_equal_shares_with_points_agrees_with_counting_in_fractions(case: tuple) -> None:
    check_shares(*case, with_points=True)


def random_profile(chance: random.Random, many: int) -> slow.Profile:
    return [
        (chance.randint(1, 30), chance.sample(range(1, many + 1), chance.randint(1, many)))
        for _ in range(chance.randint(1, 25))
    ]


@pytest.mark.soak
def test_ten_thousand_random_counts_agree() -> None:
    for seed in range(10_000):
        chance = random.Random(seed)
        many = chance.randint(2, 7)
        profile, seats = random_profile(chance, many), chance.randint(1, many - 1)
        check_scottish(profile, many, seats)
        if seed % 10 == 0:
            check_meek(profile, many, seats)
            costs = [chance.randint(1, 60) for _ in range(many)]
            chosen = [
                dict.fromkeys(chance.sample(range(many), chance.randint(0, many)), 1)
                for _ in range(chance.randint(1, 12))
            ]
            check_shares(costs, chosen, chance.randint(0, 150), with_points=False)
