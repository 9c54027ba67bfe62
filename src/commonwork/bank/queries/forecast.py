"""What is still to come on a schedule, when all is paid on its day; and the yearly rate the law asks to disclose."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from commonwork.bank.models import Loan
from commonwork.bank.queries.lives import Told, told
from commonwork.rules.loans import apr
from commonwork.rules.loans.history import Draw, Life, Period
from commonwork.rules.loans.replay_schedule import ScheduleTerms, replay
from commonwork.rules.loans.rhythm import PER_YEAR, boundary
from commonwork.rules.refusal import Refusal


@dataclass(frozen=True)
class Line:
    """One period of a schedule: what it asked or will ask for, what was paid of it, and the loan after it."""

    period: Period
    paid_minor: int
    balance_minor: int
    is_to_come: bool

    @property
    def open_minor(self) -> int:
        return 0 if self.is_to_come else self.period.due_minor - self.paid_minor


def plan(loan: Loan, *, on: date) -> list[Line]:
    """Every period of a loan's schedule as of a day: those that fell due, and those to come if all is paid on its day."""
    return plan_of(told(loan), on=on)


def plan_of(kept: Told, *, on: date) -> list[Line]:
    """The same from what was read already. Empty before the first draw."""
    seen = kept.before(on)
    if not any(isinstance(event, Draw) for event in seen.events):
        return []
    life = seen.life(until=date.max.replace(year=9000), paid_after=on)
    paid: dict[str, int] = {}
    for part in life.parts:
        if part.payment:
            paid[part.due] = paid.get(part.due, 0) + part.interest_minor + part.principal_minor
    return [
        Line(period, paid.get(period.key, 0), balance, period.due_on > on)
        for period, balance in zip(life.periods, _balances(life.periods, kept, life.parts), strict=True)
    ]


def _balances(periods: list[Period], kept: Told, parts: list) -> list[int]:  # type: ignore[type-arg]
    """The loan after each period: drawn less paid back, up to its due day."""
    drawn = [(event.on, event.amount_minor) for event in kept.events if isinstance(event, Draw)]
    moved = sorted([*drawn, *((part.on, -part.principal_minor) for part in parts)])
    found, place, balance = [], 0, 0
    for period in periods:
        while place < len(moved) and moved[place][0] <= period.due_on:
            balance += moved[place][1]
            place += 1
        found.append(balance)
    return found


@dataclass(frozen=True)
class Disclosure:
    """What a loan costs when it is drawn whole at the start and paid on its days; minor units.

    `yearly_rate_bp`: the annual percentage rate in hundredths of a percent, by the actuarial method; None where none fits.
    Source: 12 CFR 1026.18 and Appendix J.
    """

    yearly_rate_bp: int | None
    interest_minor: int
    payments_minor: int


def disclosure(terms: ScheduleTerms, principal_minor: int) -> Disclosure:
    """What the law asks to tell of a schedule before it is agreed: yearly rate, cost, and what is paid in all."""
    life = replay(
        terms=[terms],
        events=[Draw(terms.starts_on, principal_minor)],
        until=boundary(terms.starts_on, terms.every, terms.count),
        paid_after=terms.starts_on,
    )
    interest = sum(period.due_interest_minor for period in life.periods)
    payments = sum(period.due_minor for period in life.periods)
    return Disclosure(_yearly_rate(terms, principal_minor, life), interest, payments)


def _yearly_rate(terms: ScheduleTerms, principal_minor: int, life: Life) -> int | None:
    asked = {period.due_on: period.due_minor for period in life.periods}
    amounts = [
        asked.get(boundary(terms.starts_on, terms.every, number), 0) for number in range(1, terms.count + 1)
    ]
    try:
        return apr.rate_percent_hundredths(
            advance_minor=principal_minor,
            payments=[(amount, len(list(same))) for amount, same in groupby(amounts)],
            periods_per_year=Fraction(PER_YEAR[terms.every]),
            whole_periods=1,
            odd_part=Fraction(0),
        )
    except Refusal:
        return None
