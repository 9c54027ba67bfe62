"""The Method of Equal Shares for one endowment: projects bought one by one by those who support them.

Money is followed in floating point, which is exact enough to tell most prices apart. Wherever two prices, or
the money behind a project and its cost, lie within 1e-9 of each other the decision is made again in exact
fractions (`shares_exact`), so the outcome is that of exact arithmetic. (A remainder of less than 1e-12 of a
payment counts as nothing.)

Source: Peters, Pierczynski, Skowron, Proportional participatory budgeting with additive utilities (2021);
cost utilities: what a funded project gives a voter is its cost, times the points given to it.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from commonwork.rules.counting.reading import Integers
from commonwork.rules.counting.shares_exact import Ledger, Purchase
from commonwork.rules.counting.votes import Project, Votes

Amounts = NDArray[np.float64]
NEAR = 1e-9  # closer than this, in proportion, is decided in fractions
SETTLED = 1e-15  # a price that rises by less stays
SAFE = 1e-12  # what rounding may have done to a sum

Choose = Callable[[Sequence[int]], int]


class Ground:
    """What does not change from one endowment to the next: who supports what, by how many points."""

    def __init__(self, projects: Sequence[Project], votes: Votes) -> None:
        voter = votes.voter_of_choice
        chosen, points = votes.chosen, votes.points
        if points is not None:
            given = points > 0
            voter, chosen, points = voter[given], chosen[given], points[given]
        order = np.argsort(chosen.astype(np.int32), kind="stable")
        ends = np.bincount(chosen, minlength=len(projects)).cumsum()
        self.costs = [project.cost for project in projects]
        self.voters = votes.voters
        self.supporters: list[Integers] = np.split(voter[order], ends[:-1]) if projects else []
        self.points: list[Amounts] | None = None
        self.weights = [len(supporters) for supporters in self.supporters]
        if points is not None:
            split = np.split(points[order], ends[:-1])
            self.weights = [int(part.sum()) for part in split]
            self.points = [part.astype(np.float64) for part in split]
        self.choices = (np.bincount(voter, minlength=votes.voters), chosen, points)

    @property
    def supported(self) -> int:
        return sum(weight > 0 for weight in self.weights)


@dataclass
class _Offer:
    """A project at the price its supporters would pay now: `price` for each point, at most their money."""

    project: int
    price: float
    rate: float  # price by cost: what a unit of use costs; the lowest is bought
    supporters: Integers
    points: Amounts | None
    money: Amounts
    is_paid_alike: bool


@dataclass
class Run:
    """The outcome for one endowment: purchases in order, and everyone's money left."""

    bought: list[Purchase] = field(default_factory=list)
    money: Amounts = field(default_factory=lambda: np.zeros(0))

    @property
    def projects(self) -> list[int]:
        return [purchase.project for purchase in self.bought]


