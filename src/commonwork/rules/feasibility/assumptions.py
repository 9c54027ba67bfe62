"""What a team assumes about its co-op: prices, volumes, costs, wages, days of credit, and where money comes from.

Money is in cents, shares in basis points, work in minutes. A case (best, base, worst) multiplies prices, volumes and
costs; the base case changes nothing. `checked` refuses what cannot be meant, at its field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from commonwork.rules.money import show_minor
from commonwork.rules.refusal import Refusal, sentence

MONTHS, YEARS = 36, 3
MOST_DAYS = 120
WHOLE_BP = 10_000
CASES = ("best", "base", "worst")
EVEN_SEASON = (WHOLE_BP,) * 12


class VolumesMissing(Refusal):
    sentence: str = sentence("Say how many units of “{name}” are sold in an ordinary month of each year.")


class NothingToSell(Refusal):
    sentence: str = sentence("A plan needs at least one thing to sell.")
    field: str | None = "products"


class CannotBeNegative(Refusal):
    sentence: str = sentence("This cannot be negative.")


class EquityAboveCap(Refusal):
    sentence: str = sentence("A member may put in at most {cap} USD; this says {equity} USD.")
    field: str | None = "equity_per_member"


class DaysTooMany(Refusal):
    sentence: str = sentence("The plan follows bills for at most {most} days.")


class MoreThanAll(Refusal):
    sentence: str = sentence("A share cannot be more than the whole (10,000 basis points).")


class MonthOutsidePlan(Refusal):
    sentence: str = sentence("A month of the plan is a number from 1 to {most}.")


class LoanNeedsMonths(Refusal):
    sentence: str = sentence("Say over how many months the members' loans are repaid.")
    field: str | None = "member_loan_months"


class NobodyOwnsIt(Refusal):
    sentence: str = sentence("A co-op needs at least one member.")
    field: str | None = "members"


class KeyTwice(Refusal):
    sentence: str = sentence("Two rows of the plan have the key “{key}”.")


@dataclass(frozen=True)
class Product:
    """Something sold. units: in an ordinary month of years 1, 2, 3; season_bp: by calendar month, 10,000 = ordinary.

    In the first `ramp_months` months volume grows in even steps: month m has m / (ramp_months + 1) of it. sells_to,
    buys_from: keys of sister co-ops; sells_bp, buys_bp: their share of the sales and of the unit costs.
    """

    key: str
    name: str
    price_minor: int
    unit_cost_minor: int
    units: tuple[int, int, int]
    minutes_per_unit: int = 0
    season_bp: tuple[int, ...] = EVEN_SEASON
    ramp_months: int = 0
    sells_to: str = ""
    sells_bp: int = 0
    buys_from: str = ""
    buys_bp: int = 0


@dataclass(frozen=True)
class StartCost:
    """Something paid before opening. life_months: over how long it is used up; 0 = used up at once."""

    key: str
    name: str
    amount_minor: int
    life_months: int = 0


@dataclass(frozen=True)
class FixedCost:
    """Something paid each month, from a month of the plan on. buys_from: the sister co-op it is bought from."""

    key: str
    name: str
    amount_minor: int
    from_month: int = 1
    buys_from: str = ""


@dataclass(frozen=True)
class Case:
    """How one case differs from the base: shares of prices, volumes and costs, and the days customers take more."""

    volume_bp: int = WHOLE_BP
    price_bp: int = WHOLE_BP
    unit_cost_bp: int = WHOLE_BP
    fixed_bp: int = WHOLE_BP
    start_bp: int = WHOLE_BP
    wage_bp: int = WHOLE_BP
    more_days: int = 0


@dataclass(frozen=True)
class Plan:
    """All assumptions of a plan. Hours: `base_minutes` each month beside the work on units; rates a year in bp."""

    starts_on: date
    products: tuple[Product, ...]
    start_costs: tuple[StartCost, ...] = ()
    fixed_costs: tuple[FixedCost, ...] = ()
    wage_minor: int = 0
    living_wage_minor: int = 0
    payroll_tax_bp: int = 0
    base_minutes: int = 0
    full_time_minutes: int = 9_600
    receivable_days: int = 0
    payable_days: int = 0
    tax_bp: int = 0
    members: int = 1
    equity_per_member_minor: int = 0
    equity_cap_minor: int | None = None
    member_loans_minor: int = 0
    member_loan_bp: int = 0
    member_loan_grace_months: int = 0
    member_loan_months: int = 0
    grant_minor: int = 0
    fund_loan_minor: int = 0
    fund_loan_bp: int = 0
    fund_loan_share_bp: int = 5_000
    cases: Mapping[str, Case] = field(default_factory=dict)

    def case(self, name: str) -> Case:
        """The case of this name; the base case where none is given."""
        return self.cases.get(name, Case())

    @property
    def equity_minor(self) -> int:
        return self.members * self.equity_per_member_minor

    @property
    def start_up_minor(self) -> int:
        """What is paid before opening, in the base case."""
        return sum(cost.amount_minor for cost in self.start_costs)

    @property
    def sources_minor(self) -> int:
        """All money that comes in before opening."""
        return self.equity_minor + self.member_loans_minor + self.grant_minor + self.fund_loan_minor


def half_up(numerator: int, denominator: int = 1) -> int:
    """Return the nearest whole number, halves up: the rounding of a spreadsheet, for amounts that are not negative.

    >>> half_up(5, 2), half_up(249, 100), half_up(0, 3)
    (3, 2, 0)
    """
    return (2 * numerator + denominator) // (2 * denominator)


def checked(plan: Plan) -> Plan:
    """Return the plan if it can be meant. Raises NothingToSell, VolumesMissing, CannotBeNegative, EquityAboveCap,
    DaysTooMany, MoreThanAll, MonthOutsidePlan, LoanNeedsMonths, NobodyOwnsIt, KeyTwice."""
    if not plan.products:
        raise NothingToSell()
    if plan.members < 1:
        raise NobodyOwnsIt()
    for rows in (plan.products, plan.start_costs, plan.fixed_costs):
        _each_once(row.key for row in rows)
    for at, product in enumerate(plan.products):
        _product(product, f"products[{at}]")
    _positive(_amounts(plan))
    _shares(plan)
    _days_and_months(plan)
    cap = plan.equity_cap_minor
    if cap is not None and plan.equity_per_member_minor > cap:
        equity = plan.equity_per_member_minor
        raise EquityAboveCap(cap=show_minor(cap, "USD"), equity=show_minor(equity, "USD"))
    return plan


def _each_once(keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise KeyTwice(key=key)
        seen.add(key)


def _product(product: Product, place: str) -> None:
    if len(product.units) != YEARS or not any(product.units):
        raise VolumesMissing(name=product.name, field=f"{place}.units")
    if len(product.season_bp) != 12 or not any(product.season_bp):
        raise VolumesMissing(name=product.name, field=f"{place}.season_bp")
    _positive(
        {
            f"{place}.price": product.price_minor,
            f"{place}.unit_cost": product.unit_cost_minor,
            f"{place}.minutes_per_unit": product.minutes_per_unit,
            f"{place}.units": min(product.units),
            f"{place}.season_bp": min(product.season_bp),
            f"{place}.ramp_months": product.ramp_months,
            f"{place}.sells_bp": product.sells_bp,
            f"{place}.buys_bp": product.buys_bp,
        }
    )
    for name, share in (("sells_bp", product.sells_bp), ("buys_bp", product.buys_bp)):
        if share > WHOLE_BP:
            raise MoreThanAll(field=f"{place}.{name}")


def _amounts(plan: Plan) -> dict[str, int]:
    amounts = {
        name.removesuffix("_minor"): value
        for name, value in vars(plan).items()
        if isinstance(value, int) and not isinstance(value, bool)
    }
    for at, start in enumerate(plan.start_costs):
        amounts[f"start_costs[{at}].amount"] = start.amount_minor
        amounts[f"start_costs[{at}].life_months"] = start.life_months
    for at, fixed in enumerate(plan.fixed_costs):
        amounts[f"fixed_costs[{at}].amount"] = fixed.amount_minor
    for name, case in plan.cases.items():
        amounts |= {f"cases.{name}.{key}": value for key, value in vars(case).items() if key != "more_days"}
    return amounts


def _positive(amounts: Mapping[str, int]) -> None:
    for field_name, amount in amounts.items():
        if amount < 0:
            raise CannotBeNegative(field=field_name)


def _shares(plan: Plan) -> None:
    for name in ("payroll_tax_bp", "tax_bp", "fund_loan_share_bp"):
        if getattr(plan, name) > WHOLE_BP:
            raise MoreThanAll(field=name)


def _days_and_months(plan: Plan) -> None:
    days = {name: plan.receivable_days + case.more_days for name, case in plan.cases.items()}
    if max([plan.receivable_days, *days.values()]) > MOST_DAYS:
        raise DaysTooMany(most=MOST_DAYS, field="receivable_days")
    if min([0, *days.values()]) < 0:
        raise CannotBeNegative(field="receivable_days")
    if plan.payable_days > MOST_DAYS:
        raise DaysTooMany(most=MOST_DAYS, field="payable_days")
    for at, fixed in enumerate(plan.fixed_costs):
        if not 1 <= fixed.from_month <= MONTHS:
            raise MonthOutsidePlan(most=MONTHS, field=f"fixed_costs[{at}].from_month")
    if plan.member_loans_minor and not plan.member_loan_months:
        raise LoanNeedsMonths()
    if not plan.full_time_minutes:
        raise CannotBeNegative(field="full_time_hours")
