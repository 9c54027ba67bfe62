"""The rule `feasibility`: the whole model of a plan in JSON. What people type is read here, for the pages as well."""

from typing import Any

from commonwork.rules.feasibility.assumptions import (
    CASES,
    MONTHS,
    WHOLE_BP,
    Case,
    FixedCost,
    Plan,
    Product,
    StartCost,
    checked,
)
from commonwork.rules.feasibility.figures import Figures, Year, figures, sources_and_uses
from commonwork.rules.feasibility.projection import BALANCE, CASH, INCOME, project
from commonwork.rules.feasibility.sensitivity import tornado
from commonwork.rules.money import UNITS
from commonwork.rules.reckon.records import Field, Listed, Record
from commonwork.rules.reckon.rule import (
    AMOUNT,
    COUNT,
    DECIMAL,
    FLAG,
    TEXT,
    Rule,
    answer,
    by_key,
    hundredths,
    rows,
    usd,
)
from commonwork.rules.reckon.shapes import JSON, Amount, Choice, Day, Number, Shape, Text, Whole
from commonwork.rules.refusal import sentence

MOST_PATHS = 100_000
AMOUNT_0 = Field(Amount(), "0")
COUNT_0 = Field(Whole(), 0)
SHARE_0 = Field(Whole(most=WHOLE_BP), 0)


class Words(Text):
    """A text that may be empty."""

    def read(self, value: object, field: str, unit: Any) -> str:
        return "" if value == "" else super().read(value, field, unit)

    def schema(self) -> JSON:
        return {"type": "string"}


def _exactly(item: Shape, count: int) -> Listed:
    return _Fixed(item, count)


class _Fixed(Listed):
    """A list of exactly so many values."""

    def read(self, value: object, field: str, unit: Any) -> list[Any]:
        items = super().read(value, field, unit)
        if len(items) != self.least_count:
            super().read(items[:0], field, unit)
        return items

    def schema(self) -> JSON:
        return {**super().schema(), "maxItems": self.least_count}


PRODUCT = Record(
    {
        "key": Field(Text()),
        "name": Field(Words(), ""),
        "price": Field(Amount()),
        "unit_cost": Field(Amount()),
        "units": Field(_exactly(Whole(), 3), says="in an ordinary month of years 1, 2 and 3"),
        "minutes_per_unit": COUNT_0,
        "season_bp": Field(_exactly(Whole(), 12), None, says="January to December; 10,000 is ordinary"),
        "ramp_months": Field(Whole(most=MONTHS), 0),
        "sells_to": Field(Words(), ""),
        "sells_bp": SHARE_0,
        "buys_from": Field(Words(), ""),
        "buys_bp": SHARE_0,
    }
)
START_COST = Record(
    {
        "key": Field(Text()),
        "name": Field(Words(), ""),
        "amount": Field(Amount()),
        "life_months": Field(Whole(most=1200), 0, says="0: used up at once"),
    }
)
FIXED_COST = Record(
    {
        "key": Field(Text()),
        "name": Field(Words(), ""),
        "amount": Field(Amount(), says="a month"),
        "from_month": Field(Whole(least=1, most=MONTHS), 1),
        "buys_from": Field(Words(), ""),
    }
)
CASE = Record(
    {
        **{name: Field(Whole(most=100_000), WHOLE_BP) for name in vars(Case()) if name != "more_days"},
        "more_days": Field(Whole(least=-120, most=120), 0),
    }
)
ASSUMPTIONS = Record(
    {
        "starts_on": Field(Day(), says="the first day of the first month"),
        "products": Field(Listed(PRODUCT, least_count=0, unique="key")),
        "start_costs": Field(Listed(START_COST, least_count=0, unique="key"), None),
        "fixed_costs": Field(Listed(FIXED_COST, least_count=0, unique="key"), None),
        "wage": AMOUNT_0,
        "living_wage": AMOUNT_0,
        "payroll_tax_bp": SHARE_0,
        "base_hours": Field(Number(), 0, says="a month, beside the work on units"),
        "full_time_hours": Field(Number(), 160, says="a month"),
        "receivable_days": COUNT_0,
        "payable_days": COUNT_0,
        "tax_bp": SHARE_0,
        "members": Field(Whole(least=1), 1),
        "equity_per_member": AMOUNT_0,
        "equity_cap": Field(Amount(), None),
        "member_loans": AMOUNT_0,
        "member_loan_bp": COUNT_0,
        "member_loan_grace_months": COUNT_0,
        "member_loan_months": COUNT_0,
        "grant": AMOUNT_0,
        "fund_loan": AMOUNT_0,
        "fund_loan_bp": COUNT_0,
        "fund_loan_share_bp": Field(Whole(most=WHOLE_BP), 5_000),
        "cases": Field(Record({name: Field(CASE, None) for name in CASES if name != "base"}), None),
    }
)
QUESTION = Record(
    {
        **ASSUMPTIONS.fields,
        "show": Field(Choice(("months", "years")), "months"),
        "paths": Field(Whole(most=MOST_PATHS), 0, says="of the simulation; 0 leaves it out"),
        "seed": Field(Whole(), 0),
    }
)
MONEY = {name for name, known in ASSUMPTIONS.fields.items() if isinstance(known.shape, Amount)}


