"""The three statements of a plan in one case: income, cash and balance for each of 36 months, in whole cents.

A month has 30 days where bills are followed. All money that starts the co-op comes in month 1, and the start-up costs
are paid then. Cash, what customers owe, equipment, debts and equity each move by their own postings, so that the
balance of a month is a check and not a definition (`ties`). The fund's loan is paid from surplus only, by
`rules.loans.surplus_share`, quarter by quarter; surplus stays in the co-op: how it is shared is left to the year's end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from commonwork.rules.feasibility.assumptions import MONTHS, WHOLE_BP, Case, Plan, Product, half_up
from commonwork.rules.loans.surplus_share import life

INCOME = (
    "sales", "unit_costs", "wages", "payroll_tax", "fixed_costs", "start_expenses", "depreciation",
    "member_interest", "fund_interest", "tax", "surplus",
)  # fmt: skip
CASH = (
    "from_customers", "to_suppliers", "to_workers", "start_expenses", "interest", "tax", "equipment", "equity",
    "member_loans", "grant", "fund_loan", "member_loans_repaid", "fund_loan_repaid", "change", "closing",
)  # fmt: skip
BALANCE = (
    "cash", "receivables", "equipment", "payables", "tax_owed", "interest_owed", "member_loans", "fund_loan",
    "equity", "grant", "kept_surplus",
)  # fmt: skip
ASSETS = BALANCE[:3]
TAX_PAID_AFTER = 3  # months after the year's end
Months = tuple[int, ...]
Lines = Mapping[str, Months]


@dataclass(frozen=True)
class Projection:
    """One case. Costs stand positive in `income`; in `cash` money out is negative. `minutes`: work in a month."""

    case: str
    units: Lines
    minutes: Months
    income: Lines
    cash: Lines
    balance: Lines

    def ties(self) -> bool:
        """Whether assets equal what is owed and owned in every month, and both statements lead to the balance."""
        balance = self.balance
        kept = tuple(accumulate(self.income["surplus"]))
        return all(
            sum(balance[name][at] for name in ASSETS)
            == sum(balance[name][at] for name in BALANCE if name not in ASSETS)
            for at in range(MONTHS)
        ) and (balance["cash"], balance["kept_surplus"]) == (self.cash["closing"], kept)

    @property
    def trading_cash(self) -> Months:
        """Cash from trading alone: before start-up costs, debts and money from owners and lenders."""
        return _added(*(self.cash[name] for name in ("from_customers", "to_suppliers", "to_workers", "tax")))


def project(plan: Plan, name: str = "base") -> Projection:
    """Return the statements of one case of a plan that `checked` has let pass."""
    return projected(plan, plan.case(name), name)


def projected(plan: Plan, case: Case, name: str = "base") -> Projection:
    """Return the statements of a plan under any case."""
    units = {one.key: volumes(one, plan.starts_on.month, case.volume_bp) for one in plan.products}
    minutes = tuple(
        plan.base_minutes + sum(units[one.key][at] * one.minutes_per_unit for one in plan.products)
        for at in range(MONTHS)
    )
    equipment, expenses, used_up = _start(plan, case)
    members_debt, member_interest = _member_loans(plan)
    income: dict[str, Months] = {
        **_traded(plan, case, units),
        **_worked(plan, case, minutes),
        "fixed_costs": tuple(_fixed(plan, case, month) for month in range(1, MONTHS + 1)),
        "start_expenses": expenses,
        "depreciation": used_up,
        "member_interest": member_interest,
    }
    fund_paid, fund_repaid = _add_result(plan, income)
    cash, debts = _cash(plan, case, income), {"payables": _payables(plan, income)}
    debts["member_loans"], cash["interest"] = members_debt, _less(_none(), member_interest, fund_paid)
    cash["equipment"] = _less(_none(), _first(equipment))
    cash["member_loans_repaid"] = _less(_changes(members_debt), _first(plan.member_loans_minor))
    cash["fund_loan_repaid"] = _less(_none(), fund_repaid)
    cash["change"] = _added(*cash.values())
    cash["closing"] = tuple(accumulate(cash["change"]))
    balance = {
        "cash": cash["closing"],
        "receivables": outstanding(income["sales"], plan.receivable_days + case.more_days),
        "equipment": _less((equipment,) * MONTHS, tuple(accumulate(used_up))),
        **debts,
        "tax_owed": tuple(accumulate(_added(income["tax"], cash["tax"]))),
        "interest_owed": tuple(accumulate(_less(income["fund_interest"], fund_paid))),
        "fund_loan": _less((plan.fund_loan_minor,) * MONTHS, tuple(accumulate(fund_repaid))),
        "equity": (plan.equity_minor,) * MONTHS,
        "grant": (plan.grant_minor,) * MONTHS,
        "kept_surplus": tuple(accumulate(income["surplus"])),
    }
    ordered = {line: income[line] for line in INCOME}, {line: cash[line] for line in CASH}
    return Projection(name, units, minutes, *ordered, {line: balance[line] for line in BALANCE})


def volumes(product: Product, first_month: int, volume_bp: int = WHOLE_BP) -> Months:
    """Return the whole units sold in each month: ordinary units x season x growth of the first months x case.

    >>> bread = Product("bread", "Bread", 600, 200, (100, 120, 120), season_bp=(5000,) + (10000,) * 11, ramp_months=1)
    >>> volumes(bread, first_month=1)[:3], volumes(bread, first_month=1)[12:14]
    ((25, 100, 100), (60, 120))
    """
    steps = product.ramp_months + 1
    return tuple(
        half_up(
            product.units[at // 12]
            * product.season_bp[(first_month - 1 + at) % 12]
            * volume_bp
            * min(at + 1, steps),
            WHOLE_BP * WHOLE_BP * steps,
        )
        for at in range(MONTHS)
    )


def outstanding(amounts: Months, days: int) -> Months:
    """Return what is still unpaid at each month's end when bills are paid after `days` days of 30-day months.

    >>> outstanding((3000, 6000, 9000), 45)
    (3000, 7500, 12000)
    """
    parts = [min(30, max(0, days - 30 * back)) for back in range(4)]
    return tuple(
        half_up(sum(amounts[at - back] * part for back, part in enumerate(parts) if at >= back), 30)
        for at in range(len(amounts))
    )


def priced(amount_minor: int, bp: int) -> int:
    """A price or cost under a case, to the cent."""
    return half_up(amount_minor * bp, WHOLE_BP)


def _traded(plan: Plan, case: Case, units: Lines) -> Lines:
    sales, costs = [_none()], [_none()]
    for one in plan.products:
        price = priced(one.price_minor, case.price_bp)
        cost = priced(one.unit_cost_minor, case.unit_cost_bp)
        sales.append(tuple(count * price for count in units[one.key]))
        costs.append(tuple(count * cost for count in units[one.key]))
    return {"sales": _added(*sales), "unit_costs": _added(*costs)}


def _worked(plan: Plan, case: Case, minutes: Months) -> Lines:
    wage = priced(plan.wage_minor, case.wage_bp)
    wages = tuple(half_up(worked * wage, 60) for worked in minutes)
    return {"wages": wages, "payroll_tax": tuple(priced(paid, plan.payroll_tax_bp) for paid in wages)}


def _fixed(plan: Plan, case: Case, month: int) -> int:
    return sum(
        priced(cost.amount_minor, case.fixed_bp) for cost in plan.fixed_costs if month >= cost.from_month
    )


def _start(plan: Plan, case: Case) -> tuple[int, Months, Months]:
    """What is bought to last, what is used up at once, and how the first wears out."""
    equipment, expenses, worn = 0, 0, [_none()]
    for cost in plan.start_costs:
        amount, life_months = priced(cost.amount_minor, case.start_bp), cost.life_months
        if not life_months:
            expenses += amount
            continue
        equipment += amount
        worn.append(
            _changes(
                tuple(
                    half_up(amount * min(month, life_months), life_months) for month in range(1, MONTHS + 1)
                )
            )
        )
    return equipment, _first(expenses), _added(*worn)


def _member_loans(plan: Plan) -> tuple[Months, Months]:
    """What is owed to members at each month's end, and the interest of each month on what was owed before."""
    amount, term = plan.member_loans_minor, max(1, plan.member_loan_months)
    owed = tuple(
        amount - half_up(amount * min(term, max(0, month - plan.member_loan_grace_months)), term)
        for month in range(1, MONTHS + 1)
    )
    before = (amount, *owed[:-1])
    return owed, tuple(half_up(debt * plan.member_loan_bp, 12 * WHOLE_BP) for debt in before)


