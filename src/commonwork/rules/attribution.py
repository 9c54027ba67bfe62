"""Where a gift is: which loans it helped to make, what came back of it, what was lost, what lies ready.

Money in a fund is all alike, so following one gift needs a rule that everyone can check. There are two.
In proportion: each loan is made by all gifts that lie ready, each by its share of what lies ready on that day; what
comes back from a loan, or is lost on it, falls to the gifts that made it, by what each has in it.
First in, first out: the money that has waited longest is lent first; what comes back from a loan returns to the gifts
that made it, the first to come in first, and waits again at the end of the line.

Under both rules ready + at work + lost of a gift is always the gift. A loan larger than what lies ready is made, for the
rest, by nobody's gift (cash the fund did not get as a gift), and that rest is paid back in its proportion too.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

FINE = 1_000_000  # parts of a cent in which one gift is followed in proportion
What: TypeAlias = Literal["given", "taken", "lent", "back", "lost"]
_REST = ""  # money of the fund that is nobody's gift


@dataclass(frozen=True)
class Event:
    """What happened in a fund. given, taken (a gift taken back, or spent): `key` is the gift; lent, back, lost: `key` is
    the loan. Amounts in minor units, above zero; events come in the order they happened."""

    on: date
    what: What
    key: str
    amount_minor: int


@dataclass
class _Lot:
    """A part of a gift that lies ready, or is out in a loan."""

    gift: str
    amount: int


@dataclass
class Loaned:
    """A gift's part in one loan, in minor units, and the day it first helped."""

    first_on: date
    lent_minor: int = 0
    back_minor: int = 0
    lost_minor: int = 0

    @property
    def out_minor(self) -> int:
        return self.lent_minor - self.back_minor - self.lost_minor


@dataclass
class Trail:
    """Where one gift is, in minor units."""

    given_minor: int = 0
    ready_minor: int = 0
    loans: dict[str, Loaned] = field(default_factory=dict)

    @property
    def at_work_minor(self) -> int:
        return sum(loan.out_minor for loan in self.loans.values())

    @property
    def lost_minor(self) -> int:
        return sum(loan.lost_minor for loan in self.loans.values())

    @property
    def back_minor(self) -> int:
        return sum(loan.back_minor for loan in self.loans.values())


def in_proportion(events: Iterable[Event], gift: str) -> Trail:
    """Follow one gift through a fund, in proportion; one pass, whatever the number of gifts.

    >>> day = date(2017, 1, 1)
    >>> trail = in_proportion([Event(day, "given", "old", 30000), Event(day, "given", "mine", 10000),
    ...     Event(day, "lent", "truck", 20000), Event(day, "back", "truck", 4000)], "mine")
    >>> trail.loans["truck"].lent_minor, trail.loans["truck"].back_minor, trail.ready_minor
    (5000, 1000, 6000)
    """
    ready = own = given = 0  # own: of `ready`, in millionths of a cent
    out: dict[str, int] = defaultdict(int)
    parts: dict[str, list[int]] = {}  # loan -> own lent, back, lost, in millionths of a cent
    first: dict[str, date] = {}
    for event in events:
        amount, key = event.amount_minor, event.key
        if event.what in ("given", "taken"):
            sign = 1 if event.what == "given" else -1
            ready = max(0, ready + sign * amount)
            if key == gift:
                given += sign * amount
                own = max(0, own + sign * amount * FINE)
            own = min(own, ready * FINE)
        elif event.what == "lent":
            mine = own * min(amount, ready) // ready if ready else 0
            ready, own = max(0, ready - amount), own - mine
            out[key] += amount
            if mine:
                first.setdefault(key, event.on)
                parts.setdefault(key, [0, 0, 0])[0] += mine
        else:
            lent = parts.get(key, [0, 0, 0])
            left = lent[0] - lent[1] - lent[2]
            mine = left * min(amount, out[key]) // out[key] if out[key] else 0
            out[key] = max(0, out[key] - amount)
            lent[1 if event.what == "back" else 2] += mine
            if event.what == "back":
                ready, own = ready + amount, own + mine
    return _rounded(given, parts, first)


