"""Ballots: enter one, enter a pile, take one back before the count. One voter, one ballot."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from commonwork.assembly.models import Assembly, Ballot, BallotBatch
from commonwork.assembly.queries import ballot_names
from commonwork.assembly.slips import Slip, check, read
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.rules.refusal import Complaint, Complaints, Refusal, sentence

__all__ = [
    "AlreadyVoted",
    "NoSuchBallot",
    "Slip",
    "VotingClosed",
    "enter",
    "enter_batch",
    "read",
    "take_back",
]


class AlreadyVoted(Refusal):
    sentence = sentence("{voter} has already voted in this assembly. One person, one ballot.")
    status = 409
    field = "voter"


class VotingClosed(Refusal):
    sentence = sentence("Ballots are taken while voting is open; the {assembly} is in the state “{state}”.")
    status = 409


class BallotNotReadable(Refusal):
    sentence = sentence("This ballot cannot be entered: {why}")
    field = "voter"


class NoSuchBallot(Refusal):
    sentence = sentence("There is no ballot under the roll number {voter}.")
    field = "voter"


@act
def enter(
    *,
    assembly: Assembly,
    voter: str,
    approves: Sequence[str],
    channel: str,
    by: Who,
    at: datetime,
) -> BallotBatch:
    """Enter one ballot under a roll number; no approvals makes it blank. Returns a batch of one.

    approves: keys or numbers of proposals, a repeat counts once. Raises VotingClosed, AlreadyVoted,
    BallotNotReadable.
    """
    assembly = _voting(assembly)
    if assembly.ballots.filter(voter=voter).exists():
        raise AlreadyVoted(voter=voter)
    slips, complaints = check([Slip(voter, tuple(approves))], names=ballot_names(assembly), voted=())
    if complaints:
        raise BallotNotReadable(why=complaints[0].sentence, field=complaints[0].field)
    return _enter(assembly, slips, channel, by=by, at=at)


@act
def enter_batch(
    *, assembly: Assembly, rows: Sequence[Slip], channel: str, by: Who, at: datetime
) -> BallotBatch:
    """Enter a pile of ballots, all or none. Raises VotingClosed, or Complaints naming every line that is wrong."""
    assembly = _voting(assembly)
    voted = assembly.ballots.values_list("voter", flat=True)
    slips, complaints = check(rows, names=ballot_names(assembly), voted=voted)
    if not slips:
        complaints = [Complaint(0, "", _("There are no ballots in this list."))]
    if complaints:
        raise Complaints(complaints)
    return _enter(assembly, slips, channel, by=by, at=at)


@act
def take_back(*, assembly: Assembly, voter: str, by: Who, at: datetime) -> Assembly:
    """Take back a ballot typed wrongly, before the count. Raises VotingClosed, NoSuchBallot."""
    assembly = _voting(assembly)
    deleted, _rows = assembly.ballots.filter(voter=voter).delete()
    if not deleted:
        raise NoSuchBallot(voter=voter)
    state("assembly.ballots.taken_back", subject=assembly, by=by, at=at, data={"count": deleted})
    return assembly


def _voting(assembly: Assembly) -> Assembly:
    assembly = Assembly.objects.select_for_update().get(pk=assembly.pk)
    if assembly.state != Assembly.State.VOTING:
        raise VotingClosed(assembly=str(assembly), state=str(assembly.get_state_display()))
    return assembly


def _enter(assembly: Assembly, slips: Sequence[Slip], channel: str, *, by: Who, at: datetime) -> BallotBatch:
    batch = BallotBatch.objects.create(
        key=new_key("ballots"),
        assembly=assembly,
        channel=BallotBatch.Channel(channel),
        entered_by=ref(by),
        entered_at=at,
    )
    rows = [
        Ballot(assembly=assembly, batch=batch, voter=slip.voter, approves=list(slip.approves))
        for slip in slips
    ]
    Ballot.objects.bulk_create(rows, batch_size=1000)
    state(
        "assembly.ballots.entered",
        subject=batch,
        by=by,
        at=at,
        organisation=assembly.body.organisation or "",
        about=[assembly],
        data={
            "assembly": ref(assembly),
            "count": len(rows),
            "blank": sum(not row.approves for row in rows),
            "channel": channel,
        },
    )
    return batch
