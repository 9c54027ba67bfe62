"""What may stand on a ballot: nothing that breaks the paper's limits gets through, everything within them does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.rules.counting.marks import OverTheBudget, Paper, TooManyPoints, points_of, ticks_of
from commonwork.rules.refusal import Refusal

NUMBERS = (1, 2, 3, 4)
COSTS = {1: 500_00, 2: 400_00, 3: 300_00, 4: 1}


@given(st.dictionaries(st.sampled_from(NUMBERS), st.integers(0, 8)), st.integers(1, 12), st.integers(0, 6))
def test_points_are_taken_when_their_sum_and_each_of_them_is_allowed(
    marks: dict[int, int], points: int, most_each: int
) -> None:
    paper = Paper("budget-points", NUMBERS, points=points, most_each=most_each)
    text = " ".join(f"{number}:{given}" for number, given in marks.items())
    within = sum(marks.values()) <= points and (not most_each or max(marks.values(), default=0) <= most_each)
    try:
        spelled = paper.spelled(text)
    except Refusal:
        assert not within
    else:
        assert within
        assert points_of(spelled) == {number: given for number, given in marks.items() if given}
        assert paper.spelled(spelled) == spelled


@given(st.sets(st.sampled_from(NUMBERS)), st.integers(0, 1_300_00))
def test_projects_are_taken_when_together_they_cost_no_more_than_the_budget(
    ticked: set[int], budget: int
) -> None:
    paper = Paper("budget-knapsack", NUMBERS, costs=COSTS, budget=budget)
    try:
        spelled = paper.spelled(" ".join(map(str, ticked)))
    except OverTheBudget:
        assert sum(COSTS[number] for number in ticked) > budget
    else:
        assert sum(COSTS[number] for number in ticked) <= budget
        assert ticks_of(spelled) == sorted(ticked)


def test_a_cent_too_much_is_refused_with_both_figures() -> None:
    paper = Paper("budget-knapsack", NUMBERS, costs=COSTS, budget=900_00)
    assert paper.spelled("1 2") == "1 2"
    with pytest.raises(OverTheBudget, match=r"What is ticked costs \$900\.01; the budget is \$900\.00\."):
        paper.spelled("1 2 4")
    with pytest.raises(TooManyPoints, match=r"There are 5 points to give; this ballot gives 6\."):
        Paper("budget-points", NUMBERS, points=5).spelled("1:5 2:1")
