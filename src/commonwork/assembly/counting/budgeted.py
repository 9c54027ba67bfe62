"""Counting a budget poll: its pots, the projects that exclude each other, the votes a project needs, both rules.

Budget polls are counted by this in place of the plain tally (`tallies.TALLIES`); a poll that belongs to no round has one
pot and needs no votes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, cast

from django.utils.translation import gettext as _

from commonwork.assembly import board, poll_queries, tallies
from commonwork.assembly.counting.budget_steps import SHARES
from commonwork.assembly.counting.budgets import Compared, compared
from commonwork.assembly.models import BudgetRound, Poll
from commonwork.rules.counting import budget_parts
from commonwork.rules.counting.budget import Completion, Outcome, equal_shares, greedy
from commonwork.rules.counting.budget_file import BudgetElection
from commonwork.rules.counting.budget_parts import Part, Pot, Rule
from commonwork.rules.counting.votes import Project, Votes
from commonwork.rules.money import show_minor
from commonwork.ui.money import dollars, money

GREEDY = {"greedy": "skip", "greedy-no-skip": "no-skip"}
METHODS = ("budget-approval", "budget-points", "budget-knapsack")
CENTS = 100  # Add1 raises everybody by one dollar at a time
VOTE_TYPES = {"budget-points": "cumulative"}


@dataclass(frozen=True)
class Counted:
    """A budget poll counted by one rule and by another beside it. `parts` and `beside` go pot by pot."""

    projects: Sequence[Project]
    votes: Votes
    parts: Sequence[Part]
    beside: Sequence[Part]

    @property
    def outcome(self) -> Outcome:
        return budget_parts.combined(self.parts, self.projects, self.votes)

    @property
    def other(self) -> Outcome:
        return budget_parts.combined(self.beside, self.projects, self.votes)


def round_of(poll: Poll) -> BudgetRound | None:
    """The participatory budget a poll belongs to, or None."""
    return BudgetRound.objects.filter(poll=poll.key).first() if poll.is_budget else None


def counted(poll: Poll) -> Counted:
    """Count the ballots of a budget poll by its rule, and by the other one beside it."""
    projects, packed = tallies.budget_votes(poll)
    options = list(poll_queries.standing_options(poll))
    round = round_of(poll)
    asked: dict[str, Any] = {
        "rivals": {row.key: row.excludes for row in options if row.excludes},
        "least_votes": round.least_votes if round is not None else 0,
        "pots": _pots(round, {row.key: row.category or row.district for row in options}),
    }
    wanted = poll.budget_rule or SHARES
    other = "greedy" if wanted == SHARES else SHARES
    amount = poll.budget_minor or 0
    return Counted(
        projects,
        packed,
        budget_parts.decide(projects, packed, amount, _rule(poll, wanted), **asked),
        budget_parts.decide(projects, packed, amount, _rule(poll, other), **asked),
    )


def shown(poll: Poll, found: Counted) -> list[tuple[str, Compared]]:
    """(name of the pot, both rules side by side) for each pot, amounts in dollars."""
    options = {row.key: row.title for row in poll_queries.standing_options(poll)}
    told = []
    for part, beside in zip(found.parts, found.beside, strict=True):
        of_pot = [at for at, project in enumerate(found.projects) if project.key in part.projects]
        listed = [
            Project(found.projects[at].key, found.projects[at].cost, options.get(found.projects[at].key, ""))
            for at in of_pot
        ]
        many, scores = found.votes.votes_of(len(found.projects)), found.votes.scores_of(len(found.projects))
        of_points = None if found.votes.points is None else [scores[at] for at in of_pot]
        votes = [many[at] for at in of_pot]
        both = compared(listed, votes, part.outcome, beside.outcome, amount=in_dollars, scores=of_points)
        told.append((part.name, both))
    return told


def summary(poll: Poll, found: Counted) -> str:
    """What was chosen, in one or two sentences."""
    outcome = found.outcome
    words = {
        "chosen": len(outcome.selected),
        "all": len(found.projects),
        "cost": dollars(outcome.cost),
        "budget": dollars(outcome.budget),
        "reached": outcome.voters_with_a_project,
        "voters": outcome.voters,
    }
    return (
        _(
            "%(chosen)d of %(all)d projects share %(cost)s of %(budget)s. %(reached)d of %(voters)d voters see at "
            "least one project they asked for."
        )
        % words
    )


def removed_words(poll: Poll, found: Counted) -> list[str]:
    """Why projects were left out before the money was shared."""
    titles = {row.key: row.title for row in poll_queries.standing_options(poll)}
    said = []
    for part in found.parts:
        for key, stays in part.removed.items():
            words = {"title": titles.get(key, key), "stays": titles.get(stays, stays)}
            if stays:
                said.append(
                    _("“%(title)s” cannot be done together with “%(stays)s”, which came first.") % words
                )
            else:
                said.append(_("“%(title)s” had fewer votes than a project needs.") % words)
    return said


def in_dollars(cents: Fraction) -> str:
    """Cents that need not be whole, as dollars: whole ones short, others to the cent."""
    whole = round(cents)
    return dollars(whole) if cents.denominator == 1 else money(whole)


def parts_of(poll: Poll) -> list[Pot]:
    """The pots of a budget poll, in their order; none where its money is one."""
    options = poll_queries.standing_options(poll)
    return _pots(round_of(poll), {row.key: row.category or row.district for row in options})


def as_file(poll: Poll, pot: Pot | None = None) -> BudgetElection:
    """The poll as a Pabulib file holds it, with the titles of its projects; voters are numbered, not named.

    pot: that part of the budget alone, with its own money and the voters who chose something in it.
    """
    projects, packed = tallies.budget_votes(poll)
    if pot is not None:
        of_pot = [at for at, row in enumerate(projects) if row.key in pot.projects]
        packed = budget_parts.narrowed(packed, of_pot, drops_empty=True)
        projects = [projects[at] for at in of_pot]
    titles = {row.key: row.title for row in poll_queries.standing_options(poll)}
    rule = {SHARES: "equalshares/add1"}.get(poll.budget_rule or SHARES, str(poll.budget_rule))
    result = poll_queries.result_of(poll)
    return BudgetElection(
        meta={
            "description": poll.title if pot is None else f"{poll.title}: {pot.name}",
            "currency": "USD",
            "rule": rule,
            "date_end": f"{poll.closed_at:%d.%m.%Y}",
            **_limits(poll),
        },
        projects=tuple(Project(row.key, row.cost, titles.get(row.key, "")) for row in projects),
        votes=packed,
        budget=(poll.budget_minor or 0) if pot is None else pot.budget,
        decimals=2,
        vote_type=VOTE_TYPES.get(poll.method, "approval"),
        selected=frozenset(result["chosen"]) if result is not None else None,
    )


def _limits(poll: Poll) -> dict[str, str]:
    """What one ballot may give away, as the file says it."""
    if poll.method == Poll.Method.BUDGET_KNAPSACK:
        return {"max_sum_cost": show_minor(poll.budget_minor or 0, "USD")}
    if poll.method == Poll.Method.BUDGET_POINTS:
        each = {"max_points": str(poll.most_each)} if poll.most_each else {}
        return {"max_sum_points": str(poll.points), **each}
    return {}


def _pots(round: BudgetRound | None, codes: dict[str, str]) -> list[Pot]:
    if round is None:
        return []
    return [
        Pot(pot.name, pot.budget_minor, frozenset(key for key, code in codes.items() if code == pot.code))
        for pot in round.pots.order_by("pk")
    ]


def _rule(poll: Poll, rule: str) -> Rule:
    seed = poll.seed or None
    if rule in GREEDY:
        return partial(greedy, kind=GREEDY[rule], seed=seed)  # type: ignore[arg-type]
    completion = cast(Completion, poll.completion or "none")
    return partial(equal_shares, step=CENTS, completion=completion, seed=seed)


def _tally(poll: Poll) -> tuple[list[str], dict[str, Any]]:
    found = counted(poll)
    beside = tallies.outcome_json(found.other)
    del beside["steps"]
    removed = {key: stays for part in found.parts for key, stays in part.removed.items()}
    parts = [
        {
            "pot": part.name,
            "budget": part.outcome.budget,
            "cost": part.outcome.cost,
            "selected": list(part.outcome.selected),
        }
        for part in found.parts
    ]
    kept = tallies.outcome_json(found.outcome) | {"beside": beside, "removed": removed, "parts": parts}
    return list(found.outcome.selected), kept


def _definition(poll: Poll) -> dict[str, Any]:
    """What a recount needs beside the rules of the poll: its pots and the votes a project needs."""
    round = round_of(poll)
    if round is None:
        return {}
    pots = parts_of(poll)
    told = [[pot.name, pot.budget, sorted(pot.projects)] for pot in pots]
    return {"least_votes": round.least_votes, **({"pots": told} if told else {})}


board.DEFINERS.append(_definition)
tallies.TALLIES.update(dict.fromkeys(METHODS, _tally))
