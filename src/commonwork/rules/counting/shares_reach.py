"""How far every endowment can rise before anything about an outcome of Equal Shares can change.

While nobody passes from paying all they have to paying in full, all money and prices are straight lines in
the rise. What the supporters of another project could pay at the winner's rate is then concave in the rise,
so its tangent today bounds it: up to where the tangent meets the cost, the winner stays the winner. This
lets Add1 step over rises that change nothing; the answer is a bound from below, never a guess.
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from commonwork.rules.counting.shares import NEAR, Amounts, Ground, Run
from commonwork.rules.counting.shares_exact import Purchase

_Truth = NDArray[np.bool_]


class _Lines:
    """Everyone's money and how fast it grows with the rise, purchase by purchase."""

    def __init__(self, ground: Ground, endowment: float) -> None:
        self.ground = ground
        self.money: Amounts = np.full(ground.voters, endowment)
        self.growth: Amounts = np.ones(ground.voters)
        self.reach = np.inf

    def points_of(self, project: int) -> Amounts:
        if self.ground.points is None:
            return np.ones(len(self.ground.supporters[project]))
        return self.ground.points[project]

    def _shorten(self, lead: Amounts, closing: Amounts) -> None:
        """Nothing may change before any lead is closed."""
        closes = closing > 0
        if closes.any():
            self.reach = min(self.reach, float((lead[closes] / closing[closes]).min()))

    def pass_purchase(self, bought: Purchase, others: set[int]) -> None:
        """Bound the rise by this purchase: same payers in full, same winner; then move on to the next."""
        supporters, points = self.ground.supporters[bought.project], self.points_of(bought.project)
        money, growth = self.money[supporters], self.growth[supporters]
        due = bought.price * points
        in_full: _Truth = money >= due * (1 - NEAR)
        weight = float(points[in_full].sum())
        price_growth = -float(growth[~in_full].sum()) / weight
        self._shorten((due - money)[~in_full], (growth - price_growth * points)[~in_full])
        cost = self.ground.costs[bought.project]
        for other in others:
            if not self._is_twin(other, bought.project):
                self._bound_rival(other, bought.price / cost, price_growth / cost)
        self.money[supporters] = np.where(in_full, np.maximum(money - due, 0), 0)
        self.growth[supporters] = np.where(in_full, growth - price_growth * points, 0)

    def _bound_rival(self, other: int, rate: float, rate_growth: float) -> None:
        supporters, points = self.ground.supporters[other], self.points_of(other)
        cost = self.ground.costs[other]
        money, due = self.money[supporters], rate * cost * points
        gives_all = money < due
        raised = float(np.minimum(money, due).sum())
        growth = float(self.growth[supporters][gives_all].sum())
        growth += rate_growth * cost * float(points[~gives_all].sum())
        if growth > 0:
            self.reach = min(self.reach, max(0.0, cost * (1 - NEAR) - raised) / growth)

    def bound_unaffordable(self, other: int) -> None:
        supporters, cost = self.ground.supporters[other], self.ground.costs[other]
        growth = float(self.growth[supporters].sum())
        if growth > 0:
            lead = cost * (1 - NEAR) - float(self.money[supporters].sum())
            self.reach = min(self.reach, max(0.0, lead) / growth)

    def _is_twin(self, one: int, other: int) -> bool:
        """Whether two projects cost the same and have the same supporters: equal at every rise."""
        ground = self.ground
        return (
            ground.costs[one] == ground.costs[other]
            and ground.weights[one] == ground.weights[other]
            and np.array_equal(ground.supporters[one], ground.supporters[other])
            and np.array_equal(self.points_of(one), self.points_of(other))
        )


def reach(ground: Ground, run: Run, endowment: Fraction) -> float:
    """Return a rise of everyone's endowment up to which the run's purchases and their order stay as they are.

    The rise itself is not included; 0 when nothing can be said.
    """
    lines = _Lines(ground, float(endowment))
    others = {at for at, weight in enumerate(ground.weights) if weight}
    for bought in run.bought:
        others.discard(bought.project)
        lines.pass_purchase(bought, others)
        if lines.reach <= 0:
            return 0.0
    for other in others:
        lines.bound_unaffordable(other)
    return lines.reach * (1 - 1e-6)
