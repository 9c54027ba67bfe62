"""The pay ratio: the highest hourly wage of a co-op against its lowest, and the limit its members adopted."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from commonwork.rules.refusal import Refusal, sentence


class NoWages(Refusal):
    sentence: str = sentence("Without wages there is no ratio.")
    field: str | None = "wages"


class WageNotPositive(Refusal):
    sentence: str = sentence("Each hourly wage must be more than zero.")
    field: str | None = "wages"


@dataclass(frozen=True)
class PayRatio:
    """`ratio` is exact: highest / lowest. `holds` is None where no limit was adopted."""

    lowest_minor: int
    highest_minor: int
    ratio: Fraction
    limit: Fraction | None

    @property
    def holds(self) -> bool | None:
        """Is the ratio at or under the limit?"""
        return None if self.limit is None else self.ratio <= self.limit


def of_wages(wages_minor: Iterable[int], *, limit: Fraction | int | None = None) -> PayRatio:
    """Return the pay ratio of hourly wages (minor units), compared exactly with the limit.

    Raises NoWages, WageNotPositive. Source: Mondragon's payment solidarity; 6 to 1 in large co-ops, less in small ones.

    >>> of_wages([1500, 2000, 3000], limit=6).ratio, of_wages([1500, 3001], limit=2).holds
    (Fraction(2, 1), False)
    """
    wages = list(wages_minor)
    if not wages:
        raise NoWages()
    lowest, highest = min(wages), max(wages)
    if lowest <= 0:
        raise WageNotPositive()
    return PayRatio(lowest, highest, Fraction(highest, lowest), None if limit is None else Fraction(limit))
