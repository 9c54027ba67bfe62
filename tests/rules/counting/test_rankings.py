"""Elections from rankings: worked examples, ties and lots, seats kept for a class, vacancies."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.rules.counting import ballots, countback, stv
from commonwork.rules.counting.guards import Guard, MinimumCannotBeMet
from commonwork.rules.counting.lots import Urn
from commonwork.rules.counting.stv import GuardsNeedScottish, NobodyStands, NoSeats, OneSeatOnly, UnknownRule

# The capital of Tennessee, as in many textbooks: Memphis, Nashville, Chattanooga, Knoxville.
CITIES = ["Memphis", "Nashville", "Chattanooga", "Knoxville"]
TENNESSEE = ballots.of([[1, 2, 3, 4], [2, 3, 4, 1], [3, 4, 2, 1], [4, 3, 2, 1]], [42, 26, 15, 17])
# Schulze (2011), example with 45 voters: the winner is E; strongest paths E to A 25, to B 28, to C 28, to D 31.
SCHULZE = ballots.of(
    [
        [1, 3, 2, 5, 4],
        [1, 4, 5, 3, 2],
        [2, 5, 4, 1, 3],
        [3, 1, 2, 5, 4],
        [3, 1, 5, 2, 4],
        [3, 2, 1, 4, 5],
        [4, 3, 5, 2, 1],
        [5, 2, 1, 4, 3],
    ],
    [5, 5, 8, 3, 7, 2, 7, 8],
)


def test_instant_run_off_elects_knoxville_and_names_nashville_as_condorcet_winner() -> None:
    count = stv.count(TENNESSEE, CITIES, 1, rule="irv")
    assert count.elected == ("Knoxville",)  # 15 of Chattanooga to Knoxville: 32; 26 of Nashville: 58
    assert [stage.subjects for stage in count.stages] == [(), ("Chattanooga",), ("Nashville",)]
    assert count.stages[-1].totals == {"Memphis": 42, "Nashville": 0, "Chattanooga": 0, "Knoxville": 58}
    assert count.condorcet == "Nashville"  # 58:42 Memphis, 68:32 Chattanooga, 68:32 Knoxville
    assert count.quota == 51


def test_schulze_elects_the_condorcet_winner_where_there_is_one() -> None:
    count = stv.count(TENNESSEE, CITIES, 1, rule="schulze")
    assert count.elected == ("Nashville",)
    assert count.pairwise["Nashville"] == {"Memphis": 58, "Chattanooga": 68, "Knoxville": 68}


def test_schulze_elects_e_in_the_example_of_its_paper() -> None:
    count = stv.count(SCHULZE, ["A", "B", "C", "D", "E"], 1, rule="schulze")
    assert count.elected == ("E",)
    assert count.condorcet is None
    assert count.pairwise["E"] == {"A": 23, "B": 27, "C": 21, "D": 31}


def test_approval_counts_every_name_on_a_paper_once() -> None:
    papers = ballots.of([[(1, 2)], [2, 3], [2], []], [3, 2, 1, 4])
    count = stv.count(papers, ["Ada", "Ben", "Cleo"], 2, rule="approval")
    assert count.stages[0].totals == {"Ada": 3, "Ben": 6, "Cleo": 2}
    assert (count.elected, count.valid_papers) == (("Ben", "Ada"), 6)


def test_rules_for_one_seat_take_equal_rankings_or_refuse_them_by_ballot() -> None:
    papers = ballots.of([[1], [(2, 3), 1]], [2, 3])
    assert stv.count(papers, ["Ada", "Ben", "Cleo"], 1, rule="schulze", seed="x").elected[0] in (
        "Ben",
        "Cleo",
    )
    with pytest.raises(ballots.EqualRankings, match="Ballot 2 ranks candidates equally; the rule irv"):
        stv.count(papers, ["Ada", "Ben", "Cleo"], 1, rule="irv")


def test_a_withdrawn_candidate_is_passed_over_and_papers_for_them_alone_are_not_valid() -> None:
    papers = ballots.of([[1, 2], [1], [3]], [4, 5, 3])
    count = stv.count(papers, ["Ada", "Ben", "Cleo"], 1, withdrawn=[1])
    assert count.valid_papers == 7  # the five that rank Ada alone are left out
    assert count.quota_json(count.quota) == 4  # floor(7 / 2) + 1
    assert count.elected == ("Ben",)
    assert count.stages[0].totals["Ada"] == 0


def test_blank_papers_do_not_raise_the_quota() -> None:
    papers = ballots.of([[1], [2], []], [2, 1, 100])
    assert stv.count(papers, ["Ada", "Ben"], 1).quota_json(2 * 10**5) == 2


def test_nobody_is_left_out_when_there_are_no_more_candidates_than_seats() -> None:
    for rule in ("scottish", "meek"):
        count = stv.count(ballots.of([[1], [2]]), ["Ada", "Ben"], 3, rule=rule)
        assert (count.elected, len(count.stages)) == (("Ada", "Ben"), 1)


def test_namesakes_are_told_apart() -> None:
    count = stv.count(ballots.of([[1], [2], [2]]), ["Donald MacLeod", "Donald MacLeod"], 1)
    assert count.elected == ("Donald MacLeod (2)",)


def lowest_ticket(seed: str, stage: int, names: list[str]) -> str:
    return min(names, key=lambda name: sha256(f"{seed}/{stage}/{name}".encode()).hexdigest())


@given(st.text(max_size=12))
def test_a_lot_can_be_drawn_again_by_anyone_who_has_the_seed(seed: str) -> None:
    names = ["Ada", "Ben", "Cleo"]
    count = stv.count(ballots.of([[1], [2], [3]]), names, 1, seed=seed)
    out = lowest_ticket(seed, 2, names)
    rest = [name for name in names if name != out]
    out_next = lowest_ticket(seed, 3, rest)
    assert [lot.chosen for lot in count.lots] == [out, out_next]
    assert count.elected == tuple(name for name in rest if name != out_next)


def test_without_a_seed_the_order_of_the_paper_decides_and_the_count_says_so() -> None:
    count = stv.count(ballots.of([[1], [2]]), ["Ada", "Ben"], 1)
    assert count.elected == ("Ben",)
    assert [lot.settled_by for lot in count.lots] == ["order of the ballot paper"]
    assert stv.count(ballots.of([[1], [2]]), ["Ada", "Ben"], 1, order=[2, 1]).elected == ("Ada",)


def test_of_equal_surpluses_the_one_with_more_votes_at_an_earlier_stage_is_passed_on_first() -> None:
    # 47 papers, 4 seats: quota floor(47 / 5) + 1 = 10. Ada's surplus 10 goes to Ben at 10 / 20 = 0.5 a paper:
    # Ben 3 + 10 = 13, level with Cleo, who had 13 against Ben's 3 at stage 1.
    papers = ballots.of([[1, 2], [2, 4], [3, 5], [4], [5]], [20, 3, 13, 7, 4])
    count = stv.count(papers, ["Ada", "Ben", "Cleo", "Dov", "Eve"], 4)
    assert [stage.action for stage in count.stages[:4]] == [
        "first preferences",
        "surplus of Ada",
        "surplus of Cleo",
        "surplus of Ben",
    ]
    assert [(tie.stage, tie.chosen, tie.settled_by) for tie in count.ties] == [(3, "Cleo", "stage 1")]


def test_a_tie_of_three_is_narrowed_stage_by_stage() -> None:
    """At the stage before, one of three had more; of the other two, the stage before that decides."""
    urn = Urn(["Ada", "Ben", "Cleo"])
    past = [[1, 2, 0], [5, 5, 7]]  # Cleo was lowest at stage 1, but is out of the tie at stage 2
    assert urn.settle([0, 1, 2], stage=4, purpose="exclusion", past=past, highest=False) == 0
    assert [tie.settled_by for tie in urn.ties] == ["stage 1"]


def test_a_seat_kept_for_a_class_is_filled_from_it() -> None:
    # Three seats; the five drivers hold the votes, Gil is the only cleaner.
    names = ["Ada", "Ben", "Cleo", "Dov", "Gil"]
    papers = ballots.of([[1, 2], [2, 1], [3], [4], [5]], [10, 9, 8, 7, 1])
    assert stv.count(papers, names, 3).elected == ("Ada", "Ben", "Cleo")
    kept = stv.count(papers, names, 3, guards=[Guard("cleaners", frozenset({4}), 1)])
    assert kept.elected == ("Ada", "Ben", "Gil")


def test_two_classes_may_overlap() -> None:
    names = ["Ada", "Ben", "Cleo", "Dov"]
    papers = ballots.of([[1], [2], [3], [4]], [10, 9, 2, 1])
    guards = [Guard("women", frozenset({2, 3}), 1), Guard("young", frozenset({3}), 1)]
    assert set(stv.count(papers, names, 2, guards=guards).elected) == {"Ada", "Dov"}


def test_a_minimum_nobody_can_meet_is_refused() -> None:
    with pytest.raises(MinimumCannotBeMet, match="cleaners"):
        stv.count(ballots.of([[1], [2]]), ["Ada", "Ben"], 1, guards=[Guard("cleaners", frozenset({1}), 2)])


@given(
    st.lists(
        st.tuples(st.integers(1, 20), st.lists(st.integers(1, 6), min_size=1, max_size=6, unique=True)),
        min_size=1,
        max_size=10,
    ),
    st.integers(1, 5),
    st.sets(st.integers(0, 5), min_size=1),
    st.integers(0, 3),
)
def test_guards_always_hold_and_all_seats_are_filled(
    profile: list[tuple[int, list[int]]], seats: int, members: set[int], minimum: int
) -> None:
    minimum = min(minimum, seats, len(members))
    names = ["Ada", "Ben", "Cleo", "Dov", "Eve", "Fay"]
    packed = ballots.of([ranking for _, ranking in profile], [many for many, _ in profile])
    guard = Guard("class", frozenset(members), minimum)
    count = stv.count(packed, names, seats, guards=[guard])
    assert len(count.elected) == len(set(count.elected)) == seats
    assert sum(names.index(name) in members for name in count.elected) >= minimum


def test_a_vacancy_goes_to_the_runner_up_of_those_who_elected_the_one_who_left() -> None:
    names = ["Ada", "Ben", "Cleo", "Dov"]
    papers = ballots.of([[1, 3], [2], [3], [4]], [5, 4, 1, 3])
    filled, recount = countback.fill(papers, names, 2, sitting=[2], available=[3, 4])
    assert filled == ("Cleo",)  # Ada's five papers and Cleo's own: 6 of 13, quota 5
    assert set(recount.elected) == {"Ben", "Cleo"}


def test_a_sitting_member_is_never_unseated_by_a_countback() -> None:
    names = ["Ada", "Ben", "Cleo", "Dov"]
    papers = ballots.of([[1, 3], [1, 4], [2], [3], [4]], [6, 6, 1, 2, 2])
    filled, recount = countback.fill(papers, names, 2, sitting=[2], available=[3, 4], seed="open")
    assert len(filled) == 1 and "Ben" in recount.elected


def test_a_countback_refuses_when_no_seat_is_empty_or_nobody_is_available() -> None:
    papers = ballots.of([[1], [2]])
    with pytest.raises(countback.NoVacancy):
        countback.fill(papers, ["Ada", "Ben"], 1, sitting=[1], available=[2])
    with pytest.raises(countback.NobodyAvailable):
        countback.fill(papers, ["Ada", "Ben"], 2, sitting=[1], available=[1])
    with pytest.raises(countback.SittingMemberUnknown):
        countback.fill(papers, ["Ada", "Ben"], 2, sitting=[1], available=[7])


def test_senseless_questions_are_refused() -> None:
    papers = ballots.of([[1], [2]])
    with pytest.raises(NobodyStands):
        stv.count(papers, ["Ada", "Ben"], 1, withdrawn=[1, 2])
    with pytest.raises(NoSeats):
        stv.count(papers, ["Ada", "Ben"], 0)
    with pytest.raises(OneSeatOnly):
        stv.count(papers, ["Ada", "Ben"], 2, rule="irv")
    with pytest.raises(UnknownRule):
        stv.count(papers, ["Ada", "Ben"], 1, rule="borda")  # type: ignore[arg-type]
    with pytest.raises(GuardsNeedScottish):
        stv.count(papers, ["Ada", "Ben"], 1, rule="meek", guards=[Guard("x", frozenset({0}), 1)])
    with pytest.raises(ballots.UnknownCandidate, match="Ballot 2 ranks candidate 9, but there are 2"):
        stv.count(ballots.of([[1], [9]]), ["Ada", "Ben"], 1)
    with pytest.raises(ballots.RankedTwice, match="Ballot 1 ranks candidate 2 twice"):
        stv.count(ballots.of([[2, 1, 2]]), ["Ada", "Ben"], 1)
    with pytest.raises(ballots.TooManyPapers):
        stv.count(ballots.of([[1]], [10**12]), ["Ada"], 1)


def test_more_than_62_candidates_are_checked_too() -> None:
    names = [f"Candidate {number}" for number in range(1, 81)]
    with pytest.raises(ballots.RankedTwice, match="candidate 77 twice"):
        stv.count(ballots.of([[77, 3, 77]]), names, 1)
    assert stv.count(ballots.of([[77, 3], [77]]), names, 1).elected == ("Candidate 77",)


def test_stored_ballots_are_read_as_text_one_row_each() -> None:
    packed = ballots.from_texts(["3 1 2", "", "2"])
    assert packed.choices.tolist() == [[3, 1, 2], [0, 0, 0], [2, 0, 0]]
    assert ballots.from_texts(["1=2 3"]).rows() == [(1, [[1, 2], [3]])]
    for text in ("1 x", "1 0", "-1", "1==2", "\u0661"):
        with pytest.raises(ballots.BadBallot):
            ballots.from_texts([text])


@given(st.lists(st.lists(st.integers(1, 300), max_size=6, unique=True), max_size=9))
def test_stored_ballots_come_back_as_they_were(rankings: list[list[int]]) -> None:
    texts = [" ".join(map(str, ranking)) for ranking in rankings]
    assert ballots.from_texts(texts).rows() == ballots.of(rankings).rows()
