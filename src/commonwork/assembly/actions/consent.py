"""Consent rounds: open one, answer, take an objection back, meet objections with a changed text, close, escalate."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from commonwork.assembly.actions import decisions
from commonwork.assembly.actions.motions import NothingChanged, TextMissing
from commonwork.assembly.models import ConsentAnswer, ConsentRound, Electorate, Motion
from commonwork.assembly.motion_steps import locked, must_not_be_asked, write_version
from commonwork.assembly.policies_rolls import CONSENT_DAYS, QUORUM_BP, decided
from commonwork.assembly.queries.consent import aims, counts, standing_objections, taking_part
from commonwork.assembly.queries.electorates import elector_of
from commonwork.assembly.queries.motions import latest_version
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence
from commonwork.rules.show_of_hands import quorum_of
from commonwork.ui.dates import day


class RollOfAnotherBody(Refusal):
    sentence = sentence("That roll belongs to another body, or has not been affirmed.")
    field = "electorate"


class RoundIsClosed(Refusal):
    sentence = sentence("This round is closed.")
    status = 409


class NotOnThisRoll(Refusal):
    sentence = sentence("You do not stand on the roll this round is asked on.")


class VotePassedOn(Refusal):
    sentence = sentence("You passed on your vote. Take it back to answer yourself.")


class ReasonNeeded(Refusal):
    sentence = sentence("An objection says why: what in the text would harm us, and how?")
    field = "reason"


class AimNeeded(Refusal):
    sentence = sentence("An objection is tied to an aim: say which one the text would harm.")
    field = "aim"


class NoObjectionOfYours(Refusal):
    sentence = sentence("You have no objection here that could be taken back.")
    status = 409


class NoObjectionToMeet(Refusal):
    sentence = sentence("Nobody objects. The round can be closed as it is.")


class ObjectionsStand(Refusal):
    sentence = sentence(
        "{count} objections stand. Meet them with a changed text, or let those who made them take them back."
    )
    status = 409


class StillOpen(Refusal):
    sentence = sentence(
        "The round is open until the end of {last}: not everyone on the roll has answered yet."
    )
    status = 409


@act
def open_round(
    *,
    motion: Motion,
    electorate: Electorate,
    on: date,
    by: Who,
    at: datetime,
    closes_on: date | None = None,
    key: str = "",
) -> ConsentRound:
    """Ask everyone on an affirmed roll whether the text as it stands may go ahead.

    Quorum and length are those of the policies on that day. Raises NotInThatStage, RoundIsOpen, RollOfAnotherBody,
    PolicyMissing.
    """
    motion = locked(motion, Motion.State.OPEN)
    must_not_be_asked(motion)
    if electorate.body_id != motion.body_id or not electorate.is_affirmed:
        raise RollOfAnotherBody()
    days = int(decided(CONSENT_DAYS, on=on, body=motion.body))
    row = ConsentRound.objects.create(
        key=key or new_key("round"),
        motion=motion,
        number=motion.rounds.count() + 1,
        version=latest_version(motion),
        electorate=electorate,
        quorum_bp=int(decided(QUORUM_BP, on=on, body=motion.body)),
        opened_at=at,
        closes_on=closes_on or on + timedelta(days=days),
    )
    data = {"round": row.number, "version": row.version.number, "closes_on": row.closes_on.isoformat()}
    _state("assembly.consent.opened", row, by=by, at=at, data=data)
    return row


@act
def answer(
    *,
    consent_round: ConsentRound,
    person: Person,
    answer: str,
    by: Who,
    at: datetime,
    reason: str = "",
    aim: str = "",
) -> ConsentRound:
    """Agree, abstain, stand aside or object; it can be changed while the round is open.

    The fact says that someone answered, not what. Raises RoundIsClosed, NotOnThisRoll, VotePassedOn, ReasonNeeded,
    AimNeeded.
    """
    row = _open_round(consent_round)
    if timezone.localdate(at) > row.closes_on:
        raise RoundIsClosed()
    elector = elector_of(row.electorate, person)
    if elector is None:
        raise NotOnThisRoll()
    if elector.delegated_to_id is not None:
        raise VotePassedOn()
    said, reason = ConsentAnswer.Answer(answer), reason.replace("\r\n", "\n").strip()
    objects = said == ConsentAnswer.Answer.OBJECT
    if objects and len(reason.split()) < 3:
        raise ReasonNeeded()
    if objects and aim not in dict(aims(row.motion, on=timezone.localdate(at))):
        raise AimNeeded()
    ConsentAnswer.objects.update_or_create(
        round=row,
        elector=elector,
        defaults={
            "answer": said,
            "reason": reason,
            "aim": aim if objects else "",
            "answered_at": at,
            "taken_back_at": None,
        },
    )
    _state("assembly.consent.answered", row, by=by, at=at, data={"count": row.answers.count()})
    return row


@act
def take_back(*, consent_round: ConsentRound, person: Person, by: Who, at: datetime) -> ConsentRound:
    """Take back one's objection; the reason stays to be read. Raises RoundIsClosed, NoObjectionOfYours."""
    row = _open_round(consent_round)
    said = row.answers.select_for_update().filter(elector__person=person).first()
    if said is None or not said.is_standing_objection:
        raise NoObjectionOfYours()
    said.taken_back_at = at
    said.save(update_fields=["taken_back_at"])
    count = standing_objections(row).count()
    _state("assembly.consent.objection_taken_back", row, by=by, at=at, data={"count": count})
    return row