def _rounded(given: int, parts: dict[str, list[int]], first: dict[str, date]) -> Trail:
    """Whole cents. What is at work, lost and ready is rounded down, and the cents that are then missing go to the largest
    remainders, so that all adds up to the gift; what was lent follows from the rest."""
    trail = Trail(given_minor=given)
    fine = {
        (key, at): lent - back - lost if at else lost
        for key, (lent, back, lost) in parts.items()
        for at in (1, 0)
    }
    fine["", 1] = given * FINE - sum(fine.values())  # what lies ready
    whole = {place: amount // FINE for place, amount in fine.items()}
    by_remainder = sorted(fine, key=lambda place: (-(fine[place] % FINE), place))
    for place in by_remainder[: given - sum(whole.values())]:
        whole[place] += 1
    for key, (_lent, back, _lost) in parts.items():
        back_minor = (back + FINE // 2) // FINE
        lent_minor = whole[key, 1] + whole[key, 0] + back_minor
        if lent_minor:
            trail.loans[key] = Loaned(first[key], lent_minor, back_minor, whole[key, 0])
    trail.ready_minor = whole["", 1]
    return trail


def first_in_first_out(events: Iterable[Event]) -> dict[str, Trail]:
    """Follow all gifts of a fund, the money that has waited longest first. Returns {gift: its trail}.

    >>> day = date(2017, 1, 1)
    >>> trails = first_in_first_out([Event(day, "given", "old", 30000), Event(day, "given", "mine", 10000),
    ...     Event(day, "lent", "truck", 35000), Event(day, "back", "truck", 32000)])
    >>> trails["mine"].loans["truck"].lent_minor, trails["mine"].ready_minor, trails["old"].ready_minor
    (5000, 7000, 30000)
    """
    trails: dict[str, Trail] = defaultdict(Trail)
    line: deque[_Lot] = deque()  # what lies ready, the longest waiting first
    made: dict[str, deque[_Lot]] = defaultdict(deque)  # loan -> what is still out, in the order lent
    for event in events:
        if event.what == "given":
            trails[event.key].given_minor += event.amount_minor
            line.append(_Lot(event.key, event.amount_minor))
        elif event.what == "taken":
            trails[event.key].given_minor -= event.amount_minor
            _take(deque(lot for lot in line if lot.gift == event.key), event.amount_minor)
        elif event.what == "lent":
            for gift, amount in _take(line, event.amount_minor, rest=True):
                made[event.key].append(_Lot(gift, amount))
                if gift != _REST:
                    _loaned(trails[gift], event).lent_minor += amount
        else:
            for gift, amount in _take(made[event.key], event.amount_minor):
                if gift == _REST:
                    continue
                loaned = _loaned(trails[gift], event)
                if event.what == "back":
                    loaned.back_minor += amount
                    line.append(_Lot(gift, amount))
                else:
                    loaned.lost_minor += amount
    for trail in trails.values():
        trail.ready_minor = trail.given_minor - trail.at_work_minor - trail.lost_minor
    return dict(trails)


def _take(lots: deque[_Lot], amount: int, *, rest: bool = False) -> list[tuple[str, int]]:
    """Take an amount from lots, the first first; where they do not suffice, the rest is nobody's when asked for."""
    taken: list[tuple[str, int]] = []
    while amount > 0 and lots:
        lot = lots[0]
        part = min(lot.amount, amount)
        amount, lot.amount = amount - part, lot.amount - part
        if part:
            taken.append((lot.gift, part))
        if not lot.amount:
            lots.popleft()
    if rest and amount:
        taken.append((_REST, amount))
    return taken


def _loaned(trail: Trail, event: Event) -> Loaned:
    return trail.loans.setdefault(event.key, Loaned(event.on))
