"""Votes of the loan committee: cast."""

from datetime import date, datetime

from commonwork.bank.actions.lock import demand_come, locked
from commonwork.bank.models import CommitteeVote, Loan, LoanReview
from commonwork.bank.queries import tally
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Person
from commonwork.registry.queries import memberships
from commonwork.rules.refusal import Refusal, sentence


class AlreadyVoted(Refusal):
    sentence = sentence("This person has already voted on this loan.")
    status = 409


class ConflictAbstains(Refusal):
    sentence = sentence("Who has a conflict of interest speaks about it and abstains.")
    field = "vote"


class BelongsToBorrower(Refusal):
    sentence = sentence("This person belongs to {borrower}. Declare the conflict of interest and abstain.")
    field = "has_conflict"


class DeclaredBefore(Refusal):
    sentence = sentence(
        "This person declared a conflict of interest in a review. Declare it here too and abstain."
    )
    field = "has_conflict"


class CommitteeComplete(Refusal):
    sentence = sentence("All {size} of the committee have voted.")
    status = 409


@act
def cast(
    *,
    loan: Loan,
    person: Person,
    vote: str,
    on: date,
    by: Who,
    at: datetime,
    has_conflict: bool = False,
) -> Loan:
    """One member of the committee votes on an application: yes, no or abstain.

    Raises NotAtThisStage, AlreadyVoted, ConflictAbstains, BelongsToBorrower, DeclaredBefore, CommitteeComplete,
    StillToCome, PolicyMissing.
    """
    loan = locked(loan, Loan.Stage.APPLIED)
    demand_come(on, at)
    if CommitteeVote.objects.filter(loan=loan, person=person).exists():
        raise AlreadyVoted()
    if has_conflict and vote != CommitteeVote.Choice.ABSTAIN:
        raise ConflictAbstains()
    if not has_conflict and memberships(on=on, organisation=loan.borrower).filter(person=person).exists():
        raise BelongsToBorrower(borrower=loan.borrower.name)
    if not has_conflict and LoanReview.objects.filter(loan=loan, reviewer=person, has_conflict=True).exists():
        raise DeclaredBefore()
    votes = tally(loan, on=on)
    if votes.cast >= votes.size:
        raise CommitteeComplete(size=votes.size)
    CommitteeVote.objects.create(
        loan=loan, person=person, vote=CommitteeVote.Choice(vote), has_conflict=has_conflict, on=on
    )
    state(
        "bank.vote.cast",
        subject=loan,
        by=by,
        at=at,
        organisation=loan.lender,
        data={
            "person": ref(person),
            "borrower": ref(loan.borrower),
            "vote": vote,
            "has_conflict": has_conflict,
            "on": on.isoformat(),
        },
    )
    return loan
