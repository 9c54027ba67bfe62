"""What a fund sets aside for loans that may not be paid back (weighted average remaining maturity)."""

from decimal import Decimal
from fractions import Fraction

from commonwork.rules.money import round_half_even
from commonwork.rules.refusal import Refusal, sentence

Number = Fraction | Decimal | int


class ReserveTermsNegative(Refusal):
    sentence: str = sentence("A reserve needs a balance, a rate of loss and years left of at least zero.")


def reserve(
    *,
    balance_minor: int,
    annual_charge_off_rate: Number,
    remaining_years: Number,
    qualitative_rate: Number = 0,
) -> int:
    """Return the reserve in minor units: balance x (yearly rate of loss + judgement) x years left, half-even.

    Rates are shares of one (1.2 % is 0.012); `qualitative_rate` may lower the rate, but not below zero.
    Raises ReserveTermsNegative. Source: NCUA, WARM method for allowances for credit losses.

    >>> reserve(balance_minor=50000000, annual_charge_off_rate=Decimal("0.012"),
    ...     remaining_years=Decimal("2.5"))
    1500000
    """
    years, past_rate = Fraction(remaining_years), Fraction(annual_charge_off_rate)
    rate = past_rate + Fraction(qualitative_rate)
    if balance_minor < 0 or min(past_rate, rate, years) < 0:
        raise ReserveTermsNegative()
    return round_half_even(balance_minor * rate * years)
