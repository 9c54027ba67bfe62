"""Draws: pay out a part of an agreed loan."""

from datetime import date, datetime

from django.db.models import Sum
from django.utils import timezone

from commonwork.bank.actions.conditions import demand_met
from commonwork.bank.actions.dues import bring_up
from commonwork.bank.actions.loans import AmountNotPositive, FundTooLow
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
from commonwork.bank.models import Draw, DrawRequest, Loan, Terms
from commonwork.bank.policies_requests import DRAWS_ON_REQUEST
from commonwork.bank.queries import Position, fund_position, position
from commonwork.bank.queries.lives import told
from commonwork.books import actions as books
from commonwork.charter.queries import in_force
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates
from commonwork.ui.money import money


class AfterTheLoan(Refusal):
    sentence = sentence("This loan ends on {ends_on}. Nothing can be drawn from that day on.")
    field = "on"


class AboveTheAgreement(Refusal):
    sentence = sentence("{left} of this loan is still to be drawn; {asked} is more than that.")
    field = "amount_minor"
    status = 409


class RequestMissing(Refusal):
    sentence = sentence(
        "This bank pays out against requests only: the co-op asks with its invoices, and the request is paid out."
    )
    status = 409


class RequestsWait(Refusal):
    sentence = sentence(
        "{waiting} is asked for in requests that wait. Pay those out, or send them back first."
    )
    field = "amount_minor"
    status = 409


@act
def pay_out(
    *, loan: Loan, amount_minor: int, on: date, by: Who, at: datetime, against: DrawRequest | None = None
) -> Loan:
    """Pay a part of the loan to the co-op, in both books: bank 1200 / 1000, co-op 1000 / 2100.

    against: the approved request it answers. Without one it is refused where a body has decided so, and it may not
    take what open requests ask for. Raises AmountNotPositive, NotAtThisStage, RequestMissing, RequestsWait,
    AboveTheAgreement, FundTooLow, BeforeTheLoan, AlreadyReckoned, ConditionOpen, StillToCome, and what the books refuse.
    """
    loan = locked(loan, *Loan.RUNNING, with_fund=True)
    if amount_minor <= 0:
        raise AmountNotPositive(field="amount_minor")
    standing = position(loan)
    if loan.kind == Loan.Kind.SURPLUS_SHARE:
        demand_day(loan, standing, on=on, at=at)
    else:
        standing = _ready(loan, on=on, by=by, at=at)
    demand_met(loan, before="draw")
    left = left_to_draw(loan, standing)
    if amount_minor > left:
        raise AboveTheAgreement(left=money(left), asked=money(amount_minor))
    if against is None:
        _demand_no_request(loan, amount_minor, left, on=on)
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
            **({"request": against.key} if against else {}),
            "changes": [change("loan_owed", standing.principal_minor, amount_minor)],
        },
    )
    Draw.objects.create(key=key, loan=loan, on=on, amount_minor=amount_minor, fact=fact)
    _post(loan, amount_minor, on=on, fact=fact)
    if loan.stage == Loan.Stage.AGREED:
        loan.stage = Loan.Stage.REPAYING
        loan.save(update_fields=["stage"])
    if loan.kind != Loan.Kind.SURPLUS_SHARE:
        keep_next_due(loan, told(loan).life(until=on).next_due_on)
    return loan


def _post(loan: Loan, amount_minor: int, *, on: date, fact: Fact) -> None:
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


def _demand_no_request(loan: Loan, amount_minor: int, left: int, *, on: date) -> None:
    """Whether a draw may go without a request. Raises RequestMissing, RequestsWait."""
    if needs_request(loan, on=on):
        raise RequestMissing()
    waiting = waiting_minor(loan)
    if amount_minor > left - waiting:
        raise RequestsWait(waiting=money(waiting))


def needs_request(loan: Loan, *, on: date) -> bool:
    """Whether a body has decided that a part of a loan is paid out only against a request; undecided, it is not."""
    decided = in_force(DRAWS_ON_REQUEST, on=on, organisation=loan.lender)
    return decided is not None and decided.value == "yes"


def waiting_minor(loan: Loan) -> int:
    """What open requests ask for, in minor units."""
    rows = DrawRequest.objects.filter(loan=loan, state__in=DrawRequest.OPEN)
    return rows.aggregate(sum=Sum("amount_minor"))["sum"] or 0


def free_to_ask(loan: Loan) -> int:
    """What is neither drawn nor asked for in open requests, in minor units."""
    return left_to_draw(loan, position(loan)) - waiting_minor(loan)


def left_to_draw(loan: Loan, standing: Position) -> int:
    """What may still be drawn: of a line of credit, what is paid back can be drawn again."""
    used = standing.principal_minor if loan.kind == Loan.Kind.LINE else standing.drawn_minor
    return loan.principal_minor - used


def _ready(loan: Loan, *, on: date, by: Who, at: datetime) -> Position:
    """Bring a schedule up to the day of a draw, which no later due may have passed."""
    demand_come(on, at)
    demand_open(loan, on)
    first = Terms.objects.filter(loan=loan).order_by("number")[0].starts_on
    if on < first:
        raise BeforeTheLoan(begins_on=dates.day(first))
    if loan.ends_on is not None and on >= loan.ends_on:
        raise AfterTheLoan(ends_on=dates.day(loan.ends_on))
    bring_up(loan, told(loan), on=timezone.localdate(at), acting=Acting(by, at))
    standing = position(loan)
    demand_day(loan, standing, on=on, at=at)
    return standing
