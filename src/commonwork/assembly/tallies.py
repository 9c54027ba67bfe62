"""From stored ballots to a result as JSON: who took part, whether the quorum was reached, the count with its steps, and
what follows. The arithmetic is in `rules.counting`; every figure can be counted again from the published ballots.

`TALLIES` holds, by method, what makes (chosen keys, count) of a poll; others may put another in its place.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, cast

from commonwork.assembly import poll_queries
from commonwork.assembly.models import Poll, PollOption
from commonwork.rules.counting import budget, points, stv, votes
from commonwork.rules.counting import majority as majorities
from commonwork.rules.counting.budget import Completion, GreedyKind, Outcome
from commonwork.rules.counting.marks import points_of, ticks_of
from commonwork.rules.counting.result import Count
from commonwork.rules.counting.votes import Project, Votes

Tally = Callable[[Poll], tuple[list[str], dict[str, Any]]]
CENTS = 100  # Add1 raises endowments by one dollar at a time
GREEDY: dict[str, GreedyKind] = {"greedy": "skip", "greedy-no-skip": "no-skip"}


def result_json(poll: Poll) -> dict[str, Any]:
    """Return the whole result of a closed poll (nothing is stored).

    `says`: "decided", "rejected" (a motion without its majority), or without a quorum "nothing", "advice", "repeat".
    Raises MorePresentThanRoll.
    """
    texts, weights = poll_queries.texts_of(poll)
    turnout = _turnout(poll, texts, weights)
    quorum = _quorum(poll, turnout)
    chosen, count = TALLIES[poll.method](poll)
    says = "decided" if chosen or poll.method != Poll.Method.MAJORITY else "rejected"
    if not quorum["is_reached"]:
        says = poll.without_quorum
    return {
        "method": poll.method,
        "seats": poll.seats,
        "turnout": turnout,
        "quorum": quorum,
        "count": count,
        "chosen": chosen,
        "says": says,
    }


def _turnout(poll: Poll, texts: Sequence[str], weights: Sequence[int]) -> dict[str, Any]:
    empty = {"", "abstain"} if poll.method == Poll.Method.MAJORITY else {""}
    marked = sum(weight for text, weight in zip(texts, weights, strict=True) if text not in empty)
    return {
        "roll": poll.voters.count(),
        "roll_votes": poll_queries.roll_votes(poll),
        "ballots": len(texts),
        "votes": sum(weights),
        "marked_votes": marked,
        "blank": sum(not text for text in texts),
        "present": max(poll.present_count or 0, sum(weights)),
        "by_channel": poll_queries.by_channel(poll),
    }


def _quorum(poll: Poll, turnout: dict[str, Any]) -> dict[str, Any]:
    needed = majorities.quorum_needed(
        roll=turnout["roll_votes"], share_bp=poll.quorum_bp, count=poll.quorum_count
    )
    reached = turnout["marked_votes" if poll.quorum_base == Poll.Base.CAST else "present"]
    return {"needed": needed, "reached": reached, "is_reached": reached >= needed}


def _majority(poll: Poll) -> tuple[list[str], dict[str, Any]]:
    sums: Counter[str] = Counter()
    for text, weight in zip(*poll_queries.texts_of(poll), strict=True):
        sums[text or "abstain"] += weight
    took = majorities.took(
        yes=sums["yes"],
        no=sums["no"],
        abstained=sums["abstain"],
        roll=poll_queries.roll_votes(poll),
        present=poll.present_count or 0,
    )
    found = majorities.decide(took, share=poll.fraction, base=cast(majorities.Base, str(poll.threshold_base)))
    said: dict[str, Any] = {
        "yes": took.yes,
        "no": took.no,
        "abstained": took.abstained,
        "needed": found.needed,
    }
    said |= {"of": found.base_votes, "share": poll.threshold, "base": poll.threshold_base}
    return ["yes"] if found.is_carried else [], {"rule": "majority", **said, "is_carried": found.is_carried}


def _ranked(poll: Poll) -> tuple[list[str], dict[str, Any]]:
    """Rankings and ticks: candidates go by their keys, so that lots can be drawn again after a name is gone."""
    names, withdrawn = names_of(poll)
    found = stv.count(
        poll_queries.ballots_of(poll),
        names,
        poll.seats,
        rule=cast(stv.Rule, str(poll.method)),
        seed=poll.seed or None,
        withdrawn=withdrawn,
    )
    return list(found.elected), found.as_json()


def points_count(poll: Poll) -> Count:
    """The count of a poll of scores or dots, options by their keys."""
    names, withdrawn = names_of(poll)
    texts, weights = poll_queries.texts_of(poll)
    ballots = ((points_of(text), weight) for text, weight in zip(texts, weights, strict=True))
    return points.count(ballots, names, poll.seats, withdrawn=withdrawn, seed=poll.seed or None)


def _points(poll: Poll) -> tuple[list[str], dict[str, Any]]:
    found = points_count(poll)
    return list(found.elected), found.as_json()


def _budget(poll: Poll) -> tuple[list[str], dict[str, Any]]:
    projects, packed = budget_votes(poll)
    rule = poll.budget_rule or Poll.BudgetRule.EQUAL_SHARES
    found = budget_outcome(poll, projects, packed, rule)
    other = "greedy" if rule == Poll.BudgetRule.EQUAL_SHARES else "equal-shares"
    beside = outcome_json(budget_outcome(poll, projects, packed, other))
    del beside["steps"]
    return list(found.selected), outcome_json(found) | {"beside": beside}


def budget_votes(poll: Poll) -> tuple[list[Project], Votes]:
    """The projects on a budget ballot (cost in cents), and the ballots packed for `rules.counting.budget`."""
    options = list(poll_queries.standing_options(poll))
    projects = [Project(row.key, row.cost_minor or 0) for row in options]
    keys = {row.number: row.key for row in options}
    texts, _ = poll_queries.texts_of(poll)
    if poll.method == Poll.Method.BUDGET_POINTS:
        given = [{keys[n]: p for n, p in points_of(text).items() if n in keys} for text in texts]
        return projects, votes.of(projects, given)
    return projects, votes.of(projects, [[keys[n] for n in ticks_of(text) if n in keys] for text in texts])


def budget_outcome(poll: Poll, projects: Sequence[Project], packed: Votes, rule: str) -> Outcome:
    """What one rule makes of the ballots: equal-shares, greedy or greedy-no-skip."""
    budget_minor, seed = poll.budget_minor or 0, poll.seed or None
    if rule in GREEDY:
        return budget.greedy(projects, packed, budget_minor, kind=GREEDY[rule], seed=seed)
    completion = cast(Completion, poll.completion or "none")
    return budget.equal_shares(projects, packed, budget_minor, step=CENTS, completion=completion, seed=seed)


def outcome_json(found: Outcome) -> dict[str, Any]:
    """An outcome as it is kept: amounts in cents, exact fractions as text."""
    steps = [
        {
            "project": step.project,
            "cost": step.cost,
            "votes": step.votes,
            "score": step.score,
            "is_selected": step.is_selected,
            "reason": step.reason,
            "left": step.left,
            "price": None if step.price is None else f"{float(step.price):.2f}",
            "in_full": step.in_full,
            "rest": step.rest,
        }
        for step in found.steps
    ]
    return {
        "rule": found.rule,
        "budget": found.budget,
        "selected": list(found.selected),
        "cost": found.cost,
        "voters": found.voters,
        "voters_with_a_project": found.voters_with_a_project,
        "endowment": None if found.endowment is None else str(found.endowment),
        "raised_by": found.raised_by,
        "lots": [tie.as_json() for tie in found.lots],
        "steps": steps,
    }


def names_of(poll: Poll) -> tuple[list[str], list[int]]:
    """(names for the count in the order of the paper, numbers withdrawn): names are the options' keys."""
    options: list[PollOption] = list(poll_queries.all_options(poll))
    return [row.key for row in options], [row.number for row in options if row.withdrawn_on]


TALLIES: dict[str, Tally] = {
    "majority": _majority,
    **dict.fromkeys(("approval", *("irv", "schulze", "scottish", "meek")), _ranked),
    **dict.fromkeys(("score", "dots"), _points),
    **dict.fromkeys(("budget-approval", "budget-points", "budget-knapsack"), _budget),
}
__all__ = [
    "TALLIES",
    "Tally",
    "budget_outcome",
    "budget_votes",
    "names_of",
    "outcome_json",
    "points_count",
    "result_json",
]
