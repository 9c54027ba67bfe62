"""Rolls: taken at a record date, weighed, affirmed, and votes passed on one level deep."""

from datetime import date, timedelta

import pytest

from commonwork.assembly.actions import electorates as acts
from commonwork.assembly.models import Elector, Electorate
from commonwork.assembly.queries import electorates as queries
from commonwork.charter.actions import policies
from commonwork.charter.queries import PolicyMissing
from commonwork.record.models import Fact
from commonwork.registry.actions import memberships
from commonwork.registry.models import Membership
from tests.rooms.assembly.make import person
from tests.rooms.assembly.roll_make import DAY, START, WHO, body, coop, farm, joins, roll, sits
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def adopt(code: str, value: object) -> None:
    policies.adopt(code=code, value=value, starts_on=START, adopted_by="system/test", source="test", **WHO)


def names(electorate: Electorate) -> list[str]:
    return [line.name.removesuffix(" (invented)") for line in queries.electors(electorate)]


@begins_in(farm)
def test_the_roll_of_a_co_op_is_its_worker_owners_in_order_of_their_names() -> None:
    meeting, people = farm()
    taken = roll(meeting)
    assert names(taken) == ["Ada", "Ben", "Cleo", "Dina"], "a candidate does not vote"
    assert [line.roll_number for line in queries.electors(taken)] == ["R-001", "R-002", "R-003", "R-004"]
    assert queries.size(taken) == (4, 4)
    assert {line.class_key for line in queries.electors(taken)} == {"member"}
    fact = taken.fact
    assert fact is not None and fact.kind == "assembly.roll.taken"
    assert fact.data["count"] == 4 and fact.data["roll_sha256"] == acts.fingerprint(taken)
    line = queries.elector_of(taken, people[1])
    assert line is not None and line.roll_number == "R-002"
    assert queries.elector_of(taken, person("Zoe")) is None


@begins_in(farm)
def test_who_joins_or_leaves_after_the_record_date_changes_nothing_on_a_roll() -> None:
    meeting, people = farm()
    held = Membership.objects.get(person=people[0])
    memberships.end(membership=held, on=DAY, **WHO)
    joins("Fay", coop(), on=DAY + timedelta(days=1))
    taken = roll(meeting)
    assert names(taken) == ["Ben", "Cleo", "Dina"], "the day a membership ends is no longer part of it"
    before = acts.fingerprint(taken)
    memberships.begin(person=people[0], organisation=coop(), class_code="member", on=DAY, **WHO)
    assert acts.fingerprint(taken) == before and names(roll(meeting)) == ["Ada", "Ben", "Cleo", "Dina"]
    latest = queries.latest(meeting, on=DAY)
    assert latest is not None and latest.pk != taken.pk, "the latest roll of a record date is used"


@begins_in(farm)
def test_a_body_with_seats_has_those_who_sit_in_it_on_its_roll() -> None:
    _, people = farm()
    board = body("farm_board", "board", coop())
    sits(people[2], board)
    sits(person("Gus"), board, on=DAY + timedelta(days=1))
    assert names(roll(board)) == ["Cleo"]


@begins_in(farm)
def test_one_co_op_has_one_vote_and_with_a_cap_as_many_as_members_up_to_the_cap() -> None:
    _, people = farm()  # freedom_farm: 4 worker-owners
    small = coop("nubias")
    hope, iris = joins("Hope", small), joins("Iris", small)
    council = body("council", "council")
    for who in (*people[:2], hope):
        sits(who, council)
    one_each = roll(council, weighing="organisation")
    assert [(line.name, line.weight) for line in queries.electors(one_each)] == [
        ("Freedom Farm", 1),
        ("Nubias", 1),
    ]
    assert queries.elector_of(one_each, people[0]) is not None, "who sits for the co-op casts its vote"
    assert queries.elector_of(one_each, people[1]) is None and queries.elector_of(one_each, iris) is None
    capped = roll(council, weighing="capped", cap=3)
    assert [line.weight for line in queries.electors(capped)] == [3, 2], "4 members capped at 3; 2 members"
    with pytest.raises(acts.CapNeeded):
        roll(council, weighing="capped")


def test_a_council_without_seats_takes_every_member_co_op() -> None:
    coop(), coop("green_team", stage="start-up")
    taken = roll(body("council", "council"), weighing="organisation")
    assert names(taken) == ["Freedom Farm"], "a start-up is no member yet"


