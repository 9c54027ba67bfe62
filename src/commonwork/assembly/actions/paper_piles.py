"""Paper ballots: a pile is typed by one person, typed again by another, and settled line by line before it counts.

A line is (voter, content): in an open poll a roll number, in a sealed one the number written on the paper, which says
nothing about who filled it in. Who voted on paper in a sealed poll is marked on the roll apart from the papers.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from commonwork.assembly import board, poll_refusals, sealing
from commonwork.assembly.ballot_box import put, sealed_bytes, taking_votes
from commonwork.assembly.models import PaperBatch, Poll, PollBallot, PollVoter, SealedBallot
from commonwork.assembly.poll_queries import paper_of, roll_of
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.rules.refusal import Complaint, Complaints, Refusal

MOST_LINES = 5_000


class Line(NamedTuple):
    """One paper as typed; `line` is its place in the list."""

    voter: str
    content: str
    line: int = 0


class Difference(NamedTuple):
    """A paper that the two readings read differently; None where one of them left it out."""

    voter: str
    first: str | None
    second: str | None


@act
def type_first(
    *, poll: Poll, name: str, paper_count: int, lines: Sequence[Line], by: Who, at: datetime
) -> PaperBatch:
    """Type a pile for the first time. Nothing counts yet.

    Raises VotingNotOpen, PileNameTaken, PileNotReconciled, Complaints with every line that is wrong.
    """
    poll = taking_votes(poll, at)
    if poll.batches.exclude(state=PaperBatch.State.THROWN).filter(name=name.strip()).exists():
        raise poll_refusals.PileNameTaken(pile=name.strip())
    reading = _checked(poll, lines, paper_count)
    batch = PaperBatch.objects.create(
        key=new_key("pile"),
        poll=poll,
        name=name.strip(),
        paper_count=paper_count,
        first=reading,
        first_by=ref(by),
        typed_at=at,
    )
    _state("assembly.poll.pile_typed", poll, by=by, at=at, count=paper_count)
    return batch


@act
def type_second(*, batch: PaperBatch, lines: Sequence[Line], by: Who, at: datetime) -> PaperBatch:
    """Type a pile again, by somebody else. Where both readings agree it is settled; otherwise differences wait.

    Raises VotingNotOpen, NotInThatState, SecondReaderNeeded, PileNotReconciled, Complaints.
    """
    poll = taking_votes(batch.poll, at)
    batch = _in_state(batch, PaperBatch.State.FIRST)
    if ref(by) == batch.first_by:
        raise poll_refusals.SecondReaderNeeded()
    batch.second, batch.second_by = _checked(poll, lines, batch.paper_count), ref(by)
    found = differences(batch)
    batch.state = PaperBatch.State.DIFFERS if found else PaperBatch.State.FIRST
    batch.save()
    _state("assembly.poll.pile_retyped", poll, by=by, at=at, differences=len(found))
    if not found:
        _settle(poll, batch, by=by, at=at)
    return batch


@act
def settle(*, batch: PaperBatch, settled: Mapping[str, str], by: Who, at: datetime) -> PaperBatch:
    """Settle the lines that differ, {voter: content}, by looking at the papers again; then the pile counts.

    Raises VotingNotOpen, NotInThatState, StillDiffers, and what `marks.Paper.spelled` refuses.
    """
    poll = taking_votes(batch.poll, at)
    batch = _in_state(batch, PaperBatch.State.DIFFERS)
    found = {row.voter for row in differences(batch)}
    if found - set(settled):
        raise poll_refusals.StillDiffers()
    paper = paper_of(poll)
    agreed = {voter: text for voter, text in batch.second if voter not in found}
    agreed |= {voter: paper.spelled(settled[voter]) for voter in found}
    if len(agreed) > batch.paper_count:
        raise poll_refusals.PileNotReconciled(papers=batch.paper_count, lines=len(agreed))
    batch.second = sorted([voter, text] for voter, text in agreed.items())
    _settle(poll, batch, by=by, at=at)
    return batch


@act
def throw_away(*, batch: PaperBatch, by: Who, at: datetime) -> PaperBatch:
    """Throw away a pile typed from the wrong papers, before it is settled. Raises NotInThatState."""
    batch = _in_state(batch, PaperBatch.State.FIRST, PaperBatch.State.DIFFERS)
    batch.state, batch.first, batch.second = PaperBatch.State.THROWN, [], []
    batch.save(update_fields=["state", "first", "second"])
    _state("assembly.poll.pile_thrown", batch.poll, by=by, at=at, count=batch.paper_count)
    return batch


@act
def mark_roll(*, poll: Poll, voters: Collection[str], by: Who, at: datetime) -> Poll:
    """Mark who handed in a paper in a sealed poll. Who has voted already is refused: that ballot counts.

    Raises VotingNotOpen, Complaints naming every number that cannot be marked.
    """
    poll = taking_votes(poll, at)
    rows = {row.number: row for row in roll_of(poll).filter(number__in=voters)}
    complaints = []
    for line, number in enumerate(voters, start=1):
        if number not in rows:
            said = poll_refusals.NotOnTheRoll(voter=number).in_words(_)
            complaints.append(Complaint(line, "voter", said))
        elif rows[number].voted_by:
            said = _("%(voter)s has voted already.") % {"voter": number}
            complaints.append(Complaint(line, "voter", said))
    if complaints:
        raise Complaints(complaints)
    PollVoter.objects.filter(pk__in=[row.pk for row in rows.values()]).update(
        voted_by=PollBallot.Channel.PAPER
    )
    _state("assembly.poll.paper_marked", poll, by=by, at=at, count=len(rows))
    return poll


def differences(batch: PaperBatch) -> list[Difference]:
    """Papers that the two readings of a pile read differently, by voter."""
    first, second = dict(batch.first), dict(batch.second)
    return [
        Difference(voter, first.get(voter), second.get(voter))
        for voter in sorted(first.keys() | second.keys())
        if first.get(voter) != second.get(voter)
    ]


def _checked(poll: Poll, lines: Sequence[Line], paper_count: int) -> list[list[str]]:
    """The reading as it is kept. Raises PileNotReconciled, Complaints."""
    if len(lines) != paper_count:
        raise poll_refusals.PileNotReconciled(papers=paper_count, lines=len(lines))
    paper, seen = paper_of(poll), dict[str, int]()
    known = None if poll.is_sealed else set(roll_of(poll).values_list("number", flat=True))
    reading: list[list[str]] = []
    complaints: list[Complaint] = []
    for row in lines:
        if row.voter in seen:
            words = {"voter": row.voter, "line": seen[row.voter]}
            said = _("%(voter)s stands on line %(line)d already.") % words
            complaints.append(Complaint(row.line, "voter", said))
        elif not row.voter or (known is not None and row.voter not in known):
            said = poll_refusals.NotOnTheRoll(voter=row.voter or "–").in_words(_)
            complaints.append(Complaint(row.line, "voter", said))
        seen.setdefault(row.voter, row.line)
        try:
            reading.append([row.voter, paper.spelled(row.content)])
        except Refusal as refusal:
            complaints.append(Complaint(row.line, "content", refusal.in_words(_)))
    if complaints:
        raise Complaints(complaints)
    return sorted(reading)


def _settle(poll: Poll, batch: PaperBatch, *, by: Who, at: datetime) -> None:
    batch.state, batch.settled_at = PaperBatch.State.SETTLED, at
    aside = 0
    if poll.is_sealed:
        for _voter, text in batch.second:
            sealed = sealed_bytes(poll, text, sealing.new_code(16))
            name = sealing.pseudonym(poll.key, sealing.new_code(20))
            SealedBallot.objects.create(poll=poll, pseudonym=name, sealed=sealed)
            board.add(poll, "sealed", {"ballot": board.bytes_hash(sealed)})
        batch.first, batch.second = [], [["", ""]] * len(batch.second)  # what was typed is sealed now
    else:
        rows = {
            row.number: row for row in roll_of(poll).filter(number__in=[line[0] for line in batch.second])
        }
        for voter, text in batch.second:
            aside += not put(poll, rows[voter], text, PollBallot.Channel.PAPER, at=at, batch=batch)
    batch.save()
    _state("assembly.poll.pile_settled", poll, by=by, at=at, count=len(batch.second), aside=aside)


def _in_state(batch: PaperBatch, *wanted: PaperBatch.State) -> PaperBatch:
    batch = PaperBatch.objects.select_for_update(of=("self",)).select_related("poll").get(pk=batch.pk)
    if batch.state not in wanted:
        raise poll_refusals.NotInThatState(poll=batch.name, state=str(batch.get_state_display()))
    return batch


def _state(kind: str, poll: Poll, *, by: Who, at: datetime, **data: int) -> None:
    organisation = poll.body.organisation or ""
    state(kind, subject=poll, by=by, at=at, organisation=organisation, data=dict(data))
