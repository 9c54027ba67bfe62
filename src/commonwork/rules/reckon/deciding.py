"""Rules of deciding together: the seats of a body, a small budget by approval."""

from commonwork.rules.apportion import seats_by, seats_by_square_root
from commonwork.rules.budget_approval import decide
from commonwork.rules.money import Unit, show_minor
from commonwork.rules.reckon.records import Field, Listed, Mapped, Record
from commonwork.rules.reckon.rule import AMOUNT, COUNT, FLAG, TEXT, Rule, answer, by_key, rows
from commonwork.rules.reckon.shapes import JSON, Amount, Choice, Number, Text, UnitCode, Whole
from commonwork.rules.refusal import sentence


class _Apportionment(Record):
    """The square root needs no seats, floor or cap: what stands there is then ignored."""

    def read(self, value: object, field: str, unit: Unit) -> JSON:
        always = Record({name: self.fields[name] for name in ("method", "weights")})
        given = always.read(value, field, unit)
        return given if given["method"] == "square_root" else super().read(value, field, unit)


def _apportion(given: JSON) -> JSON:
    if given["method"] == "square_root":
        return {"seats": seats_by_square_root(given["weights"])}
    return {"seats": seats_by(**given)}


APPORTION = Rule(
    "apportion",
    sentence("Shares the seats of a body among members by size, each between a floor and a cap."),
    _Apportionment(
        {
            "method": Field(Choice(("webster", "dhondt", "hamilton", "square_root"))),
            "seats": Field(Whole(), says="ignored by square_root"),
            "floor": Field(Whole(), 0),
            "cap": Field(Whole(), None, "no cap when left out"),
            "weights": Field(Mapped(Number()), says="for instance the number of workers of each co-op"),
        }
    ),
    answer(seats=by_key(COUNT)),
    _apportion,
)


def _budget(given: JSON) -> JSON:
    unit = given["unit"]
    steps = decide(
        budget_minor=given["budget"],
        approvals={proposal["key"]: proposal["approvals"] for proposal in given["proposals"]},
        costs_minor={proposal["key"]: proposal["cost"] for proposal in given["proposals"]},
        minimum_approvals=given["minimum_approvals"],
    )
    spent_minor = sum(step.cost_minor for step in steps if step.is_funded)
    return {
        "steps": [
            {
                "key": step.key,
                "approvals": step.approvals,
                "cost": show_minor(step.cost_minor, unit),
                "left_before": show_minor(step.left_before_minor, unit),
                "funded": step.is_funded,
            }
            for step in steps
        ],
        "funded": [step.key for step in steps if step.is_funded],
        "spent": show_minor(spent_minor, unit),
        "left": show_minor(given["budget"] - spent_minor, unit),
    }


BUDGET_APPROVAL = Rule(
    "budget-approval",
    sentence("Funds proposals in order of approvals while they fit the budget, skipping what does not fit."),
    Record(
        {
            "budget": Field(Amount()),
            "unit": Field(UnitCode(), "USD"),
            "minimum_approvals": Field(Whole(), 1),
            "proposals": Field(
                Listed(
                    Record({"key": Field(Text()), "approvals": Field(Whole()), "cost": Field(Amount())}),
                    unique="key",
                )
            ),
        }
    ),
    answer(
        steps=rows(answer(key=TEXT, approvals=COUNT, cost=AMOUNT, left_before=AMOUNT, funded=FLAG)),
        funded=rows(TEXT),
        spent=AMOUNT,
        left=AMOUNT,
    ),
    _budget,
)