def test_a_roll_of_nobody_or_of_a_day_to_come_is_refused_and_leaves_nothing() -> None:
    empty = body("committee", "committee")
    with pytest.raises(acts.NobodyOnTheRoll):
        roll(empty)
    meeting, _ = farm()
    with pytest.raises(Exception, match="has not come yet"):
        acts.take(body=meeting, record_on=DAY + timedelta(days=1), **WHO)
    assert not Electorate.objects.exists() and not Elector.objects.exists()


@begins_in(farm)
def test_a_fault_half_way_leaves_no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting, _ = farm()

    def broken(electorate: Electorate) -> str:
        raise RuntimeError("broken")

    monkeypatch.setattr(acts, "fingerprint", broken)
    with pytest.raises(RuntimeError):
        roll(meeting)
    assert not Electorate.objects.exists() and not Elector.objects.exists()
    assert not Fact.objects.filter(kind="assembly.roll.taken").exists()


@begins_in(farm)
def test_a_roll_is_affirmed_once() -> None:
    meeting, people = farm()
    taken = acts.affirm(electorate=roll(meeting), by=people[0], at=WHO["at"])
    assert taken.is_affirmed and taken.affirmed_by == f"registry.person/{people[0].key}"
    with pytest.raises(acts.AlreadyAffirmed):
        acts.affirm(electorate=taken, **WHO)


@begins_in(farm)
def test_only_those_who_asked_to_be_counted_in_stand_on_an_affirmed_roll() -> None:
    meeting, people = farm()
    adopt("assembly.roll_affirmed_only", "yes")
    acts.count_in(body=meeting, person=people[3], on=START, **WHO)
    assert names(roll(meeting)) == ["Dina"]
    with pytest.raises(acts.CountedInAlready):
        acts.count_in(body=meeting, person=people[3], on=DAY, **WHO)
    assert not queries.is_counted_in(meeting, people[3], on=date(2027, 1, 5)), (
        "for a year, the last day left out"
    )


@begins_in(farm)
def test_nobody_passes_on_a_vote_unless_a_policy_allows_it() -> None:
    meeting, (ada, ben, *_) = farm()
    with pytest.raises(acts.DelegationIsOff):
        acts.delegate(electorate=roll(meeting), person=ada, to=ben, **WHO)


@begins_in(farm)
def test_a_vote_is_passed_on_one_level_up_to_the_cap_and_can_be_taken_back() -> None:
    meeting, (ada, ben, cleo, dina) = farm()
    adopt("assembly.delegation_cap", 1)
    taken = roll(meeting)
    acts.delegate(electorate=taken, person=ada, to=ben, **WHO)
    votes = {line.roll_number: queries.votes_of(line) for line in queries.electors(taken)}
    assert votes == {"R-001": 0, "R-002": 2, "R-003": 1, "R-004": 1}, "the votes stay four"
    for giver, taker in ((ben, cleo), (cleo, ada), (dina, dina)):
        with pytest.raises(acts.OneLevelOnly):
            acts.delegate(electorate=taken, person=giver, to=taker, **WHO)
    with pytest.raises(acts.CarriesEnough):
        acts.delegate(electorate=taken, person=cleo, to=ben, **WHO)
    with pytest.raises(acts.NotOnTheRoll):
        acts.delegate(electorate=taken, person=cleo, to=person("Zoe"), **WHO)
    acts.take_back(electorate=taken, person=ada, **WHO)
    assert {queries.votes_of(line) for line in queries.electors(taken)} == {1}
    with pytest.raises(acts.NothingPassedOn):
        acts.take_back(electorate=taken, person=ada, **WHO)
    told = str([fact.data for fact in Fact.objects.filter(kind="assembly.roll.delegated")])
    assert "ada" not in told and "ben" not in told, "the fact does not say who trusts whom"


def test_what_goes_without_saying_needs_no_policy_and_a_quorum_needs_one() -> None:
    from commonwork.assembly.policies_rolls import QUORUM_BP, VOTING_CLASSES, decided

    meeting, _ = farm()
    assert decided(VOTING_CLASSES, on=DAY, body=meeting) == ["member"]
    with pytest.raises(PolicyMissing):
        decided(QUORUM_BP, on=DAY, body=meeting)
