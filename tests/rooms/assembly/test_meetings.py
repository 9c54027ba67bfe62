"""Meetings: called with a gathering, opened on a roll, a live quorum, speakers in turn, hands counted, minutes."""

from datetime import timedelta

import pytest

from commonwork.assembly.actions import electorates, meetings, rooms
from commonwork.assembly.models import AgendaItem, Decision, HandVote, Meeting, Motion
from commonwork.assembly.queries import meetings as queries
from commonwork.gatherings import queries as gatherings
from commonwork.gatherings.actions import doors, rolls
from commonwork.registry.models import Person
from commonwork.rules.show_of_hands import MoreHandsThanPeople
from tests.rooms.assembly.make import adopt, person
from tests.rooms.assembly.roll_make import NOON, WHO, affirmed, farm, open_motion, roll
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def opened(quorum_bp: int = 5000) -> tuple[Meeting, list[Person]]:
    body, people = farm()
    adopt("assembly.quorum_bp", quorum_bp)
    meeting = meetings.call(body=body, starts_at=NOON, **WHO)
    return meetings.open_meeting(meeting=meeting, electorate=affirmed(body), **WHO), people


def item(meeting: Meeting, motion: Motion | None = None) -> AgendaItem:
    meetings.add_item(meeting=meeting, title="Sick days", motion=motion, **WHO)
    row = queries.agenda(meeting).last()
    assert row is not None
    meetings.begin_item(item=row, **WHO)
    return AgendaItem.objects.get(pk=row.pk)


def come(meeting: Meeting, *people: Person) -> None:
    gathering = queries.gathering_of(meeting)
    assert gathering is not None
    rolls.mark(gathering=gathering, present=people, **WHO)


def test_a_meeting_is_carried_by_a_gathering_that_expects_its_roll() -> None:
    meeting, people = opened()
    gathering = queries.gathering_of(meeting)
    assert gathering is not None and gathering.part_of == f"assembly.meeting/{meeting.key}"
    assert gathering.kind == "assembly" and gathering.host == meeting.body.organisation
    assert list(gatherings.expected_of(gathering)) == people


@begins_in(farm)
def test_a_meeting_opens_on_an_affirmed_roll_of_its_own_body() -> None:
    body, _ = farm()
    adopt("assembly.quorum_bp", 5000)
    meeting = meetings.call(body=body, starts_at=NOON, **WHO)
    with pytest.raises(meetings.RollNeeded):
        meetings.open_meeting(meeting=meeting, electorate=roll(body), **WHO)
    with pytest.raises(meetings.MeetingNotThere):
        meetings.close(meeting=meeting, **WHO)


def test_the_quorum_follows_who_comes_and_goes() -> None:
    meeting, (ada, ben, cleo, _) = opened()
    come(meeting, ada, person("Guest"))
    there = queries.quorum(meeting)
    assert there is not None and (there.present, there.of, there.needed) == (1, 4, 2)
    assert not there.is_there and there.missing == 1, "a guest does not count"
    gathering = queries.gathering_of(meeting)
    assert gathering is not None
    passing = [doors.Passing(who, "in", NOON, f"in-{who.pk}") for who in (ben, cleo)]
    doors.record(gathering=gathering, passings=passing, **WHO)
    assert queries.quorum(meeting).present == 3  # type: ignore[union-attr]
    left = [doors.Passing(who, "out", NOON + timedelta(minutes=5), f"out-{who.pk}") for who in (ben, cleo)]
    doors.record(gathering=gathering, passings=left, by="system/test", at=NOON + timedelta(minutes=6))
    assert queries.quorum(meeting).present == 1  # type: ignore[union-attr]


@begins_in(farm)
def test_a_vote_that_somebody_present_carries_counts_for_the_quorum() -> None:
    body, (ada, ben, *_) = farm()
    adopt("assembly.quorum_bp", 5000), adopt("assembly.delegation_cap", 1)
    electorate = affirmed(body)
    electorates.delegate(electorate=electorate, person=ada, to=ben, **WHO)
    assert queries.quorum_on(electorate, {ben.pk}, quorum_bp=5000).present == 2
    assert queries.quorum_on(electorate, {ada.pk}, quorum_bp=5000).present == 0


