"""A buy-in: what is paid at once, how many instalments follow, and which part of it can never be paid back."""

from dataclasses import dataclass
from fractions import Fraction

from commonwork.rules.money import round_half_even
from commonwork.rules.refusal import Refusal, sentence

WHOLE_BP = 10_000


class DownPaymentTooHigh(Refusal):
    sentence: str = sentence("The down payment cannot be more than the price of the share.")
    field: str | None = "down"


class InstalmentMissing(Refusal):
    sentence: str = sentence("What is left after the down payment needs an instalment of more than zero.")
    field: str | None = "instalment"


class BuyInNegative(Refusal):
    sentence: str = sentence("Price, down payment and instalment cannot be negative.")


class PartOutOfRange(Refusal):
    sentence: str = sentence("The part that is not paid back lies between 0 and 100 percent.")
    field: str | None = "nonrefundable_bp"


@dataclass(frozen=True)
class Plan:
    """`count` instalments follow the down payment; the last may be smaller. Minor units."""

    count: int
    last_minor: int
    nonrefundable_minor: int


def plan(*, fee_minor: int, down_minor: int, instalment_minor: int, nonrefundable_bp: int = 0) -> Plan:
    """Return how a share is paid. Raises DownPaymentTooHigh, InstalmentMissing, BuyInNegative, PartOutOfRange.

    Source: Mondragon (25 % of the entry goes to the collective reserve); Evergreen (payroll deductions).

    >>> plan(fee_minor=300000, down_minor=15000, instalment_minor=2500)
    Plan(count=114, last_minor=2500, nonrefundable_minor=0)
    """
    if min(fee_minor, down_minor, instalment_minor) < 0:
        raise BuyInNegative()
    if not 0 <= nonrefundable_bp <= WHOLE_BP:
        raise PartOutOfRange()
    if down_minor > fee_minor:
        raise DownPaymentTooHigh()
    left = fee_minor - down_minor
    if left and not instalment_minor:
        raise InstalmentMissing()
    count = -(-left // instalment_minor) if left else 0
    last = left - (count - 1) * instalment_minor if count else 0
    return Plan(count, last, round_half_even(Fraction(fee_minor * nonrefundable_bp, WHOLE_BP)))


def to_reserve(*, paid_before_minor: int, paid_minor: int, fee_minor: int, nonrefundable_minor: int) -> int:
    """Return how much of a payment goes to the reserve: the part grows with what is paid, and comes out whole.

    >>> [to_reserve(paid_before_minor=b, paid_minor=p, fee_minor=100000, nonrefundable_minor=25000)
    ...  for b, p in ((0, 15000), (15000, 85000))]
    [3750, 21250]
    """
    if not fee_minor:
        return 0

    def until(paid: int) -> int:
        return round_half_even(Fraction(min(paid, fee_minor) * nonrefundable_minor, fee_minor))

    return until(paid_before_minor + paid_minor) - until(paid_before_minor)
