"""Recalls: ask for one, sign it, bring it to a vote, close it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from commonwork.assembly.actions import elections, polls
from commonwork.assembly.actions.days import happened
from commonwork.assembly.models import Electorate, Poll, Recall, RecallSignature, Term
from commonwork.assembly.policies_elections import RECALL_PETITION
from commonwork.assembly.poll_queries import result_of
from commonwork.assembly.queries.electorates import electors
from commonwork.charter.queries import value
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence

WHOLE = 10_000
PURPOSE = "recall"


class NotOnThatRoll(Refusal):
    sentence = sentence("Only those who stand on the {roll} can ask for a recall or sign one.")


class RecallRunning(Refusal):
    sentence = sentence("A recall of this person is under way already.")
    status = 409


class SignedAlready(Refusal):
    sentence = sentence("You have signed this recall already.")
    status = 409


class RecallNotOpen(Refusal):
    sentence = sentence("This recall takes no more signatures.")
    status = 409


class TooFewSignatures(Refusal):
    sentence = sentence("{needed} signatures are needed; there are {count}.")
    status = 409


class VoteNotCounted(Refusal):
    sentence = sentence("The vote on this recall is not counted yet.")
    status = 409


@act
def ask(
    *, term: Term, electorate: Electorate, person: Person, reason: str, on: date, by: Who, at: datetime
) -> Recall:
    """A member asks for a recall and signs it first. Signatures needed: the policy's share of the roll, rounded up.

    Raises NotServing, NotOnThatRoll, RecallRunning, StillToCome, PolicyMissing.
    """
    happened(on, at)
    term = (
        Term.objects.select_for_update(of=("self",))
        .select_related("election__office__body__organisation")
        .get(pk=term.pk)
    )
    if term.left_on is not None:
        raise elections.NotServing()
    if term.recalls.filter(state__in=[Recall.State.SIGNING, Recall.State.VOTING]).exists():
        raise RecallRunning()
    _demand_on_roll(electorate, person)
    members = electors(electorate).count()
    share = value(RECALL_PETITION, on=on, organisation=term.election.office.body.organisation)
    recall = Recall.objects.create(
        key=new_key("recall"),
        term=term,
        electorate=electorate,
        reason=reason.strip(),
        asked_on=on,
        members=members,
        needed=max(1, -(-members * share // WHOLE)),
    )
    _tell("assembly.recall.asked", recall, by=by, at=at, data={"needed": recall.needed, "members": members})
    sign(recall=recall, person=person, on=on, by=by, at=at)
    return recall


@act
def sign(*, recall: Recall, person: Person, on: date, by: Who, at: datetime) -> Recall:
    """A member signs, once. Raises RecallNotOpen, NotOnThatRoll, SignedAlready."""
    recall = _locked(recall)
    if recall.state != Recall.State.SIGNING:
        raise RecallNotOpen()
    _demand_on_roll(recall.electorate, person)
    if recall.signatures.filter(person=person).exists():
        raise SignedAlready()
    RecallSignature.objects.create(recall=recall, person=person, signed_on=on)
    data = {"count": recall.signatures.count(), "needed": recall.needed}
    _tell("assembly.recall.signed", recall, by=by, at=at, data=data)
    return recall


@act
def bring_to_vote(*, recall: Recall, by: Who, at: datetime, closes_at: datetime | None = None) -> Recall:
    """Signed by enough, it becomes a poll with yes and no on the same roll. Raises RecallNotOpen, TooFewSignatures."""
    recall = _locked(recall)
    if recall.state != Recall.State.SIGNING:
        raise RecallNotOpen()
    count = recall.signatures.count()
    if count < recall.needed:
        raise TooFewSignatures(needed=recall.needed, count=count)
    term = recall.term
    poll = polls.draft(
        body=recall.electorate.body,
        title=f"{term.election.office.name}: {term.person.name}"[:160],
        text=recall.reason,
        method=Poll.Method.MAJORITY,
        purpose=PURPOSE,
        electorate=recall.electorate.key,
        closes_at=closes_at,
        voters=elections.voters_of(recall.electorate),
        by=by,
        at=at,
    )
    recall.poll, recall.state = poll.key, Recall.State.VOTING
    recall.save(update_fields=["poll", "state"])
    _tell("assembly.recall.opened", recall, by=by, at=at, data={"poll": ref(poll)})
    return recall


@act
def close(*, recall: Recall, on: date, by: Who, at: datetime) -> Recall:
    """Take over what the vote decided; carried, the term ends on that day. Raises VoteNotCounted, OutsideTheTerm."""
    recall = _locked(recall)
    happened(on, at)
    poll = Poll.objects.filter(key=recall.poll, state=Poll.State.COUNTED).first()
    result = result_of(poll) if poll is not None else None
    if recall.state != Recall.State.VOTING or result is None:
        raise VoteNotCounted()
    is_carried = result["says"] == "decided" and result["chosen"] == ["yes"]
    recall.state, recall.closed_on = Recall.State.CARRIED if is_carried else Recall.State.FALLEN, on
    recall.save(update_fields=["state", "closed_on"])
    if is_carried and recall.term.left_on is None:
        elections.leave(term=recall.term, on=on, because=Term.Left.RECALLED, by=by, at=at)
    _tell(
        "assembly.recall.closed", recall, by=by, at=at, data={"is_carried": is_carried, "on": on.isoformat()}
    )
    return recall


def _locked(recall: Recall) -> Recall:
    rows = Recall.objects.select_for_update(of=("self",)).select_related(
        "term__election__office__body__organisation", "term__person", "electorate__body__organisation"
    )
    return rows.get(pk=recall.pk)


def _demand_on_roll(electorate: Electorate, person: Person) -> None:
    if not electors(electorate).filter(person=person).exists():
        raise NotOnThatRoll(roll=str(electorate))


def _tell(kind: str, recall: Recall, *, by: Who, at: datetime, data: Mapping[str, Any]) -> None:
    """State a fact about a recall; the person it is about is not named in it."""
    office = recall.term.election.office
    state(
        kind,
        subject=recall,
        by=by,
        at=at,
        organisation=office.body.organisation or "",
        about=[recall.term.election, office],
        data={"office": ref(office), **data},
    )
