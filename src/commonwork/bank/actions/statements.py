"""Surplus statements: the borrower files one a period, from its own book when it keeps it here, else by figures."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from commonwork.bank.actions import quarters
from commonwork.bank.actions.lock import locked
from commonwork.bank.models import Loan, Statement, period_code, period_name
from commonwork.bank.queries import next_quarter, position
from commonwork.record import documents
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui import dates


class AmountBelowZero(Refusal):
    sentence = sentence("Income, costs, wages and reserve are written as amounts above zero.")


class NotTheNextQuarter(Refusal):
    sentence = sentence("The next statement of this loan is that for {quarter}.")
    field = "ends_on"


@act
def file(
    *,
    loan: Loan,
    ends_on: date,
    by: Who,
    at: datetime,
    income_minor: int | None = None,
    costs_minor: int = 0,
    wages_minor: int = 0,
    reserve_minor: int = 0,
) -> Statement:
    """File the statement of the quarter before `ends_on`. Without an income, the figures are those of the borrower's book.

    Surplus = income - costs - wages as agreed - agreed reserve. Filing again before the quarter is closed replaces it.
    Raises NotAtThisStage, HasASchedule, NotTheNextQuarter, QuarterNotOver, AmountBelowZero, StatementMissing.
    """
    loan = locked(loan, *Loan.RUNNING)
    if loan.kind != Loan.Kind.SURPLUS_SHARE:
        raise quarters.HasASchedule()
    starts_on, _ = loan.period_of(ends_on - timedelta(days=1))
    _demand_next(loan, ends_on=ends_on, at=at)
    is_from_books = income_minor is None
    if income_minor is None:
        surplus = quarters.in_books(loan, starts_on=starts_on, ends_on=ends_on)
        if surplus is None:
            raise quarters.StatementMissing(coop=loan.borrower.name, quarter=period_name(starts_on, ends_on))
        income_minor, costs_minor = max(0, surplus), max(0, -surplus)
    if min(income_minor, costs_minor, wages_minor, reserve_minor) < 0:
        raise AmountBelowZero()
    surplus_minor = income_minor - costs_minor - wages_minor - reserve_minor
    old = Statement.objects.filter(loan=loan, starts_on=starts_on).first()
    statement = old or Statement(key=new_key("statement"), loan=loan, starts_on=starts_on, ends_on=ends_on)
    statement.filed_on, statement.is_from_books = timezone.localdate(at), is_from_books
    statement.income_minor, statement.costs_minor = income_minor, costs_minor
    statement.wages_minor, statement.reserve_minor = wages_minor, reserve_minor
    statement.surplus_minor = surplus_minor
    statement.fact = state(
        "bank.statement.filed",
        subject=loan,
        by=by,
        at=at,
        organisation=loan.borrower,
        about=[loan.borrower],
        data={
            "amount_minor": surplus_minor,
            "unit": loan.unit,
            "quarter": period_code(starts_on, ends_on),
            "borrower": ref(loan.borrower),
            "is_from_books": is_from_books,
            "replaces": bool(old),
        },
    )
    statement.save()
    return statement


def _demand_next(loan: Loan, *, ends_on: date, at: datetime) -> None:
    following = next_quarter(loan, position(loan))
    if following is None:
        raise quarters.NothingDrawn()
    if ends_on != following[1]:
        raise NotTheNextQuarter(quarter=period_name(*following))
    if timezone.localdate(at) < ends_on - timedelta(days=1):
        last_day = dates.day(ends_on - timedelta(days=1))
        raise quarters.QuarterNotOver(quarter=period_name(*following), last_day=last_day)


@act
def file_with_paper(
    *, loan: Loan, ends_on: date, figures: dict[str, int], paper: bytes | None, by: Who, at: datetime
) -> Statement:
    """File a statement with the paper that shows it; all or nothing. Raises what `file` and `documents.put` raise."""
    statement: Statement = file(loan=loan, ends_on=ends_on, by=by, at=at, **figures)
    if paper is not None:
        documents.put(data=paper, to=statement, organisation=loan.borrower, by=by, at=at)
    return statement
