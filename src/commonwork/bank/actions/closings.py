"""The end of a loan: the signed agreement kept, and the closing with thanks and what was learnt."""

from collections.abc import Sequence
from datetime import date, datetime

from commonwork.bank.actions.lock import demand_come, locked
from commonwork.bank.models import Loan, LoanClosing
from commonwork.bank.queries import position
from commonwork.record import documents
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.money import money


class PaperMissing(Refusal):
    sentence = sentence("Add the signed agreement: a PDF or a photo of each page.")
    field = "paper"


class StillOwed(Refusal):
    sentence = sentence("{owed} is still owed on this loan. It is closed when nothing is.")
    status = 409


class ClosedAlready(Refusal):
    sentence = sentence("This loan was closed before.")
    status = 409


class NothingLearnt(Refusal):
    sentence = sentence("Write at least one sentence on what was learnt.")
    field = "learnt"


@act
def keep_agreement(*, loan: Loan, files: Sequence[bytes], on: date, by: Who, at: datetime) -> Loan:
    """Keep the signed agreement with the loan. Raises NotAtThisStage, PaperMissing and what documents.put raises."""
    loan = locked(loan, *Loan.HAS_TERMS)
    if not files:
        raise PaperMissing()
    for data in files:
        documents.put(data=data, to=loan, organisation=loan.lender, by=by, at=at)
    state(
        "bank.agreement.kept",
        subject=loan,
        by=by,
        at=at,
        organisation=loan.lender,
        about=[loan.borrower],
        data={"on": on.isoformat(), "borrower": ref(loan.borrower), "count": len(files)},
    )
    return loan


@act
def close(*, loan: Loan, thanks: str, learnt: str, on: date, by: Who, at: datetime) -> LoanClosing:
    """Close a loan on which nothing is owed. Raises StillOwed, ClosedAlready, NothingLearnt, StillToCome."""
    loan = locked(loan)
    demand_come(on, at)
    if LoanClosing.objects.filter(loan=loan).exists():
        raise ClosedAlready()
    owed = position(loan).owed_minor
    if loan.stage in {*Loan.RUNNING, Loan.Stage.APPLIED, Loan.Stage.APPROVED} or owed:
        raise StillOwed(owed=money(owed))
    if not learnt.strip():
        raise NothingLearnt()
    closing = LoanClosing.objects.create(
        key=new_key("closing"), loan=loan, closed_on=on, thanks=thanks.strip(), learnt=learnt.strip()
    )
    state(
        "bank.loan.closed",
        subject=closing,
        by=by,
        at=at,
        organisation=loan.lender,
        about=[loan, loan.borrower],
        data={"on": on.isoformat(), "loan": ref(loan), "borrower": ref(loan.borrower)},
    )
    return closing
