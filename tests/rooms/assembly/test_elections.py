"""Elections from the ballots to the seats: kept seats, terms, countback, recall."""

from datetime import date, time
from unittest.mock import patch

import pytest

from commonwork.assembly import bundles, election_reads
from commonwork.assembly.actions import casting, elections, polls, recalls
from commonwork.assembly.actions.elections import BeforeTheCount, NobodyStands, NotCountedYet, NotServing
from commonwork.assembly.counting import elected, stages
from commonwork.assembly.models import Election, Electorate, Nomination, Poll, Recall, Term
from commonwork.assembly.poll_queries import result_of
from commonwork.assembly.pollcheck import Check
from commonwork.record.models import Fact
from commonwork.registry.clock import at_time
from commonwork.registry.models import BodySeat
from tests.rooms.assembly import elections as make_election
from tests.rooms.assembly import make
from tests.rooms.assembly.make import WHO
from tests.worlds import begins_in

pytestmark = pytest.mark.django_db
LAST = date(2017, 3, 31)


def names(terms: list[Term]) -> list[str]:
    return [str(term.person).split()[0] for term in terms]


@begins_in(make_election.seated)
def test_the_board_is_seated_as_counted_by_hand() -> None:
    election = make_election.seated()
    terms = list(election_reads.terms(election))
    assert sorted(names(terms)) == ["Ada", "Ben", "Dov"]
    assert {(term.starts_on, term.ends_on) for term in terms} == {(date(2017, 3, 20), date(2018, 3, 20))}
    board = election.office.body
    assert BodySeat.objects.filter(body=board, ends_on=None).count() == 3
    result = result_of(Poll.objects.get(key=election.poll))
    assert result is not None and len(result["count"]["stages"]) == 4


@pytest.mark.one_engine
@begins_in(make_election.counted)
def test_the_kept_seat_is_explained_where_it_decides() -> None:
    poll = Poll.objects.get(key=make_election.counted().poll)
    count = elected.named(elected.count_of(poll), elected.names_by_key(poll))
    told = stages.told(count)
    assert [stage.title for stage in told] == [
        "First choices", "Ada (invented) is in", "Eli (invented) is out", "Cleo (invented) is out",
    ]  # fmt: skip
    assert "Seats are kept for a group" in told[3].sentences[0]
    assert "Dov (invented) is elected too: no more people are left than seats." in told[3].sentences


@pytest.mark.one_engine
@begins_in(make_election.counted)
def test_without_the_kept_seat_cleo_would_have_been_elected() -> None:
    election = make_election.counted()
    Election.objects.filter(pk=election.pk).update(kept={})
    poll = Poll.objects.get(key=election.poll)
    count = elected.named(elected.count_of(poll), elected.names_by_key(poll))
    assert sorted(name.split()[0] for name in count.elected) == ["Ada", "Ben", "Cleo"]


@pytest.mark.one_engine
@begins_in(make_election.nominated)
def test_nobody_is_seated_before_the_count_or_its_day() -> None:
    election = elections.prepare_vote(
        election=make_election.nominated(), electorate=make_election.roll(), **WHO
    )
    with pytest.raises(NotCountedYet):
        elections.seat(election=election, on=LAST, **WHO)
    make_election.voted(election)
    with pytest.raises(BeforeTheCount):
        elections.seat(election=election, on=date(2017, 3, 30), **WHO)


@pytest.mark.one_engine
@begins_in(make_election.nominated)
def test_a_count_late_in_the_evening_counts_for_that_day() -> None:
    election = elections.prepare_vote(
        election=make_election.nominated(), electorate=make_election.roll(), **WHO
    )
    late = at_time(LAST, time(23, 30))
    make_election.voted(election, at=late)
    assert elections.seat(election=election, on=LAST, by="system/test", at=late).state == "seated"


@pytest.mark.one_engine
@begins_in(make_election.nominated)
def test_an_election_needs_somebody_who_stands_and_enough_for_the_kept_seat() -> None:
    election = make_election.nominated()
    roll = make_election.roll()
    election.nominations.filter(person=make.person("Dov")).update(state=Nomination.State.DECLINED)
    with pytest.raises(elections.KeptSeatEmpty):
        elections.prepare_vote(election=election, electorate=roll, **WHO)
    election.nominations.update(state=Nomination.State.DECLINED)
    with pytest.raises(NobodyStands):
        elections.prepare_vote(election=election, electorate=roll, **WHO)


