"""The committee's decision with its minutes: who chaired, who was there, what is asked for first."""

from collections.abc import Sequence
from datetime import date, datetime

from commonwork.bank.actions import loans
from commonwork.bank.actions.reviews import declared
from commonwork.bank.models import CommitteeVote, Loan, LoanCondition, Minutes, MinutesPresence
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.registry.queries import memberships
from commonwork.rules.refusal import Refusal, sentence


class ChairHasConflict(Refusal):
    sentence = sentence(
        "Who declared a conflict of interest, or belongs to {borrower}, cannot chair this decision."
    )
    field = "chair"


class ConditionsOnNo(Refusal):
    sentence = sentence(
        "Conditions go with a yes. With not now, say in the minutes what would have to change."
    )
    field = "conditions"


@act
def record(
    *,
    loan: Loan,
    is_approved: bool,
    reason: str,
    chair: Person,
    present: Sequence[Person],
    words: str,
    conditions: Sequence[tuple[str, str]],
    on: date,
    by: Who,
    at: datetime,
) -> Loan:
    """Put down what the committee decided, with its minutes. Who voted was there. conditions: (before what, text).

    Raises ChairHasConflict, ConditionsOnNo and what `loans.decide` raises.
    """
    if conditions and not is_approved:
        raise ConditionsOnNo()
    is_own = memberships(on=on, organisation=loan.borrower).filter(person=chair).exists()
    if is_own or declared(loan, chair):
        raise ChairHasConflict(borrower=loan.borrower.name)
    loan = loans.decide(loan=loan, is_approved=is_approved, reason=reason, on=on, by=by, at=at)
    minutes = Minutes.objects.create(
        key=new_key("minutes"), loan=loan, chair=chair, held_on=on, words=words.strip()
    )
    voted = CommitteeVote.objects.filter(loan=loan).select_related("person")
    there = {person.pk: person for person in [chair, *present, *(vote.person for vote in voted)]}
    MinutesPresence.objects.bulk_create(
        MinutesPresence(minutes=minutes, person=one) for one in there.values()
    )
    for before, text in conditions:
        LoanCondition.objects.create(
            key=new_key("condition"), loan=loan, before=LoanCondition.Before(before), text=text.strip()
        )
    state(
        "bank.decision.minuted",
        subject=minutes,
        by=by,
        at=at,
        organisation=loan.lender,
        about=[loan],
        data={
            "on": on.isoformat(),
            "loan": ref(loan),
            "borrower": ref(loan.borrower),
            "chair": ref(chair),
            "present_count": len(there),
            "conditions_count": len(conditions),
        },
    )
    return loan
