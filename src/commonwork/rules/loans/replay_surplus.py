"""A share-of-surplus loan replayed from its events: draws on any day, a statement a quarter, payments when they came.

The same rules as `surplus_share.life`, day by day. Because the whole life is a function of the events, a back-dated
payment or a corrected surplus is answered by replaying; only what differs is posted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from commonwork.rules.loans import due as due_rule
from commonwork.rules.loans.history import (
    Draw,
    Event,
    Forgiven,
    GivenBack,
    Life,
    Payment,
    Period,
    Statement,
)
from commonwork.rules.loans.interest import Stretch, for_period
from commonwork.rules.loans.running import Running

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SurplusTerms:
    """What the agreement froze. `pauses`: no interest runs in a period without a surplus to share."""

    annual_rate_bp: Fraction | int
    share_bp: Fraction | int
    pauses: bool = False
    year_days: int = 365
    carries_losses: bool = False


def replay(*, terms: SurplusTerms, events: Iterable[Event]) -> Life:
    """Return the loan's life in minor units.

    Interest runs by the day on the loan less what is held for the borrower, half-even once a period, and is owed from
    the day its statement falls due. Due is min(share of the surplus, rounded down; what is owed and not asked for yet).
    A payment goes to what is due, interest first; what nothing asks for is held for the borrower until something does.
    Raises ShareOutOfRange.

    >>> day = date
    >>> life = replay(terms=SurplusTerms(800, 5000), events=[
    ...     Draw(day(2016, 5, 5), 800000), Draw(day(2016, 6, 15), 400000),
    ...     Statement("q2", day(2016, 4, 1), day(2016, 7, 1), day(2016, 7, 1), -103333),
    ...     Statement("q3", day(2016, 7, 1), day(2016, 10, 1), day(2016, 10, 1), 63489),
    ...     Payment("first", day(2016, 10, 1), 31744, order=1)])
    >>> [(period.interest_minor, period.due_minor) for period in life.periods]
    [(11397, 0), (24197, 31744)]
    >>> life.interest_owed_minor, life.due_minor, life.held_minor
    (3850, 0, 0)
    """
    now, losses = Running(), 0
    for event in sorted(events, key=_when):
        if isinstance(event, Draw):
            now.draw(event)
        elif isinstance(event, Statement):
            losses = _state(now, terms, event, losses)
        elif isinstance(event, Payment):
            now.hold(event.key, event.on, now.receive(event, now.interest_owed))
            now.rebase(event.on)
        elif isinstance(event, Forgiven):
            now.forgive(event)
        elif isinstance(event, GivenBack):
            now.give_back(event)
    return now.life()


def _when(event: Event) -> tuple[date, int]:
    return (event.due_on if isinstance(event, Statement) else event.on), event.order


def _state(now: Running, terms: SurplusTerms, event: Statement, losses: int) -> int:
    """A statement falls due: its interest is owed, its share asked for. Returns the losses still to be made good."""
    shared = event.surplus_minor - losses if terms.carries_losses else event.surplus_minor
    interest = 0
    if shared > 0 or not terms.pauses:
        over = [
            Stretch(base, (until - day).days)
            for day, until, base in now.spans(event.starts_on, event.ends_on)
        ]
        interest = for_period(over=over, annual_rate_bp=terms.annual_rate_bp, year_days=terms.year_days)
    now.accrue(interest, event.ends_on - ONE_DAY)
    asked = due_rule.due(
        surplus_minor=shared,
        share_bp=terms.share_bp,
        interest_owed_minor=max(0, now.interest_owed - now.due_minor),
        principal_minor=now.principal - max(0, now.due_minor - now.interest_owed),
    )
    now.ask(
        Period(
            key=event.key,
            starts_on=event.starts_on,
            ends_on=event.ends_on,
            due_on=event.due_on,
            reckoned_on=event.ends_on - ONE_DAY,
            interest_minor=interest,
            due_interest_minor=asked.interest_minor,
            due_principal_minor=asked.principal_minor,
            share_minor=asked.share_minor,
        )
    )
    now.use_held(event.due_on, now.interest_owed)
    return max(0, -shared) if terms.carries_losses else 0
