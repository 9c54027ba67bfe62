"""What is read from the statements of a plan: break-even, working capital, jobs, debt service, sources and uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from commonwork.rules.feasibility.assumptions import MONTHS, WHOLE_BP, YEARS, Case, Plan, half_up
from commonwork.rules.feasibility.gauges import (
    BreakEven,
    NoDebtToServe,
    PriceBelowCost,
    break_even,
    debt_service_cover,
)
from commonwork.rules.feasibility.projection import INCOME, Projection, priced
from commonwork.rules.money import round_half_even


@dataclass(frozen=True)
class Year:
    """One year of a plan. Hundredths: jobs, cover. `break_even` is of an average month; None where nothing breaks even.

    payable_hundredths: the full jobs that what is left before wages could pay, at the living wage or the plan's own where
    that is higher; None where neither is given.
    cover_hundredths: (surplus + interest + depreciation) / (principal + interest) of debts; None without debt service.
    It is information only: a loan of the fund is served from surplus.
    """

    number: int
    income: Mapping[str, int]
    jobs_hundredths: int
    payable_hundredths: int | None
    break_even: BreakEven | None
    cover_hundredths: int | None
    closing_cash_minor: int


@dataclass(frozen=True)
class Figures:
    """Months are counted from 1; None where it never happens in the plan."""

    years: tuple[Year, ...]
    working_capital_minor: int
    working_capital_month: int
    needed_minor: int
    sources_minor: int
    lowest_cash_minor: int
    lowest_cash_month: int
    first_surplus_month: int | None
    paid_back_month: int | None
    living_wage_gap_minor: int
    trade: Mapping[tuple[str, str], tuple[int, ...]]

    @property
    def short_minor(self) -> int:
        """How much money is missing in the month in which there is least; 0 when there is always enough."""
        return max(0, -self.lowest_cash_minor)


def figures(plan: Plan, of: Projection) -> Figures:
    """Return what is read from one case.

    Working capital: how deep trading alone goes below zero. Needed: start-up costs plus working capital. The living-wage
    gap is an hour's: what the wage lacks. `trade`: {("sells" | "buys", sister co-op): minor units of years 1, 2, 3}.
    Source: USDA Rural Development SR 58; ratio of debt service as any lender reckons it.
    """
    case = plan.case(of.case)
    running = _running(of.trading_cash)
    deepest = min(range(MONTHS), key=lambda at: running[at])
    lowest = min(range(MONTHS), key=lambda at: of.cash["closing"][at])
    working_capital = max(0, -running[deepest])
    started = sum(priced(cost.amount_minor, case.start_bp) for cost in plan.start_costs)
    surplus = of.income["surplus"]
    own = [left - started for left in running]
    return Figures(
        years=tuple(_year(plan, case, of, number) for number in range(1, YEARS + 1)),
        working_capital_minor=working_capital,
        working_capital_month=deepest + 1 if working_capital else 0,
        needed_minor=started + working_capital,
        sources_minor=plan.sources_minor,
        lowest_cash_minor=of.cash["closing"][lowest],
        lowest_cash_month=lowest + 1,
        first_surplus_month=next((at + 1 for at in range(MONTHS) if surplus[at] > 0), None),
        paid_back_month=next((at + 1 for at in range(MONTHS) if min(own[at:]) >= 0), None),
        living_wage_gap_minor=max(0, plan.living_wage_minor - priced(plan.wage_minor, case.wage_bp)),
        trade=_trade(plan, case, of),
    )


def sources_and_uses(plan: Plan) -> tuple[dict[str, int], dict[str, int]]:
    """Return where the money comes from and goes to before opening; both add up to the same.

    What is left after the start-up costs is working capital; when they cost more, `missing` is the last source.
    """
    sources = {
        "equity": plan.equity_minor,
        "member_loans": plan.member_loans_minor,
        "grant": plan.grant_minor,
        "fund_loan": plan.fund_loan_minor,
    }
    equipment = sum(cost.amount_minor for cost in plan.start_costs if cost.life_months)
    left = plan.sources_minor - plan.start_up_minor
    uses = {
        "equipment": equipment,
        "start_expenses": plan.start_up_minor - equipment,
        "working_capital": max(0, left),
    }
    return {**sources, "missing": max(0, -left)}, uses


def _year(plan: Plan, case: Case, of: Projection, number: int) -> Year:
    months = slice(12 * (number - 1), 12 * number)
    income = {line: sum(of.income[line][months]) for line in INCOME}
    worked = sum(of.minutes[months])
    interest = income["member_interest"] + income["fund_interest"]
    repaid = -sum(of.cash["member_loans_repaid"][months]) - sum(of.cash["fund_loan_repaid"][months])
    try:
        cover = debt_service_cover(
            net_income=income["surplus"],
            interest=interest,
            depreciation=income["depreciation"],
            principal=repaid,
        )
        cover_hundredths: int | None = round_half_even(cover * 100)
    except NoDebtToServe:
        cover_hundredths = None
    return Year(
        number=number,
        income=income,
        jobs_hundredths=half_up(worked * 100, 12 * plan.full_time_minutes),
        payable_hundredths=_payable(plan, case, income),
        break_even=_break_even(plan, case, of, income, number),
        cover_hundredths=cover_hundredths,
        closing_cash_minor=of.cash["closing"][12 * number - 1],
    )


def _payable(plan: Plan, case: Case, income: Mapping[str, int]) -> int | None:
    """Full jobs, rounded down to hundredths, that a year pays when wages take all but the other costs and tax."""
    wage = max(priced(plan.wage_minor, case.wage_bp), plan.living_wage_minor)
    if not wage:
        return None
    left = income["surplus"] + income["tax"] + income["wages"] + income["payroll_tax"]
    a_job = Fraction(12 * plan.full_time_minutes * wage * (WHOLE_BP + plan.payroll_tax_bp), 60 * WHOLE_BP)
    return max(0, floor(left * 100 / a_job))


def _break_even(
    plan: Plan, case: Case, of: Projection, income: Mapping[str, int], number: int
) -> BreakEven | None:
    """The average unit: what it costs grows with its work; all else is fixed. Both by the month."""
    months = slice(12 * (number - 1), 12 * number)
    units = sum(sum(of.units[one.key][months]) for one in plan.products)
    if not units:
        return None
    hourly = Fraction(priced(plan.wage_minor, case.wage_bp) * (WHOLE_BP + plan.payroll_tax_bp), WHOLE_BP)
    per_unit = sum(
        Fraction(sum(of.units[one.key][months]) * one.minutes_per_unit, 60) for one in plan.products
    )
    costs = income["fixed_costs"] + income["depreciation"] + 12 * hourly * Fraction(plan.base_minutes, 60)
    try:
        return break_even(
            fixed=Fraction(costs) / 1200,
            price=Fraction(income["sales"], units * 100),
            unit_cost=(Fraction(income["unit_costs"]) + per_unit * hourly) / (units * 100),
        )
    except PriceBelowCost:
        return None


def _trade(plan: Plan, case: Case, of: Projection) -> dict[tuple[str, str], tuple[int, ...]]:
    found: dict[tuple[str, str], list[int]] = {}

    def add(way: str, sister: str, year: int, amount: int) -> None:
        found.setdefault((way, sister), [0] * YEARS)[year] += amount

    for year in range(YEARS):
        months = slice(12 * year, 12 * year + 12)
        for one in plan.products:
            count = sum(of.units[one.key][months])
            if one.sells_to and one.sells_bp:
                add(
                    "sells",
                    one.sells_to,
                    year,
                    priced(count * priced(one.price_minor, case.price_bp), one.sells_bp),
                )
            if one.buys_from and one.buys_bp:
                cost = count * priced(one.unit_cost_minor, case.unit_cost_bp)
                add("buys", one.buys_from, year, priced(cost, one.buys_bp))
        for fixed in plan.fixed_costs:
            if fixed.buys_from:
                paid = max(0, min(12, 12 * (year + 1) - fixed.from_month + 1))
                add("buys", fixed.buys_from, year, paid * priced(fixed.amount_minor, case.fixed_bp))
    return {key: tuple(amounts) for key, amounts in found.items()}


def _running(months: tuple[int, ...]) -> list[int]:
    total, found = 0, []
    for amount in months:
        total += amount
        found.append(total)
    return found
