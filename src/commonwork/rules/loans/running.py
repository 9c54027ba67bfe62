"""A loan while its events are replayed: what is owed, what is asked for, what is held, and the entries so far.

Used by `replay_surplus` and `replay_schedule` alone; nothing here decides what is due.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from commonwork.rules.loans.history import Draw, Forgiven, GivenBack, Life, Part, Payment, Period, Role

Span = tuple[date, date, int]  # from, until before, principal in minor units


@dataclass
class Due:
    """What is still open of one period's due."""

    key: str
    open_minor: int


class Running:
    """Mutable on purpose: one pass over the events, nothing copied."""

    def __init__(self) -> None:
        self.principal = self.interest_owed = 0
        self.periods: list[Period] = []
        self.places: dict[str, int] = {}
        self.parts: list[Part] = []
        self.moves: dict[date, dict[Role, int]] = {}
        self.dues: deque[Due] = deque()
        self.held: deque[tuple[str, int]] = deque()
        self.held_minor = self.due_minor = 0
        self.days: list[date] = []  # days on which the base of interest changed, and the base from each on
        self.bases: list[int] = []
        self.forgiven: dict[str, tuple[int, int]] = {}
        self.rests_from: date | None = None  # from here on no interest runs

    def move(self, on: date, **amounts: int) -> None:
        """Add to the lender's entries of a day; the names are roles."""
        day = self.moves.setdefault(on, {})
        for role, amount in amounts.items():
            name = cast(Role, role)
            day[name] = day.get(name, 0) + amount

    def rebase(self, on: date) -> None:
        """Interest runs on the loan less what is held for the borrower, never on less than nothing."""
        base = max(0, self.principal - self.held_minor)
        if self.days and self.days[-1] == on:
            self.bases[-1] = base
        else:
            self.days.append(on)
            self.bases.append(base)

    def spans(self, starts_on: date, ends_before: date) -> Iterator[Span]:
        """Days in a row with the same base, days without one left out."""
        if self.rests_from is not None:
            ends_before = min(ends_before, self.rests_from)
        place = bisect_right(self.days, starts_on) - 1
        day, base = starts_on, self.bases[place] if place >= 0 else 0
        for index in range(place + 1, len(self.days)):
            following = self.days[index]
            if following >= ends_before:
                break
            if self.bases[index] != base:
                if base:
                    yield day, following, base
                day, base = following, self.bases[index]
        if base and day < ends_before:
            yield day, ends_before, base

    def draw(self, event: Draw) -> None:
        self.principal += event.amount_minor
        self.move(event.on, principal=event.amount_minor, cash=-event.amount_minor)
        self.rebase(event.on)

    def accrue(self, amount: int, on: date) -> None:
        self.interest_owed += amount
        if amount:
            self.move(on, interest=amount, earned=-amount)

    def ask(self, period: Period) -> None:
        """Put a period down; what it asks for becomes due."""
        self.places[period.key] = len(self.periods)
        self.periods.append(period)
        if period.due_minor:
            self.dues.append(Due(period.key, period.due_minor))
            self.due_minor += period.due_minor

    def use(self, payment: str, on: date, amount: int, interest_pool: int) -> int:
        """Give a payment to the open dues, the oldest first, all interest of the pool before any principal.

        Returns what is left of it.
        """
        while amount and self.dues:
            due = self.dues[0]
            given = min(amount, due.open_minor)
            of_interest = min(given, interest_pool)
            interest_pool -= of_interest
            amount -= given
            self.take(Part(payment, due.key, on, of_interest, given - of_interest))
            due.open_minor -= given
            self.due_minor -= given
            if not due.open_minor:
                self.dues.popleft()
        return amount

    def take(self, part: Part) -> None:
        """Put down what a payment gave; the cash side is moved by whoever calls."""
        self.interest_owed -= part.interest_minor
        self.principal -= part.principal_minor
        self.parts.append(part)
        self.move(part.on, interest=-part.interest_minor, principal=-part.principal_minor)

    def receive(self, event: Payment, interest_pool: int) -> int:
        """Money comes: it goes to what is due. Returns what is left, which the caller uses or holds."""
        self.move(event.on, cash=event.amount_minor)
        return self.use(event.key, event.on, event.amount_minor, interest_pool)

    def hold(self, payment: str, on: date, amount: int) -> None:
        """Keep for the borrower what nothing asks for yet."""
        if amount:
            self.held.append((payment, amount))
            self.held_minor += amount
            self.move(on, held=-amount)

    def use_held(self, on: date, interest_pool: int) -> None:
        """Give what is held to what has just fallen due, the oldest money first."""
        while self.held and self.dues:
            payment, amount = self.held.popleft()
            before = len(self.parts)
            rest = self.use(payment, on, amount, interest_pool)
            interest_pool -= sum(part.interest_minor for part in self.parts[before:])
            self.held_minor -= amount - rest
            self.move(on, held=amount - rest)
            if rest:
                self.held.appendleft((payment, rest))
        self.rebase(on)

    def give_back(self, event: GivenBack) -> None:
        amount = left = min(event.amount_minor, self.held_minor)
        while left:
            payment, had = self.held.popleft()
            used = min(had, left)
            left -= used
            if had > used:
                self.held.appendleft((payment, had - used))
        self.held_minor -= amount
        self.move(event.on, held=amount, cash=-amount)
        self.rebase(event.on)

    def forgive(self, event: Forgiven) -> None:
        interest, principal = self.interest_owed, self.principal if event.is_whole else 0
        self.interest_owed -= interest
        self.principal -= principal
        self.forgiven[event.key] = (interest, principal)
        self.move(event.on, lost=interest + principal, interest=-interest, principal=-principal)
        self.ask_less(self.due_minor - (self.principal + self.interest_owed))
        self.rests_from = min(self.rests_from or event.on, event.on)
        self.rebase(event.on)

    def ask_less(self, above: int) -> None:
        """Take back so much of what was asked for, the newest first; the periods' dues say so."""
        while above > 0:
            due = self.dues[-1]
            less = min(above, due.open_minor)
            due.open_minor -= less
            self.due_minor -= less
            above -= less
            self._lower(due.key, less)
            if not due.open_minor:
                self.dues.pop()

    def _lower(self, key: str, by: int) -> None:
        place = self.places[key]
        period = self.periods[place]
        interest = min(period.due_interest_minor, period.due_minor - by)
        self.periods[place] = replace(
            period, due_interest_minor=interest, due_principal_minor=period.due_minor - by - interest
        )

    def life(self, next_due_on: date | None = None) -> Life:
        return Life(
            periods=self.periods,
            parts=self.parts,
            moves=self.moves,
            principal_minor=self.principal,
            interest_owed_minor=self.interest_owed,
            due_minor=self.due_minor,
            held_minor=self.held_minor,
            forgiven=self.forgiven,
            next_due_on=next_due_on,
        )
