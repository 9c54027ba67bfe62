"""What chance does to a plan: thousands of paths between its worst and its best case. An estimate, in floats.

Each path draws its prices, volumes, costs and days between the worst and the best case, most often near the base
case, and each month's volume wavers by itself. Nothing that is paid, owed or decided comes from here: the exact
statements stand in `projection`. The same seed gives the same paths.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonwork.rules.feasibility.assumptions import MONTHS, WHOLE_BP, Case, Plan
from commonwork.rules.feasibility.projection import TAX_PAID_AFTER, volumes

PATHS = 10_000
NOISE_BP = 1_000  # how much a month's volume wavers: one standard deviation
PERCENTILES = (10, 50, 90)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Simulation:
    """Of `paths` paths: in how many (bp) cash never falls below zero, and percentiles in cents, rounded to dollars.

    cash: {percentile: closing cash of each month}; lowest, surplus (year 3): {percentile: cents}.
    """

    paths: int
    seed: int
    never_short_bp: int
    surplus_bp: int
    cash: dict[int, tuple[int, ...]]
    lowest: dict[int, int]
    surplus: dict[int, int]


def simulate(plan: Plan, *, seed: int, paths: int = PATHS, noise_bp: int = NOISE_BP) -> Simulation:
    """Return what happens on `paths` paths drawn with `seed`; cases that the plan does not give do not spread.

    >>> from datetime import date
    >>> from commonwork.rules.feasibility.assumptions import Product
    >>> bread = Plan(date(2027, 1, 1), (Product("bread", "Bread", 600, 200, (100, 100, 100)),))
    >>> simulate(bread, seed=1, paths=100).never_short_bp
    10000
    """
    dice = np.random.default_rng(seed)
    wavering = np.clip(dice.normal(1, noise_bp / WHOLE_BP, (paths, MONTHS)), 0, None)
    drawn = {name: _between(dice, plan, name, paths) for name in vars(Case())}
    operating, sales, bought = _operating(plan, drawn, wavering)
    fund_interest, fund_paid = _fund(plan, operating)
    before_tax = operating - fund_interest
    years = before_tax.reshape(paths, 3, 12).sum(axis=2)
    tax = np.zeros_like(operating)
    tax[:, 11::12] = np.clip(years, 0, None) * plan.tax_bp / WHOLE_BP
    days = plan.receivable_days + drawn["more_days"]
    unpaid = _outstanding(sales, days)
    unpaid_bills = _outstanding(bought, np.full((paths, 1), plan.payable_days, dtype=np.float64))
    worn, start = _start(plan)
    cash = operating + worn * drawn["start_bp"] - _changes(unpaid) + _changes(unpaid_bills) - fund_paid
    cash[:, 0] += plan.sources_minor - start * drawn["start_bp"][:, 0]
    cash[:, TAX_PAID_AFTER:] -= tax[:, :-TAX_PAID_AFTER]
    cash -= _members_repaid(plan)
    closing = cash.cumsum(axis=1)
    lowest, surplus = closing.min(axis=1), years[:, 2] - tax[:, 35]
    return Simulation(
        paths=paths,
        seed=seed,
        never_short_bp=_share_bp(lowest >= -50),
        surplus_bp=_share_bp(surplus > 0),
        cash={one: tuple(map(_dollars, np.percentile(closing, one, axis=0))) for one in PERCENTILES},
        lowest={one: _dollars(np.percentile(lowest, one)) for one in PERCENTILES},
        surplus={one: _dollars(np.percentile(surplus, one)) for one in PERCENTILES},
    )


def _between(dice: np.random.Generator, plan: Plan, name: str, paths: int) -> Floats:
    """One factor a path: triangular between worst and best, with its peak at the base case; days stay days."""
    values = [getattr(plan.case(case), name) for case in ("worst", "base", "best")]
    low, high = min(values), max(values)
    scale = 1 if name == "more_days" else WHOLE_BP
    if low == high:
        return np.full((paths, 1), low / scale)
    return dice.triangular(low, min(max(values[1], low), high), high, (paths, 1)) / scale


def _operating(plan: Plan, drawn: dict[str, Floats], wavering: Floats) -> tuple[Floats, Floats, Floats]:
    """Surplus before the fund's interest and tax; sales; and what is bought on account."""
    sales, costs = np.zeros_like(wavering), np.zeros_like(wavering)
    minutes = np.full_like(wavering, plan.base_minutes)
    for one in plan.products:
        units = np.array(volumes(one, plan.starts_on.month)) * wavering * drawn["volume_bp"]
        sales += units * one.price_minor * drawn["price_bp"]
        costs += units * one.unit_cost_minor * drawn["unit_cost_bp"]
        minutes += units * one.minutes_per_unit
    wages = minutes * plan.wage_minor * drawn["wage_bp"] / 60 * (1 + plan.payroll_tax_bp / WHOLE_BP)
    fixed = np.zeros((1, MONTHS))
    for cost in plan.fixed_costs:
        fixed[:, cost.from_month - 1 :] += cost.amount_minor
    bought = costs + fixed * drawn["fixed_bp"]
    worn, _start_minor = _start(plan)
    interest = _members_debt(plan) * plan.member_loan_bp / (12 * WHOLE_BP)
    operating = sales - bought - wages - worn * drawn["start_bp"] - interest
    return operating, sales, bought