def plan_of(given: object) -> Plan:
    """Return the plan that a JSON object describes. Raises WrongInput and what `assumptions.checked` raises."""
    return _plan(ASSUMPTIONS.read(given, "", UNITS["USD"]))


def _plan(read: JSON) -> Plan:
    plain = {f"{name}_minor" if name in MONEY else name: value for name, value in read.items()}
    for name in MONEY:
        plain[f"{name}_minor"] = 0 if plain[f"{name}_minor"] == "0" else plain[f"{name}_minor"]
    base, full = plain.pop("base_hours"), plain.pop("full_time_hours")
    return checked(
        Plan(
            **{name: value for name, value in plain.items() if name in Plan.__dataclass_fields__}
            | {
                "base_minutes": round(base * 60),
                "full_time_minutes": round(full * 60),
                "products": tuple(_product(row) for row in read["products"]),
                "start_costs": tuple(
                    StartCost(row["key"], row["name"], row["amount"], row["life_months"])
                    for row in read["start_costs"] or ()
                ),
                "fixed_costs": tuple(
                    FixedCost(row["key"], row["name"], row["amount"], row["from_month"], row["buys_from"])
                    for row in read["fixed_costs"] or ()
                ),
                "cases": {name: Case(**row) for name, row in (read["cases"] or {}).items() if row},
            }
        )
    )


def _product(row: JSON) -> Product:
    season: JSON = {"season_bp": tuple(row["season_bp"])} if row["season_bp"] else {}
    same = ("key", "name", "minutes_per_unit", "ramp_months", "sells_to", "sells_bp", "buys_from", "buys_bp")
    return Product(
        price_minor=row["price"],
        unit_cost_minor=row["unit_cost"],
        units=tuple(row["units"]),
        **{name: row[name] for name in same},
        **season,
    )


def _feasibility(given: JSON) -> JSON:
    plan = _plan(given)
    sources, uses = sources_and_uses(plan)
    found: JSON = {
        "sources": {name: usd(amount) for name, amount in sources.items()},
        "uses": {name: usd(amount) for name, amount in uses.items()},
        "cases": {name: _case(plan, name, given["show"]) for name in CASES},
        "tornado": [
            {"lever": swing.lever, "lower": usd(swing.lower_minor), "higher": usd(swing.higher_minor)}
            for swing in tornado(plan)
        ],
    }
    if given["paths"]:
        found["simulation"] = _simulation(plan, seed=given["seed"], paths=given["paths"])
    return found


