"""Keepers of a sealed poll: name them, let each make a code, hand in the parts, and open the shuffled ballots."""

from collections.abc import Sequence
from datetime import datetime

from commonwork.assembly import board, poll_refusals, sealing
from commonwork.assembly.actions.polls import in_state
from commonwork.assembly.models import Poll, PollBallot, PollKeeper
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Person

CODE_LETTERS = 24


@act
def name(*, poll: Poll, people: Sequence[Person], needed: int, by: Who, at: datetime) -> Poll:
    """Name the keepers of a poll in preparation; `needed` of them must come together to open the ballots.

    Raises NotInThatState, TooFewKeepers.
    """
    poll = in_state(poll, Poll.State.DRAFT)
    if needed < 2 or len(people) < needed or len({person.pk for person in people}) < len(people):
        raise poll_refusals.TooFewKeepers(needed=max(2, needed))
    poll.keepers.all().delete()
    PollKeeper.objects.bulk_create(
        PollKeeper(poll=poll, number=number, person=person) for number, person in enumerate(people, start=1)
    )
    poll.keepers_needed = needed
    poll.save(update_fields=["keepers_needed"])
    _state("assembly.poll.keepers_named", poll, by=by, at=at, count=len(people), needed=needed)
    return poll


@act
def make_ready(*, keeper: PollKeeper, code: str, by: Who, at: datetime) -> Poll:
    """Take a keeper's code: only its public half is stored. A new code before the opening takes the old one's place.

    Raises NotInThatState, WrongKeeperCode for a code that is too short.
    """
    poll = in_state(keeper.poll, Poll.State.DRAFT)
    if len(sealing.typed(code)) < CODE_LETTERS:
        raise poll_refusals.WrongKeeperCode()
    public = sealing.public_of(sealing.code_key(poll.key, code))
    PollKeeper.objects.filter(pk=keeper.pk).update(public_bytes=public)
    _state("assembly.poll.keeper_ready", poll, by=by, at=at, keeper=keeper.number)
    return poll


@act
def hand_in(*, keeper: PollKeeper, code: str, by: Who, at: datetime) -> Poll:
    """Hand in a keeper's part after the close; the one that makes them enough opens the ballots.

    Raises NotInThatState, WrongKeeperCode.
    """
    poll = in_state(keeper.poll, Poll.State.CLOSED)
    keeper = PollKeeper.objects.get(pk=keeper.pk)
    assert keeper.sealed_part is not None, "the keepers of a closed poll have their parts"
    try:
        part = sealing.unseal(sealing.code_key(poll.key, code), bytes(keeper.sealed_part))
    except sealing.NotOpened:
        raise poll_refusals.WrongKeeperCode() from None
    PollKeeper.objects.filter(pk=keeper.pk).update(handed_in=sealing.keep(part), has_opened=True)
    _state("assembly.poll.part_handed_in", poll, by=by, at=at, keeper=keeper.number)
    handed = list(poll.keepers.exclude(handed_in=None))
    if len(handed) >= poll.keepers_needed and poll.sealed_ballots.exists():
        parts = [(row.number, sealing.kept(bytes(row.handed_in))) for row in handed if row.handed_in]
        _open_ballots(poll, sealing.joined(sealing.numbers_of(parts)), by=by, at=at)
    return poll


def _open_ballots(poll: Poll, key: int, *, by: Who, at: datetime) -> None:
    """Unseal all ballots, put them in the order of their random receipt codes, and take away all that led here."""
    assert poll.sealing_key is not None and sealing.public_of(key) == bytes(poll.sealing_key), "the key fits"
    sealed = poll.sealed_ballots.values_list("sealed", flat=True)
    opened = [sealing.ballot_of(sealing.unseal(key, bytes(one))) for one in sealed]
    PollBallot.objects.bulk_create(
        [
            PollBallot(poll=poll, voter=receipt, content=text, channel=PollBallot.Channel.SEALED, cast_at=at)
            for text, receipt in sorted(opened, key=lambda one: one[1])
        ],
        batch_size=1000,
    )
    poll.sealed_ballots.all().delete()
    poll.keepers.update(handed_in=None, sealed_part=None)
    board.add(poll, "ballots", board.opened_ballots(poll))
    _state("assembly.poll.unsealed", poll, by=by, at=at, count=len(opened))


def _state(kind: str, poll: Poll, *, by: Who, at: datetime, **data: int) -> None:
    organisation = poll.body.organisation or ""
    state(
        kind, subject=poll, by=by, at=at, organisation=organisation, about=[ref(poll.body)], data=dict(data)
    )