@begins_in(make_election.counted)
def test_seating_that_fails_half_way_leaves_nothing() -> None:
    election = make_election.counted()
    before = Fact.objects.count()
    with (
        patch("commonwork.assembly.actions.elections.tell_election", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        elections.seat(election=election, on=LAST, **WHO)
    assert (Term.objects.count(), Fact.objects.count()) == (0, before)
    assert not BodySeat.objects.filter(body=election.office.body).exists()


@begins_in(make_election.seated)
def test_a_vacancy_is_filled_from_the_same_ballots() -> None:
    election = make_election.seated()
    ben = election.terms.get(person=make.person("Ben"))
    elections.leave(term=ben, on=date(2017, 3, 25), because="resigned", **WHO)
    assert election_reads.vacancies(election, on=LAST) == 1
    with pytest.raises(NotServing):
        elections.leave(term=ben, on=date(2017, 3, 26), because="resigned", **WHO)
    available = [make_election.nomination(election, "Cleo"), make_election.nomination(election, "Eli")]
    term = elections.fill_vacancy(election=election, available=available, on=LAST, **WHO)
    assert (names([term]), term.came_by, term.ends_on) == (["Eli"], "countback", date(2018, 3, 20))
    assert election_reads.vacancies(election, on=LAST) == 0
    assert BodySeat.objects.filter(body=election.office.body, ends_on=None).count() == 3


@pytest.mark.one_engine
@begins_in(make_election.seated)
def test_only_those_who_stood_and_never_served_can_fill_a_vacancy() -> None:
    election = make_election.seated()
    elections.leave(term=election.terms.get(person=make.person("Ben")), on=LAST, because="resigned", **WHO)
    with pytest.raises(elections.NoneOfThose):
        elections.fill_vacancy(
            election=election, available=[make_election.nomination(election, "Ben")], on=LAST, **WHO
        )


def recall_of(name: str) -> Recall:
    election = make_election.seated()
    make.adopt("assembly.recall_petition_bp", 2500)  # a quarter of twelve: three signatures
    roll = Electorate.objects.get()
    term = election.terms.get(person=make.person(name))
    return recalls.ask(
        term=term, electorate=roll, person=make.person("Eli"), reason="Never came.", on=LAST, **WHO
    )


@pytest.mark.one_engine
def test_a_recall_signed_by_enough_goes_to_a_vote_and_ends_the_term() -> None:
    recall = recall_of("Ben")
    assert (recall.needed, recall.signatures.count()) == (3, 1)
    recalls.sign(recall=recall, person=make.person("Cleo"), on=LAST, **WHO)
    with pytest.raises(recalls.TooFewSignatures):
        recalls.bring_to_vote(recall=recall, **WHO)
    with pytest.raises(recalls.SignedAlready):
        recalls.sign(recall=recall, person=make.person("Cleo"), on=LAST, **WHO)
    recalls.sign(recall=recall, person=make.person("Ada"), on=LAST, **WHO)
    recall = recalls.bring_to_vote(recall=recall, **WHO)
    poll = Poll.objects.get(key=recall.poll)
    polls.open(poll=poll, **WHO)
    with pytest.raises(recalls.VoteNotCounted):
        recalls.close(recall=recall, on=LAST, **WHO)
    for number, voter in enumerate(poll.voters.order_by("number")):
        casting.cast(
            poll=poll,
            voter=voter.number,
            content="yes" if number < 7 else "no",
            channel="account",
            at=make.NOON,
        )
    polls.close(poll=poll, **WHO)
    polls.count(poll=poll, **WHO)
    recall = recalls.close(recall=recall, on=LAST, **WHO)
    term = Term.objects.get(pk=recall.term.pk)
    assert (recall.state, term.left_because, term.left_on) == ("carried", "recalled", LAST)
    facts = Fact.objects.filter(kind__startswith="assembly.recall").values_list("data", flat=True)
    assert "Never came" not in str(list(facts))


@pytest.mark.one_engine
def test_only_those_on_the_roll_ask_and_sign() -> None:
    recall = recall_of("Ben")
    with pytest.raises(recalls.NotOnThatRoll):
        recalls.sign(recall=recall, person=make.person("Stranger"), on=LAST, **WHO)


@pytest.mark.one_engine
@begins_in(make_election.counted)
def test_the_one_file_verifier_recounts_the_kept_seat() -> None:
    poll = Poll.objects.get(key=make_election.counted().poll)
    check = Check(bundles.bundle(poll))
    assert [said for said, holds, _why in check.claims if not holds] == []
    assert check.rules["guards"] == [["candidate", [make_election.nomination_number(poll, "Dov")], 1]]
