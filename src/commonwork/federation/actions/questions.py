"""Questions to the delegates: ask, instruct a delegate, vote, close."""

from datetime import date, datetime

from commonwork.federation.actions.days import demand_come
from commonwork.federation.models import (
    Affiliation,
    Answer,
    DelegateTerm,
    DelegateVote,
    Instruction,
    Question,
)
from commonwork.federation.queries import delegates as queries
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Body
from commonwork.rules.refusal import Refusal, sentence


class AlreadyAsked(Refusal):
    sentence = sentence("The delegates have this application before them already.")
    status = 409


class ApplicationAnswered(Refusal):
    sentence = sentence("This application was answered on {on}.")
    status = 409


class VoteIsClosed(Refusal):
    sentence = sentence("This vote closed on {on}.")
    status = 409


class NotInThisVote(Refusal):
    sentence = sentence("This delegate has no vote on this question.")
    field = "answer"


class OutsideTheMandate(Refusal):
    sentence = sentence("The mandate is bound: the co-op has decided “{told}”. Ask the co-op to decide anew.")
    field = "answer"


class InstructionMissing(Refusal):
    sentence = sentence("The mandate is bound, and the co-op has not decided yet how to vote on this.")
    field = "answer"


class NobodyVoted(Refusal):
    sentence = sentence("Nobody has voted yet; a vote closes with at least one answer.")
    status = 409


@act
def ask(
    *, body: Body, text: str, on: date, by: Who, at: datetime, affiliation: Affiliation | None = None
) -> Question:
    """Put a question before the delegates of a body. Raises AlreadyAsked, ApplicationAnswered, StillToCome."""
    demand_come(on, at)
    if affiliation is not None:
        if affiliation.decided_on:
            raise ApplicationAnswered(on=affiliation.decided_on.isoformat())
        if Question.objects.filter(affiliation=affiliation).exists():
            raise AlreadyAsked()
    question = Question.objects.create(
        key=new_key("question"), body=body, text=text, affiliation=affiliation, asked_on=on
    )
    state(
        "federation.question.asked",
        subject=question,
        by=by,
        at=at,
        organisation=body.organisation or "",
        about=[body, *([affiliation, affiliation.organisation] if affiliation else [])],
        data={"body": ref(body), "on": on.isoformat()},
    )
    return question


@act
def instruct(
    *, term: DelegateTerm, question: Question, answer: str, on: date, by: Who, at: datetime
) -> DelegateTerm:
    """A co-op tells its delegate how to vote; told anew, the latest counts, and a vote that is no longer within a bound
    mandate is taken off. Raises VoteIsClosed, NotInThisVote, StillToCome."""
    demand_come(on, at)
    question = _open(question)
    _entitled(term, question, on)
    Instruction.objects.update_or_create(
        term=term, question=question, defaults={"answer": Answer(answer), "given_on": on}
    )
    if term.mandate == DelegateTerm.Mandate.BOUND:
        DelegateVote.objects.filter(term=term, question=question).exclude(answer=answer).delete()
    state(
        "federation.delegate.instructed",
        subject=term,
        by=by,
        at=at,
        organisation=term.organisation,
        about=[term.person, question],
        data={"person": ref(term.person), "question": ref(question), "on": on.isoformat()},
    )
    return term


@act
def vote(*, term: DelegateTerm, question: Question, answer: str, on: date, by: Who, at: datetime) -> Question:
    """A delegate votes; again until the close, the last counts. A bound mandate is kept. Raises VoteIsClosed,
    NotInThisVote, InstructionMissing, OutsideTheMandate, StillToCome."""
    demand_come(on, at)
    question = _open(question)
    _entitled(term, question, on)
    if term.mandate == DelegateTerm.Mandate.BOUND:
        told = Instruction.objects.filter(term=term, question=question).first()
        if told is None:
            raise InstructionMissing()
        if told.answer != answer:
            raise OutsideTheMandate(told=str(told.get_answer_display()))
    DelegateVote.objects.update_or_create(
        term=term, question=question, defaults={"answer": Answer(answer), "voted_on": on}
    )
    state(
        "federation.delegate.voted",
        subject=question,
        by=by,
        at=at,
        organisation=term.organisation,
        about=[term, term.person],
        data={"person": ref(term.person), "answer": str(answer), "on": on.isoformat()},
    )
    return question


@act
def close(*, question: Question, on: date, by: Who, at: datetime) -> Question:
    """Close a vote and keep its counts. Raises VoteIsClosed, NobodyVoted, StillToCome."""
    demand_come(on, at)
    question = _open(question)
    counted = queries.tally(question, on=on)
    if not (counted.yes or counted.no or counted.abstain):
        raise NobodyVoted()
    question.closed_on = on
    question.yes_count, question.no_count = counted.yes, counted.no
    question.abstain_count = counted.abstain
    question.save(update_fields=["closed_on", "yes_count", "no_count", "abstain_count"])
    state(
        "federation.question.closed",
        subject=question,
        by=by,
        at=at,
        organisation=question.body.organisation or "",
        about=[question.body],
        data={"yes": counted.yes, "no": counted.no, "abstain": counted.abstain, "on": on.isoformat()},
    )
    return question


def _open(question: Question) -> Question:
    question = (
        Question.objects.select_for_update(of=("self",))
        .select_related("body__organisation", "affiliation__organisation")
        .get(pk=question.pk)
    )
    if question.closed_on is not None:
        raise VoteIsClosed(on=question.closed_on.isoformat())
    return question


def _entitled(term: DelegateTerm, question: Question, on: date) -> None:
    if not queries.may_answer(question, on=on).filter(pk=term.pk).exists():
        raise NotInThisVote()
