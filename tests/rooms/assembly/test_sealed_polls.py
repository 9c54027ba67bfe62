"""Sealed votes: what is stored tells nothing, only the voter's secret changes a ballot, only enough keepers open it."""

import json

import pytest
from django.db import connection

from commonwork.assembly import poll_queries, poll_refusals, sealing
from commonwork.assembly.actions import casting, keepers, paper_piles, polls
from commonwork.assembly.actions.paper_piles import Line
from commonwork.assembly.models import BoardEntry, Poll, PollBallot, PollKeeper, SealedBallot
from commonwork.record.models import Fact, Once
from tests.rooms.assembly import make_polls as make
from tests.rooms.assembly.make_polls import AFTER, NOON, WHO

pytestmark = pytest.mark.django_db
SECRETS = {f"R-{number}": sealing.new_code(20) for number in range(1, 13)}


def cast(poll: Poll, voter: str, content: str, secret: str = "") -> None:
    casting.cast(
        poll=poll, voter=voter, content=content, channel="code", at=NOON, secret=secret or SECRETS[voter]
    )


def test_any_two_of_three_parts_give_the_key_and_one_gives_another() -> None:
    key = sealing.new_key()
    parts = sealing.split(key, needed=2, of=3)
    for left, right in ((0, 1), (0, 2), (1, 2)):
        assert sealing.joined(dict([parts[left], parts[right]])) == key
    assert sealing.joined(dict(parts[:1])) != key


def test_a_sealed_vote_is_opened_by_enough_keepers_and_counted() -> None:
    poll, codes = make.sealed()
    for voter, content in (("R-1", "1"), ("R-2", "2"), ("R-3", "2 3"), ("R-4", "")):
        cast(poll, voter, content)
    make.closed(poll)
    with pytest.raises(poll_refusals.StillSealed):
        polls.count(poll=poll, **AFTER)
    make.unsealed(poll, codes, 2)
    assert SealedBallot.objects.count() == 4 and not PollBallot.objects.exists()
    make.unsealed(poll, codes, 3)
    assert not SealedBallot.objects.exists()
    assert not PollKeeper.objects.exclude(sealed_part=None, handed_in=None).exists()
    polls.count(poll=poll, **AFTER)
    found = poll_queries.result_of(Poll.objects.get(pk=poll.pk))
    assert found is not None and found["chosen"] == ["pool"] and found["turnout"]["ballots"] == 4


def test_each_voter_finds_their_ballot_by_the_code_that_only_they_know() -> None:
    poll, codes = make.sealed()
    for voter, content in (("R-1", "1"), ("R-2", "2"), ("R-3", "3")):
        cast(poll, voter, content)
    make.closed(poll)
    make.unsealed(poll, codes, 1, 3)
    listed = {code: content for code, content, _ in poll_queries.published_ballots(poll)}
    assert listed == {
        sealing.receipt_code(poll.key, SECRETS[voter]): content
        for voter, content in (("R-1", "1"), ("R-2", "2"), ("R-3", "3"))
    }


def test_changing_a_sealed_ballot_needs_the_secret_and_losing_it_leaves_the_vote_standing() -> None:
    poll, codes = make.sealed()
    cast(poll, "R-1", "1")
    cast(poll, "R-2", "3")
    cast(poll, "R-1", "2")
    for secret in (sealing.new_code(20), ""):
        with pytest.raises(poll_refusals.SecretNeeded):
            casting.cast(poll=poll, voter="R-1", content="3", channel="code", at=NOON, secret=secret)
    with pytest.raises(poll_refusals.SecretNeeded):
        cast(poll, "R-5", "3", SECRETS["R-1"])  # another's secret is no first ballot
    make.closed(poll)
    make.unsealed(poll, codes, 1, 2)
    assert sorted(content for _, content, _ in poll_queries.published_ballots(poll)) == ["2", "3"]


def test_a_dump_taken_while_people_vote_holds_no_choice_and_no_way_from_voter_to_ballot() -> None:
    poll, _codes = make.sealed(method="irv")
    choices = {"R-1": "3 1 2", "R-2": "2", "R-3": "1 3", "R-4": "2 1 3"}
    for voter, content in choices.items():
        cast(poll, voter, content)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pseudonym, sealed FROM assembly_sealedballot")
        stored = cursor.fetchall()
    assert len({len(row[-1]) for row in stored}) == 1, "all of one length, a blank one too"
    assert not PollBallot.objects.exists() and not Once.objects.exists()
    told = " ".join(json.dumps(fact.data) + fact.actor for fact in Fact.objects.all())
    said = told + json.dumps(list(BoardEntry.objects.values_list("content", flat=True)))
    for voter, secret in SECRETS.items():
        assert voter not in said and secret not in said
        assert sealing.receipt_code(poll.key, secret) not in said
        assert sealing.pseudonym(poll.key, secret) not in said
    assert not any("3 1 2" in str(row) for row in stored)


def test_a_code_that_is_not_the_keepers_opens_nothing() -> None:
    poll, codes = make.sealed()
    cast(poll, "R-1", "1")
    make.closed(poll)
    keeper = PollKeeper.objects.get(poll=poll, number=1)
    with pytest.raises(poll_refusals.WrongKeeperCode):
        keepers.hand_in(keeper=keeper, code=codes[2], **AFTER)
    assert not PollKeeper.objects.exclude(handed_in=None).exists()


def test_a_small_body_or_too_few_keepers_do_not_vote_sealed() -> None:
    with pytest.raises(poll_refusals.TooFewForSealed):
        make.sealed(voters=make.roll(7))
    with pytest.raises(poll_refusals.KeepersMissing):
        make.opened(secrecy="sealed")
    with pytest.raises(poll_refusals.TooFewKeepers):
        make.sealed(needed=1)
    with pytest.raises(poll_refusals.TooFewKeepers):
        make.sealed(needed=4)


def test_paper_in_a_sealed_vote_carries_no_number_and_must_add_up() -> None:
    poll, codes = make.sealed()
    cast(poll, "R-1", "1")
    lines = [Line("1", "2"), Line("2", "2 3")]
    batch = paper_piles.type_first(
        poll=poll, name="Pile 1", paper_count=2, lines=lines, by="system/ada", at=NOON
    )
    batch = paper_piles.type_second(batch=batch, lines=lines, by="system/ben", at=NOON)
    assert batch.first == [] and "2 3" not in str(batch.second)
    with pytest.raises(poll_refusals.PaperNotReconciled):
        make.closed(poll)
    paper_piles.mark_roll(poll=poll, voters=["R-7", "R-8"], **WHO)
    with pytest.raises(poll_refusals.AlreadyVoted):
        cast(poll, "R-7", "1")
    make.closed(poll)
    make.unsealed(poll, codes, 1, 2)
    assert sorted(content for _, content, _ in poll_queries.published_ballots(poll)) == ["1", "2", "2 3"]


def test_the_board_grows_by_a_line_a_ballot_each_over_the_one_before() -> None:
    poll, _codes = make.sealed()
    cast(poll, "R-1", "1")
    cast(poll, "R-1", "2")
    rows = list(poll.board.order_by("number"))
    assert [row.kind for row in rows] == ["opened", "sealed", "sealed"]
    assert rows[2].content["instead_of"] == rows[1].content["ballot"]
