"""Rules of a business plan: break-even, and whether income covers the debt."""

from commonwork.rules.feasibility import break_even, debt_service_cover
from commonwork.rules.money import round_half_even
from commonwork.rules.reckon.records import Field, Record
from commonwork.rules.reckon.rule import AMOUNT, COUNT, DECIMAL, Rule, answer, hundredths, usd
from commonwork.rules.reckon.shapes import JSON, Number
from commonwork.rules.refusal import sentence


def _break_even(given: JSON) -> JSON:
    found = break_even(**given)
    return {"units": found.units, "sales": usd(found.sales_minor)}


BREAK_EVEN = Rule(
    "break-even",
    sentence("Says how many units must be sold, and for how much, before a plan covers its fixed costs."),
    Record({name: Field(Number()) for name in ("fixed", "price", "unit_cost")}),
    answer(units=COUNT, sales=AMOUNT),
    _break_even,
)


def _dscr(given: JSON) -> JSON:
    return {"dscr": hundredths(round_half_even(debt_service_cover(**given) * 100))}


DSCR = Rule(
    "dscr",
    sentence("Divides what a year earns before debt by what the debt asks for."),
    Record(
        {
            "net_income": Field(Number(least=None)),
            "interest": Field(Number()),
            "depreciation": Field(Number()),
            "principal": Field(Number()),
        }
    ),
    answer(dscr=DECIMAL),
    _dscr,
)
