"""One-visit codes: made for voters of a roll, shown once to be printed or mailed, stored as keyed hashes."""

from collections.abc import Collection, Sequence
from datetime import datetime

from commonwork.assembly import poll_refusals, sealing
from commonwork.assembly.actions.polls import in_state
from commonwork.assembly.ballot_reads import line_of_code
from commonwork.assembly.models import Poll, PollVoter
from commonwork.assembly.poll_queries import roll_of
from commonwork.assembly.voting_letters import VoteLetter
from commonwork.gatherings.actions.letters import write
from commonwork.record.acts import Who, act, state

LETTERS = 12


@act
def make(
    *, poll: Poll, codes: dict[str, str], by: Who, at: datetime, letters: Sequence[VoteLetter] = ()
) -> Poll:
    """Store the hashes of codes, {roll number: code}, and send the letters; a new code takes the place of an old one.

    Raises NotInThatState, NotOnTheRoll.
    """
    poll = in_state(poll, Poll.State.DRAFT, Poll.State.OPEN)
    rows = {row.number: row for row in roll_of(poll).filter(number__in=codes)}
    for number, code in codes.items():
        if number not in rows:
            raise poll_refusals.NotOnTheRoll(voter=number)
        rows[number].code_hash = sealing.code_hash(poll.key, code)
    PollVoter.objects.bulk_update(rows.values(), ["code_hash"], batch_size=1000)
    for letter in letters:
        write(
            address=letter.address,
            subject=letter.subject,
            text=letter.text,
            about=poll,
            at=at,
            person=letter.person,
        )
    state(
        "assembly.poll.codes_made",
        subject=poll,
        by=by,
        at=at,
        organisation=poll.body.organisation or "",
        data={"count": len(rows), "mailed": len(letters)},
    )
    return poll


def drawn(numbers: Collection[str]) -> dict[str, str]:
    """Fresh random codes, {roll number: code}."""
    return {number: sealing.new_code(LETTERS) for number in numbers}


def voter_with(poll: Poll, code: str) -> PollVoter:
    """The line of the roll that a code belongs to. Raises NotSuchACode."""
    typed = sealing.typed(code)
    row = line_of_code(poll, sealing.code_hash(poll.key, typed)) if typed else None
    if row is None:
        raise poll_refusals.NotSuchACode()
    return row
