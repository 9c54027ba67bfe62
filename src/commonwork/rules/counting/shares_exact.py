"""Exact prices of the Method of Equal Shares, for the few decisions floating point cannot make.

Until a voter cannot pay a price in full they have their endowment less the prices they paid; after that,
nothing. So the money of any group of voters is a sum of the endowment and earlier prices with whole
coefficients, and every price follows from earlier prices in fractions, without looking at voters one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from commonwork.rules.counting.reading import Integers

Amounts = NDArray[np.float64]
SAME = 1e-12  # money this close to what is due, in proportion, is what is due


@dataclass(frozen=True, eq=False)
class Purchase:
    """A project bought: its price a point, who paid (with points and money before), voters by index."""

    project: int
    price: float
    supporters: Integers
    points: Amounts | None
    money: Amounts

    @property
    def due(self) -> Amounts:
        if self.points is None:
            return np.full(len(self.money), self.price)
        return self.points * self.price

    @property
    def pays_in_full(self) -> NDArray[np.bool_]:
        return self.money >= self.due * (1 - SAME)


class Ledger:
    """The purchases so far and their exact prices, worked out only when asked for."""

    def __init__(
        self,
        choices: tuple[Integers, Integers, Integers | None],
        costs: Sequence[int],
        endowment: Fraction,
    ) -> None:
        self.counts, self.chosen, self.points = choices
        self.costs = costs
        self.endowment = endowment
        self.purchases: list[Purchase] = []
        self.prices: list[Fraction] = []
        self._starts: Integers | None = None

    def add(self, purchase: Purchase) -> None:
        self.purchases.append(purchase)

    def price_of(self, purchase: Purchase) -> Fraction:
        """Return the exact price a point of a project at its present supporters' money."""
        return self._price(purchase, len(self.purchases))

    def money_of(self, voters: Integers) -> Fraction:
        """Return the exact money of voters who have some left, all together."""
        return self._money(voters, len(self.purchases))

    def _price(self, purchase: Purchase, before: int) -> Fraction:
        full = purchase.pays_in_full
        rest = purchase.supporters[~full & (purchase.money > 0)]
        weight = np.count_nonzero(full) if purchase.points is None else purchase.points[full].sum()
        return (self.costs[purchase.project] - self._money(rest, before)) / Fraction(int(weight))

    def _money(self, voters: Integers, before: int) -> Fraction:
        """Return the exact money of voters with some left, before purchase number `before`."""
        if not len(voters):
            return Fraction(0)
        given = self._points_given(voters)
        paid = Fraction(0)
        for number in range(before):
            points = int(given[self.purchases[number].project])
            if points:
                paid += points * self._price_at(number)
        return len(voters) * self.endowment - paid

    def _price_at(self, number: int) -> Fraction:
        while len(self.prices) <= number:
            at = len(self.prices)
            self.prices.append(self._price(self.purchases[at], at))
        return self.prices[number]

    def _points_given(self, voters: Integers) -> Integers:
        """Return the points (votes) these voters together gave to each project."""
        if self._starts is None:
            self._starts = self.counts.cumsum() - self.counts
        many = self.counts[voters]
        at = np.repeat(self._starts[voters] - (many.cumsum() - many), many) + np.arange(many.sum())
        sums = np.zeros(len(self.costs), np.int64)
        np.add.at(sums, self.chosen[at], 1 if self.points is None else self.points[at])
        return sums
