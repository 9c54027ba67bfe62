"""Votes from the draft to the result: rules fixed at the opening, ballots of every method, quorum, bases, weights."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from commonwork.assembly import poll_queries, poll_refusals
from commonwork.assembly.actions import casting, polls
from commonwork.assembly.actions.polls import Option, Voter
from commonwork.assembly.models import Poll, PollBallot, PollResult
from commonwork.record.queries import tell, trail
from commonwork.rules.counting.lots import ticket
from commonwork.rules.counting.majority import NotAShare
from commonwork.rules.counting.marks import NoSuchOption, TooManyPoints
from tests.rooms.assembly import make_polls as make
from tests.rooms.assembly.make_polls import AFTER, CLOSE, NOON, WHO

pytestmark = pytest.mark.django_db


def result(poll: Poll) -> dict[str, Any]:
    found = poll_queries.result_of(Poll.objects.get(pk=poll.pk))
    assert found is not None
    return found


def test_an_approval_vote_goes_from_draft_to_result_and_tells_each_step() -> None:
    poll = make.counted(make.cast(make.opened(), "1 2", "2", "", "2 3"))
    found = result(poll)
    assert found["chosen"] == ["pool"]  # 1, 3 and 1 approvals
    assert found["count"]["stages"][0]["totals"] == {"park": "1", "pool": "3", "path": "1"}
    assert (found["turnout"]["ballots"], found["turnout"]["blank"], found["turnout"]["roll"]) == (4, 1, 12)
    said = [told.sentence for told in tell(trail(poll))]
    assert said[0] == "“What comes first?” was counted: 4 ballots, 1 of them blank."
    assert "Voting was opened on “What comes first?”: 12 stand on the roll." in said
    assert len([one for one in said if one == "A ballot was cast on “What comes first?”."]) == 4


@pytest.mark.parametrize(
    ("method", "more", "ballots", "chosen"),
    [
        ("score", {"most_each": 5}, ("1:5 2:4", "2:4", "3:5"), ["pool"]),  # 5, 8, 5
        ("dots", {"points": 6}, ("1:6", "2:3 3:3", "3:4 2:2"), ["path"]),  # 6, 5, 7
        ("irv", {}, ("1 2", "1", "2 1", "3 2", "3 2"), ["park"]),  # pool out: 3 to 2
        ("schulze", {}, ("1 2 3", "2 3 1", "2 1 3"), ["pool"]),  # pool beats park 2:1, path 3:0
        ("scottish", {"seats": 2}, ("1 3", "1 3", "1 3", "1 3", "2"), ["park", "path"]),  # quota 2: 2 pass on
        ("meek", {"seats": 2}, ("1 3", "1 3", "1 3", "1 3", "2"), ["park", "path"]),
    ],
)
def test_each_method_counts_its_ballots(
    method: str, more: dict[str, Any], ballots: tuple[str, ...], chosen: list[str]
) -> None:
    assert result(make.counted(make.cast(make.opened(method, **more), *ballots)))["chosen"] == chosen


@pytest.mark.parametrize(
    ("threshold", "base", "says"),
    [
        ("1/2", "cast", "decided"),
        ("2/3", "cast", "decided"),
        ("1/2", "present", "rejected"),
        ("1/2", "roll", "rejected"),
    ],
)
def test_a_majority_is_reckoned_on_the_base_fixed_before(threshold: str, base: str, says: str) -> None:
    """6 yes, 3 no, 3 abstained: 6 of 9 is exactly 2/3; of 12 present it is not more than half."""
    poll = make.opened("majority", threshold=threshold, threshold_base=base)
    make.cast(poll, *["yes"] * 6, *["no"] * 3, "abstain", "abstain", "")
    assert result(make.counted(poll))["says"] == says


@pytest.mark.parametrize("without", ["nothing", "advice", "repeat"])
def test_without_a_quorum_that_happens_which_was_fixed(without: str) -> None:
    poll = make.opened(quorum_bp=5000, without_quorum=without)  # 6 of 12
    found = result(make.counted(make.cast(poll, "1", "1", "1", "1", "1")))
    assert (found["says"], found["quorum"]) == (without, {"needed": 6, "reached": 5, "is_reached": False})


def test_a_quorum_of_those_present_counts_people_in_the_room() -> None:
    poll = make.cast(make.opened("majority", quorum_count=6), "yes", "yes", "yes")
    polls.close(poll=poll, present_count=6, **AFTER)
    assert result(polls.count(poll=poll, **AFTER))["quorum"]["is_reached"]


def test_votes_of_different_weight_count_with_their_weight() -> None:
    voters = [Voter("R-1", weight=3), Voter("R-2"), Voter("R-3")]
    poll = make.cast(make.opened("irv", voters=voters), "2", "1", "1 2")
    assert result(make.counted(poll))["count"]["stages"][0]["totals"] == {
        "park": "2",
        "pool": "3",
        "path": "0",
    }


def test_a_budget_is_not_decided_by_weights_and_a_sealed_vote_has_none() -> None:
    voters = [Voter(f"R-{number}", weight=number) for number in range(1, 10)]
    town = (Option("Van", cost_minor=800_00),)
    with pytest.raises(poll_refusals.NoWeights):
        make.opened("budget-approval", voters=voters, options=town, budget_minor=1000_00)
    with pytest.raises(poll_refusals.WeightsTellVoters):
        make.opened(voters=voters, secrecy="sealed")


def test_a_budget_is_counted_by_equal_shares_with_greedy_beside_it() -> None:
    """rules/counting/budget.py: van 3 votes of 800, path 2 of 500, trees 1 of 300, budget 1,100.

    Equal Shares: at 250.00 each the two pay the path; at 266.67 the three the van, and 1,300 is too much.
    """
    town = (
        Option("Van", cost_minor=800_00),
        Option("Path", cost_minor=500_00),
        Option("Trees", cost_minor=300_00),
    )
    poll = make.opened("budget-approval", options=town, budget_minor=1100_00)
    found = result(make.counted(make.cast(poll, "1", "1", "1", "2 3", "2")))
    assert (found["chosen"], found["count"]["beside"]["selected"]) == (["path"], ["van", "trees"])
    assert (found["count"]["voters_with_a_project"], found["count"]["beside"]["voters_with_a_project"]) == (
        2,
        4,
    )


def test_a_vote_is_changed_until_the_close_and_not_after() -> None:
    poll = make.cast(make.opened(), "1")
    make.cast(poll, "2")
    assert [row.content for row in poll_queries.standing_ballots(poll)] == ["2"]
    for late in (CLOSE, CLOSE + timedelta(seconds=1)):
        with pytest.raises(poll_refusals.VotingNotOpen):
            casting.cast(poll=poll, voter="R-2", content="1", channel="code", at=late)
    make.closed(poll)
    with pytest.raises(poll_refusals.VotingNotOpen):
        make.cast(poll, "3")
    assert PollBallot.objects.count() == 2


def test_ballots_that_say_too_much_are_refused() -> None:
    poll = make.opened("dots", points=5)
    with pytest.raises(TooManyPoints):
        make.cast(poll, "1:3 2:3")
    with pytest.raises(NoSuchOption):
        make.cast(poll, "9:1")
    with pytest.raises(poll_refusals.NotOnTheRoll):
        casting.cast(poll=poll, voter="R-99", content="1:1", channel="code", at=NOON)
    assert not PollBallot.objects.exists()


def test_opening_asks_for_what_the_method_needs() -> None:
    with pytest.raises(poll_refusals.NothingToChoose):
        make.opened(options=())
    with pytest.raises(poll_refusals.NobodyOnTheRoll):
        make.opened(voters=())
    with pytest.raises(poll_refusals.PointsMissing):
        make.opened("dots")
    with pytest.raises(poll_refusals.BudgetMissing):
        make.opened("budget-approval")
    with pytest.raises(poll_refusals.OneSeatOnly):
        make.opened("irv", seats=2)
    with pytest.raises(poll_refusals.ClosePassed):
        make.opened(closes_at=NOON)
    for threshold in ("1/3", "half", "3/2", "1/0"):
        with pytest.raises(NotAShare):
            make.draft("majority", threshold=threshold)
    with pytest.raises(poll_refusals.KeyTaken):
        make.draft(options=(Option("Park"), Option("Park")))


def test_what_is_fixed_at_the_opening_is_not_changed_after() -> None:
    poll = make.draft()
    polls.change(poll=poll, title="Which first?", options=make.PARKS[:2], **WHO)
    polls.open(poll=poll, **WHO)
    with pytest.raises(poll_refusals.NotInThatState):
        polls.change(poll=poll, quorum_bp=1, **WHO)
    with pytest.raises(poll_refusals.TooEarlyToClose):
        polls.close(poll=poll, **WHO)
    assert poll_queries.paper_of(poll).numbers == [1, 2]


def test_a_count_that_fails_leaves_the_vote_closed_and_unwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    poll = make.closed(make.cast(make.opened(), "1"))

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the lamp went out")

    monkeypatch.setattr("commonwork.assembly.actions.polls._state", broken)
    with pytest.raises(RuntimeError):
        polls.count(poll=poll, **AFTER)
    poll.refresh_from_db()
    assert (poll.state, PollResult.objects.count(), poll.board.count()) == ("closed", 0, 2)


def test_a_vote_without_ballots_is_not_counted_and_can_be_called_off() -> None:
    poll = make.closed(make.opened())
    with pytest.raises(poll_refusals.NoBallots):
        polls.count(poll=poll, **AFTER)
    assert polls.void(poll=poll, **AFTER).state == "void"
    with pytest.raises(poll_refusals.NotInThatState):
        polls.void(poll=poll, **AFTER)


def test_a_tie_is_settled_by_the_public_seed_drawn_after_the_close() -> None:
    """The lower ticket of the two is drawn (rules/counting/lots.py)."""
    poll = make.cast(make.opened("approval"), "1", "2")
    lowest = min(("park", "pool"), key=lambda name: ticket("dice 4", 1, name))
    found = result(make.counted(poll, seed="dice 4"))
    assert found["chosen"] == [lowest]
    assert found["count"]["lots"][0]["settled_by"] == "lot"


def test_a_threshold_is_an_exact_fraction() -> None:
    assert make.draft("majority", threshold="2/3").fraction == Fraction(2, 3)
