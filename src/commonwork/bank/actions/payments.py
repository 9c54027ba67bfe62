"""Payments: record one. Interest first, then principal; the oldest quarter first; never more than is due."""

from datetime import date, datetime, timedelta

from commonwork.bank.actions.dues import bring_up
from commonwork.bank.actions.loans import AmountNotPositive
from commonwork.bank.actions.lock import (
    Acting,
    BeforeTheLoan,
    change,
    demand_come,
    demand_day,
    demand_open,
    keep_next_due,
    locked,
)
from commonwork.bank.actions.settling import settle
from commonwork.bank.models import Loan, Payment
from commonwork.bank.queries import Position, movements, position, rows, shared_out
from commonwork.bank.queries.lives import LATEST, Drawn, Paid, Told, told
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.rules.loans import interest
from commonwork.rules.loans.history import Life
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates
from commonwork.ui.money import money


class NothingIsDue(Refusal):
    sentence = sentence("Nothing is due on this loan now. If a payment was just recorded, it counts already.")
    status = 409


class MoreThanIsDue(Refusal):
    sentence = sentence("Only {due} is due. A co-op never pays more than its share of surplus.")
    field = "amount_minor"


class MoreThanIsOwed(Refusal):
    sentence = sentence(
        "{most} of this payment would settle all that is owed on that day. The rest is not for the loan."
    )
    field = "amount_minor"


class BeforeItIsDue(Refusal):
    sentence = sentence("This payment counts from {due_on} on. Use that day or a later one.")
    field = "on"


@act
def record(*, loan: Loan, on: date, amount_minor: int, by: Who, at: datetime) -> Loan:
    """Record what the co-op paid, in both books: bank 1000 / 1210, 1200; co-op 2110, 2100 / 1000.

    On a schedule the day may lie before days already reckoned: the loan is replayed, and what differs is posted.
    Raises AmountNotPositive, NotAtThisStage, NothingIsDue, MoreThanIsDue, MoreThanIsOwed, BeforeItIsDue, BeforeTheLoan,
    AlreadyReckoned, StillToCome, and what the books refuse (a closed period).
    """
    loan = locked(loan, Loan.Stage.AGREED, Loan.Stage.REPAYING, Loan.Stage.REPAID)
    if amount_minor <= 0:
        raise AmountNotPositive(field="amount_minor")
    if loan.kind != Loan.Kind.SURPLUS_SHARE:
        return _on_schedule(loan, on=on, amount_minor=amount_minor, acting=Acting(by, at))
    schedule, standing = rows(loan), position(loan)
    if not standing.due_minor:
        raise NothingIsDue()
    if amount_minor > standing.due_minor:
        raise MoreThanIsDue(due=money(standing.due_minor))
    demand_day(loan, standing, on=on, at=at)
    last_due_on = shared_out(amount_minor, schedule, standing.interest_owed_minor)[-1].quarter.due_on
    if on < last_due_on:
        raise BeforeItIsDue(due_on=dates.day(last_due_on))
    demand_open(loan, on)
    kept = told(loan)
    take_in(
        kept,
        before=kept.life(until=on),
        standing=standing,
        on=on,
        amount_minor=amount_minor,
        acting=Acting(by, at),
    )
    end_if_repaid(loan, on=on, acting=Acting(by, at))
    return loan


def take_in(
    kept: Told,
    *,
    before: Life,
    standing: Position,
    on: date,
    amount_minor: int,
    acting: Acting,
    is_late_news: bool = False,
) -> Payment:
    """Put a payment into the loan's history, replay it, and post what differs. `is_late_news`: recorded after the fact."""
    loan, key = kept.loan, new_key("payment")
    until = max(on, acting.today)
    after = kept.with_event(Paid(key, on, amount_minor, LATEST)).life(until=until)
    if after.held_minor > before.held_minor:
        raise MoreThanIsOwed(most=money(amount_minor - after.held_minor + before.held_minor))
    paid = standing_change(before, after)
    own = [part for part in after.parts if part.payment == key]
    fact = acting.state(
        "bank.payment.back_dated" if is_late_news else "bank.payment.recorded",
        loan,
        amount_minor=amount_minor,
        interest_minor=sum(part.interest_minor for part in own),
        principal_minor=sum(part.principal_minor for part in own),
        unit=loan.unit,
        on=on.isoformat(),
        payment=key,
        changes=[
            change("interest_owed", standing.interest_owed_minor, paid[0]),
            change("loan_owed", standing.principal_minor, paid[1]),
        ],
    )
    payment = Payment.objects.create(key=key, loan=loan, on=on, amount_minor=amount_minor, fact=fact)
    kind = "bank.correction" if is_late_news else "bank.payment"
    settle(loan, before=before, after=after, fact=fact, kind=kind)
    keep_next_due(loan, after.next_due_on)
    return payment


def standing_change(before: Life, after: Life) -> tuple[int, int]:
    """What interest owed and loan owed changed by."""
    return (
        after.interest_owed_minor - before.interest_owed_minor,
        after.principal_minor - before.principal_minor,
    )


def _on_schedule(loan: Loan, *, on: date, amount_minor: int, acting: Acting) -> Loan:
    """A payment on a loan with a schedule: on time, late, early or in part; the days before it may be long reckoned."""
    demand_come(on, acting.at)
    demand_open(loan, on)
    kept = told(loan)
    first = min((event.on for event in kept.events if isinstance(event, Drawn)), default=None)
    if first is None:
        raise NothingIsDue()
    if on < first:
        raise BeforeTheLoan(begins_on=dates.day(first))
    today = acting.today
    bring_up(loan, kept, on=today, acting=acting)
    before = kept.life(until=today)
    if not before.principal_minor and not before.interest_owed_minor:
        raise NothingIsDue()
    take_in(
        kept,
        before=before,
        standing=position(loan),
        on=on,
        amount_minor=amount_minor,
        acting=acting,
    )
    end_if_repaid(loan, on=on, acting=acting)
    return loan


def end_if_repaid(loan: Loan, *, on: date, acting: Acting) -> None:
    """The loan ends when nothing is owed and no interest has run since the last quarter."""
    standing = position(loan)
    if standing.owed_minor:
        if loan.stage == Loan.Stage.REPAID:  # a correction has shown that something is owed after all
            loan.stage, loan.repaid_on = Loan.Stage.REPAYING, None
            loan.save(update_fields=["stage", "repaid_on"])
        return
    if loan.stage != Loan.Stage.REPAYING or not standing.reckoned_until or loan.kind == Loan.Kind.LINE:
        return
    if loan.kind == Loan.Kind.SURPLUS_SHARE and _runs_on(loan, standing.reckoned_until, on):
        return
    loan.stage, loan.repaid_on = Loan.Stage.REPAID, on
    loan.save(update_fields=["stage", "repaid_on"])
    state(
        "bank.loan.repaid",
        subject=loan.borrower,
        by=acting.by,
        at=acting.at,
        organisation=loan.lender,
        about=[loan],
        data={"loan": ref(loan), "on": on.isoformat()},
    )


def _runs_on(loan: Loan, reckoned_until: date, on: date) -> bool:
    """Whether interest has run since the last quarter."""
    assert loan.annual_rate_bp is not None
    since = interest.stretches(
        movements=movements(loan), starts_on=reckoned_until, ends_before=on + timedelta(days=1)
    )
    return bool(interest.for_period(over=since, annual_rate_bp=loan.annual_rate_bp, year_days=loan.year_days))