def _add_result(plan: Plan, income: dict[str, Months]) -> tuple[Months, Months]:
    """Add interest to the fund, tax and surplus; return the interest and the principal paid to the fund."""
    before = _less(income["sales"], *(months for line, months in income.items() if line != "sales"))
    quarters = life(
        principal_minor=plan.fund_loan_minor,
        annual_rate_bp=plan.fund_loan_bp,
        share_bp=plan.fund_loan_share_bp,
        periods_per_year=4,
        surpluses_minor=[sum(before[at : at + 3]) for at in range(0, MONTHS, 3)],
    )
    income["fund_interest"] = _at_quarters(row.interest_accrued_minor for row in quarters)
    taxed = _less(before, income["fund_interest"])
    years = [sum(taxed[at : at + 12]) for at in range(0, MONTHS, 12)]
    income["tax"] = tuple(
        0 if month % 12 else priced(max(0, years[month // 12 - 1]), plan.tax_bp)
        for month in range(1, MONTHS + 1)
    )
    income["surplus"] = _less(taxed, income["tax"])
    return (
        _at_quarters(row.interest_paid_minor for row in quarters),
        _at_quarters(row.principal_paid_minor for row in quarters),
    )


def _payables(plan: Plan, income: Lines) -> Months:
    return outstanding(_added(income["unit_costs"], income["fixed_costs"]), plan.payable_days)


def _cash(plan: Plan, case: Case, income: Lines) -> dict[str, Months]:
    """Cash of trading, and what starts the co-op; the service of debts is added by the caller."""
    receivables = outstanding(income["sales"], plan.receivable_days + case.more_days)
    return {
        "from_customers": _less(income["sales"], _changes(receivables)),
        "to_suppliers": _less(_changes(_payables(plan, income)), income["unit_costs"], income["fixed_costs"]),
        "to_workers": _less(_none(), income["wages"], income["payroll_tax"]),
        "start_expenses": _less(_none(), income["start_expenses"]),
        "tax": _less(_none(), ((0,) * TAX_PAID_AFTER + income["tax"])[:MONTHS]),
        "equity": _first(plan.equity_minor),
        "member_loans": _first(plan.member_loans_minor),
        "grant": _first(plan.grant_minor),
        "fund_loan": _first(plan.fund_loan_minor),
    }


def _none() -> Months:
    return (0,) * MONTHS


def _first(amount_minor: int) -> Months:
    return (amount_minor, *(0,) * (MONTHS - 1))


def _added(*lines: Months) -> Months:
    return tuple(map(sum, zip(*lines, strict=True)))


def _less(line: Months, *others: Months) -> Months:
    return tuple(first - sum(rest) for first, *rest in zip(line, *others, strict=True))


def _changes(levels: Months) -> Months:
    return tuple(now - before for now, before in zip(levels, (0, *levels), strict=False))


def _at_quarters(amounts: Iterable[int]) -> Months:
    return tuple(part for amount in amounts for part in (0, 0, amount))