def _start(plan: Plan) -> tuple[Floats, int]:
    """How start-up costs are used up month by month (at once where they do not last), and their sum."""
    worn = np.zeros((1, MONTHS))
    for cost in plan.start_costs:
        months = max(1, cost.life_months)
        worn[:, :months] += cost.amount_minor / months
    return worn, plan.start_up_minor


def _members_debt(plan: Plan) -> Floats:
    """What members have lent at the start of each month."""
    paid = np.clip(np.arange(MONTHS) - plan.member_loan_grace_months, 0, max(1, plan.member_loan_months))
    return plan.member_loans_minor * (1 - paid / max(1, plan.member_loan_months))


def _members_repaid(plan: Plan) -> Floats:
    debt = _members_debt(plan)
    after = np.arange(1, MONTHS + 1) - plan.member_loan_grace_months
    paid = np.clip(after, 0, max(1, plan.member_loan_months)) / max(1, plan.member_loan_months)
    return debt - plan.member_loans_minor * (1 - paid)


def _fund(plan: Plan, operating: Floats) -> tuple[Floats, Floats]:
    """Interest that accrues on the fund's loan, and what is paid to it, both at the end of each quarter."""
    interest, paid = np.zeros_like(operating), np.zeros_like(operating)
    owed = np.zeros(len(operating))
    balance = np.full(len(operating), plan.fund_loan_minor, dtype=np.float64)
    for end in range(2, MONTHS, 3):
        accrued = balance * plan.fund_loan_bp / (4 * WHOLE_BP)
        owed += accrued
        shared = np.clip(operating[:, end - 2 : end + 1].sum(axis=1), 0, None)
        payment = np.minimum(shared * plan.fund_loan_share_bp / WHOLE_BP, owed + balance)
        on_interest = np.minimum(payment, owed)
        owed, balance = owed - on_interest, balance - (payment - on_interest)
        interest[:, end], paid[:, end] = accrued, payment
    return interest, paid


def _outstanding(amounts: Floats, days: Floats) -> Floats:
    found = np.zeros_like(amounts)
    for back in range(5):
        part = np.clip(days - 30 * back, 0, 30) / 30
        found[:, back:] += amounts[:, : MONTHS - back] * part
    return found


def _changes(levels: Floats) -> Floats:
    return np.diff(levels, axis=1, prepend=0)


def _share_bp(claims: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(claims)) * WHOLE_BP // len(claims)


def _dollars(cents: np.floating) -> int:  # type: ignore[type-arg]
    return 100 * round(cents.item() / 100)