@act
def amend(
    *,
    consent_round: ConsentRound,
    text: str,
    why: str,
    on: date,
    by: Who,
    at: datetime,
    person: Person | None = None,
) -> ConsentRound:
    """Meet the standing objections with a changed text and ask again: the round ends, the next one opens on it.

    Returns the new round, on the same roll. Raises RoundIsClosed, NoObjectionToMeet, TextMissing, NothingChanged.
    """
    row = _open_round(consent_round)
    objections = list(standing_objections(row))
    if not objections:
        raise NoObjectionToMeet()
    motion = locked(row.motion, Motion.State.OPEN)
    text = text.replace("\r\n", "\n").strip()
    if not (text and why.strip()):
        raise TextMissing()
    if text == row.version.text:
        raise NothingChanged()
    version = write_version(motion, title=motion.title, text=text, why=why, person=person, at=at)
    for one in objections:
        one.met_by = version
        one.save(update_fields=["met_by"])
    _end(row, ConsentRound.Outcome.AMENDED, at)
    data = {"round": row.number, "version": version.number, "count": len(objections)}
    _state("assembly.consent.amended", row, by=by, at=at, data=data)
    return open_round(motion=motion, electorate=row.electorate, on=on, by=by, at=at)


@act
def close(*, consent_round: ConsentRound, on: date, by: Who, at: datetime) -> ConsentRound:
    """End a round: consent when nobody objects and enough took part, which is a decision; else too few took part.

    It can be closed once everyone has answered or its last day is over. Raises RoundIsClosed, StillOpen,
    ObjectionsStand, and what `decisions.record` raises.
    """
    row = _open_round(consent_round)
    objections = standing_objections(row).count()
    if objections:
        raise ObjectionsStand(count=objections)
    has, of = taking_part(row)
    if has < of and on <= row.closes_on:
        raise StillOpen(last=day(row.closes_on))
    if has < quorum_of(of, row.quorum_bp):
        _end(row, ConsentRound.Outcome.NO_QUORUM, at)
        _state("assembly.consent.no_quorum", row, by=by, at=at, data={"count": has, "of": of})
        return row
    decision = decisions.record(
        body=row.motion.body,
        title=row.version.title,
        text=row.version.text,
        on=on,
        how="consent",
        motion=row.motion,
        source=row,
        tally=counts(row),
        by=by,
        at=at,
    )
    row.decision = decision
    _end(row, ConsentRound.Outcome.CONSENT, at)
    data = {"count": has, "of": of, "decision": ref(decision)}
    _state("assembly.consent.reached", row, by=by, at=at, data=data)
    return row


@act
def withdraw(*, consent_round: ConsentRound, by: Who, at: datetime) -> ConsentRound:
    """End a round without a decision; the motion stays open. Raises RoundIsClosed."""
    row = _open_round(consent_round)
    _end(row, ConsentRound.Outcome.WITHDRAWN, at)
    _state("assembly.consent.withdrawn", row, by=by, at=at, data={"round": row.number})
    return row


@act
def escalate(*, consent_round: ConsentRound, by: Who, at: datetime) -> ConsentRound:
    """No consent can be found: the motion goes to a vote. The motion stays open. Raises RoundIsClosed."""
    row = _open_round(consent_round)
    _end(row, ConsentRound.Outcome.ESCALATED, at)
    data = {"round": row.number, "count": standing_objections(row).count()}
    _state("assembly.consent.escalated", row, by=by, at=at, data=data)
    return row


def _open_round(row: ConsentRound) -> ConsentRound:
    rows = ConsentRound.objects.select_for_update(of=("self",))
    row = rows.select_related("motion__body__organisation", "version", "electorate__body").get(pk=row.pk)
    if not row.is_open:
        raise RoundIsClosed()
    return row


def _end(row: ConsentRound, outcome: ConsentRound.Outcome, at: datetime) -> None:
    row.outcome, row.closed_at = outcome, at
    row.save(update_fields=["outcome", "closed_at", "decision"])


def _state(kind: str, row: ConsentRound, *, by: Who, at: datetime, data: dict[str, Any]) -> None:
    body = row.motion.body
    state(
        kind,
        subject=row,
        by=by,
        at=at,
        organisation=body.organisation or "",
        about=[body, row.motion],
        data=data,
    )
