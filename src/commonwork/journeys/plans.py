"""Join: what a team's plan says, carried to the bank, to opening day, and beside the books of the first year.

The plan that is carried is the newest kept version; while none is kept, the draft, if it can be reckoned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from commonwork.books import queries as books
from commonwork.incubator import planning
from commonwork.incubator.plan_lines import SOURCE_NAMES, USE_NAMES
from commonwork.registry.models import Organisation
from commonwork.rules.feasibility.assumptions import MONTHS, Plan
from commonwork.rules.feasibility.figures import figures, sources_and_uses
from commonwork.rules.feasibility.projection import project
from commonwork.rules.reckon.feasibility import plan_of
from commonwork.rules.refusal import Refusal
from commonwork.rules.split import by_largest_remainder
from commonwork.ui.money import dollars

UNIT_COSTS, WAGES, CASH = ("5000", "5010"), ("5100", "5110"), "1000"
SALES = ("4000", "4010")
SOURCE_ACCOUNTS = {
    "equity": ("3000",),
    "member_loans": ("2120",),
    "grant": ("3400", "4100"),
    "fund_loan": ("2100",),
}


def carried(team: Any, *, on: date) -> Plan | None:
    """The plan of a team that goes with it, or None. team: incubator's Team."""
    kept = planning.versions(team)
    try:
        return plan_of(kept[0].assumptions if kept else planning.working(team, on=on))
    except Refusal:
        return None


def newest(team: Any) -> Any:
    """The newest kept version of a team's plan, or None."""
    return next(iter(planning.versions(team)), None)


def sources_of(plan: Plan) -> tuple[list[tuple[Any, int]], list[tuple[Any, int]]]:
    """Sources and uses by name, those that are not zero."""
    sources, uses = sources_and_uses(plan)
    return (
        [(SOURCE_NAMES[name], amount) for name, amount in sources.items() if amount],
        [(USE_NAMES[name], amount) for name, amount in uses.items() if amount],
    )


def lent_by(plan: Plan | None, people: Sequence[Any]) -> dict[str, int]:
    """{key: what each lends by the plan}: the members' loans in equal parts, to the cent."""
    if plan is None or not people or not plan.member_loans_minor:
        return {}
    return by_largest_remainder(plan.member_loans_minor, {person.key: 1 for person in people})


@dataclass(frozen=True)
class Source:
    """One source of the plan beside what the books hold of it, in minor units."""

    name: Any
    planned_minor: int
    booked_minor: int


def sources_in_books(plan: Plan, organisation: Organisation, *, opened_on: date, on: date) -> list[Source]:
    """What was to come in by the plan, and what stands in the books of it: shares, loans of members, grants, the loan of
    the fund. What was paid back since is taken off."""
    sources, _uses = sources_and_uses(plan)
    ends_on = date.fromordinal(on.toordinal() + 1)
    moved = {
        row.code: -row.balance_minor
        for row in books.movements(organisation, starts_on=opened_on, ends_on=ends_on)
    }
    rows = [
        Source(SOURCE_NAMES[name], sources[name], sum(moved.get(code, 0) for code in codes))
        for name, codes in SOURCE_ACCOUNTS.items()
    ]
    return [row for row in rows if row.planned_minor or row.booked_minor]


def purpose(plan: Plan) -> str:
    """What the loan is for, in the words of the plan."""
    _sources, uses = sources_of(plan)
    read = figures(plan, project(plan))
    parts = [f"{name}: {dollars(amount)}" for name, amount in uses]
    parts += [f"{cost.name}: {dollars(cost.amount_minor)}" for cost in plan.start_costs if cost.name]
    parts.append(_("Working capital needed: %s") % dollars(read.working_capital_minor))
    return "\n".join(parts)[:2000]


@dataclass(frozen=True)
class Compared:
    """One month: what was planned and what the books say, in minor units. None: the month has not come yet."""

    number: int
    starts_on: date
    planned: dict[str, int]
    actual: dict[str, int] | None


def against_books(plan: Plan, organisation: Organisation, *, opened_on: date, on: date) -> list[Compared]:
    """The months since opening, plan beside books. The month of opening is the plan's month 1.

    Lines: sales, unit_costs, wages, other (all other costs), surplus; cash at the month's end.
    """
    of = project(plan)
    rows = []
    for at in range(MONTHS):
        starts_on = _month(opened_on, at)
        if starts_on > on:
            break
        rows.append(
            Compared(
                at + 1,
                starts_on,
                _planned(of, at),
                _actual(organisation, starts_on, _month(opened_on, at + 1)),
            )
        )
    return rows


def _planned(of: Any, at: int) -> dict[str, int]:
    line = {name: months[at] for name, months in of.income.items()}
    wages = line["wages"] + line["payroll_tax"]
    return {
        "sales": line["sales"],
        "unit_costs": line["unit_costs"],
        "wages": wages,
        "other": line["sales"] - line["unit_costs"] - wages - line["surplus"],
        "surplus": line["surplus"],
        "cash": of.cash["closing"][at],
    }


def _actual(organisation: Organisation, starts_on: date, ends_on: date) -> dict[str, int] | None:
    moved = {
        row.code: row.balance_minor
        for row in books.movements(organisation, starts_on=starts_on, ends_on=ends_on)
    }
    if not any(code[0] in "45" for code in moved):
        return None
    sales = -sum(moved.get(code, 0) for code in SALES)
    unit_costs, wages = (sum(moved.get(code, 0) for code in codes) for codes in (UNIT_COSTS, WAGES))
    surplus = books.result(organisation, starts_on=starts_on, ends_on=ends_on)
    last = date.fromordinal(ends_on.toordinal() - 1)
    return {
        "sales": sales,
        "unit_costs": unit_costs,
        "wages": wages,
        "other": sales - unit_costs - wages - surplus,
        "surplus": surplus,
        "cash": books.balance(organisation, CASH, on=last),
    }


def _month(opened_on: date, later: int) -> date:
    """The first day of the month `later` months after opening.

    >>> _month(date(2016, 11, 20), 2)
    datetime.date(2017, 1, 1)
    """
    number = opened_on.month - 1 + later
    return date(opened_on.year + number // 12, number % 12 + 1, 1)
