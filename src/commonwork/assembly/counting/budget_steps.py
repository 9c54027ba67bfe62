"""A budget told step by step: which project came when, why it was taken or not, and what money was left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.assembly.counting.wording import Amount, rounded
from commonwork.rules.counting.budget import Outcome, Step
from commonwork.rules.counting.votes import Project
from commonwork.ui.money import count as grouped

SHARES = "equal-shares"


@dataclass(frozen=True)
class Trod:
    """One project as a rule came to it. `number` is 0 where the rule never came to it; `left` is what is left then."""

    number: int
    name: str
    is_selected: bool
    sentence: str
    left: str
    left_bp: int


def trodden(
    outcome: Outcome,
    projects: Sequence[Project],
    votes: Sequence[int],
    *,
    amount: Amount,
    points_per_one: int = 1,
) -> list[Trod]:
    """Every step of an outcome with its words; by Equal Shares then the projects never bought, most votes first."""
    names = {project.key: project.name or project.key for project in projects}
    is_shares = outcome.rule == SHARES
    told = []
    for number, step in enumerate(outcome.steps, 1):
        said = paid(step, amount, points_per_one) if is_shares else _taken(step, amount, points_per_one)
        left = step.left - step.cost if step.is_selected else step.left
        told.append(_trod(outcome, number, names[step.project], step.is_selected, said, left, amount))
    if is_shares:
        told += _never_bought(outcome, projects, votes, names, amount)
    return told


def _trod(
    outcome: Outcome, number: int, name: str, is_selected: bool, said: str, left: int, amount: Amount
) -> Trod:
    share = left * 10_000 // outcome.budget if outcome.budget else 0
    return Trod(number, name, is_selected, said, amount(Fraction(left)), share)


def paid(step: Step, amount: Amount, points_per_one: int) -> str:
    """How the supporters of a project paid for it, by Equal Shares."""
    words = {
        "cost": amount(Fraction(step.cost)),
        "votes": grouped(step.votes),
        "full": grouped(step.in_full),
        "rest": grouped(step.rest),
    }
    if step.price is None:
        return _("%(cost)s. It was added at the end, from what was left, as the one with most votes.") % words
    words["price"] = amount(step.price * points_per_one)
    if step.score != step.votes:
        said = ngettext(
            "%(cost)s. Its supporter paid %(price)s for each point she or he gave it.",
            "%(cost)s. Its %(votes)s supporters paid %(price)s for each point they gave it.",
            step.votes,
        )
    else:
        said = ngettext(
            "%(cost)s. Its one supporter paid %(price)s.",
            "%(cost)s. Of its %(votes)s supporters, %(full)s paid %(price)s each.",
            step.votes,
        )
    if step.rest:
        said += " " + ngettext(
            "%(rest)s more gave all that was left of their share.",
            "%(rest)s more gave all that was left of their shares.",
            step.rest,
        )
    without = step.votes - step.in_full - step.rest
    if without > 0:
        words["none"] = grouped(without)
        said += " " + ngettext("%(none)s had nothing left.", "%(none)s had nothing left.", without)
    return said % words


def _taken(step: Step, amount: Amount, points_per_one: int) -> str:
    """Why greedy took a project or passed it over."""
    words = {
        "cost": amount(Fraction(step.cost)),
        "left": amount(Fraction(step.left)),
        "for": _support(step, points_per_one),
    }
    return {
        "fits": _("%(for)s. It costs %(cost)s, and %(left)s was there: taken."),
        "does not fit": _("%(for)s. It costs %(cost)s, but only %(left)s was there: passed over."),
        "after the first that did not fit": _(
            "%(for)s. Nothing is taken any more after the first that did not fit."
        ),
        "below the threshold": _("%(for)s. That is below the threshold, so it is left out."),
        "no votes": _("Nobody chose it."),
    }[step.reason] % words


def _support(step: Step, points_per_one: int) -> str:
    if step.score == step.votes and points_per_one == 1:
        return ngettext("%(votes)s vote", "%(votes)s votes", step.votes) % {"votes": grouped(step.votes)}
    text = ngettext(
        "%(points)s points from %(votes)s voter", "%(points)s points from %(votes)s voters", step.votes
    )
    return text % {"points": points_shown(step.score, points_per_one), "votes": grouped(step.votes)}


def points_shown(score: int, points_per_one: int) -> str:
    """Points as voters wrote them: whole ones short, others with two decimals."""
    points = Fraction(score, points_per_one)
    return grouped(int(points)) if points.denominator == 1 else rounded(points, 2)


def _never_bought(
    outcome: Outcome,
    projects: Sequence[Project],
    votes: Sequence[int],
    names: Mapping[str, str],
    amount: Amount,
) -> list[Trod]:
    left, told = outcome.budget - outcome.cost, []
    order = sorted(range(len(projects)), key=lambda at: (-votes[at], projects[at].cost))
    for at in order:
        if projects[at].key in outcome.selected:
            continue
        said = _too_little(outcome, projects[at], votes[at], amount)
        told.append(_trod(outcome, 0, names[projects[at].key], False, said, left, amount))
    return told


def _too_little(outcome: Outcome, project: Project, votes: int, amount: Amount) -> str:
    together = (outcome.endowment or Fraction(0)) * votes
    words = {
        "votes": grouped(votes),
        "sum": amount(together),
        "cost": amount(Fraction(project.cost)),
    }
    if not votes:
        return _("Nobody chose it.")
    if together < project.cost:
        text = ngettext(
            "The share of its one supporter is %(sum)s, less than the %(cost)s it costs.",
            "The shares of its %(votes)s supporters together are %(sum)s, less than the %(cost)s it costs.",
            votes,
        )
    else:
        text = ngettext(
            "Its one supporter had paid for other projects before; what was left is less than %(cost)s.",
            "Its %(votes)s supporters had paid for other projects before; what was left among them is less than "
            "%(cost)s.",
            votes,
        )
    return text % words
