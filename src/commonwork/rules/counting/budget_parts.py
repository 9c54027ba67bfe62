"""Budgets in parts: pots with money of their own, projects that exclude each other, votes a project needs.

Each pot is counted by the same rule; its voters are those who chose something in it. When two projects that
exclude each other would both be taken, the one taken first stays, the other leaves the list and the count is
made again, so that its supporters' money is free for others.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from commonwork.rules.counting.budget import Outcome
from commonwork.rules.counting.votes import Project, Votes

Rule = Callable[[Sequence[Project], Votes, int], Outcome]


@dataclass(frozen=True)
class Pot:
    """A part of the budget: its money, and the keys of its projects."""

    name: str
    budget: int
    projects: frozenset[str]


@dataclass(frozen=True)
class Part:
    """What one pot came to. `removed`: {project: the rival that kept it out, or "" for too few votes}."""

    name: str
    outcome: Outcome
    projects: frozenset[str] = frozenset()
    removed: Mapping[str, str] = field(default_factory=dict)


def narrowed(votes: Votes, kept: Sequence[int], *, drops_empty: bool = False) -> Votes:
    """Return the votes for some projects only (by index, in that order); voters without any stay or are dropped.

    >>> from commonwork.rules.counting.votes import of
    >>> town = [Project("path", 5), Project("van", 8), Project("tree", 3)]
    >>> few = narrowed(of(town, [["path", "van"], ["tree"], ["van", "tree"]]), [0, 1], drops_empty=True)
    >>> few.counts.tolist(), few.chosen.tolist()
    ([2, 1], [0, 1, 1])
    """
    place = np.full(max([*votes.chosen.tolist(), *kept, 0]) + 1, -1, np.int64)
    place[list(kept)] = np.arange(len(kept))
    chosen = place[votes.chosen] if len(votes.chosen) else votes.chosen
    stays = chosen >= 0
    counts = np.bincount(votes.voter_of_choice[stays], minlength=votes.voters).astype(np.int64)
    counts = counts[counts > 0] if drops_empty else counts
    points = None if votes.points is None else votes.points[stays]
    return Votes(counts, chosen[stays], points, votes.points_per_one)


def decide(
    projects: Sequence[Project],
    votes: Votes,
    budget: int,
    rule: Rule,
    *,
    pots: Sequence[Pot] = (),
    rivals: Mapping[str, Collection[str]] | None = None,
    least_votes: int = 0,
) -> list[Part]:
    """Return what each pot came to; one part with the whole budget where there are no pots.

    rivals: {project: those it cannot be chosen with}; said once is said for both. least_votes: projects with
    fewer are left out. Projects of no pot are never chosen where there are pots.

    >>> from functools import partial
    >>> from commonwork.rules.counting.budget import greedy
    >>> from commonwork.rules.counting.votes import of
    >>> town = [Project("pool", 500), Project("lake", 400), Project("path", 300)]
    >>> papers = of(town, [["pool", "lake"], ["pool", "lake"], ["pool"], ["path"]])
    >>> [part] = decide(town, papers, 1000, greedy, rivals={"pool": ["lake"]})
    >>> part.outcome.selected, dict(part.removed)  # without the lake there is room for the path
    (('pool', 'path'), {'lake': 'pool'})
    """
    known = frozenset(project.key for project in projects)
    clashes = _both_ways(rivals or {})
    if not pots:
        return [_part(Pot("", budget, known), projects, votes, rule, clashes, least_votes, drops_empty=False)]
    return [_part(pot, projects, votes, rule, clashes, least_votes, drops_empty=True) for pot in pots]


def combined(parts: Sequence[Part], projects: Sequence[Project], votes: Votes) -> Outcome:
    """Return all parts as one outcome: sums, and how many voters got something in any of them."""
    if len(parts) == 1:
        return parts[0].outcome
    index = {project.key: at for at, project in enumerate(projects)}
    selected = [key for part in parts for key in part.outcome.selected]
    return replace(
        parts[0].outcome,
        budget=sum(part.outcome.budget for part in parts),
        selected=tuple(selected),
        cost=sum(part.outcome.cost for part in parts),
        voters=votes.voters,
        voters_with_a_project=votes.voters_with([index[key] for key in selected]),
        steps=tuple(step for part in parts for step in part.outcome.steps),
        endowment=None,
        raised_by=0,
        ties=tuple(tie for part in parts for tie in part.outcome.ties),
    )


def _part(
    pot: Pot,
    projects: Sequence[Project],
    votes: Votes,
    rule: Rule,
    clashes: Mapping[str, frozenset[str]],
    least_votes: int,
    *,
    drops_empty: bool,
) -> Part:
    of_pot = [at for at, project in enumerate(projects) if project.key in pot.projects]
    here = narrowed(votes, of_pot, drops_empty=drops_empty)
    listed = [projects[at] for at in of_pot]
    many = here.votes_of(len(listed))
    kept = [at for at in range(len(listed)) if many[at] >= least_votes]
    removed = {listed[at].key: "" for at in range(len(listed)) if many[at] < least_votes}
    while True:
        outcome = rule([listed[at] for at in kept], narrowed(here, kept), pot.budget)
        clash = _first_clash(outcome.selected, clashes)
        if clash is None:
            return Part(pot.name, outcome, pot.projects, removed)
        out, stays = clash
        removed[out] = stays
        kept = [at for at in kept if listed[at].key != out]


def _first_clash(selected: Sequence[str], clashes: Mapping[str, frozenset[str]]) -> tuple[str, str] | None:
    """Return (the later one, the earlier one) of the first two that exclude each other, or None."""
    for place, key in enumerate(selected):
        for earlier in selected[:place]:
            if earlier in clashes.get(key, ()):
                return key, earlier
    return None


def _both_ways(rivals: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one, others in rivals.items():
        for other in others:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
    return {key: frozenset(others) for key, others in found.items()}
