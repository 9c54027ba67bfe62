"""One voter, one ballot: codes, tables, paper typed twice, and those who try two ways."""

import pytest

from commonwork.assembly import poll_queries, poll_refusals
from commonwork.assembly.actions import casting, paper_piles, polls, voting_codes
from commonwork.assembly.actions.paper_piles import Line
from commonwork.assembly.models import PaperBatch, Poll, PollBallot, PollVoter
from commonwork.record.models import Fact
from commonwork.rules.refusal import Complaints
from tests.rooms.assembly import make_polls as make
from tests.rooms.assembly.make_polls import AFTER, NOON, WHO, pile

pytestmark = pytest.mark.django_db
ADA, BEN = {"by": "system/ada", "at": NOON}, {"by": "system/ben", "at": NOON}


def counting(poll: Poll) -> dict[str, str]:
    """{roll number: content} of the ballots that count."""
    return dict(poll_queries.standing_ballots(poll).values_list("voter", "content"))


def test_codes_are_stored_as_hashes_and_open_the_ballot_of_their_voter() -> None:
    poll = make.opened()
    codes = voting_codes.drawn(["R-1", "R-2"])
    voting_codes.make(poll=poll, codes=codes, **WHO)
    assert voting_codes.voter_with(poll, codes["R-2"].lower()).number == "R-2"
    stored = " ".join(PollVoter.objects.values_list("code_hash", flat=True))
    assert codes["R-1"] not in stored and len(stored.split()) == 2
    with pytest.raises(poll_refusals.NotSuchACode):
        voting_codes.voter_with(poll, "AAAABBBBCCCC")
    with pytest.raises(poll_refusals.NotSuchACode):
        voting_codes.voter_with(poll, "")
    again = voting_codes.drawn(["R-1"])
    voting_codes.make(poll=poll, codes=again, **WHO)
    with pytest.raises(poll_refusals.NotSuchACode):
        voting_codes.voter_with(poll, codes["R-1"])


@pytest.mark.parametrize(
    ("rule", "web_first", "paper_first"), [("paper", "2", "2"), ("last", "2", "1"), ("first", "1", "2")]
)
def test_who_tries_two_ways_is_counted_once_by_the_rule(rule: str, web_first: str, paper_first: str) -> None:
    poll = make.cast(make.opened(channel_rule=rule), "1")  # R-1 on the web, then on paper
    pile(poll, ("R-1", "2"), ("R-2", "2"))
    try:
        casting.cast(poll=poll, voter="R-2", content="1", channel="code", at=NOON)
    except poll_refusals.AlreadyVoted:
        assert rule != "last"
    assert counting(poll) == {"R-1": web_first, "R-2": paper_first}
    assert poll_queries.voted_count(poll) == 2


def test_paper_that_does_not_count_is_kept_and_said() -> None:
    poll = make.cast(make.opened(channel_rule="first"), "1")
    pile(poll, ("R-1", "2"))
    assert [row.content for row in poll_queries.set_aside(poll)] == ["2"]
    assert Fact.objects.filter(kind="assembly.poll.pile_settled").get().data == {"count": 1, "aside": 1}


def test_a_pile_counts_only_when_both_readings_are_settled() -> None:
    poll = make.opened()
    first = [Line("R-1", "1"), Line("R-2", "2 3")]
    second = [Line("R-1", "1"), Line("R-2", "2")]
    batch = paper_piles.type_first(poll=poll, name="Pile 1", paper_count=2, lines=first, **ADA)
    with pytest.raises(poll_refusals.SecondReaderNeeded):
        paper_piles.type_second(batch=batch, lines=second, **ADA)
    batch = paper_piles.type_second(batch=batch, lines=second, **BEN)
    assert paper_piles.differences(batch) == [paper_piles.Difference("R-2", "2 3", "2")]
    assert counting(poll) == {}
    with pytest.raises(poll_refusals.PileOpen):
        polls.close(poll=poll, **AFTER)
    with pytest.raises(poll_refusals.StillDiffers):
        paper_piles.settle(batch=batch, settled={}, **BEN)
    paper_piles.settle(batch=batch, settled={"R-2": "3 2"}, **BEN)
    assert counting(poll) == {"R-1": "1", "R-2": "2 3"}


def test_a_pile_with_a_wrong_line_is_refused_whole() -> None:
    poll = make.opened()
    lines = [Line("R-1", "1", 1), Line("R-1", "2", 2), Line("R-99", "2", 3), Line("R-3", "9", 4)]
    with pytest.raises(Complaints) as refused:
        paper_piles.type_first(poll=poll, name="Pile 1", paper_count=4, lines=lines, **ADA)
    assert [(one.line, one.field) for one in refused.value.complaints] == [
        (2, "voter"),
        (3, "voter"),
        (4, "content"),
    ]
    with pytest.raises(poll_refusals.PileNotReconciled):
        paper_piles.type_first(poll=poll, name="Pile 1", paper_count=5, lines=lines[:1], **ADA)
    assert not PaperBatch.objects.exists()


def test_a_pile_thrown_away_leaves_its_name_free() -> None:
    poll = make.opened()
    batch = paper_piles.type_first(poll=poll, name="Pile 1", paper_count=1, lines=[Line("R-1", "1")], **ADA)
    with pytest.raises(poll_refusals.PileNameTaken):
        paper_piles.type_first(poll=poll, name="Pile 1", paper_count=1, lines=[Line("R-1", "1")], **ADA)
    paper_piles.throw_away(batch=batch, **ADA)
    pile(poll, ("R-1", "2"))
    assert counting(poll) == {"R-1": "2"}


def test_help_at_a_table_names_the_helper_and_not_the_ballot() -> None:
    poll = make.opened()
    casting.cast(poll=poll, voter="R-3", content="1 3", channel="table", by="system/sol", at=NOON)
    fact = Fact.objects.get(kind="assembly.poll.ballot_helped")
    assert (fact.actor, fact.data) == ("system/sol", {"channel": "table"})
    casting.cast(poll=poll, voter="R-4", content="1 3", channel="account", by="system/sol", at=NOON)
    cast = Fact.objects.get(kind="assembly.poll.ballot_cast")
    assert cast.actor == "system/ballot-box" and "R-4" not in str(cast.data)
    assert PollBallot.objects.count() == 2
