"""Quarters, or the other periods an agreement names: close one. Its interest is posted, and what is due follows.

The figures are those of the loan's replay with the new statement in it (`rules.loans.replay_surplus`).
"""

from datetime import date, datetime, timedelta

from django.utils import timezone

from commonwork.bank.actions.lock import change, demand_open, locked
from commonwork.bank.actions.settling import NO_COST_OF_ITS_OWN, keeps_books, settle
from commonwork.bank.models import Loan, Quarter, Statement, period_code, period_name
from commonwork.bank.queries import Position, next_quarter, position
from commonwork.bank.queries.lives import LATEST, statement, told
from commonwork.books import queries as book_queries
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates

ONE_DAY = timedelta(days=1)


class NotAQuarter(Refusal):
    sentence = sentence("{ends_on} is not the first day after a {period} of this loan.")
    field = "ends_on"


class HasASchedule(Refusal):
    sentence = sentence("This loan is paid on a schedule. No surplus statement is asked for.")
    status = 409


class StatementMissing(Refusal):
    sentence = sentence("{coop} keeps its books elsewhere. Its statement for {quarter} is not filed yet.")
    status = 409


class NothingDrawn(Refusal):
    sentence = sentence("Nothing was drawn on this loan in that period yet.")
    status = 409


class QuarterNotOver(Refusal):
    sentence = sentence("{quarter} is not over yet. It can be closed from {last_day} on.")
    field = "ends_on"


class QuarterIsClosed(Refusal):
    sentence = sentence("{quarter} is closed already.")
    status = 409
    field = "ends_on"


class EarlierQuarterOpen(Refusal):
    sentence = sentence("Close {quarter} first. Periods follow one another.")
    status = 409
    field = "ends_on"


@act
def close(*, loan: Loan, ends_on: date, by: Who, at: datetime) -> Loan:
    """Close the statement period that ends before `ends_on` (the first day after it: 2016-07-01 for Q2 2016).

    Interest, day by day on the principal at the end of each day, is posted on the quarter's last day (bank 1210 /
    4300, co-op 5400 / 2110). The surplus is what the borrower filed, else the result of its own book without that
    interest. Due is min(share of the surplus, rounded down; what is owed), on the first day after the quarter or, when
    the statement comes later, on the day it is made.
    Raises NotAtThisStage, HasASchedule, StatementMissing, NotAQuarter, NothingDrawn, QuarterNotOver, QuarterIsClosed,
    EarlierQuarterOpen, and what the books refuse.
    """
    loan = locked(loan, *Loan.RUNNING)
    if loan.kind != Loan.Kind.SURPLUS_SHARE:
        raise HasASchedule()
    standing = position(loan)
    starts_on = _demand_next(loan, standing, ends_on=ends_on, at=at)
    surplus_minor = surplus_of(loan, starts_on=starts_on, ends_on=ends_on)
    stated_on = timezone.localdate(at)
    quarter = Quarter(
        loan=loan,
        starts_on=starts_on,
        ends_on=ends_on,
        stated_on=stated_on,
        surplus_minor=surplus_minor,
        due_on=max(ends_on, stated_on),
    )
    kept = told(loan)
    before = kept.life(until=stated_on)
    after = kept.with_event(statement(quarter, order=LATEST)).life(until=stated_on)
    period = next(period for period in after.periods if period.key == starts_on.isoformat())
    quarter.interest_minor, quarter.due_minor = period.interest_minor, period.due_minor
    quarter.share_minor = period.share_minor or 0
    if quarter.interest_minor:
        demand_open(loan, ends_on - ONE_DAY)
    quarter.fact = _told(quarter, standing, by=by, at=at)
    quarter.save()
    settle(loan, before=before, after=after, fact=quarter.fact, kind="bank.interest")
    return loan


def surplus_of(loan: Loan, *, starts_on: date, ends_on: date) -> int:
    """The surplus of a quarter, as `surplus_known` has it. Raises StatementMissing."""
    known = surplus_known(loan, starts_on=starts_on, ends_on=ends_on)
    if known is None:
        raise StatementMissing(coop=loan.borrower.name, quarter=period_name(starts_on, ends_on))
    return known


def surplus_known(loan: Loan, *, starts_on: date, ends_on: date) -> int | None:
    """The surplus of a quarter: as the borrower filed it, else from its own book; None where neither is here."""
    filed = Statement.objects.filter(loan=loan, starts_on=starts_on).first()
    if filed is not None:
        return filed.surplus_minor
    return in_books(loan, starts_on=starts_on, ends_on=ends_on)


def in_books(loan: Loan, *, starts_on: date, ends_on: date) -> int | None:
    """The surplus of a quarter in the borrower's own book, its loans' cost left out; None where it keeps no book here."""
    if not keeps_books(loan.borrower):
        return None
    return book_queries.result(
        loan.borrower, starts_on=starts_on, ends_on=ends_on, without=NO_COST_OF_ITS_OWN
    )


def _demand_next(loan: Loan, standing: Position, *, ends_on: date, at: datetime) -> date:
    """The first day of the quarter that ends before `ends_on`, which must be the next to close, and over."""
    starts_on, after = loan.period_of(ends_on - ONE_DAY)
    if after != ends_on:
        raise NotAQuarter(ends_on=dates.day(ends_on), period=loan.period_word)
    if standing.reckoned_until and ends_on <= standing.reckoned_until:
        raise QuarterIsClosed(quarter=period_name(starts_on, ends_on))
    following = next_quarter(loan, standing)
    if following is None or ends_on < following[1]:
        raise NothingDrawn()
    if following[1] < ends_on:
        raise EarlierQuarterOpen(quarter=period_name(*following))
    if timezone.localdate(at) < ends_on - ONE_DAY:
        raise QuarterNotOver(quarter=period_name(starts_on, ends_on), last_day=dates.day(ends_on - ONE_DAY))
    return starts_on


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
            "quarter": period_code(quarter.starts_on, quarter.ends_on),
            "borrower": ref(loan.borrower),
            "changes": [
                change("interest_owed", standing.interest_owed_minor, quarter.interest_minor),
                change("loan_owed", standing.principal_minor, 0),
            ],
        },
    )
