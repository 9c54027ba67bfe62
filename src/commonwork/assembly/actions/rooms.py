"""In the room: who asks to speak and speaks, and hands counted, which may decide a motion."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from commonwork.assembly.actions import decisions
from commonwork.assembly.models import AgendaItem, HandVote, Meeting, Motion, Turn
from commonwork.assembly.motion_steps import must_not_be_asked
from commonwork.assembly.queries.meetings import queue, quorum, speaking
from commonwork.assembly.queries.motions import latest_version
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence
from commonwork.rules.show_of_hands import decide


class NotBeingTalkedOver(Refusal):
    sentence = sentence("This point of the agenda is not being talked over now.")
    status = 409


class AsksAlready(Refusal):
    sentence = sentence("{person} stands on the list of speakers already.")
    status = 409


class NobodyWaits(Refusal):
    sentence = sentence("Nobody waits to speak.")
    status = 409


class NotOnTheList(Refusal):
    sentence = sentence("{person} does not stand on the list of speakers.")
    status = 409


class NoMotionHere(Refusal):
    sentence = sentence("No open motion belongs to this point, so that hands cannot decide one.")
    field = "decides"


@act
def ask_to_speak(*, item: AgendaItem, person: Person, by: Who, at: datetime) -> Meeting:
    """Put a person on the list of speakers. Raises NotBeingTalkedOver, AsksAlready."""
    item = _running(item)
    if item.turns.filter(person=person, ended_at=None).exists():
        raise AsksAlready(person=person.name)
    Turn.objects.create(item=item, person=person, asked_at=at)
    _state("assembly.meeting.asked_to_speak", item, by=by, at=at, data={"waiting": len(queue(item))})
    return item.meeting


@act
def next_speaker(*, item: AgendaItem, by: Who, at: datetime) -> Meeting:
    """Whoever speaks ends, and the next on the list has the floor. Raises NotBeingTalkedOver, NobodyWaits."""
    item = _running(item)
    waiting, now = queue(item), speaking(item)
    if not waiting and now is None:
        raise NobodyWaits()
    if now is not None:
        now.ended_at = at
        now.save(update_fields=["ended_at"])
    if waiting:
        waiting[0].begun_at = at
        waiting[0].save(update_fields=["begun_at"])
    _state("assembly.meeting.floor_given", item, by=by, at=at, data={"waiting": max(0, len(waiting) - 1)})
    return item.meeting


@act
def leave_list(*, item: AgendaItem, person: Person, by: Who, at: datetime) -> Meeting:
    """Take a person off the list of speakers. Raises NotBeingTalkedOver, NotOnTheList."""
    item = _running(item)
    turn = item.turns.filter(person=person, begun_at=None, ended_at=None).first()
    if turn is None:
        raise NotOnTheList(person=person.name)
    turn.ended_at = at
    turn.save(update_fields=["ended_at"])
    _state("assembly.meeting.left_list", item, by=by, at=at, data={"waiting": len(queue(item))})
    return item.meeting


@act
def count_hands(
    *,
    item: AgendaItem,
    question: str,
    yes: int,
    no: int,
    abstain: int,
    by: Who,
    at: datetime,
    majority: str = "simple",
    base: str = "cast",
    decides: bool = False,
) -> Meeting:
    """Write down a show of hands; quorum and presence are those of this moment. With `decides` it decides the motion of
    the point: carried, it is a decision; with a quorum and not carried, the motion falls; without a quorum it stays.

    Raises NotBeingTalkedOver, NoMotionHere, RoundIsOpen, MoreHandsThanPeople, and what `decisions.record` raises.
    """
    item = _running(item)
    motion = item.motion if decides else None
    if decides and (motion is None or not motion.is_open):
        raise NoMotionHere()
    if motion is not None:
        must_not_be_asked(motion)
    there = quorum(item.meeting)
    assert there is not None, "an open meeting has a roll"
    shown = decide(
        yes=yes,
        no=no,
        abstain=abstain,
        present=there.present,
        eligible=there.of,
        quorum_bp=item.meeting.quorum_bp,
        majority=HandVote.Majority(majority).value,
        base=HandVote.Base(base).value,  # type: ignore[arg-type]
    )
    vote = HandVote.objects.create(
        item=item,
        question=" ".join(question.split()) or item.title,
        majority=majority,
        base=base,
        yes_count=yes,
        no_count=no,
        abstain_count=abstain,
        present_count=there.present,
        eligible_count=there.of,
        has_quorum=shown.has_quorum,
        is_carried=shown.is_carried,
        counted_at=at,
    )
    if motion is not None and shown.has_quorum:
        _decide(vote, motion, by=by, at=at)
    counted = {"yes": yes, "no": no, "abstain": abstain, "present": there.present, "of": there.of}
    data = counted | {"is_carried": shown.is_carried, "has_quorum": shown.has_quorum}
    _state("assembly.meeting.hands_counted", item, by=by, at=at, data=data)
    return item.meeting


def _decide(vote: HandVote, motion: Motion, *, by: Who, at: datetime) -> None:
    """Carried: a decision. Not carried: the motion falls."""
    meeting = vote.item.meeting
    if not vote.is_carried:
        motion.state = Motion.State.FALLEN
        motion.save(update_fields=["state"])
        return
    version = latest_version(motion)
    decisions.record(
        body=meeting.body,
        title=version.title,
        text=version.text,
        on=timezone.localdate(at),
        how="hands",
        motion=motion,
        meeting=meeting,
        source=meeting,
        tally={"for": vote.yes_count, "against": vote.no_count, "abstained": vote.abstain_count},
        by=by,
        at=at,
    )


def _running(item: AgendaItem) -> AgendaItem:
    rows = AgendaItem.objects.select_for_update(of=("self",))
    item = rows.select_related("meeting__body__organisation", "meeting__electorate", "motion").get(pk=item.pk)
    if item.begun_at is None or item.ended_at is not None:
        raise NotBeingTalkedOver()
    return item


def _state(kind: str, item: AgendaItem, *, by: Who, at: datetime, data: dict[str, Any]) -> None:
    body, motion = item.meeting.body, item.motion
    state(
        kind,
        subject=item.meeting,
        by=by,
        at=at,
        organisation=body.organisation or "",
        about=[body, *([motion] if motion else [])],
        data={"number": item.number, **data, "motion": ref(motion) if motion else ""},
    )
