"""Draws: pay out a part of an agreed loan."""

from datetime import date, datetime

from commonwork.bank.actions.conditions import demand_met
from commonwork.bank.actions.loans import AmountNotPositive, FundTooLow
from commonwork.bank.actions.lock import change, demand_day, locked
from commonwork.bank.models import Draw, Loan
from commonwork.bank.queries import fund_position, position
from commonwork.books import actions as books
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.money import money


class AboveTheAgreement(Refusal):
    sentence = sentence("{left} of this loan is still to be drawn; {asked} is more than that.")
    field = "amount_minor"
    status = 409


@act
def pay_out(*, loan: Loan, amount_minor: int, on: date, by: Who, at: datetime) -> Loan:
    """Pay a part of the loan to the co-op, in both books: bank 1200 / 1000, co-op 1000 / 2100.

    Raises AmountNotPositive, NotAtThisStage, AboveTheAgreement, FundTooLow, BeforeTheLoan, AlreadyReckoned,
    ConditionOpen, StillToCome, and what the books refuse.
    """
    loan = locked(loan, *Loan.RUNNING, with_fund=True)
    if amount_minor <= 0:
        raise AmountNotPositive(field="amount_minor")
    standing = position(loan)
    demand_day(loan, standing, on=on, at=at)
    demand_met(loan, before="draw")
    left = loan.principal_minor - standing.drawn_minor
    if amount_minor > left:
        raise AboveTheAgreement(left=money(left), asked=money(amount_minor))
    held = fund_position(on, lender=loan.lender).held_minor
    if amount_minor > held:
        raise FundTooLow(available=money(held), asked=money(amount_minor))
    key = new_key("draw")
    fact = state(
        "bank.loan.disbursed",
        subject=loan,
        by=by,
        at=at,
        organisation=loan.lender,
        about=[loan.borrower],
        data={
            "amount_minor": amount_minor,
            "unit": loan.unit,
            "on": on.isoformat(),
            "borrower": ref(loan.borrower),
            "draw": key,
            "changes": [change("loan_owed", standing.principal_minor, amount_minor)],
        },
    )
    Draw.objects.create(key=key, loan=loan, on=on, amount_minor=amount_minor, fact=fact)
    books.post_mirrored(
        sides=[
            (
                loan.lender,
                [books.Line("1200", amount_minor, party=loan.key), books.Line("1000", -amount_minor)],
            ),
            (
                loan.borrower,
                [books.Line("1000", amount_minor), books.Line("2100", -amount_minor, party=loan.key)],
            ),
        ],
        on=on,
        kind="bank.draw",
        source=fact,
    )
    if loan.stage == Loan.Stage.AGREED:
        loan.stage = Loan.Stage.REPAYING
        loan.save(update_fields=["stage"])
    return loan
