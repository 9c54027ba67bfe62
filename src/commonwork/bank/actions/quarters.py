"""Quarters: close one. Interest of the quarter is posted, the surplus stated, and what is due follows."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from commonwork.bank.actions.lock import change, locked
from commonwork.bank.models import Loan, Quarter, calendar_quarter, quarter_code, quarter_name
from commonwork.bank.queries import Position, movements, next_quarter, position
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.rules.loans import due as due_rule
from commonwork.rules.loans import interest
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates

INTEREST_EXPENSE = "5400"  # left out of the surplus: the loan is paid from what is there before its own cost
ONE_DAY = timedelta(days=1)


class NotAQuarter(Refusal):
    sentence = sentence("{ends_on} is not the first day after a quarter.")
    field = "ends_on"


class NothingDrawn(Refusal):
    sentence = sentence("Nothing was drawn on this loan in that quarter yet.")
    status = 409


class QuarterNotOver(Refusal):
    sentence = sentence("{quarter} is not over yet. It can be closed from {last_day} on.")
    field = "ends_on"


class QuarterIsClosed(Refusal):
    sentence = sentence("{quarter} is closed already.")
    status = 409
    field = "ends_on"


class EarlierQuarterOpen(Refusal):
    sentence = sentence("Close {quarter} first. Quarters follow one another.")
    status = 409
    field = "ends_on"


@act
def close(*, loan: Loan, ends_on: date, by: Who, at: datetime) -> Loan:
    """Close the quarter that ends before `ends_on` (the first day after it: 2016-07-01 for Q2 2016).

    Interest, day by day on the principal at the end of each day, is posted on the quarter's last day (bank 1210 /
    4300, co-op 5400 / 2110). The surplus is the result of the borrower's own book without that interest. Due is
    min(share of the surplus, rounded down; what is owed), on the first day after the quarter or, when the statement
    comes later, on the day it is made.
    Raises NotAtThisStage, NotAQuarter, NothingDrawn, QuarterNotOver, QuarterIsClosed, EarlierQuarterOpen, and what
    the books refuse.
    """
    loan = locked(loan, *Loan.RUNNING)
    standing = position(loan)
    starts_on = _demand_next(loan, standing, ends_on=ends_on, at=at)
    surplus_minor = book_queries.result(
        loan.borrower, starts_on=starts_on, ends_on=ends_on, without={INTEREST_EXPENSE}
    )
    accrued_minor = _interest(loan, surplus_minor, starts_on=starts_on, ends_on=ends_on)
    due = _due(loan, standing, surplus_minor=surplus_minor, accrued_minor=accrued_minor)
    stated_on = timezone.localdate(at)
    quarter = Quarter(
        loan=loan,
        starts_on=starts_on,
        ends_on=ends_on,
        stated_on=stated_on,
        surplus_minor=surplus_minor,
        interest_minor=accrued_minor,
        share_minor=due.share_minor,
        due_minor=due.total_minor,
        due_on=max(ends_on, stated_on),
    )
    quarter.fact = _told(quarter, standing, by=by, at=at)
    quarter.save()
    if accrued_minor:
        _post_interest(quarter)
    return loan


def _demand_next(loan: Loan, standing: Position, *, ends_on: date, at: datetime) -> date:
    """The first day of the quarter that ends before `ends_on`, which must be the next to close, and over."""
    starts_on, after = calendar_quarter(ends_on - ONE_DAY)
    if after != ends_on:
        raise NotAQuarter(ends_on=dates.day(ends_on))
    if standing.reckoned_until and ends_on <= standing.reckoned_until:
        raise QuarterIsClosed(quarter=quarter_name(starts_on))
    following = next_quarter(loan, standing)
    if following is None or ends_on < following[1]:
        raise NothingDrawn()
    if following[1] < ends_on:
        raise EarlierQuarterOpen(quarter=quarter_name(following[0]))
    if timezone.localdate(at) < ends_on - ONE_DAY:
        raise QuarterNotOver(quarter=quarter_name(starts_on), last_day=dates.day(ends_on - ONE_DAY))
    return starts_on


def _interest(loan: Loan, surplus_minor: int, *, starts_on: date, ends_on: date) -> int:
    if loan.mode == Loan.Mode.PAUSE and surplus_minor <= 0:
        return 0
    assert loan.annual_rate_bp is not None
    over = interest.stretches(movements=movements(loan), starts_on=starts_on, ends_before=ends_on)
    return interest.for_period(over=over, annual_rate_bp=loan.annual_rate_bp, year_days=loan.year_days)


def _due(loan: Loan, standing: Position, *, surplus_minor: int, accrued_minor: int) -> due_rule.Due:
    """What this quarter asks for; what earlier quarters asked for and is still open is not asked for twice."""
    assert loan.share_bp is not None
    interest_owed = standing.interest_owed_minor + accrued_minor
    return due_rule.due(
        surplus_minor=surplus_minor,
        share_bp=loan.share_bp,
        interest_owed_minor=max(0, interest_owed - standing.due_minor),
        principal_minor=standing.principal_minor - max(0, standing.due_minor - interest_owed),
    )


def _told(quarter: Quarter, standing: Position, *, by: Who, at: datetime) -> Fact:
    loan = quarter.loan
    return state(
        "bank.quarter.closed" if quarter.due_minor else "bank.quarter.paused",
        subject=loan,
        by=by,
        at=at,
        organisation=loan.lender,
        about=[loan.borrower],
        data={
            "amount_minor": quarter.due_minor,
            "surplus_minor": quarter.surplus_minor,
            "interest_minor": quarter.interest_minor,
            "unit": loan.unit,
            "starts_on": quarter.starts_on.isoformat(),
            "ends_on": quarter.ends_on.isoformat(),
            "due_on": quarter.due_on.isoformat(),
            "quarter": quarter_code(quarter.starts_on),
            "borrower": ref(loan.borrower),
            "changes": [
                change("interest_owed", standing.interest_owed_minor, quarter.interest_minor),
                change("loan_owed", standing.principal_minor, 0),
            ],
        },
    )


def _post_interest(quarter: Quarter) -> None:
    loan, amount = quarter.loan, quarter.interest_minor
    books.post_mirrored(
        sides=[
            (loan.lender, [books.Line("1210", amount, loan.key), books.Line("4300", -amount, loan.key)]),
            (
                loan.borrower,
                [books.Line(INTEREST_EXPENSE, amount, loan.key), books.Line("2110", -amount, loan.key)],
            ),
        ],
        on=quarter.ends_on - ONE_DAY,
        kind="bank.interest",
        source=quarter.fact,
    )
