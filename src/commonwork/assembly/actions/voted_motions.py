"""Motions decided by a vote: the counted yes-or-no vote of the same body carries a motion, or lets it fall."""

from datetime import date, datetime

from commonwork.assembly.actions import decisions
from commonwork.assembly.models import Motion, Poll
from commonwork.assembly.motion_steps import locked, must_not_be_asked, tell
from commonwork.assembly.poll_queries import result_of
from commonwork.assembly.queries.motions import latest_version
from commonwork.record.acts import Who, act
from commonwork.record.refs import ref
from commonwork.rules.refusal import Refusal, sentence


class NotAVoteOnThis(Refusal):
    sentence = sentence("Only a counted yes-or-no vote of the same body can decide a motion.")
    field = "poll"


class VoteDecidesNothing(Refusal):
    sentence = sentence("That vote had no quorum, so it decides nothing.")
    field = "poll"
    status = 409


@act
def decide(*, motion: Motion, poll: Poll, on: date, by: Who, at: datetime) -> Motion:
    """A counted vote decides a motion: carried, it is a decision with the vote as its source; else the motion falls.

    Raises NotInThatStage, RoundIsOpen, NotAVoteOnThis, VoteDecidesNothing, and what `decisions.record` raises.
    """
    motion = locked(motion, Motion.State.SEEKING, Motion.State.OPEN)
    must_not_be_asked(motion)
    poll = Poll.objects.select_related("body", "result").get(pk=poll.pk)
    content = result_of(poll)
    if content is None or poll.body_id != motion.body_id or poll.method != Poll.Method.MAJORITY:
        raise NotAVoteOnThis()
    if not content["quorum"]["is_reached"]:
        raise VoteDecidesNothing()
    if not content["chosen"]:
        motion.state = Motion.State.FALLEN
        motion.save(update_fields=["state"])
        tell("assembly.motion.fell", motion, by=by, at=at, data={"poll": ref(poll)})
        return motion
    version, count = latest_version(motion), content["count"]
    decisions.record(
        body=motion.body,
        title=version.title,
        text=version.text,
        on=on,
        how="ballot",
        motion=motion,
        source=poll,
        tally={"for": count["yes"], "against": count["no"], "abstained": count["abstained"]},
        by=by,
        at=at,
    )
    tell("assembly.motion.carried", motion, by=by, at=at, data={"poll": ref(poll)})
    return Motion.objects.get(pk=motion.pk)
