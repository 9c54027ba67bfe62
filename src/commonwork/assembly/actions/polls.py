"""Polls: draft, change, open, close, count, call off. Casting a ballot is in `casting`, paper in `paper_piles`, the keepers
of sealed polls in `keepers`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from commonwork.assembly import board, poll_refusals, sealing
from commonwork.assembly.models import PaperBatch, Poll, PollBallot, PollOption, PollResult, PollVoter
from commonwork.assembly.poll_policies import sealed_from
from commonwork.assembly.poll_queries import ballot_count, blank_count, roll_of, standing_options
from commonwork.assembly.tallies import result_json
from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import key_from, new_key
from commonwork.registry.models import Body, Person
from commonwork.rules.counting.majority import HALF, NotAShare

ONE_WINNER = (Poll.Method.IRV, Poll.Method.SCHULZE)
FIXED = {"state", "key", "body", "opened_at", "closed_at", "counted_at", "sealing_key", "pk", "id"}


class Option(NamedTuple):
    """Something to vote on, as it is put on the ballot paper."""

    title: str
    key: str = ""
    text: str = ""
    cost_minor: int | None = None
    person: Person | None = None
    class_key: str = ""
    category: str = ""
    district: str = ""
    excludes: tuple[str, ...] = ()


class Voter(NamedTuple):
    """One line of a roll."""

    number: str
    person: Person | None = None
    weight: int = 1
    class_key: str = ""


@act
def draft(
    *,
    body: Body,
    title: str,
    method: str,
    by: Who,
    at: datetime,
    options: Sequence[Option] = (),
    voters: Sequence[Voter] = (),
    key: str = "",
    **rules: Any,
) -> Poll:
    """Prepare a vote. `rules`: any of the rule fields of a Poll (seats, secrecy, quorum_bp, threshold, points ...).

    Raises KeyTaken, NotAShare, ClosesBeforeItOpens.
    """
    assert not FIXED & set(rules), f"set by acts only: {FIXED & set(rules)}"
    poll = Poll(key=key or new_key("poll"), body=body, title=title.strip(), method=method, **rules)
    _check_rules(poll)
    if poll.is_budget and not poll.budget_rule:
        poll.budget_rule = Poll.BudgetRule.EQUAL_SHARES
    poll.save()
    _put_options(poll, options)
    _put_voters(poll, voters)
    _state("assembly.poll.drafted", poll, by=by, at=at, data={"method": poll.method, "secrecy": poll.secrecy})
    return poll


@act
def change(
    *,
    poll: Poll,
    by: Who,
    at: datetime,
    body: Body | None = None,
    options: Sequence[Option] | None = None,
    voters: Sequence[Voter] | None = None,
    **rules: Any,
) -> Poll:
    """Change a vote before it opens; options and voters given replace those there are.

    Raises NotInThatState, KeyTaken, NotAShare, ClosesBeforeItOpens.
    """
    assert not FIXED & set(rules), f"set by acts only: {FIXED & set(rules)}"
    poll = in_state(poll, Poll.State.DRAFT)
    poll.body = body or poll.body
    for name, value in rules.items():
        setattr(poll, name, value)
    _check_rules(poll)
    poll.save()
    if options is not None:
        poll.options.all().delete()
        _put_options(poll, options)
    if voters is not None:
        poll.voters.all().delete()
        _put_voters(poll, voters)
    _state("assembly.poll.changed", poll, by=by, at=at, data={"fields": sorted(rules)})
    return poll


@act
def open(*, poll: Poll, by: Who, at: datetime) -> Poll:
    """Open the voting: rule, quorum, roll and options are fixed from here on.

    Raises NotInThatState, NothingToChoose, NobodyOnTheRoll, BudgetMissing, PointsMissing, OneSeatOnly, ClosePassed,
    NoWeights, TooFewForSealed, WeightsTellVoters, KeepersMissing.
    """
    poll = in_state(poll, Poll.State.DRAFT)
    if poll.closes_at is not None and poll.closes_at <= at:
        raise poll_refusals.ClosePassed()
    voters = poll.voters.count()
    if not voters:
        raise poll_refusals.NobodyOnTheRoll()
    options = list(standing_options(poll))
    _check_ballot(poll, options)
    is_weighted = poll.voters.exclude(weight=1).exists()
    if is_weighted and poll.is_budget:
        raise poll_refusals.NoWeights()
    if poll.is_sealed:
        _check_sealed(poll, voters, is_weighted=is_weighted, at=at)
        poll.sealing_key = _share_key(poll)
    poll.state, poll.opened_at = Poll.State.OPEN, at
    poll.save()
    board.add(poll, "opened", board.definition(poll, options))
    _state("assembly.poll.opened", poll, by=by, at=at, data={"voters": voters, "options": len(options)})
    return poll


@act
def close(*, poll: Poll, by: Who, at: datetime, present_count: int | None = None) -> Poll:
    """Close the voting. `present_count`: people counted in the room, where quorum or threshold ask for them.

    Raises NotInThatState, TooEarlyToClose, PileOpen, PaperNotReconciled.
    """
    poll = in_state(poll, Poll.State.OPEN)
    if poll.closes_at is not None and at < poll.closes_at:
        raise poll_refusals.TooEarlyToClose(until=f"{poll.closes_at:%Y-%m-%d %H:%M}")
    unsettled = poll.batches.filter(state__in=[PaperBatch.State.FIRST, PaperBatch.State.DIFFERS]).first()
    if unsettled is not None:
        raise poll_refusals.PileOpen(pile=unsettled.name)
    if poll.is_sealed:
        _reconcile_paper(poll)
    poll.state, poll.closed_at = Poll.State.CLOSED, at
    if present_count is not None:
        poll.present_count = present_count
    poll.save(update_fields=["state", "closed_at", "present_count"])
    board.add(poll, "closed", board.closing(poll))
    _state("assembly.poll.closed", poll, by=by, at=at, data={"count": ballot_count(poll)})
    return poll


@act
def count(*, poll: Poll, by: Who, at: datetime, seed: str = "") -> Poll:
    """Count the ballots by the rule fixed at the opening; every step is kept. `seed`: public text for lots, drawn after
    the close where it was not fixed before. Raises NotInThatState, StillSealed, NoBallots, MorePresentThanRoll."""
    poll = in_state(poll, Poll.State.CLOSED)
    if poll.is_sealed and poll.sealed_ballots.exists():
        done = poll.keepers.exclude(handed_in=None).count()
        raise poll_refusals.StillSealed(needed=poll.keepers_needed, done=done)
    poll.seed = poll.seed or seed
    ballots = ballot_count(poll)
    if not ballots:
        raise poll_refusals.NoBallots()
    content = result_json(poll)
    poll.state, poll.counted_at = Poll.State.COUNTED, at
    poll.save(update_fields=["state", "counted_at", "seed"])
    PollResult.objects.create(poll=poll, content=content, counted_at=at)
    if not poll.is_sealed:
        board.add(poll, "ballots", board.opened_ballots(poll))
    board.add(poll, "counted", {"seed": poll.seed, "result": board.hashed(content)})
    data = {"count": ballots, "blank": blank_count(poll), "head": board.head(poll)}
    _state("assembly.poll.counted", poll, by=by, at=at, data=data)
    return poll


@act
def void(*, poll: Poll, by: Who, at: datetime) -> Poll:
    """Call a vote off before it is counted. Raises NotInThatState."""
    poll = in_state(poll, Poll.State.DRAFT, Poll.State.OPEN, Poll.State.CLOSED)
    poll.state = Poll.State.VOID
    poll.save(update_fields=["state"])
    if poll.opened_at is not None:
        board.add(poll, "void", {})
    _state("assembly.poll.voided", poll, by=by, at=at, data={})
    return poll


def in_state(poll: Poll, *wanted: Poll.State) -> Poll:
    """The poll, locked, in one of these states. Raises NotInThatState."""
    poll = Poll.objects.select_for_update(of=("self",)).select_related("body__organisation").get(pk=poll.pk)
    if poll.state not in wanted:
        raise poll_refusals.NotInThatState(poll=poll.title, state=str(poll.get_state_display()))
    return poll


def _state(kind: str, poll: Poll, *, by: Who, at: datetime, data: dict[str, Any]) -> None:
    body = poll.body
    state(kind, subject=poll, by=by, at=at, organisation=body.organisation or "", about=[body], data=data)


def _check_rules(poll: Poll) -> None:
    try:
        share = poll.fraction
    except (ValueError, ZeroDivisionError):
        raise NotAShare() from None
    if not HALF <= share <= 1:
        raise NotAShare()
    if poll.opens_at and poll.closes_at and poll.closes_at <= poll.opens_at:
        raise poll_refusals.ClosesBeforeItOpens()


def _check_ballot(poll: Poll, options: Sequence[PollOption]) -> None:
    """What is on the paper suits the method."""
    least = 0 if poll.method == Poll.Method.MAJORITY else 1
    if len(options) < least:
        raise poll_refusals.NothingToChoose(least=least)
    if poll.is_budget and (poll.budget_minor is None or not all(option.cost_minor for option in options)):
        raise poll_refusals.BudgetMissing()
    needs_points = {Poll.Method.DOTS: poll.points, Poll.Method.BUDGET_POINTS: poll.points}
    if not needs_points.get(Poll.Method(poll.method), True):
        raise poll_refusals.PointsMissing()
    if poll.method == Poll.Method.SCORE and not poll.most_each:
        raise poll_refusals.PointsMissing(field="most_each")
    if poll.method in ONE_WINNER and poll.seats != 1:
        raise poll_refusals.OneSeatOnly(seats=poll.seats)


def _check_sealed(poll: Poll, voters: int, *, is_weighted: bool, at: datetime) -> None:
    least = sealed_from(on=at.date(), organisation=poll.body.organisation)
    if voters < least:
        raise poll_refusals.TooFewForSealed(roll=voters, least=least)
    if is_weighted:
        raise poll_refusals.WeightsTellVoters()
    ready = poll.keepers.exclude(public_bytes=None).count()
    named = poll.keepers.count()
    if ready < max(2, poll.keepers_needed) or ready < named:
        raise poll_refusals.KeepersMissing(needed=max(2, poll.keepers_needed, named), ready=ready)


def _share_key(poll: Poll) -> bytes:
    """Make the key of a sealed poll, seal a part to each keeper and forget the key; returns its public half."""
    keepers = list(poll.keepers.order_by("number"))
    key = sealing.new_key()
    parts = sealing.split(key, needed=poll.keepers_needed, of=len(keepers))
    for keeper, (number, part) in zip(keepers, parts, strict=True):
        assert keeper.number == number and keeper.public_bytes is not None, "keepers are numbered from 1"
        keeper.sealed_part = sealing.seal(bytes(keeper.public_bytes), sealing.as_bytes(part))
        keeper.save(update_fields=["sealed_part"])
    return sealing.public_of(key)


def _reconcile_paper(poll: Poll) -> None:
    """As many papers as marks on the roll: in a sealed poll nothing else ties them together."""
    settled = poll.batches.filter(state=PaperBatch.State.SETTLED)
    papers = sum(len(batch.second) for batch in settled)
    marks = roll_of(poll).filter(voted_by=PollBallot.Channel.PAPER).count()
    if papers != marks:
        raise poll_refusals.PaperNotReconciled(papers=papers, marks=marks)


def _put_options(poll: Poll, options: Iterable[Option]) -> None:
    rows = [
        PollOption(poll=poll, number=number, **_option_fields(option, number))
        for number, option in enumerate(options, start=1)
    ]
    keys = [row.key for row in rows]
    if len(set(keys)) < len(keys):
        raise poll_refusals.KeyTaken()
    PollOption.objects.bulk_create(rows)


def _option_fields(option: Option, number: int) -> dict[str, Any]:
    fields = option._asdict()
    key = option.key or key_from(option.title) or f"option_{number}"
    return fields | {"key": key, "title": option.title.strip(), "excludes": list(option.excludes)}


def _put_voters(poll: Poll, voters: Iterable[Voter]) -> None:
    rows = [PollVoter(poll=poll, **voter._asdict()) for voter in voters]
    PollVoter.objects.bulk_create(rows, batch_size=1000)
