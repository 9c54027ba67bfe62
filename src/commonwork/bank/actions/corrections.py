"""Corrections: of a quarter's surplus, of a payment that came earlier or not at all, of money held too long.

Each changes what is told of the loan and replays it; only what differs is posted, on its own day or, where a book has
closed that day, on the first open one.
"""

from datetime import date, datetime

from commonwork.bank.actions.dues import bring_up
from commonwork.bank.actions.loans import AmountNotPositive
from commonwork.bank.actions.lock import (
    Acting,
    BeforeTheLoan,
    change,
    demand_come,
    demand_open,
    keep_next_due,
    locked,
)
from commonwork.bank.actions.payments import end_if_repaid, standing_change, take_in
from commonwork.bank.actions.settling import settle
from commonwork.bank.models import Loan, LoanEvent, Payment, PaymentPart, Quarter, period_code
from commonwork.bank.queries import position
from commonwork.bank.queries.lives import LATEST, Drawn, Paid, statement, told
from commonwork.record.acts import Who, act
from commonwork.rules.loans.history import GivenBack, Statement
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates
from commonwork.ui.money import money

RUN = (Loan.Stage.REPAYING, Loan.Stage.REPAID)


class NothingToCorrect(Refusal):
    sentence = sentence("The statement says {surplus} already.")
    field = "surplus_minor"


class TakenBackAlready(Refusal):
    sentence = sentence("This payment was taken back already.")
    status = 409


class LessIsHeld(Refusal):
    sentence = sentence("{held} is held for the co-op. No more than that can go back.")
    field = "amount_minor"


@act
def restate(*, quarter: Quarter, surplus_minor: int, note: str, by: Who, at: datetime) -> Loan:
    """Correct the surplus of a closed quarter and replay the loan from there.

    What was paid above the corrected share is held for the co-op: no interest runs on it, and the next due takes it.
    Raises NotAtThisStage, NothingToCorrect, and what the books refuse.
    """
    loan = locked(quarter.loan, *RUN)
    quarter = Quarter.objects.get(pk=quarter.pk)
    if surplus_minor == quarter.surplus_minor:
        raise NothingToCorrect(surplus=money(surplus_minor))
    acting = Acting(by, at)
    today, old_minor, old_due = acting.today, quarter.surplus_minor, position(loan)
    kept = told(loan)
    before = kept.life(until=today)
    quarter.surplus_minor = surplus_minor
    corrected = kept.without(Statement, quarter.starts_on.isoformat()).with_event(statement(quarter))
    after = corrected.life(until=today)
    period = next(period for period in after.periods if period.key == quarter.starts_on.isoformat())
    by_interest, by_principal = standing_change(before, after)
    fact = acting.state(
        "bank.quarter.corrected",
        loan,
        amount_minor=surplus_minor,
        before_minor=old_minor,
        unit=loan.unit,
        quarter=period_code(quarter.starts_on, quarter.ends_on),
        changes=[
            change("surplus", old_minor, surplus_minor - old_minor),
            change("due", old_due.due_minor, after.due_minor - before.due_minor),
            change("interest_owed", old_due.interest_owed_minor, by_interest),
            change("loan_owed", old_due.principal_minor, by_principal),
            change("held", before.held_minor, after.held_minor - before.held_minor),
        ],
    )
    quarter.interest_minor, quarter.due_minor = period.interest_minor, period.due_minor
    quarter.share_minor = period.share_minor or 0
    quarter.save()
    LoanEvent.objects.create(
        loan=loan,
        kind=LoanEvent.Kind.CORRECTION,
        on=today,
        quarter=quarter,
        before_minor=old_minor,
        after_minor=surplus_minor,
        note=note,
        fact=fact,
    )
    settle(loan, before=before, after=after, fact=fact, kind="bank.correction")
    end_if_repaid(loan, on=today, acting=acting)
    return loan