def _case(plan: Plan, name: str, show: str) -> JSON:
    of = project(plan, name)
    read = figures(plan, of)
    shown = {"years": [_year(year) for year in read.years], **_gauges(read), "ties": of.ties()}
    if show == "months":
        shown |= {
            part: {line: [usd(amount) for amount in lines[line]] for line in order}
            for part, lines, order in (
                ("income", of.income, INCOME),
                ("cash", of.cash, CASH),
                ("balance", of.balance, BALANCE),
            )
        }
    return shown


def _year(year: Year) -> JSON:
    found = year.break_even
    return {
        "income": {line: usd(amount) for line, amount in year.income.items()},
        "closing_cash": usd(year.closing_cash_minor),
        "jobs": hundredths(year.jobs_hundredths),
        "payable_jobs": None if year.payable_hundredths is None else hundredths(year.payable_hundredths),
        "break_even_units": found.units if found else None,
        "break_even_sales": usd(found.sales_minor) if found else None,
        "dscr": None if year.cover_hundredths is None else hundredths(year.cover_hundredths),
    }


def _gauges(read: Figures) -> JSON:
    return {
        "working_capital_need": usd(read.working_capital_minor),
        "money_needed": usd(read.needed_minor),
        "money_short": usd(read.short_minor),
        "lowest_cash": usd(read.lowest_cash_minor),
        "lowest_cash_month": read.lowest_cash_month,
        "first_surplus_month": read.first_surplus_month,
        "paid_back_month": read.paid_back_month,
        "living_wage_gap": usd(read.living_wage_gap_minor),
        "sister_trade": [
            {"way": way, "sister": sister, "years": [usd(amount) for amount in amounts]}
            for (way, sister), amounts in sorted(read.trade.items())
        ],
    }


def _simulation(plan: Plan, *, seed: int, paths: int) -> JSON:
    from commonwork.rules.feasibility.simulation import simulate  # numpy is loaded only when it is asked for

    found = simulate(plan, seed=seed, paths=paths)
    return {
        "paths": found.paths,
        "seed": found.seed,
        "never_short": hundredths(found.never_short_bp // 100),
        "surplus_in_year_3": hundredths(found.surplus_bp // 100),
        "lowest_cash": {f"p{one}": usd(found.lowest[one]) for one in found.lowest},
        "surplus_year_3": {f"p{one}": usd(found.surplus[one]) for one in found.surplus},
    }


def _or_null(shape: JSON) -> JSON:
    return {"anyOf": [shape, {"type": "null"}]}


_YEAR = answer(
    income=by_key(AMOUNT),
    closing_cash=AMOUNT,
    jobs=DECIMAL,
    payable_jobs=_or_null(DECIMAL),
    break_even_units=_or_null(COUNT),
    break_even_sales=_or_null(AMOUNT),
    dscr=_or_null(DECIMAL),
)
_CASE = answer(
    years=rows(_YEAR),
    working_capital_need=AMOUNT,
    money_needed=AMOUNT,
    money_short=AMOUNT,
    lowest_cash=AMOUNT,
    lowest_cash_month=COUNT,
    first_surplus_month=_or_null(COUNT),
    paid_back_month=_or_null(COUNT),
    living_wage_gap=AMOUNT,
    sister_trade=rows(answer(way=TEXT, sister=TEXT, years=rows(AMOUNT))),
    ties=FLAG,
)

FEASIBILITY = Rule(
    "feasibility",
    sentence(
        "Follows a plan for 36 months in three cases: income, cash and balance, and what can be read from them."
    ),
    QUESTION,
    answer(
        sources=by_key(AMOUNT),
        uses=by_key(AMOUNT),
        cases=answer(best=_CASE, base=_CASE, worst=_CASE),
        tornado=rows(answer(lever=TEXT, lower=AMOUNT, higher=AMOUNT)),
    ),
    _feasibility,
)