class _Market:
    """Voters' money and the projects still for sale, each with a rate it cannot be cheaper than."""

    def __init__(self, ground: Ground, endowment: Fraction, choose: Choose) -> None:
        self.ground = ground
        self.choose = choose
        self.money: Amounts = np.full(ground.voters, float(endowment))
        self.queue = [(1 / weight, at) for at, weight in enumerate(ground.weights) if weight]
        heapq.heapify(self.queue)
        self.ledger = Ledger(ground.choices, ground.costs, endowment)

    def buy_next(self) -> Purchase | None:
        """Buy the project with the lowest rate, or return None when nobody can afford anything more."""
        offers = self._best_offers()
        if not offers:
            return None
        best = self._chosen(offers)
        for offer in offers:
            if offer is not best:
                heapq.heappush(self.queue, (offer.rate * (1 - SAFE), offer.project))
        due = best.price if best.points is None else best.points * best.price
        self.money[best.supporters] = np.maximum(best.money - due, 0.0)
        bought = Purchase(best.project, best.price, best.supporters, best.points, best.money)
        self.ledger.add(bought)
        return bought

    def _best_offers(self) -> list[_Offer]:
        """Return all offers whose rate may be the lowest, the others having gone back to the queue."""
        offers: list[_Offer] = []
        best = np.inf
        queue = self.queue
        while queue and queue[0][0] <= best * (1 + NEAR):
            floor, at = heapq.heappop(queue)
            offer = self._look_at(at, floor, best * (1 + NEAR))
            if offer is not None:
                offers.append(offer)
                best = min(best, offer.rate)
        near = [offer for offer in offers if offer.rate <= best * (1 + NEAR)]
        for offer in offers:
            if offer.rate > best * (1 + NEAR):
                heapq.heappush(queue, (offer.rate * (1 - SAFE), offer.project))
        return near

    def _look_at(self, at: int, floor: float, limit: float) -> _Offer | None:
        """Return the project's offer; None if nobody can afford it, or if it goes back above the limit."""
        supporters, cost = self.ground.supporters[at], self.ground.costs[at]
        money = self.money.take(supporters)
        points = None if self.ground.points is None else self.ground.points[at]
        if limit < np.inf:
            due = limit * cost if points is None else points * (limit * cost)
            missing = cost - np.add.reduce(np.minimum(money, due))
            if missing > cost * SAFE:
                can_pay = money > due
                weight = np.count_nonzero(can_pay) if points is None else np.add.reduce(points[can_pay])
                if weight:
                    rate = limit + missing / (weight * cost)
                    heapq.heappush(self.queue, (max(rate * (1 - SAFE), limit * (1 + SAFE)), at))
                    return None
        if not self._is_affordable(at, supporters, money):
            return None
        guess = floor if limit == np.inf else limit
        price, is_paid_alike = _price(money, points, cost, floor * cost, guess * cost)
        return _Offer(at, price, price / cost, supporters, points, money, is_paid_alike)

    def _is_affordable(self, at: int, supporters: Integers, money: Amounts) -> bool:
        cost, total = self.ground.costs[at], float(np.add.reduce(money))
        if abs(total - cost) > cost * NEAR:
            return total > cost
        return self.ledger.money_of(supporters[money > 0]) >= cost

    def _chosen(self, offers: list[_Offer]) -> _Offer:
        if len(offers) == 1:
            return offers[0]
        rates = [self._exact_rate(offer) for offer in offers]
        lowest = min(rates)
        tied = {offer.project: offer for offer, rate in zip(offers, rates, strict=True) if rate == lowest}
        return tied[self.choose(list(tied))]

    def _exact_rate(self, offer: _Offer) -> Fraction:
        if offer.is_paid_alike:
            return Fraction(1, self.ground.weights[offer.project])
        purchase = Purchase(offer.project, offer.price, offer.supporters, offer.points, offer.money)
        return self.ledger.price_of(purchase) / self.ground.costs[offer.project]


def _price(
    money: Amounts, points: Amounts | None, cost: int, floor: float, guess: float
) -> tuple[float, bool]:
    """Return the price at which the supporters raise the cost, and whether all of them pay it in full.

    Each pays min(money, price x points), which is concave in the price: from any price that somebody can pay,
    sharing what is missing (or too much) among those who can pay it leads below the answer, and from there
    up to it. floor: not above the answer, nor below an equal share of the cost. guess: near the answer.
    """
    price, before = guess, -1
    while True:
        due = price if points is None else points * price
        can_pay = money >= due
        payers = int(np.count_nonzero(can_pay))
        weight = float(payers if points is None else np.add.reduce(points[can_pay]))
        if payers == len(money):
            return cost / weight, True
        if payers == before or (not payers and before >= 0):
            return price, False
        missing = (cost - np.add.reduce(np.minimum(money, due))) / weight if payers else -price
        following = max(floor, price + missing)
        if before >= 0 and following <= price * (1 + SETTLED):
            return price, False
        price, before = following, payers


def run(ground: Ground, endowment: Fraction, choose: Choose, stop_above: int | None = None) -> Run:
    """Return what is bought when every voter has this endowment.

    choose: picks one of several project indices whose exact rates are equal. stop_above: give up once the
    cost of what is bought lies above it.
    """
    market = _Market(ground, endowment, choose)
    found = Run(money=market.money)
    spent = 0
    while (bought := market.buy_next()) is not None:
        found.bought.append(bought)
        spent += ground.costs[bought.project]
        if stop_above is not None and spent > stop_above:
            break
    return found
