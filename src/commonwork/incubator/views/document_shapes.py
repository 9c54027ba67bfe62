"""The business plan as a paper: what page and PDF both show, made of the team's answers and the rule's figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.incubator.chapters import CHAPTERS, Chapter
from commonwork.incubator.models import Team
from commonwork.incubator.plan_lines import BALANCE_NAMES, CASE_TITLES, CASH_NAMES, INCOME_NAMES
from commonwork.incubator.views import plan_shapes
from commonwork.incubator.views.plan_shapes import Reckoned, jobs, whole
from commonwork.rules.feasibility.assumptions import CASES
from commonwork.rules.feasibility.projection import Projection
from commonwork.ui.money import amount

LEVELS = ("closing",)
RESULTS = {"surplus", "change", "closing"}


@dataclass(frozen=True)
class Grid:
    """A table, its cells ready to be shown; the first column holds words. Rows: (row, total or result; cells)."""

    title: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class Said:
    """A question and its answer, in paragraphs; none where it was not answered."""

    question: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Part:
    """A part of the paper: sentences, answers, tables. key: its address on the page."""

    key: str
    title: str
    sentences: Sequence[str] = ()
    answers: Sequence[Said] = ()
    grids: Sequence[Grid] = ()
    is_wide: bool = False


def parts(
    team: Team,
    texts: Mapping[str, str],
    found: Reckoned | None,
    lacking: str = "",
    living_wage_said: str = "",
) -> list[Part]:
    """The whole paper. texts: {code: answer}. Without a plan that can be reckoned it says what is lacking.
    living_wage_said: the network's living wage and its source, beside what is reckoned with it."""
    words = [_chapter(one, texts) for one in CHAPTERS]
    if found is None:
        sentence = _("The plan in figures cannot be reckoned yet.") + f" {lacking}"
        return [Part("summary", _("Summary"), [*_opening(texts), sentence.strip()]), *words]
    return [_summary(texts, found), *words, *_figures(found, living_wage_said)]


def by_month(found: Reckoned) -> Part:
    """The three statements of the base case, month by month: for the paper, on pages turned on their side."""
    labels = plan_shapes.charts(found)["labels"]
    grids = []
    for year in (1, 2, 3):
        months = slice(12 * (year - 1), 12 * year)
        for title, lines in plan_shapes.statements(found.cases["base"], months):
            rows = [
                (
                    row.kind or "row",
                    [
                        str(row.name),
                        *map(_dollars, row.amounts),
                        "" if row.total is None else _dollars(row.total),
                    ],
                )
                for row in lines
            ]
            grids.append(Grid(f"{title}, {_('Year %d') % year}", ["", *labels[months], _("Year")], rows))
    note = _(
        "Base case, in whole dollars. The workbook and the page of the plan hold the cents and the other cases."
    )
    return Part("months", _("Month by month"), [note], grids=grids, is_wide=True)


def answered(texts: Mapping[str, str], asked: Chapter) -> int:
    """How many questions of a chapter have an answer."""
    return sum(bool(texts.get(f"{asked.key}.{question.code}")) for question in asked.questions)


def _opening(texts: Mapping[str, str]) -> list[str]:
    """The first paragraph of what the co-op will do and of what it asks for."""
    return [found[0] for code in ("what.what", "ask.ask") if (found := _paragraphs(texts.get(code, "")))]


def _chapter(asked: Chapter, texts: Mapping[str, str]) -> Part:
    answers = [
        Said(str(question.label), _paragraphs(texts.get(f"{asked.key}.{question.code}", "")))
        for question in asked.questions
    ]
    return Part(asked.key, str(asked.name), answers=answers)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _summary(texts: Mapping[str, str], found: Reckoned) -> Part:
    base, row = found.read["base"], plan_shapes.case_row(found, "base")
    facts = [
        (_("Full jobs in year 3"), row["jobs"]),
        (_("Members at the start"), str(found.plan.members)),
        (_("Break-even, sales a month in year 1"), row["sales"]),
        (_("Needed with start-up costs"), row["needed"]),
        (_("Brought by members, grants and loans"), whole(base.sources_minor)),
        (_("Surplus of year 3"), row["surpluses"][-1]),
        (_("Cash after 36 months"), row["closing"]),
        (_("Least cash, and when"), f"{row['lowest']}, {row['lowest_month']}"),
    ]
    sentences = _opening(texts)
    if base.living_wage_gap_minor:
        sentences.append(_("The wage is below the living wage by the hour."))
    grid = Grid("", [_("In figures, base case"), ""], [("row", [name, shown]) for name, shown in facts])
    return Part("summary", _("Summary"), sentences, grids=[grid])


