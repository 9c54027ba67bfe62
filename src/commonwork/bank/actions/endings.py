"""How a loan ends that surplus does not pay back: forgiven interest, a plan, a write-off; never recourse to a person."""

from datetime import date, datetime

from django.utils import timezone

from commonwork.bank.actions import reserves
from commonwork.bank.actions.loans import AmountNotPositive
from commonwork.bank.actions.lock import Acting, change, demand_come, demand_open, locked
from commonwork.bank.actions.settling import closed_of, entries_for, settle
from commonwork.bank.models import Loan, LoanEvent, WalkPlan
from commonwork.bank.queries import position
from commonwork.bank.queries.lives import told
from commonwork.books import actions as books
from commonwork.record.acts import Who, act
from commonwork.rules.loans.history import Forgiven
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates


class NotAtItsEnd(Refusal):
    sentence = sentence("The agreement runs until {ends_on}. Interest is forgiven when it has ended.")
    status = 409


class NothingToForgive(Refusal):
    sentence = sentence("No interest is owed on this loan, so there is none to forgive.")
    status = 409


class NoPlanYet(Refusal):
    sentence = sentence("A loan is written off only after a plan was tried together. Write the plan first.")
    status = 409


class NothingIsOwed(Refusal):
    sentence = sentence("Nothing is owed on this loan.")
    status = 409


class NotWrittenOff(Refusal):
    sentence = sentence(
        "This loan was not written off, so nothing can be recovered on it. Record a payment instead."
    )
    status = 409


@act
def forgive_interest(*, loan: Loan, on: date, by: Who, at: datetime) -> Loan:
    """At the end of the agreement, give up the interest the surpluses did not pay. None runs from then on.

    When no part of the loan is owed either, the loan is closed. Raises NotAtThisStage, NotAtItsEnd, NothingToForgive,
    StillToCome, PeriodIsClosed.
    """
    loan = locked(loan, Loan.Stage.REPAYING)
    demand_come(on, at)
    demand_open(loan, on)
    assert loan.ends_on is not None
    if on < loan.ends_on:
        raise NotAtItsEnd(ends_on=dates.day(loan.ends_on))
    if not position(loan).interest_owed_minor:
        raise NothingToForgive()
    _give_up(loan, LoanEvent.Kind.FORGIVE, on=on, note="", by=by, at=at)
    if not position(loan).owed_minor:
        _close(loan, on)
    return loan


def tried(loan: Loan) -> WalkPlan | None:
    """The plan that co-op and bank follow, or the last one when it ended with nothing left but to write off."""
    last = loan.walk_plans.order_by("starts_on", "pk").last()
    return last if last and last.outcome in ("", WalkPlan.Outcome.WRITE_OFF) else None


@act
def write_off(*, loan: Loan, on: date, note: str, by: Who, at: datetime) -> Loan:
    """Give up all that is owed, after a plan was tried: bank 5700 / 1210, 1200; co-op 2110, 2100 / 4310.

    Raises NotAtThisStage, NoPlanYet, NothingIsOwed, StillToCome, PeriodIsClosed.
    """
    loan = locked(loan, Loan.Stage.REPAYING)
    demand_come(on, at)
    demand_open(loan, on)
    plan = tried(loan)
    if plan is None:
        raise NoPlanYet()
    if not position(loan).owed_minor:
        raise NothingIsOwed()
    _give_up(loan, LoanEvent.Kind.WRITE_OFF, on=on, note=note, by=by, at=at)
    if plan.ended_on is None:
        plan.ended_on, plan.outcome = on, WalkPlan.Outcome.WRITE_OFF
        plan.save(update_fields=["ended_on", "outcome"])
    _close(loan, on)
    return loan


@act
def recover(*, loan: Loan, on: date, amount_minor: int, by: Who, at: datetime) -> Loan:
    """The co-op brings something after the write-off, of its own will: bank 1000 / 5700; co-op 4310 / 1000.

    Raises NotWrittenOff, AmountNotPositive, StillToCome, PeriodIsClosed.
    """
    loan = locked(loan)
    if not LoanEvent.objects.filter(loan=loan, kind=LoanEvent.Kind.WRITE_OFF).exists():
        raise NotWrittenOff()
    if amount_minor <= 0:
        raise AmountNotPositive(field="amount_minor")
    demand_come(on, at)
    demand_open(loan, on)
    fact = Acting(by, at).state(
        "bank.loan.recovered",
        loan,
        amount_minor=amount_minor,
        unit=loan.unit,
        on=on.isoformat(),
    )
    LoanEvent.objects.create(
        loan=loan, kind=LoanEvent.Kind.RECOVERY, on=on, principal_minor=amount_minor, fact=fact
    )
    changed = {on: {"cash": amount_minor, "lost": -amount_minor}}
    for sides in entries_for(loan, changed, closed_of(loan), fact=fact, kind="bank.recovery"):  # type: ignore[arg-type]
        books.post_many(sides)
    reserves.bring_back(loan=loan, amount_minor=amount_minor, on=on, fact=fact)
    return loan


def _give_up(loan: Loan, kind: str, *, on: date, note: str, by: Who, at: datetime) -> None:
    today, standing = timezone.localdate(at), position(loan)
    is_whole = kind == LoanEvent.Kind.WRITE_OFF
    kept = told(loan)
    before = kept.life(until=today)
    after = kept.with_event(Forgiven("0", on, is_whole, 2**62)).life(until=today)
    interest, principal = after.forgiven["0"]
    fact = Acting(by, at).state(
        "bank.loan.written_off" if is_whole else "bank.loan.interest_forgiven",
        loan,
        amount_minor=interest + principal,
        unit=loan.unit,
        on=on.isoformat(),
        changes=[
            change("interest_owed", standing.interest_owed_minor, -interest),
            change("loan_owed", standing.principal_minor, -principal),
        ],
    )
    LoanEvent.objects.create(
        loan=loan, kind=kind, on=on, interest_minor=interest, principal_minor=principal, note=note, fact=fact
    )
    after = told(loan).life(until=today)
    settle(loan, before=before, after=after, fact=fact, kind="bank.forgiven")
    if is_whole:
        reserves.use(loan=loan, lost_minor=principal, on=on, fact=fact)


def _close(loan: Loan, on: date) -> None:
    loan.stage, loan.repaid_on, loan.next_due_on = Loan.Stage.CLOSED, on, None
    loan.save(update_fields=["stage", "repaid_on", "next_due_on"])
