"""Statement periods: which is closed next, and which are over and wait for their surplus statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commonwork.bank.models import Loan, Statement, period_name
from commonwork.bank.policies_requests import STATEMENT_DAYS
from commonwork.bank.queries.position import Position
from commonwork.books import queries as book_queries
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation


def next_quarter(loan: Loan, standing: Position) -> tuple[date, date] | None:
    """The statement period [starts_on, ends_on) that is closed next, by the agreement's own rhythm.

    None before the first draw, once repaid, on a schedule.
    """
    if loan.stage not in Loan.RUNNING or loan.kind != Loan.Kind.SURPLUS_SHARE:
        return None
    day = standing.reckoned_until or standing.first_drawn_on
    return loan.period_of(day) if day else None


@dataclass(frozen=True)
class Waited:
    """A statement period that is over and not closed. `is_known`: its surplus is filed, or in a book kept here.

    `wanted_by`: the day from which its statement counts as late where a body has decided so, else the day it ended.
    """

    loan: Loan
    starts_on: date
    ends_on: date
    wanted_by: date
    is_known: bool

    @property
    def name(self) -> str:
        return period_name(self.starts_on, self.ends_on)


def waited_for(loans: Sequence[Loan], standing: Mapping[int, Position], *, on: date) -> list[Waited]:
    """The periods of these loans that are over and not closed; three queries however many loans of one lender."""
    over = [
        (loan, period)
        for loan in loans
        if (period := next_quarter(loan, standing[loan.pk])) and period[1] <= on + timedelta(days=1)
    ]
    if not over:
        return []
    with_book = set(book_queries.closed_until_of({loan.borrower.key for loan, _period in over}))
    rows = Statement.objects.filter(loan__in=[loan.pk for loan, _period in over])
    filed = set(rows.values_list("loan", "starts_on"))
    days = {lender: _days(lender, on) for lender in {loan.lender for loan, _period in over}}
    return [
        Waited(
            loan,
            starts_on,
            ends_on,
            ends_on + timedelta(days=days[loan.lender]),
            loan.borrower.key in with_book or (loan.pk, starts_on) in filed,
        )
        for loan, (starts_on, ends_on) in over
    ]


def _days(lender: Organisation, on: date) -> int:
    limit = in_force(STATEMENT_DAYS, on=on, organisation=lender)
    return int(limit.value) if limit else 0