def _figures(found: Reckoned, living_wage_said: str) -> list[Part]:
    charts, years = plan_shapes.charts(found), [_("Year %d") % number for number in (1, 2, 3)]
    base = found.cases["base"]
    dollars = _("All amounts are in whole dollars, from a plan that is reckoned to the cent.")
    return [
        Part("years", _("Three years"), [dollars], grids=_by_year(base, years)),
        Part(
            "cases",
            _("Break-even and jobs"),
            [*filter(None, [living_wage_said]), _cover_note()],
            grids=_by_case(found, years),
        ),
        Part(
            "money",
            _("Where the money comes from, and goes to"),
            grids=[
                _sums(_("From"), charts["sources"], charts["uses_minor"]),
                _sums(_("To"), charts["uses"], charts["uses_minor"]),
            ],
        ),
        Part(
            "matters",
            _("What matters most"),
            [
                _(
                    "How cash after 36 months changes when one assumption of the base case moves and all others stay."
                )
            ],
            grids=[
                Grid(
                    "",
                    [_("Assumption"), _("Change of cash after 36 months")],
                    [("row", [str(bar.name), bar.shown]) for bar in charts["tornado"]],
                )
            ],
        ),
    ]


def _cover_note() -> str:
    return _(
        "The cover of debt service is information only: a loan of the fund is served from surplus and never from "
        "anything else."
    )


def _by_year(of: Projection, years: Sequence[str]) -> list[Grid]:
    """Income and cash as sums of each year; what there is at the end of each year."""
    ends = tuple(slice(12 * year + 11, 12 * year + 12) for year in range(3))
    wholes = tuple(slice(12 * year, 12 * year + 12) for year in range(3))

    def grid(
        title: str, lines: Mapping[str, Sequence[int]], names: Mapping[str, Any], levels: Iterable[str]
    ) -> Grid:
        rows = [
            (
                "result" if name in RESULTS else "row",
                [
                    str(title),
                    *(_dollars(sum(lines[name][at])) for at in (ends if name in levels else wholes)),
                ],
            )
            for name, title in names.items()
        ]
        return Grid(title, ["", *years], rows)

    return [
        grid(_("Income"), of.income, INCOME_NAMES, ()),
        grid(_("Cash"), of.cash, CASH_NAMES, LEVELS),
        grid(
            _("What there is at the end of the year, and whose it is"),
            of.balance,
            BALANCE_NAMES,
            BALANCE_NAMES,
        ),
    ]


def _by_case(found: Reckoned, years: Sequence[str]) -> list[Grid]:
    heads = ["", *(str(CASE_TITLES[name]) for name in CASES)]
    cases = [found.read[name] for name in CASES]
    even = [
        ("row", [year, *(_even(case.years[at].break_even) for case in cases)])
        for at, year in enumerate(years)
    ]
    full = [
        ("row", [year, *(jobs(case.years[at].jobs_hundredths) for case in cases)])
        for at, year in enumerate(years)
    ]
    rows = [plan_shapes.case_row(found, name) for name in CASES]
    cover = [("row", [year, *(row["covers"][at] for row in rows)]) for at, year in enumerate(years)]
    return [
        Grid(_("Break-even: units and sales of a month"), heads, even),
        Grid(_("Full jobs"), heads, full),
        Grid(_("Cover of debt service"), heads, cover),
    ]


def _even(found: Any) -> str:
    if found is None:
        return _("never")
    units = ngettext("%(count)d unit", "%(count)d units", found.units) % {"count": found.units}
    return f"{units}, {whole(found.sales_minor)}"


def _sums(head: str, rows: Iterable[tuple[Any, int]], total: int) -> Grid:
    shown = [("row", [str(name), _dollars(minor)]) for name, minor in rows]
    return Grid("", [head, _("Dollars")], [*shown, ("total", [_("Together"), _dollars(total)])])


def _dollars(minor: int) -> str:
    """An amount in whole dollars, half a dollar up, without a sign of the unit."""
    return amount((minor + 50) // 100 * 100).removesuffix(".00")
