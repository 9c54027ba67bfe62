"""A ledger in its plainest form, to hold the real one against: lists and sums, no database, no cache."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date


@dataclass
class PlainEntry:
    on: date
    lines: list[tuple[str, int, str]]
    is_reversed: bool = False
    reverses: bool = False


@dataclass
class PlainHold:
    """An amount of cash set aside for running costs, until a day."""

    amount: int
    expires_on: date
    has_ended: bool = False


@dataclass
class PlainBook:
    """`floor` is the least that cash may stand at, or None. Days before `closed_until` are closed."""

    entries: list[PlainEntry] = field(default_factory=list)
    holds: list[PlainHold] = field(default_factory=list)
    closed_until: date | None = None
    floor: int | None = None

    def takes(self, on: date, lines: list[tuple[str, int, str]]) -> bool:
        """Would an honest bookkeeper write this down?"""
        moving = [line for line in lines if line[1]]
        if len(moving) < 2 or sum(amount for _, amount, _ in moving):
            return False
        if self.closed_until and on < self.closed_until:
            return False
        cash = self.balance("1000") + sum(amount for code, amount, _ in moving if code == "1000")
        touches = any(code == "1000" for code, _, _ in moving)
        return self.floor is None or not touches or cash - self.set_aside() >= self.floor

    def set_aside(self) -> int:
        return sum(hold.amount for hold in self.holds if not hold.has_ended)

    def has_room(self, amount: int) -> bool:
        """May this amount of cash be set aside?"""
        free = self.balance("1000") - self.set_aside()
        return amount > 0 and (self.floor is None or free - amount >= self.floor)

    def write(self, on: date, lines: list[tuple[str, int, str]]) -> PlainEntry:
        entry = PlainEntry(on, [line for line in lines if line[1]])
        self.entries.append(entry)
        return entry

    def balance(self, code: str, *, on: date | None = None, party: str | None = None) -> int:
        return sum(
            amount
            for entry in self.entries
            if on is None or entry.on <= on
            for account, amount, whose in entry.lines
            if account == code and (party is None or whose == party)
        )

    def trial_balance(self, on: date) -> dict[str, int]:
        sums: dict[str, int] = defaultdict(int)
        for entry in self.entries:
            if entry.on <= on:
                for account, amount, _ in entry.lines:
                    sums[account] += amount
        return {code: amount for code, amount in sorted(sums.items()) if amount}
