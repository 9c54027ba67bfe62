"""The life of a share-of-surplus loan, period by period: paid from surplus only, interest simple.

One rate, equal periods and one draw at the start; loans drawn in parts are followed day by day with
`interest` and `due`. What happens to a rest at the agreed end (forgiveness, write-off) is left to the bank.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from commonwork.rules.loans.due import due
from commonwork.rules.money import round_half_even
from commonwork.rules.refusal import Refusal, sentence

Mode = Literal["accrue", "pause"]


class LoanTermsNegative(Refusal):
    sentence: str = sentence("A loan needs a principal and a rate of at least zero, and periods in a year.")


@dataclass(frozen=True)
class Row:
    """One period in minor units; `interest_owed_minor` and `balance_minor` stand after the payment."""

    period: int
    surplus_minor: int
    interest_accrued_minor: int
    interest_paid_minor: int
    principal_paid_minor: int
    interest_owed_minor: int
    balance_minor: int

    @property
    def paid_minor(self) -> int:
        return self.interest_paid_minor + self.principal_paid_minor


def life(
    *,
    principal_minor: int,
    annual_rate_bp: Fraction | int,
    share_bp: Fraction | int,
    periods_per_year: int,
    surpluses_minor: Sequence[int],
    mode: Mode = "accrue",
    is_carrying_losses: bool = False,
) -> list[Row]:
    """Return one row for each surplus or loss, also after the loan is paid.

    Interest is balance x rate / periods in a year, half-even once a period, never on interest. In mode
    "pause" none accrues in a period without a surplus to share. The payment is the share of the surplus,
    rounded down, at most what is owed; interest first. When losses are carried, a surplus first makes good
    earlier losses and only what is left is shared. Raises LoanTermsNegative, ShareOutOfRange.
    Source: Seed Commons' non-extractive loans (8 % simple; no payment greater than profit).

    >>> for row in life(principal_minor=4000000, annual_rate_bp=800, share_bp=5000, periods_per_year=4,
    ...         surpluses_minor=[-300000, 400000, 1000000]):
    ...     print(row.interest_accrued_minor, row.paid_minor, row.interest_owed_minor, row.balance_minor)
    80000 0 80000 4000000
    80000 200000 0 3960000
    79200 500000 0 3539200
    """
    if principal_minor < 0 or annual_rate_bp < 0 or periods_per_year < 1:
        raise LoanTermsNegative()
    owed_minor = losses_minor = 0
    balance_minor = principal_minor
    rows: list[Row] = []
    for period, surplus_minor in enumerate(surpluses_minor, start=1):
        shared_minor = surplus_minor - losses_minor if is_carrying_losses else surplus_minor
        losses_minor = max(0, -shared_minor) if is_carrying_losses else 0
        accrued_minor = 0
        if mode == "accrue" or shared_minor > 0:
            yearly = Fraction(balance_minor * annual_rate_bp, 10_000)
            accrued_minor = round_half_even(yearly / periods_per_year)
        owed_minor += accrued_minor
        payment = due(
            surplus_minor=shared_minor,
            share_bp=share_bp,
            interest_owed_minor=owed_minor,
            principal_minor=balance_minor,
        )
        owed_minor -= payment.interest_minor
        balance_minor -= payment.principal_minor
        rows.append(
            Row(
                period=period,
                surplus_minor=surplus_minor,
                interest_accrued_minor=accrued_minor,
                interest_paid_minor=payment.interest_minor,
                principal_paid_minor=payment.principal_minor,
                interest_owed_minor=owed_minor,
                balance_minor=balance_minor,
            )
        )
    return rows


def cost_of_surplus(rows: Sequence[Row]) -> Fraction:
    """Return the interest paid as a share of all positive surpluses, unrounded; 0 when there were none.

    >>> cost_of_surplus([Row(1, 4000, 800, 800, 1200, 0, 38800), Row(2, -1000, 0, 0, 0, 0, 38800)])
    Fraction(1, 5)
    """
    surpluses = sum(max(0, row.surplus_minor) for row in rows)
    paid = sum(row.interest_paid_minor for row in rows)
    return Fraction(paid, surpluses) if surpluses else Fraction(0)
