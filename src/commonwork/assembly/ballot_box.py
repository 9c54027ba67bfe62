"""The ballot box: what is stored when a ballot comes in. Acts call it in their own transaction."""

from datetime import datetime

from commonwork.assembly import poll_refusals, sealing
from commonwork.assembly.ballot_reads import locked, standing
from commonwork.assembly.models import PaperBatch, Poll, PollBallot, PollVoter
from commonwork.assembly.poll_queries import paper_of

WEB = (PollBallot.Channel.ACCOUNT, PollBallot.Channel.CODE, PollBallot.Channel.TABLE)


def taking_votes(poll: Poll, at: datetime) -> Poll:
    """The poll, locked, while it takes votes. Raises VotingNotOpen."""
    poll = locked(poll)
    if not poll.takes_votes_at(at):
        raise poll_refusals.VotingNotOpen()
    return poll


def put(
    poll: Poll, row: PollVoter, text: str, channel: str, *, at: datetime, batch: PaperBatch | None = None
) -> bool:
    """Store an open ballot; False when it is set aside because another of the same voter counts.

    Within the web the last one counts. Raises AlreadyVoted where a voter at a screen can be told.
    """
    before = standing(poll, row.number)
    stands = before is None or _takes_over(poll, before.channel, channel)
    if before is not None and not stands and channel != PollBallot.Channel.PAPER:
        raise poll_refusals.AlreadyVoted()
    if before is not None and stands:
        before.stands = False
        before.save(update_fields=["stands"])
    PollBallot.objects.create(
        poll=poll,
        voter=row.number,
        content=text,
        weight=row.weight,
        channel=channel,
        batch=batch,
        cast_at=at,
        stands=stands,
        replaces=before if stands else None,
    )
    if stands and row.voted_by != channel:
        row.voted_by = channel
        row.save(update_fields=["voted_by"])
    return stands


def _takes_over(poll: Poll, before: str, now: str) -> bool:
    """Does a ballot that comes `now` take the place of the one `before`?"""
    if (before in WEB and now in WEB) or poll.channel_rule == Poll.ChannelRule.LAST:
        return True
    return poll.channel_rule == Poll.ChannelRule.PAPER and now == PollBallot.Channel.PAPER


def sealed_bytes(poll: Poll, text: str, receipt: str) -> bytes:
    """A ballot sealed to the key of its poll."""
    assert poll.sealing_key is not None, "an open sealed poll has a key"
    return sealing.seal(
        bytes(poll.sealing_key), sealing.ballot(text, receipt, longest=paper_of(poll).longest)
    )
