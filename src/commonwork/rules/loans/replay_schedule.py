"""A loan on a schedule replayed from its events: draws, early, late and partial payments, pauses, new terms.

Interest is simple: by the day on the loan, never on interest. What is not paid stays due; it does not grow but by the
interest on the loan that is still out. A back-dated payment is answered by replaying; only what differs is posted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from commonwork.rules.loans.day_count import DayCount, weighted, year_fraction
from commonwork.rules.loans.history import Draw, Event, Forgiven, GivenBack, Life, Part, Payment, Period
from commonwork.rules.loans.rhythm import Every, boundary
from commonwork.rules.loans.running import Running
from commonwork.rules.loans.targets import Schedule, Target, targets
from commonwork.rules.money import round_half_even

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ScheduleTerms:
    """Terms in force from `starts_on`: `count` periods that ask, each `every` long.

    The first `principal_grace` of them ask for no part of the loan, the first `interest_grace` for nothing at all; the
    interest of these is asked for afterwards. `refills`: a line of credit, where what is paid back can be drawn again.
    """

    starts_on: date
    annual_rate_bp: Fraction | int
    day_count: DayCount
    schedule: Schedule
    every: Every
    count: int
    principal_grace: int = 0
    interest_grace: int = 0
    step_bp: int = 0
    step_every: int = 0
    balloon_minor: int = 0
    refills: bool = False


@dataclass(frozen=True)
class Pause:
    """Dues that would fall in [on, until) ask for nothing; the schedule is so many periods longer."""

    on: date
    until: date


@dataclass
class _Plan:
    """Where one set of terms stands: how many periods have asked, and what the rest will ask for."""

    terms: ScheduleTerms
    asked: int = 0
    paused: int = 0
    targets: list[Target] = field(default_factory=list)
    is_stale: bool = True

    @property
    def number(self) -> int:
        return self.asked + self.paused

    def target(self, balance_minor: int) -> Target:
        """What this period asks of the balance nothing asks for yet; plans anew where something changed."""
        grace = max(self.terms.principal_grace, self.terms.interest_grace)
        if self.asked < grace:
            return Target(0, False)
        if self.is_stale:
            self.targets = targets(
                schedule=self.terms.schedule,
                balance_minor=balance_minor,
                rates=self._rates(),
                step_bp=self.terms.step_bp,
                step_every=self.terms.step_every,
                balloon_minor=min(self.terms.balloon_minor, max(0, balance_minor - 1)),
            )[::-1]
            self.is_stale = False
        return self.targets.pop()

    def _rates(self) -> list[Fraction]:
        """The exact rates of the periods still to ask."""
        rate = Fraction(self.terms.annual_rate_bp, 10_000)
        left = self.terms.count - self.asked
        days = [
            boundary(self.terms.starts_on, self.terms.every, self.number + more) for more in range(left + 1)
        ]
        return [rate * year_fraction(self.terms.day_count, day, until) for day, until in pairwise(days)]


def replay(
    *,
    terms: Sequence[ScheduleTerms],
    events: Iterable[Event],
    until: date,
    pauses: Sequence[Pause] = (),
    paid_after: date | None = None,
) -> Life:
    """Return the loan's life in minor units, with every period that fell due up to and with `until`.

    terms: by `starts_on`; later ones replace earlier ones, and what was still due is planned anew. A payment settles
    what is due, the oldest first, all interest of it before any part of the loan; what is above that pays back the loan
    early. A payment that covers all that is owed, interest of the running period included, ends the period that day.
    After the last period no more interest runs on what is still due.
    paid_after: what falls due after this day is taken as paid on its day (a forecast).
    Raises BalloonAboveLoan.

    >>> terms = ScheduleTerms(date(2024, 1, 1), 1200, "30/360", "level", "month", 3)
    >>> life = replay(terms=[terms], events=[Draw(date(2024, 1, 1), 10000)], until=date(2024, 4, 1),
    ...     paid_after=date(2024, 1, 1))
    >>> [(period.due_minor, period.interest_minor, period.due_principal_minor) for period in life.periods]
    [(3400, 100, 3300), (3400, 67, 3333), (3401, 34, 3367)]
    >>> life.principal_minor, life.next_due_on
    (0, None)
    """
    now = _Schedule(pauses, paid_after)
    waiting = sorted(events, key=lambda event: (_day(event), event.order), reverse=True)
    for one, following in zip(terms, [*terms[1:], None], strict=True):
        now.begin(one)
        for starts_on, ends_on in _spans(now.plan, following.starts_on if following else None):
            while waiting and _day(waiting[-1]) < min(ends_on, until + ONE_DAY):
                now.apply(waiting.pop())
            if ends_on > until:
                return now.life(_next_due(now, ends_on))
            now.fall_due(
                max(starts_on, now.reckoned),
                ends_on,
                is_cut=following is not None and ends_on == following.starts_on,
            )
    while waiting and _day(waiting[-1]) <= until:
        now.apply(waiting.pop())
    return now.life(None)


def _day(event: Event) -> date:
    assert isinstance(event, Draw | Payment | Forgiven | GivenBack), "a schedule knows no surplus statements"
    return event.on


def _next_due(now: "_Schedule", ends_on: date) -> date | None:
    """The end of the running period, unless the loan is over: nothing owed, and nothing to come but on a line."""
    is_over = now.has_drawn and not now.principal and not now.interest_owed and not now.plan.terms.refills
    return None if is_over or now.rests_from else ends_on


def _spans(plan: _Plan, cut_on: date | None) -> Iterator[tuple[date, date]]:
    """The periods of one set of terms, as many as ask, until other terms take over."""
    terms = plan.terms
    while plan.asked < terms.count:
        starts_on = boundary(terms.starts_on, terms.every, plan.number)
        ends_on = boundary(terms.starts_on, terms.every, plan.number + 1)
        if cut_on is not None and ends_on >= cut_on:
            if starts_on < cut_on:
                yield starts_on, cut_on
            return
        yield starts_on, ends_on


class _Schedule(Running):
    """A running loan with its plan."""

    plan: _Plan

    def __init__(self, pauses: Sequence[Pause], paid_after: date | None) -> None:
        super().__init__()
        self.pauses, self.paid_after = pauses, paid_after
        self.asked_interest = 0  # interest asked for and not paid
        self.asked_principal = 0
        self.reckoned = date.min  # interest is reckoned up to here
        self.has_drawn = False
        self.early = 0  # paid back early since the last change that calls for a new plan

    def begin(self, terms: ScheduleTerms) -> None:
        """New terms plan all that is owed anew: what was due under the old ones is asked for by the new."""
        self.plan = _Plan(terms)
        self.ask_less(self.due_minor)
        self.asked_interest = self.asked_principal = 0

    @property
    def not_asked(self) -> int:
        """The part of the loan that nothing asks for yet."""
        return self.principal - self.asked_principal

    def interest(self, starts_on: date, ends_on: date) -> int:
        """The interest of [starts_on, ends_on), half-even once."""
        terms = self.plan.terms
        years = weighted(terms.day_count, self.spans(starts_on, ends_on))
        rate = terms.annual_rate_bp
        return round_half_even(
            Fraction(years.numerator * rate.numerator, years.denominator * rate.denominator * 10_000)
        )

    def fall_due(self, starts_on: date, ends_on: date, *, is_cut: bool) -> None:
        """A period ends: its interest is owed, and its due asked for."""
        interest = self.interest(starts_on, ends_on) if starts_on < ends_on else 0
        self.accrue(interest, ends_on - ONE_DAY)
        self.reckoned = ends_on
        plan = self.plan
        if is_cut:
            self._ask(starts_on, ends_on, interest, 0, 0)
            return
        if any(pause.on <= ends_on < pause.until for pause in self.pauses):
            plan.paused += 1
            plan.is_stale = True
            self._ask(starts_on, ends_on, interest, 0, 0)
            return
        target = plan.target(self.not_asked + self.early).principal_minor(interest) if self.not_asked else 0
        self.early = self.early if plan.is_stale else 0
        plan.asked += 1
        is_last = plan.asked == plan.terms.count
        wants_interest = plan.asked > plan.terms.interest_grace
        self._ask(
            starts_on,
            ends_on,
            interest,
            self.interest_owed - self.asked_interest if wants_interest else 0,
            self.not_asked if is_last else min(target, self.not_asked),
        )

    def _ask(
        self, starts_on: date, ends_on: date, interest: int, due_interest: int, due_principal: int
    ) -> None:
        if not (interest or due_interest or due_principal):
            return
        self.asked_interest += due_interest
        self.asked_principal += due_principal
        key = str(len(self.periods) + 1)
        self.ask(
            Period(key, starts_on, ends_on, ends_on, ends_on - ONE_DAY, interest, due_interest, due_principal)
        )
        before = len(self.parts)
        self.use_held(ends_on, self.asked_interest)
        self._count(before)
        if self.paid_after is not None and ends_on > self.paid_after and self.due_minor:
            self.take_payment(Payment("", ends_on, self.due_minor))

    def _count(self, before: int) -> None:
        """What the parts since `before` settled is no longer asked for."""
        for part in self.parts[before:]:
            if part.due:
                self.asked_interest -= part.interest_minor
                self.asked_principal -= part.principal_minor

    def apply(self, event: Event) -> None:
        if isinstance(event, Draw):
            self.draw(event)
            self.early = self.early if self.plan.is_stale else 0
            self.has_drawn = self.plan.is_stale = True
        elif isinstance(event, Payment):
            self.take_payment(event)
        elif isinstance(event, Forgiven):
            self.forgive(event)
            self.asked_interest = 0
            self.asked_principal = min(self.asked_principal, self.principal)
            self.rests_from = self.rests_from if event.is_whole else None
        elif isinstance(event, GivenBack):
            self.give_back(event)

    def take_payment(self, event: Payment) -> None:
        """To what is due; then early to the loan; what is above all that is owed is held."""
        self._end_early(event)
        before = len(self.parts)
        rest = self.receive(event, self.asked_interest)
        self._count(before)
        early = min(rest, self.not_asked)
        if early:
            self.take(Part(event.key, "", event.on, 0, early))
            self.early += early if self.plan.is_stale else 0  # the plan is made as if it had not come yet
        self.hold(event.key, event.on, rest - early)
        self.rebase(event.on)

    def _end_early(self, event: Payment) -> None:
        """A payment that covers everything, the interest of the running period included, makes all of it due."""
        if not self.principal or event.amount_minor < self.principal + self.interest_owed:
            return
        start = max(self.reckoned, self.plan.terms.starts_on, self.days[0] if self.days else event.on)
        accrued = self.interest(start, event.on) if start < event.on else 0
        owed = self.principal + self.interest_owed + accrued
        if event.amount_minor < owed or not (self.not_asked or accrued):
            return
        self.accrue(accrued, event.on)
        self.reckoned = event.on
        due_interest, due_principal = self.interest_owed - self.asked_interest, self.not_asked
        self.asked_interest += due_interest
        self.asked_principal += due_principal
        key = str(len(self.periods) + 1)
        self.ask(Period(key, start, event.on, event.on, event.on, accrued, due_interest, due_principal))
