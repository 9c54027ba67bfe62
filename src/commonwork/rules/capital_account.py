"""A member's capital account: its movements in order of date, and the note that pays it out after an exit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from commonwork.rules.refusal import Refusal, sentence

# Kinds that lower the account, whichever sign their amount has; all others add their amount with its sign.
LOWERING = frozenset(
    {"LOSS", "REDEMPTION", "REDEMPTION_ROLLOUT", "TRANSFER_TO_NOTE", "FORFEIT", "WITHDRAWAL"}
)
MOST_INSTALMENTS = 10_000


class NothingToPayOut(Refusal):
    sentence: str = sentence("An account below zero cannot be paid out.")
    field: str | None = "balance"


class InstalmentsOutOfRange(Refusal):
    sentence: str = sentence("A note needs between 1 and {most} instalments.")
    field: str | None = "instalments"


@dataclass(frozen=True)
class Movement:
    """One change of the account; the amount as its source wrote it, in minor units."""

    on: date
    kind: str
    amount_minor: int

    @property
    def effect_minor(self) -> int:
        """What the movement does to the account: losses and pay-outs lower it."""
        return -abs(self.amount_minor) if self.kind.upper() in LOWERING else self.amount_minor


@dataclass(frozen=True)
class Row:
    """A movement and the balance after it, in minor units."""

    movement: Movement
    balance_minor: int


def running(*, opening_minor: int, movements: Iterable[Movement]) -> list[Row]:
    """Return the movements by date (same day: as given), each with the balance after it. It may fall below
    zero.

    Source: internal capital accounts, NY Cooperative Corporations Law 93.

    >>> year = [Movement(date(2026, 12, 31), "INTEREST", 20000), Movement(date(2027, 12, 31), "LOSS", 466667)]
    >>> [row.balance_minor for row in running(opening_minor=500000, movements=year)]
    [520000, 53333]
    """
    balance_minor, rows = opening_minor, []
    for movement in sorted(movements, key=lambda movement: movement.on):
        balance_minor += movement.effect_minor
        rows.append(Row(movement, balance_minor))
    return rows


def exit_note(*, balance_minor: int, instalments: int) -> list[int]:
    """Return the instalments of a note, adding up to the balance; they differ by a cent at most, larger
    first.

    Raises NothingToPayOut, InstalmentsOutOfRange.

    >>> exit_note(balance_minor=833333, instalments=5)
    [166667, 166667, 166667, 166666, 166666]
    """
    if balance_minor < 0:
        raise NothingToPayOut()
    if not 1 <= instalments <= MOST_INSTALMENTS:
        raise InstalmentsOutOfRange(most=MOST_INSTALMENTS)
    part, spare = divmod(balance_minor, instalments)
    return [part + 1] * spare + [part] * (instalments - spare)
