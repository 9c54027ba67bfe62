"""What happened to a loan, as values: the events a replay takes, and what it gives back.

Each event carries `order`, its number in the sequence of recording: events of one day count in that order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Role = Literal["cash", "interest", "principal", "held", "earned", "lost"]
ROLES: tuple[Role, ...] = ("cash", "interest", "principal", "held", "earned", "lost")


@dataclass(frozen=True)
class Draw:
    on: date
    amount_minor: int
    order: int = 0


@dataclass(frozen=True)
class Payment:
    key: str
    on: date
    amount_minor: int
    order: int = 0


@dataclass(frozen=True)
class Statement:
    """A surplus statement of [starts_on, ends_on); what it asks for is due on `due_on`, never before `ends_on`."""

    key: str
    starts_on: date
    ends_on: date
    due_on: date
    surplus_minor: int
    order: int = 0


@dataclass(frozen=True)
class Forgiven:
    """All that is owed is given up on a day: the interest, and when `is_whole` the loan too. No interest runs after."""

    key: str
    on: date
    is_whole: bool
    order: int = 0


@dataclass(frozen=True)
class GivenBack:
    """Money held for the borrower goes back to it."""

    on: date
    amount_minor: int
    order: int = 0


Event = Draw | Payment | Statement | Forgiven | GivenBack


@dataclass(frozen=True)
class Part:
    """What a payment gave on a day: for the due with key `due`, or ahead of any ("")."""

    payment: str
    due: str
    on: date
    interest_minor: int
    principal_minor: int


@dataclass(frozen=True)
class Period:
    """One period [starts_on, ends_on): the interest that ran, and what was asked for on `due_on`.

    `reckoned_on`: the day its interest is posted. `share_minor`: the most a surplus allowed; None on a schedule.
    """

    key: str
    starts_on: date
    ends_on: date
    due_on: date
    reckoned_on: date
    interest_minor: int
    due_interest_minor: int
    due_principal_minor: int
    share_minor: int | None = None

    @property
    def due_minor(self) -> int:
        return self.due_interest_minor + self.due_principal_minor


Moves = Mapping[date, Mapping[Role, int]]


@dataclass(frozen=True)
class Life:
    """A loan replayed: its periods, what each payment gave, the lender's entries by day, and where it stands.

    `moves`: {day: {role: minor units, debit positive, as the lender sees it}}; each day's sum is zero.
    `forgiven`: {event key: (interest, principal) given up}. `next_due_on`: when a schedule asks next, if it still does.
    """

    periods: list[Period]
    parts: list[Part]
    moves: Moves
    principal_minor: int
    interest_owed_minor: int
    due_minor: int
    held_minor: int
    forgiven: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    next_due_on: date | None = None


def difference(*, after: Moves, before: Moves) -> dict[date, dict[Role, int]]:
    """Return what must still be posted so that books which hold `before` come to hold `after`, by day, zeros left out.

    >>> day = date(2016, 9, 30)
    >>> difference(after={day: {"interest": 5, "earned": -5}}, before={day: {"interest": 3, "earned": -3}})
    {datetime.date(2016, 9, 30): {'interest': 2, 'earned': -2}}
    """
    found: dict[date, dict[Role, int]] = {}
    for day in sorted({*after, *before}):
        now, then = after.get(day, {}), before.get(day, {})
        changed = {role: now.get(role, 0) - then.get(role, 0) for role in ROLES}
        if any(changed.values()):
            found[day] = {role: amount for role, amount in changed.items() if amount}
    return found
