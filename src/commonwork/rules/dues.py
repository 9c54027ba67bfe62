"""Federation dues: a rate on a base, with a minimum and a maximum.

Which class of member is waived, and what the base is, are policies; the room passes their values.
"""

from dataclasses import dataclass
from fractions import Fraction

from commonwork.rules.money import round_half_even
from commonwork.rules.refusal import Refusal, sentence


class DuesTermsNegative(Refusal):
    sentence: str = sentence("Dues need a base, a rate and a minimum that are not negative.")


class MaximumBelowMinimum(Refusal):
    sentence: str = sentence("The highest dues cannot be lower than the lowest.")
    field: str | None = "maximum"


@dataclass(frozen=True)
class Dues:
    """What a member owes: `at_rate_minor` before, `due_minor` after minimum, maximum and waiver."""

    at_rate_minor: int
    due_minor: int


def yearly(
    *,
    base_minor: int,
    rate_bp: Fraction | int,
    minimum_minor: int = 0,
    maximum_minor: int | None = None,
    is_waived: bool = False,
) -> Dues:
    """Return the year's dues in minor units: base x rate, half-even, then raised to the minimum.

    Waived dues are zero, whatever the minimum. Raises DuesTermsNegative, MaximumBelowMinimum.
    Source: NYC NOWC membership classes (0.1 % of last year's wages, at least 200 USD).

    >>> yearly(base_minor=7230000, rate_bp=10, minimum_minor=20000)
    Dues(at_rate_minor=7230, due_minor=20000)
    """
    if min(base_minor, rate_bp, minimum_minor) < 0:
        raise DuesTermsNegative()
    if maximum_minor is not None and maximum_minor < minimum_minor:
        raise MaximumBelowMinimum()
    at_rate_minor = round_half_even(Fraction(base_minor * rate_bp, 10_000))
    due_minor = max(at_rate_minor, minimum_minor)
    if maximum_minor is not None:
        due_minor = min(due_minor, maximum_minor)
    return Dues(at_rate_minor, 0 if is_waived else due_minor)
