"""How much each period of a schedule asks for: the plan made once, from a balance and the exact rates of its periods.

Plans are made anew only when a draw, a pause or new terms change what is to be paid back. The last period always takes
what is left, so nothing of a rounding stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from commonwork.rules.money import round_half_even
from commonwork.rules.refusal import Refusal, sentence

Schedule = Literal["level", "equal_principal", "interest_only", "step", "balloon"]
SCHEDULES: tuple[str, ...] = get_args(Schedule)


class BalloonAboveLoan(Refusal):
    sentence: str = sentence("What is asked for at the end must be less than the loan itself.")
    field: str | None = "balloon_minor"


@dataclass(frozen=True)
class Target:
    """Of one period: a whole payment, out of which the interest comes first, or a part of the loan on top of it."""

    amount_minor: int
    is_payment: bool

    def principal_minor(self, interest_minor: int) -> int:
        """The part of the loan this target asks for beside an interest; never less than nothing.

        >>> Target(1000, True).principal_minor(300), Target(1000, False).principal_minor(300)
        (700, 1000)
        """
        return max(0, self.amount_minor - interest_minor) if self.is_payment else self.amount_minor


def targets(
    *,
    schedule: Schedule,
    balance_minor: int,
    rates: Sequence[Fraction],
    step_bp: int = 0,
    step_every: int = 0,
    balloon_minor: int = 0,
) -> list[Target]:
    """Return one target a period for paying back a balance over periods with the given exact rates.

    Level: the payment whose present value is the balance. Equal principal: balance / periods. Interest only: nothing
    before the last. Step: payments that grow by `step_bp` every `step_every` periods, of the same present value.
    Balloon: level payments that leave `balloon_minor` for the end. All half-even. Raises BalloonAboveLoan.

    >>> [target.amount_minor for target in targets(schedule="level", balance_minor=4000000, rates=[Fraction(8, 1200)] * 3)]
    [1351150, 1351150, 1351150]
    >>> [target.amount_minor for target in targets(schedule="step", balance_minor=300000, rates=[Fraction(0)] * 2,
    ...     step_bp=10000, step_every=1)]
    [100000, 200000]
    >>> [target.amount_minor for target in targets(schedule="balloon", balance_minor=100000, rates=[Fraction(0)] * 5,
    ...     balloon_minor=50000)]
    [10000, 10000, 10000, 10000, 60000]
    """
    count = len(rates)
    if schedule == "equal_principal":
        return [Target(round_half_even(Fraction(balance_minor, count)), False)] * count
    if schedule == "interest_only":
        return [Target(0, False)] * (count - 1) + [Target(balance_minor, False)]
    if schedule == "balloon" and balloon_minor >= balance_minor > 0:
        raise BalloonAboveLoan()
    lump = balloon_minor if schedule == "balloon" else 0
    weights = _weights(count, step_bp, step_every) if schedule == "step" else [1] * count
    above, below = _present(weights, rates)
    lump_above, lump_below = _present([0] * (count - 1) + [lump], rates) if lump else (0, 1)
    rest, worth = balance_minor * lump_below - lump_above, lump_below * above
    payments = [
        round_half_even(Fraction(rest * below * weight, worth))
        for weight in (weights if step_bp else weights[:1])
    ]
    if len(payments) == 1:
        payments *= count
    payments[-1] += lump
    return [Target(payment, True) for payment in payments]


def _weights(count: int, step_bp: int, step_every: int) -> list[int]:
    """Whole-number weights of payments that grow by a step: the last step's power of 10,000 is taken into all."""
    steps = [number // step_every if step_every else 0 for number in range(count)]
    most = steps[-1]
    return [(10_000 + step_bp) ** step * 10_000 ** (most - step) for step in steps]


def _present(weights: Sequence[int], rates: Sequence[Fraction]) -> tuple[int, int]:
    """The sum of weight / ((1 + r1) ... (1 + rk)) as one fraction of whole numbers, not reduced on the way: quick."""
    above, below = 0, 1
    for weight, rate in zip(reversed(weights), reversed(rates), strict=True):
        up, down = rate.numerator + rate.denominator, rate.denominator
        above, below = (below * weight + above) * down, below * up
    return above, below
