"""Payments: record one. Interest first, then principal; the oldest quarter first; never more than is due."""

from datetime import date, datetime, timedelta

from commonwork.bank.actions.loans import AmountNotPositive
from commonwork.bank.actions.lock import change, demand_day, locked
from commonwork.bank.models import Loan, Payment, PaymentPart
from commonwork.bank.queries import Part, Position, movements, position, rows, shared_out
from commonwork.books import actions as books
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.rules.loans import interest
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates
from commonwork.ui.money import money


class NothingIsDue(Refusal):
    sentence = sentence("Nothing is due on this loan now. If a payment was just recorded, it counts already.")
    status = 409


class MoreThanIsDue(Refusal):
    sentence = sentence("Only {due} is due. A co-op never pays more than its share of surplus.")
    field = "amount_minor"


class BeforeItIsDue(Refusal):
    sentence = sentence("This payment counts from {due_on} on. Use that day or a later one.")
    field = "on"


@act
def record(*, loan: Loan, on: date, amount_minor: int, by: Who, at: datetime) -> Loan:
    """Record what the co-op paid, in both books: bank 1000 / 1210, 1200; co-op 2110, 2100 / 1000.

    Raises AmountNotPositive, NotAtThisStage, NothingIsDue, MoreThanIsDue, BeforeItIsDue, BeforeTheLoan,
    AlreadyReckoned, StillToCome, and what the books refuse (a closed period).
    """
    loan = locked(loan, Loan.Stage.AGREED, Loan.Stage.REPAYING, Loan.Stage.REPAID)
    if amount_minor <= 0:
        raise AmountNotPositive(field="amount_minor")
    schedule, standing = rows(loan), position(loan)
    if not standing.due_minor:
        raise NothingIsDue()
    if amount_minor > standing.due_minor:
        raise MoreThanIsDue(due=money(standing.due_minor))
    demand_day(loan, standing, on=on, at=at)
    parts = shared_out(amount_minor, schedule, standing.interest_owed_minor)
    last_due_on = parts[-1].quarter.due_on
    if on < last_due_on:
        raise BeforeItIsDue(due_on=dates.day(last_due_on))
    payment = _keep(loan, standing, parts, on=on, by=by, at=at)
    _post(payment, parts)
    _end_if_repaid(loan, on=on, by=by, at=at)
    return loan


def _keep(loan: Loan, standing: Position, parts: list[Part], *, on: date, by: Who, at: datetime) -> Payment:
    key = new_key("payment")
    interest_minor, principal_minor = _sums(parts)
    fact: Fact = state(
        "bank.payment.recorded",
        subject=loan,
        by=by,
        at=at,
        organisation=loan.lender,
        about=[loan.borrower],
        data={
            "amount_minor": interest_minor + principal_minor,
            "interest_minor": interest_minor,
            "principal_minor": principal_minor,
            "unit": loan.unit,
            "on": on.isoformat(),
            "borrower": ref(loan.borrower),
            "payment": key,
            "changes": [
                change("interest_owed", standing.interest_owed_minor, -interest_minor),
                change("loan_owed", standing.principal_minor, -principal_minor),
            ],
        },
    )
    payment = Payment.objects.create(
        key=key, loan=loan, on=on, amount_minor=interest_minor + principal_minor, fact=fact
    )
    PaymentPart.objects.bulk_create(
        PaymentPart(
            payment=payment,
            on=on,
            quarter=part.quarter,
            interest_minor=part.interest_minor,
            principal_minor=part.principal_minor,
        )
        for part in parts
    )
    return payment


def _sums(parts: list[Part]) -> tuple[int, int]:
    return sum(part.interest_minor for part in parts), sum(part.principal_minor for part in parts)


def _post(payment: Payment, parts: list[Part]) -> None:
    loan = payment.loan
    interest_minor, principal_minor = _sums(parts)
    books.post_mirrored(
        sides=[
            (
                loan.lender,
                [
                    books.Line("1000", payment.amount_minor),
                    books.Line("1210", -interest_minor, loan.key),
                    books.Line("1200", -principal_minor, loan.key),
                ],
            ),
            (
                loan.borrower,
                [
                    books.Line("2110", interest_minor, loan.key),
                    books.Line("2100", principal_minor, loan.key),
                    books.Line("1000", -payment.amount_minor),
                ],
            ),
        ],
        on=payment.on,
        kind="bank.payment",
        source=payment.fact,
    )


def _end_if_repaid(loan: Loan, *, on: date, by: Who, at: datetime) -> None:
    """The loan ends when nothing is owed and no interest has run since the last quarter."""
    standing = position(loan)
    if standing.owed_minor or not standing.reckoned_until:
        return
    assert loan.annual_rate_bp is not None
    since = interest.stretches(
        movements=movements(loan), starts_on=standing.reckoned_until, ends_before=on + timedelta(days=1)
    )
    if interest.for_period(over=since, annual_rate_bp=loan.annual_rate_bp, year_days=loan.year_days):
        return
    loan.stage, loan.repaid_on = Loan.Stage.REPAID, on
    loan.save(update_fields=["stage", "repaid_on"])
    state(
        "bank.loan.repaid",
        subject=loan.borrower,
        by=by,
        at=at,
        organisation=loan.lender,
        about=[loan],
        data={"loan": ref(loan), "on": on.isoformat()},
    )
