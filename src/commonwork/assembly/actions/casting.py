"""Casting a ballot: by account, by a one-visit code, or helped at a table. One voter, one ballot that counts.

Which ballot counts when somebody tries two ways is fixed with the vote (`channel_rule`): the paper one, the last, or the
first. In a sealed vote it is always the first way, since nobody can find the sealed ballot again but its voter.
"""

from datetime import datetime

from commonwork.assembly import board, poll_refusals, sealing
from commonwork.assembly.ballot_box import put, sealed_bytes, taking_votes
from commonwork.assembly.ballot_reads import line
from commonwork.assembly.models import Poll, PollBallot, PollVoter, SealedBallot
from commonwork.assembly.poll_queries import paper_of
from commonwork.record.acts import Who, act, state
from commonwork.registry.queries import organisation_of_body

BOX = "system/ballot-box"  # who casts is on the roll, never in a fact


@act
def cast(
    *,
    poll: Poll,
    voter: str,
    content: str,
    channel: str,
    at: datetime,
    by: Who = BOX,
    secret: str = "",
) -> Poll:
    """Cast a ballot, or change it until the close. `voter`: a roll number. `secret`: the voter's own, for sealed polls.

    `by` is named only for help at a table. Never pass `once` for a sealed ballot: its hash would tell what was voted.
    Raises VotingNotOpen, NotOnTheRoll, AlreadyVoted, SecretNeeded, and what `marks.Paper.spelled` refuses.
    """
    poll = taking_votes(poll, at)
    row = line(poll, voter)
    if row is None:
        raise poll_refusals.NotOnTheRoll(voter=voter)
    text = paper_of(poll).spelled(content)
    if poll.is_sealed:
        _seal(poll, row, text, channel, secret)
    else:
        put(poll, row, text, channel, at=at)
    helped = channel == PollBallot.Channel.TABLE
    state(
        "assembly.poll.ballot_helped" if helped else "assembly.poll.ballot_cast",
        subject=poll,
        by=by if helped else BOX,
        at=at,
        organisation=organisation_of_body(poll.body_id),
        data={"channel": channel},
    )
    return poll


def _seal(poll: Poll, row: PollVoter, text: str, channel: str, secret: str) -> None:
    """Seal a ballot under the voter's pseudonym, or change the one that lies there."""
    if not secret:
        raise poll_refusals.SecretNeeded()
    name = sealing.pseudonym(poll.key, secret)
    lying = SealedBallot.objects.filter(poll=poll, pseudonym=name).first()
    if row.voted_by == PollBallot.Channel.PAPER:
        raise poll_refusals.AlreadyVoted()
    if bool(row.voted_by) != (lying is not None):
        raise poll_refusals.SecretNeeded()
    sealed = sealed_bytes(poll, text, sealing.receipt_code(poll.key, secret))
    if lying is None:
        SealedBallot.objects.create(poll=poll, pseudonym=name, sealed=sealed)
        PollVoter.objects.filter(pk=row.pk).update(voted_by=channel)
        board.add(poll, "sealed", {"ballot": board.bytes_hash(sealed)})
    else:
        board.add(
            poll, "sealed", {"ballot": board.bytes_hash(sealed), "instead_of": board.bytes_hash(lying.sealed)}
        )
        lying.sealed = sealed
        lying.save(update_fields=["sealed"])
