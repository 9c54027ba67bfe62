"""Two ways to decide one budget, side by side: what each funds, who got something, and who paid for what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonwork.assembly.counting.budget_steps import SHARES, Trod, points_shown, trodden
from commonwork.assembly.counting.wording import Amount
from commonwork.rules.counting.budget import Outcome, Step
from commonwork.rules.counting.result import Tie
from commonwork.rules.counting.votes import Project
from commonwork.ui.charts import Segment
from commonwork.ui.money import count as grouped

RULE_NAMES = {
    "equal-shares": gettext_lazy("Equal shares"),
    "greedy": gettext_lazy("Most votes first"),
    "greedy-no-skip": gettext_lazy("Most votes first, stop at the first that does not fit"),
    "greedy-threshold": gettext_lazy("Most votes first, above a threshold"),
}
MOST_SEGMENTS, MOST_STEPS = 6, 25


@dataclass(frozen=True)
class Row:
    """One project under both rules. `support`: its votes, or points where voters gave some. `average`: what a supporter
    paid, shown; "" where Equal Shares did not take it."""

    key: str
    name: str
    cost: str
    votes: int
    support: str
    support_bp: int
    is_first: bool
    is_second: bool
    average: str


@dataclass(frozen=True)
class Side:
    """One rule: its name, its parts as a strip, what it spends and leaves, how many voters got something, its steps."""

    rule: str
    name: str
    segments: Sequence[Segment]
    budget: int
    spent: str
    left: str
    reached: int
    reached_bp: int
    voters: int
    steps: Sequence[Trod]

    @property
    def is_long(self) -> bool:
        """More steps than a page shows at once."""
        return len(self.steps) > MOST_STEPS


@dataclass(frozen=True)
class Compared:
    """Everything the comparison shows."""

    intro: str
    first: Side
    second: Side
    rows: Sequence[Row]
    meaning: str
    lots: Sequence[str]
    has_points: bool

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.first, self.second


def compared(
    projects: Sequence[Project],
    votes: Sequence[int],
    first: Outcome,
    second: Outcome,
    *,
    amount: Amount,
    points_per_one: int = 1,
    scores: Sequence[int] | None = None,
) -> Compared:
    """Two outcomes of one budget, one of them by Equal Shares. votes: supporters of each project, in its order.

    amount: an amount in units of cost as people read it. scores: points of each project, where voters gave points.
    """
    names = {project.key: project.name or project.key for project in projects}
    shares = first if first.rule == SHARES else second
    bought = {step.project: step for step in shares.steps if step.is_selected}
    merit = votes if scores is None else scores
    order = sorted(range(len(projects)), key=lambda at: (-merit[at], projects[at].cost))
    most = max([*merit, 1])
    rows = [
        Row(
            key=projects[at].key,
            name=names[projects[at].key],
            cost=amount(Fraction(projects[at].cost)),
            votes=votes[at],
            support=points_shown(merit[at], points_per_one),
            support_bp=max(0, merit[at]) * 10_000 // most,
            is_first=projects[at].key in first.selected,
            is_second=projects[at].key in second.selected,
            average=_average(bought.get(projects[at].key), amount),
        )
        for at in order
    ]
    costs = {project.key: project.cost for project in projects}
    sides = [
        _side(
            one,
            names,
            costs,
            other,
            amount,
            trodden(one, projects, votes, amount=amount, points_per_one=points_per_one),
        )
        for one, other in ((first, second), (second, first))
    ]
    return Compared(
        intro=_intro(shares, amount),
        first=sides[0],
        second=sides[1],
        rows=rows,
        meaning=_meaning(first, second, sides[0]),
        has_points=scores is not None,
        lots=[_lot(one, names) for one in dict.fromkeys(first.lots)],
    )


def _side(
    outcome: Outcome,
    names: Mapping[str, str],
    costs: Mapping[str, int],
    other: Outcome,
    amount: Amount,
    steps: Sequence[Trod],
) -> Side:
    ordered = sorted(outcome.selected, key=lambda key: -costs[key])
    shown = [
        Segment(names[key], costs[key], _tone(key, outcome, other), amount(Fraction(costs[key])))
        for key in ordered[:MOST_SEGMENTS]
    ]
    if rest := ordered[MOST_SEGMENTS:]:
        sum_of_rest = sum(costs[key] for key in rest)
        said = ngettext("%(count)d more project", "%(count)d more projects", len(rest)) % {"count": len(rest)}
        shown.append(Segment(said, sum_of_rest, "gold", amount(Fraction(sum_of_rest))))
    return Side(
        rule=outcome.rule,
        name=str(RULE_NAMES[outcome.rule]),
        segments=shown,
        budget=outcome.budget,
        spent=amount(Fraction(outcome.cost)),
        left=amount(Fraction(outcome.budget - outcome.cost)),
        reached=outcome.voters_with_a_project,
        reached_bp=outcome.voters_with_a_project * 10_000 // outcome.voters if outcome.voters else 0,
        voters=outcome.voters,
        steps=steps,
    )


def _tone(key: str, outcome: Outcome, other: Outcome) -> str:
    """Green where both rules agree; else indigo for Equal Shares, plain for the other."""
    if key in other.selected:
        return "green"
    return "indigo" if outcome.rule == SHARES else "line"


def _intro(shares: Outcome, amount: Amount) -> str:
    if not shares.voters or shares.endowment is None:
        return _("Nobody voted, so nothing is chosen.")
    words = {
        "voters": grouped(shares.voters),
        "share": amount(Fraction(shares.budget, shares.voters)),
        "budget": amount(Fraction(shares.budget)),
    }
    said = _(
        "%(budget)s shared among %(voters)s voters makes %(share)s for each. A project is chosen when its "
        "supporters can pay for it together; each of them pays the same, or all they have left."
    )
    if shares.raised_by:
        words |= {"raised": amount(Fraction(shares.raised_by)), "whole": amount(shares.endowment)}
        said += " " + _(
            "So that less is left over, everybody's share was then raised step by step, by %(raised)s to "
            "%(whole)s: one step more would have spent too much."
        )
    return said % words


def _average(step: Step | None, amount: Amount) -> str:
    if step is None or step.price is None or not step.votes:
        return ""
    return amount(Fraction(step.cost, step.votes))


def _meaning(first: Outcome, second: Outcome, side: Side) -> str:
    ahead = first.voters_with_a_project - second.voters_with_a_project
    words = {"first": RULE_NAMES[first.rule], "second": RULE_NAMES[second.rule], "left": side.left}
    left = _("%(left)s is left.") % words
    if set(first.selected) == set(second.selected):
        return _("Both ways choose the same projects.") + " " + left
    words["more"] = grouped(abs(ahead))
    if ahead > 0:
        said = _("With “%(first)s” %(more)s more people see a project they asked for than with “%(second)s”.")
    elif ahead < 0:
        said = _(
            "With “%(second)s” %(more)s more people would see a project they asked for than with “%(first)s”."
        )
    else:
        said = _("Both ways give as many people a project they asked for, by different projects.")
    return said % words + " " + left


def _lot(tie: Tie, names: Mapping[str, str]) -> str:
    among = ", ".join(names.get(key, key) for key in tie.among)
    words = {"names": among, "chosen": names.get(tie.chosen, tie.chosen)}
    if tie.settled_by == "lot":
        return _("%(names)s were level in cost and votes; the lot fell on %(chosen)s.") % words
    return _("%(names)s were level in cost and votes; the order of the list decided: %(chosen)s.") % words
