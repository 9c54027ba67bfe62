"""The annual percentage rate of US lending law, by the actuarial method: one advance, payments a period
apart.

What counts as a finance charge, and so the amount financed, is left to the lender's disclosure.
"""

from collections.abc import Sequence
from fractions import Fraction

from commonwork.rules.money import round_half_even
from commonwork.rules.refusal import Refusal, sentence

STEPS_A_PERCENT = 200  # the rate is searched by half hundredths of a percent, so that rounding is exact
HIGHEST_PERCENT = 1_000_000
MOST_PAYMENTS = 5_000

Payment = tuple[int, int]  # amount in minor units, how many times


class AdvanceNotPositive(Refusal):
    sentence: str = sentence("A yearly rate needs an advance above zero.")
    field: str | None = "advance"


class PaymentsTooLow(Refusal):
    sentence: str = sentence("The payments add up to less than the advance, so there is no yearly rate.")
    field: str | None = "payments"


class TooManyPayments(Refusal):
    sentence: str = sentence("A yearly rate is worked out for at most {most} payments.")
    field: str | None = "payments"


class NoYearlyRate(Refusal):
    sentence: str = sentence("No yearly rate up to {highest} percent fits these payments.")
    field: str | None = "payments"


class TermsImpossible(Refusal):
    sentence: str = sentence("Payments, periods in a year and days before the first payment must make sense.")


def rate_percent_hundredths(
    *,
    advance_minor: int,
    payments: Sequence[Payment],
    periods_per_year: Fraction,
    whole_periods: int,
    odd_part: Fraction,
) -> int:
    """Return the yearly rate in hundredths of a percent, half-even.

    The rate i of a unit period solves advance = sum of P_j / ((1 + f i)(1 + i)^(t + j)), j = 0, 1, 2, ...,
    where t is `whole_periods` before the first payment and f `odd_part`, the part of a period that remains.
    The answer is i x `periods_per_year`. All comparisons are made in whole numbers.
    Raises AdvanceNotPositive, PaymentsTooLow, TooManyPayments, NoYearlyRate, TermsImpossible.
    Source: 12 CFR 1026, Appendix J (b)(8).

    >>> rate_percent_hundredths(advance_minor=500000, payments=[(23000, 24)], periods_per_year=Fraction(12),
    ...     whole_periods=1, odd_part=Fraction(0))
    969
    """
    _refuse_the_impossible(advance_minor, payments, periods_per_year, whole_periods, odd_part)
    if sum(amount * count for amount, count in payments) == advance_minor:
        return 0
    amounts = [amount for amount, count in payments for _ in range(count)]

    def excess(steps: int) -> int:
        """Sign of present value less advance at a yearly rate of `steps`."""
        rate = Fraction(steps, 100 * STEPS_A_PERCENT) / periods_per_year
        return _excess(advance_minor, amounts, rate, whole_periods, odd_part)

    low, high = 0, STEPS_A_PERCENT
    while excess(high) > 0:
        low, high = high, high * 2
        if high > HIGHEST_PERCENT * STEPS_A_PERCENT:
            raise NoYearlyRate(highest=HIGHEST_PERCENT)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if excess(middle) >= 0 else (low, middle)
    if excess(high) == 0:
        low = high
    is_between = excess(low) != 0  # the rate lies strictly between low and the next step: never a half
    return low // 2 + low % 2 if is_between else round_half_even(Fraction(low, 2))


def _excess(
    advance_minor: int, amounts: Sequence[int], rate: Fraction, whole_periods: int, odd_part: Fraction
) -> int:
    """Sign of (present value - advance), every term multiplied by the same power of (1 + rate)."""
    over, under = rate.numerator + rate.denominator, rate.denominator  # 1 + rate = over / under
    worth, power = 0, 1  # worth / over^(n-1) = sum of P_j / (1 + rate)^j
    for amount in amounts:
        worth = worth * over + amount * power
        power *= under
    odd = 1 + odd_part * rate
    value = worth * pow(under, whole_periods) * odd.denominator
    asked = advance_minor * pow(over, len(amounts) - 1 + whole_periods) * odd.numerator
    return int(value > asked) - int(value < asked)


def _refuse_the_impossible(
    advance_minor: int,
    payments: Sequence[Payment],
    periods_per_year: Fraction,
    whole_periods: int,
    odd_part: Fraction,
) -> None:
    if advance_minor <= 0:
        raise AdvanceNotPositive()
    if periods_per_year <= 0 or whole_periods < 0 or odd_part < 0:
        raise TermsImpossible()
    if any(amount < 0 or count < 1 for amount, count in payments):
        raise TermsImpossible()
    if sum(count for _, count in payments) + whole_periods > MOST_PAYMENTS:
        raise TooManyPayments(most=MOST_PAYMENTS)
    if sum(amount * count for amount, count in payments) < advance_minor:
        raise PaymentsTooLow()