def test_first_voices_come_first_and_the_list_ends_with_its_point() -> None:
    meeting, (ada, ben, cleo, _) = opened()
    point = item(meeting)
    for who in (ada, ben):
        rooms.ask_to_speak(item=point, person=who, **WHO)
    with pytest.raises(rooms.AsksAlready):
        rooms.ask_to_speak(item=point, person=ada, **WHO)
    rooms.next_speaker(item=point, **WHO)
    speaking = queries.speaking(point)
    assert speaking is not None and speaking.person == ada
    rooms.next_speaker(item=point, **WHO)
    for who in (ada, cleo):
        rooms.ask_to_speak(item=point, person=who, **WHO)
    assert [turn.person for turn in queries.queue(point)] == [cleo, ada], "Ada has spoken, Cleo has not"
    rooms.leave_list(item=point, person=ada, **WHO)
    with pytest.raises(rooms.NotOnTheList):
        rooms.leave_list(item=point, person=ada, **WHO)
    meetings.end_item(item=point, notes="Talked over.", **WHO)
    with pytest.raises(rooms.NotBeingTalkedOver):
        rooms.next_speaker(item=point, **WHO)


def test_hands_decide_a_motion_with_the_quorum_of_the_moment() -> None:
    meeting, people = opened()
    motion = open_motion(meeting.body)
    point = item(meeting, motion)
    come(meeting, people[0])
    said = {"item": point, "question": "", "no": 0, "abstain": 0, "decides": True}
    rooms.count_hands(yes=1, **said, **WHO)
    assert HandVote.objects.get().has_quorum is False and Motion.objects.get().state == Motion.State.OPEN
    come(meeting, *people)
    with pytest.raises(MoreHandsThanPeople):
        rooms.count_hands(yes=5, **said, **WHO)
    rooms.count_hands(yes=3, **(said | {"no": 1}), **WHO)
    decision = Decision.objects.get()
    assert decision.how == "hands" and decision.meeting == meeting
    assert decision.tally == {"for": 3, "against": 1, "abstained": 0}
    assert Motion.objects.get().state == Motion.State.DECIDED
    with pytest.raises(rooms.NoMotionHere):
        rooms.count_hands(yes=3, **said, **WHO)


def test_a_motion_with_too_few_hands_falls() -> None:
    meeting, people = opened()
    point = item(meeting, open_motion(meeting.body))
    come(meeting, *people)
    said = {"item": point, "question": "", "decides": True, "majority": "three-quarters"}
    rooms.count_hands(yes=2, no=1, abstain=1, **said, **WHO)  # 3/4 of 3 is 2.25: 3 are needed
    assert Motion.objects.get().state == Motion.State.FALLEN and not Decision.objects.exists()


def test_a_fault_after_the_count_leaves_neither_count_nor_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting, people = opened()
    point = item(meeting, open_motion(meeting.body))
    come(meeting, *people)

    def broken(*_args: object, **_said: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(rooms, "_state", broken)
    with pytest.raises(RuntimeError):
        rooms.count_hands(item=point, question="", yes=4, no=0, abstain=0, decides=True, **WHO)
    assert not HandVote.objects.exists() and not Decision.objects.exists()
    assert Motion.objects.get().state == Motion.State.OPEN


def test_one_point_at_a_time_and_minutes_that_stand_once_affirmed() -> None:
    meeting, _ = opened()
    point = item(meeting)
    meetings.add_item(meeting=meeting, title="Other", **WHO)
    other = queries.agenda(meeting).last()
    assert other is not None
    with pytest.raises(meetings.AnotherItemIsOn):
        meetings.begin_item(item=other, **WHO)
    with pytest.raises(meetings.ItemStillOn):
        meetings.close(meeting=meeting, **WHO)
    meetings.end_item(item=point, notes="All agreed.", **WHO)
    with pytest.raises(meetings.ItemIsDone):
        meetings.begin_item(item=point, **WHO)
    meetings.close(meeting=meeting, **WHO)
    meetings.write_minutes(meeting=meeting, text="We met and decided.", **WHO)
    meetings.affirm_minutes(meeting=meeting, **WHO)
    with pytest.raises(meetings.MinutesMissing):
        meetings.write_minutes(meeting=meeting, text="Otherwise.", **WHO)
