"""Meetings: call one, open it on a roll, keep its agenda, close it, write and affirm its minutes."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone

from commonwork.assembly.models import AgendaItem, Electorate, Meeting, Motion
from commonwork.assembly.policies_rolls import QUORUM_BP, decided
from commonwork.gatherings.actions import gatherings
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Body, Place
from commonwork.rules.refusal import Refusal, sentence


class MeetingNotThere(Refusal):
    sentence = sentence("This cannot be done now: the meeting is “{state}”.")
    status = 409


class RollNeeded(Refusal):
    sentence = sentence("A meeting opens on an affirmed roll of its body.")
    field = "electorate"


class MotionNotForThisMeeting(Refusal):
    sentence = sentence("That motion stands before another body, or is decided already.")
    field = "motion"


class ItemIsDone(Refusal):
    sentence = sentence("This point of the agenda is done.")
    status = 409


class AnotherItemIsOn(Refusal):
    sentence = sentence("“{item}” is still being talked over. End it first.")
    status = 409


class ItemStillOn(Refusal):
    sentence = sentence("“{item}” is still being talked over. End it before the meeting closes.")
    status = 409


class MinutesMissing(Refusal):
    sentence = sentence("There are no minutes to affirm, or they have been affirmed already.")
    status = 409


@act
def call(
    *,
    body: Body,
    starts_at: datetime,
    by: Who,
    at: datetime,
    duration_minutes: int = 120,
    place: Place | None = None,
    is_public: bool = True,
    key: str = "",
) -> Meeting:
    """Call a meeting; a gathering carries it (place, door, roll, calendar). The quorum is that of the policy that day.

    Raises PolicyMissing, and what `gatherings.announce` raises.
    """
    held_on = timezone.localdate(starts_at)
    meeting = Meeting.objects.create(
        key=key or new_key("meeting"),
        body=body,
        held_on=held_on,
        quorum_bp=int(decided(QUORUM_BP, on=held_on, body=body)),
    )
    gathering = gatherings.announce(
        title=body.name,
        kind="assembly" if body.kind == Body.Kind.ASSEMBLY else "meeting",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=duration_minutes),
        place=place,
        host=body.organisation,
        part_of=meeting,
        is_public=is_public,
        takes_registrations=False,
        by=by,
        at=at,
    )
    meeting.gathering = gathering.key
    meeting.save(update_fields=["gathering"])
    data = {"on": held_on.isoformat(), "quorum_bp": meeting.quorum_bp, "gathering": gathering.key}
    _state("assembly.meeting.called", meeting, by=by, at=at, data=data)
    return meeting


@act
def add_item(
    *,
    meeting: Meeting,
    title: str,
    by: Who,
    at: datetime,
    motion: Motion | None = None,
    duration_minutes: int = 10,
) -> Meeting:
    """Put a point on the agenda, with the motion to be decided where there is one.

    Raises MeetingNotThere, MotionNotForThisMeeting.
    """
    meeting = _locked(meeting, Meeting.State.CALLED, Meeting.State.OPEN)
    motion = (
        Motion.objects.get(pk=motion.pk) if motion else None
    )  # as it stands now, not as the caller read it
    if motion is not None and (motion.body_id != meeting.body_id or not motion.is_open):
        raise MotionNotForThisMeeting()
    highest = meeting.items.aggregate(highest=Max("number"))["highest"] or 0
    item = AgendaItem.objects.create(
        meeting=meeting,
        number=highest + 1,
        title=" ".join(title.split()) or (motion.title if motion else ""),
        motion=motion,
        duration_minutes=duration_minutes,
    )
    data = {"number": item.number, "motion": ref(motion) if motion else ""}
    _state("assembly.meeting.item_added", meeting, by=by, at=at, data=data, motion=motion)
    return meeting


@act
def open_meeting(*, meeting: Meeting, electorate: Electorate, by: Who, at: datetime) -> Meeting:
    """Open a meeting on an affirmed roll of its body. Raises MeetingNotThere, RollNeeded."""
    meeting = _locked(meeting, Meeting.State.CALLED)
    if electorate.body_id != meeting.body_id or not electorate.is_affirmed:
        raise RollNeeded()
    meeting.electorate, meeting.opened_at, meeting.state = electorate, at, Meeting.State.OPEN
    meeting.save(update_fields=["electorate", "opened_at", "state"])
    _state("assembly.meeting.opened", meeting, by=by, at=at, data={"roll": ref(electorate)})
    return meeting


@act
def begin_item(*, item: AgendaItem, by: Who, at: datetime) -> Meeting:
    """Take up a point of the agenda. Raises MeetingNotThere, ItemIsDone, AnotherItemIsOn."""
    meeting = _locked(item.meeting, Meeting.State.OPEN)
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if item.ended_at is not None:
        raise ItemIsDone()
    running = meeting.items.filter(begun_at__isnull=False, ended_at=None).first()
    if running is not None:
        raise AnotherItemIsOn(item=running.title)
    item.begun_at = at
    item.save(update_fields=["begun_at"])
    _state("assembly.meeting.item_begun", meeting, by=by, at=at, data={"number": item.number})
    return meeting


@act
def end_item(*, item: AgendaItem, by: Who, at: datetime, notes: str = "") -> Meeting:
    """End a point of the agenda with what the minutes say of it; who still waited to speak leaves the list.

    Raises MeetingNotThere, ItemIsDone.
    """
    meeting = _locked(item.meeting, Meeting.State.OPEN)
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if item.ended_at is not None or item.begun_at is None:
        raise ItemIsDone()
    item.turns.filter(ended_at=None).update(ended_at=at)
    item.ended_at, item.notes = at, notes.replace("\r\n", "\n").strip() or item.notes
    item.save(update_fields=["ended_at", "notes"])
    _state("assembly.meeting.item_ended", meeting, by=by, at=at, data={"number": item.number})
    return meeting


@act
def close(*, meeting: Meeting, by: Who, at: datetime) -> Meeting:
    """Close a meeting. Raises MeetingNotThere, ItemStillOn."""
    meeting = _locked(meeting, Meeting.State.OPEN)
    running = meeting.items.filter(begun_at__isnull=False, ended_at=None).first()
    if running is not None:
        raise ItemStillOn(item=running.title)
    meeting.state, meeting.closed_at = Meeting.State.CLOSED, at
    meeting.save(update_fields=["state", "closed_at"])
    data = {"decisions": meeting.decisions.count(), "items": meeting.items.count()}
    _state("assembly.meeting.closed", meeting, by=by, at=at, data=data)
    return meeting


@act
def write_minutes(*, meeting: Meeting, text: str, by: Who, at: datetime) -> Meeting:
    """Write the words of the minutes; figures, votes and decisions come from the record.

    Raises MeetingNotThere, MinutesMissing once they were affirmed.
    """
    meeting = _locked(meeting, Meeting.State.OPEN, Meeting.State.CLOSED)
    if meeting.affirmed_at is not None:
        raise MinutesMissing()
    meeting.minutes = text.replace("\r\n", "\n").strip()
    meeting.save(update_fields=["minutes"])
    _state("assembly.meeting.minutes_written", meeting, by=by, at=at, data={})
    return meeting


@act
def affirm_minutes(*, meeting: Meeting, by: Who, at: datetime) -> Meeting:
    """Say that the minutes of a closed meeting are right; they stand from then on.

    Raises MeetingNotThere, MinutesMissing.
    """
    meeting = _locked(meeting, Meeting.State.CLOSED)
    if meeting.affirmed_at is not None:
        raise MinutesMissing()
    meeting.affirmed_at, meeting.affirmed_by = at, ref(by)
    meeting.save(update_fields=["affirmed_at", "affirmed_by"])
    _state("assembly.meeting.minutes_affirmed", meeting, by=by, at=at, data={})
    return meeting


def _locked(meeting: Meeting, *wanted: Meeting.State) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body__organisation")
    meeting = rows.get(pk=meeting.pk)
    if meeting.state not in wanted:
        raise MeetingNotThere(state=str(meeting.get_state_display()))
    return meeting


def _state(
    kind: str,
    meeting: Meeting,
    *,
    by: Who,
    at: datetime,
    data: dict[str, Any],
    motion: Motion | None = None,
) -> None:
    body = meeting.body
    state(
        kind,
        subject=meeting,
        by=by,
        at=at,
        organisation=body.organisation or "",
        about=[body, *([motion] if motion else [])],
        data=data,
    )