@act
def back_date(*, loan: Loan, on: date, amount_minor: int, by: Who, at: datetime) -> Loan:
    """Record a payment that came on an earlier day than any that can still be recorded as it comes.

    Raises NotAtThisStage, AmountNotPositive, StillToCome, BeforeTheLoan, PeriodIsClosed, MoreThanIsOwed.
    """
    loan = locked(loan, *RUN)
    if amount_minor <= 0:
        raise AmountNotPositive(field="amount_minor")
    demand_come(on, at)
    demand_open(loan, on)
    kept, acting = told(loan), Acting(by, at)
    today = acting.today
    first = min((event.on for event in kept.events if isinstance(event, Drawn)), default=None)
    if first is None or on < first:
        raise BeforeTheLoan(begins_on=dates.day(first or loan.agreed_on or on))
    bring_up(loan, kept, on=today, acting=acting)
    take_in(
        kept,
        before=kept.life(until=today),
        standing=position(loan),
        on=on,
        amount_minor=amount_minor,
        acting=acting,
        is_late_news=True,
    )
    end_if_repaid(loan, on=today, acting=acting)
    return loan


@act
def take_back(*, payment: Payment, note: str, by: Who, at: datetime) -> Loan:
    """A payment did not come after all (a check without cover): replay the loan without it.

    Raises NotAtThisStage, TakenBackAlready, PeriodIsClosed, and what the books refuse.
    """
    loan = locked(payment.loan, *RUN)
    payment = Payment.objects.get(pk=payment.pk)
    if payment.is_void:
        raise TakenBackAlready()
    demand_open(loan, payment.on)
    acting, standing = Acting(by, at), position(loan)
    today = acting.today
    kept = told(loan)
    bring_up(loan, kept, on=today, acting=acting)
    before, after = kept.life(until=today), kept.without(Paid, payment.key).life(until=today)
    by_interest, by_principal = standing_change(before, after)
    fact = acting.state(
        "bank.payment.taken_back",
        loan,
        amount_minor=payment.amount_minor,
        unit=loan.unit,
        on=payment.on.isoformat(),
        payment=payment.key,
        changes=[
            change("interest_owed", standing.interest_owed_minor, by_interest),
            change("loan_owed", standing.principal_minor, by_principal),
        ],
    )
    PaymentPart.objects.filter(payment=payment).delete()
    Payment.objects.filter(pk=payment.pk).update(is_void=True)
    LoanEvent.objects.create(
        loan=loan,
        kind=LoanEvent.Kind.VOID,
        on=today,
        before_minor=payment.amount_minor,
        after_minor=0,
        note=note,
        fact=fact,
    )
    settle(loan, before=before, after=after, fact=fact, kind="bank.correction")
    keep_next_due(loan, after.next_due_on)
    end_if_repaid(loan, on=today, acting=acting)
    return loan


@act
def give_back(*, loan: Loan, on: date, amount_minor: int, by: Who, at: datetime) -> Loan:
    """Pay back to the co-op money that is held for it.

    Raises AmountNotPositive, LessIsHeld, StillToCome, PeriodIsClosed.
    """
    loan = locked(loan, *Loan.HAS_TERMS)
    if amount_minor <= 0:
        raise AmountNotPositive(field="amount_minor")
    demand_come(on, at)
    demand_open(loan, on)
    kept, acting = told(loan), Acting(by, at)
    today = acting.today
    before = kept.life(until=today)
    after = kept.with_event(GivenBack(on, amount_minor, LATEST)).life(until=today)
    if before.held_minor - after.held_minor != amount_minor:
        raise LessIsHeld(held=money(before.held_minor))
    fact = acting.state(
        "bank.held.given_back",
        loan,
        amount_minor=amount_minor,
        unit=loan.unit,
        on=on.isoformat(),
        changes=[change("held", before.held_minor, -amount_minor)],
    )
    LoanEvent.objects.create(
        loan=loan, kind=LoanEvent.Kind.GIVEN_BACK, on=on, principal_minor=amount_minor, fact=fact
    )
    settle(loan, before=before, after=after, fact=fact, kind="bank.given_back")
    return loan
