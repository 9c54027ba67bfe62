"""A plan as the pages show it: figures, charts and tables made of the rule's answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.incubator import planning
from commonwork.incubator.plan_lines import (
    BALANCE_NAMES,
    CASE_TITLES,
    CASH_NAMES,
    INCOME_NAMES,
    LEVER_NAMES,
    SOURCE_NAMES,
    USE_NAMES,
)
from commonwork.rules.feasibility.assumptions import CASES, MONTHS, Plan
from commonwork.rules.feasibility.figures import Figures, figures, sources_and_uses
from commonwork.rules.feasibility.projection import Projection, project
from commonwork.rules.feasibility.sensitivity import tornado
from commonwork.rules.feasibility.simulation import Simulation, simulate
from commonwork.rules.reckon.feasibility import plan_of
from commonwork.rules.refusal import Refusal
from commonwork.ui.charts import Bar, Series
from commonwork.ui.money import change, dollars, percent
from commonwork.ui.refusals import said

TONES = {"best": "green", "base": "ink", "worst": "clay"}
SEED = 2014


@dataclass(frozen=True)
class Reckoned:
    """A plan with its three cases."""

    plan: Plan
    cases: Mapping[str, Projection]
    read: Mapping[str, Figures]


def reckoned(assumptions: Mapping[str, Any]) -> tuple[Reckoned | None, str]:
    """The plan reckoned, or what it still lacks in words."""
    try:
        plan = plan_of(assumptions)
    except Refusal as refusal:
        return None, said(refusal)
    cases = {name: project(plan, name) for name in CASES}
    return Reckoned(plan, cases, {name: figures(plan, of) for name, of in cases.items()}), ""


def now(assumptions: Mapping[str, Any]) -> dict[str, Any]:
    """The few figures that answer each change: break-even, jobs, money needed, cash."""
    found, lacking = reckoned(assumptions)
    if found is None:
        return {"lacking": lacking}
    return {"rows": [case_row(found, name) for name in CASES], "found": found}


def case_row(found: Reckoned, name: str) -> dict[str, Any]:
    """One case in a line of the table of cases."""
    read, of = found.read[name], found.cases[name]
    first, last = read.years[0], read.years[-1]
    return {
        "case": name,
        "title": CASE_TITLES[name],
        "units": _break_even(first.break_even.units) if first.break_even else _("never"),
        "sales": whole(first.break_even.sales_minor) if first.break_even else "–",
        "jobs": jobs(last.jobs_hundredths),
        "payable": _payable(last.payable_hundredths),
        "payable_by_year": [_payable(year.payable_hundredths) for year in read.years],
        "working_capital": whole(read.working_capital_minor),
        "needed": whole(read.needed_minor),
        "short": read.short_minor,
        "lowest": whole(read.lowest_cash_minor),
        "lowest_month": planning.month_name(found.plan.starts_on, read.lowest_cash_month),
        "surpluses": [whole(year.income["surplus"]) for year in read.years],
        "covers": [_cover(year.cover_hundredths) for year in read.years],
        "jobs_by_year": [jobs(year.jobs_hundredths) for year in read.years],
        "closing": whole(of.cash["closing"][-1]),
        "ties": of.ties(),
    }


def whole(minor: int) -> str:
    """An amount in whole dollars, as estimates are read.

    >>> whole(1234567), whole(-149)
    ('$12,346', '− $1')
    """
    return dollars((minor + 50) // 100 * 100)


def _break_even(units: int) -> str:
    return ngettext("%(count)d a month", "%(count)d a month", units) % {"count": units}


def jobs(hundredths: int) -> str:
    """Full-time equivalents as people read them: 1.5, 0.31, 2.

    >>> jobs(150), jobs(31), jobs(200)
    ('1.5', '0.31', '2')
    """
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def _payable(hundredths: int | None) -> str:
    return "–" if hundredths is None else jobs(hundredths)


def _cover(hundredths: int | None) -> str:
    return "–" if hundredths is None else f"{hundredths // 100}.{abs(hundredths) % 100:02d}"


def charts(found: Reckoned) -> dict[str, Any]:
    """The series of the results page: cash by case, sources and uses, tornado."""
    sources, uses = sources_and_uses(found.plan)
    return {
        "labels": [planning.month_name(found.plan.starts_on, month) for month in range(1, MONTHS + 1)],
        "cash": [
            Series(
                CASE_TITLES[name],
                [amount // 100 for amount in found.cases[name].cash["closing"]],
                TONES[name],
                whole(found.cases[name].cash["closing"][-1]),
            )
            for name in CASES
        ],
        "sources": [(SOURCE_NAMES[name], amount) for name, amount in sources.items() if amount],
        "uses": [(USE_NAMES[name], amount) for name, amount in uses.items() if amount],
        "uses_minor": sum(uses.values()),
        "tornado": _tornado(found.plan),
        "trade": _trade(found.read["base"]),
    }


def _tornado(plan: Plan) -> list[Bar]:
    rows = []
    for swing in tornado(plan):
        words = (
            (_("%(lever)s: 15 days sooner"), _("%(lever)s: 15 days later"))
            if swing.lever == "more_days"
            else (_("%(lever)s: 10 %% lower"), _("%(lever)s: 10 %% higher"))
        )
        for text, amount in zip(words, (swing.lower_minor, swing.higher_minor), strict=True):
            rows.append(Bar(text % {"lever": LEVER_NAMES[swing.lever]}, amount // 100, _signed(amount)))
    return rows


def _signed(minor: int) -> str:
    """A change in whole dollars with its sign."""
    return change((minor + 50) // 100 * 100).removesuffix(".00")


def _trade(read: Figures) -> list[dict[str, Any]]:
    return [
        {"way": way, "sister": sister, "years": amounts}
        for (way, sister), amounts in sorted(read.trade.items())
    ]


def chance(found: Reckoned) -> dict[str, Any]:
    """The simulation in words and lines."""
    told: Simulation = simulate(found.plan, seed=SEED)
    names = {
        10: _("One path in ten stays below"),
        50: _("Half of the paths"),
        90: _("One path in ten rises above"),
    }
    tones = {10: "clay", 50: "ink", 90: "green"}
    return {
        "paths": told.paths,
        "seed": told.seed,
        "never_short": percent(told.never_short_bp),
        "surplus": percent(told.surplus_bp),
        "lowest": whole(told.lowest[50]),
        "series": [
            Series(names[one], [amount // 100 for amount in amounts], tones[one], whole(amounts[-1]))
            for one, amounts in told.cash.items()
        ],
    }


@dataclass(frozen=True)
class Line:
    """One line of a statement: its name, the amounts of the months shown, and their sum where it means something."""

    name: Any
    amounts: tuple[int, ...]
    total: int | None
    kind: str = ""


def statements(of: Projection, months: slice) -> list[tuple[Any, list[Line]]]:
    """The three statements of the months asked for. Balances have no sum."""
    return [
        (_("Income"), _lines(of.income, INCOME_NAMES, months, results=("surplus",))),
        (_("Cash"), _lines(of.cash, CASH_NAMES, months, results=("change", "closing"), levels=("closing",))),
        (
            _("What there is, and whose it is"),
            _lines(of.balance, BALANCE_NAMES, months, levels=tuple(BALANCE_NAMES)),
        ),
    ]


def _lines(
    lines: Mapping[str, tuple[int, ...]],
    names: Mapping[str, Any],
    months: slice,
    *,
    results: tuple[str, ...] = (),
    levels: tuple[str, ...] = (),
) -> list[Line]:
    return [
        Line(
            title,
            lines[name][months],
            None if name in levels else sum(lines[name][months]),
            "result" if name in results else "",
        )
        for name, title in names.items()
    ]
