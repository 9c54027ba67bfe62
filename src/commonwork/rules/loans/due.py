"""What a share-of-surplus loan asks for, and the proof that it takes no more than its share.

Such a loan is paid from surplus only: nothing is due in a period without one, and never more than the agreed
share. The interest itself is reckoned in `interest`; the whole life of a loan in `surplus_share`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from commonwork.rules.money import floor
from commonwork.rules.refusal import Refusal, sentence


class ShareOutOfRange(Refusal):
    sentence: str = sentence("The share of surplus must lie between 0 and 10,000 basis points.")
    field: str | None = "share_bp"


@dataclass(frozen=True)
class Due:
    """A period's payment in minor units; `share_minor` is the most it may be."""

    share_minor: int
    interest_minor: int
    principal_minor: int

    @property
    def total_minor(self) -> int:
        return self.interest_minor + self.principal_minor


def share_of_surplus(*, surplus_minor: int, share_bp: Fraction | int) -> int:
    """Return the share of a surplus in minor units, rounded down; zero of a loss. Raises ShareOutOfRange.

    >>> [share_of_surplus(surplus_minor=surplus, share_bp=5000) for surplus in (63489, -1)]
    [31744, 0]
    """
    if not 0 <= share_bp <= 10_000:
        raise ShareOutOfRange()
    return floor(Fraction(max(0, surplus_minor) * share_bp, 10_000))


def due(
    *, surplus_minor: int, share_bp: Fraction | int, interest_owed_minor: int, principal_minor: int
) -> Due:
    """Return min(share of the surplus, interest owed + principal), interest first. Raises ShareOutOfRange.

    Source: non-extractive lending (Seed Commons): no repayment greater than profits.

    >>> due(surplus_minor=311550, share_bp=5000, interest_owed_minor=28047, principal_minor=1200000)
    Due(share_minor=155775, interest_minor=28047, principal_minor=127728)
    """
    share_minor = share_of_surplus(surplus_minor=surplus_minor, share_bp=share_bp)
    interest_minor = min(share_minor, interest_owed_minor)
    return Due(share_minor, interest_minor, min(share_minor - interest_minor, principal_minor))


@dataclass(frozen=True)
class Paid:
    """One period as it came to pass: its surplus or loss, and what was paid. Minor units."""

    surplus_minor: int
    interest_minor: int
    principal_minor: int


@dataclass(frozen=True)
class Proof:
    """Payments so far against a sum of surpluses; `limit_minor` is the share of that sum, at least 0."""

    cumulative_surplus_minor: int
    limit_minor: int
    cumulative_interest_minor: int
    cumulative_paid_minor: int

    @property
    def is_interest_within(self) -> bool:
        return self.cumulative_interest_minor <= self.limit_minor

    @property
    def is_all_within(self) -> bool:
        return self.cumulative_paid_minor <= self.limit_minor


@dataclass(frozen=True)
class ProofOfNonExtraction:
    """The proof twice: against positive surpluses (the contract) and the net sum (the honest one)."""

    positive: Proof
    net: Proof


def prove(*, periods: Iterable[Paid], share_bp: Fraction | int) -> list[ProofOfNonExtraction]:
    """Return, for each period in order, the running proof that the loan took no more than its share.

    >>> last = prove(share_bp=5000, periods=[Paid(-103333, 0, 0), Paid(63489, 31744, 0)])[-1]
    >>> last.positive.is_all_within, last.net.limit_minor, last.net.is_interest_within
    (True, 0, False)
    """
    positive = net = interest = paid = 0
    proofs: list[ProofOfNonExtraction] = []
    for period in periods:
        positive += max(0, period.surplus_minor)
        net += period.surplus_minor
        interest += period.interest_minor
        paid += period.interest_minor + period.principal_minor
        proofs.append(
            ProofOfNonExtraction(
                *(
                    Proof(total, share_of_surplus(surplus_minor=total, share_bp=share_bp), interest, paid)
                    for total in (positive, net)
                )
            )
        )
    return proofs
