"""The door to every rule that decides a budget: Equal Shares and greedy, from packed votes.

Where costs are kept in cents, `step` says how many make one currency unit: that is what Add1 adds to every
voter's endowment at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby
from typing import Literal

from commonwork.rules.counting import shares
from commonwork.rules.counting.lots import Urn
from commonwork.rules.counting.result import Tie
from commonwork.rules.counting.shares_exact import Purchase
from commonwork.rules.counting.shares_reach import reach
from commonwork.rules.counting.votes import CostNotPositive, Project, Votes
from commonwork.rules.refusal import Refusal, sentence

Completion = Literal["none", "utilitarian"]
MOST_STEPS = 10**15
GreedyKind = Literal["skip", "no-skip", "threshold"]
GREEDY_RULES: dict[GreedyKind, str] = {
    "skip": "greedy",
    "no-skip": "greedy-no-skip",
    "threshold": "greedy-threshold",
}


class BudgetNegative(Refusal):
    sentence: str = sentence("A budget below zero cannot be decided on.")


class SameProjectTwice(Refusal):
    sentence: str = sentence('The project "{key}" is on the list twice.')


@dataclass(frozen=True)
class Step:
    """One project as the rule came to it.

    `price` is the most a supporter paid (for each point), by Equal Shares only, in units of cost; `in_full`
    of its `supporters` paid that, `rest` gave all they had left. `reason` says why it was taken or not.
    """

    project: str
    cost: int
    votes: int
    score: int
    is_selected: bool
    reason: str
    left: int
    price: Fraction | None = None
    in_full: int = 0
    rest: int = 0


@dataclass(frozen=True)
class Outcome:
    """What a budget rule decided; amounts in units of cost, `selected` in order of selection."""

    rule: str
    budget: int
    selected: tuple[str, ...]
    cost: int
    voters: int
    voters_with_a_project: int
    steps: tuple[Step, ...]
    endowment: Fraction | None = None
    raised_by: int = 0
    ties: tuple[Tie, ...] = field(default_factory=tuple)
    seed: str | None = None

    @property
    def lots(self) -> tuple[Tie, ...]:
        return tuple(tie for tie in self.ties if tie.is_lot)


@dataclass
class _Ballot:
    """The list of projects and how they did, with the order in which equals are taken."""

    projects: Sequence[Project]
    votes: Votes
    budget: int
    seed: str | None

    def __post_init__(self) -> None:
        if self.budget < 0:
            raise BudgetNegative()
        seen: set[str] = set()
        for project in self.projects:
            if project.cost <= 0:
                raise CostNotPositive(key=project.key)
            if project.key in seen:
                raise SameProjectTwice(key=project.key)
            seen.add(project.key)
        self.votes_of = self.votes.votes_of(len(self.projects))
        self.scores = self.votes.scores_of(len(self.projects))

    def urn(self) -> Urn:
        return Urn([project.key for project in self.projects], self.seed)

    def choose(self, urn: Urn, tied: Sequence[int]) -> int:
        """Of equals: lower cost, then more votes, then the lot."""
        best = min((self.projects[at].cost, -self.votes_of[at]) for at in tied)
        left = [at for at in tied if (self.projects[at].cost, -self.votes_of[at]) == best]
        return urn.draw(sorted(left), stage=0, purpose="selection")

    def by_score(self, urn: Urn) -> list[int]:
        """Return all projects, highest score first, equals as `choose` puts them."""

        def merit(at: int) -> tuple[int, int, int]:
            return -self.scores[at], self.projects[at].cost, -self.votes_of[at]

        order: list[int] = []
        for _, level in groupby(sorted(range(len(self.projects)), key=merit), key=merit):
            left = list(level)
            while left:
                order.append(urn.draw(left, stage=0, purpose="selection"))
                left.remove(order[-1])
        return order

    def step(self, at: int, reason: str, left: int, *, is_selected: bool) -> Step:
        project = self.projects[at]
        votes, score = self.votes_of[at], self.scores[at]
        return Step(project.key, project.cost, votes, score, is_selected, reason, left)

    def outcome(self, rule: str, selected: Sequence[int], steps: Sequence[Step], urn: Urn) -> Outcome:
        return Outcome(
            rule=rule,
            budget=self.budget,
            selected=tuple(self.projects[at].key for at in selected),
            cost=sum(self.projects[at].cost for at in selected),
            voters=self.votes.voters,
            voters_with_a_project=self.votes.voters_with(selected),
            steps=tuple(steps),
            ties=tuple(urn.ties),
            seed=self.seed,
        )


def greedy(
    projects: Sequence[Project],
    votes: Votes,
    budget: int,
    *,
    kind: GreedyKind = "skip",
    threshold: int = 0,
    seed: str | None = None,
) -> Outcome:
    """Return what greedy takes: projects by score, highest first, while the budget lasts.

    kind: `skip` passes over what does not fit, `no-skip` stops at it, `threshold` skips, after leaving out
    every project whose score lies below `threshold` (in the units of the score). Ties: lower cost, more
    votes, then the lot. A project without any vote is never taken. Raises BudgetNegative, CostNotPositive,
    SameProjectTwice.

    >>> from commonwork.rules.counting.votes import of
    >>> town = [Project("van", 800), Project("path", 500), Project("trees", 300)]
    >>> papers = of(town, [{"van"}, {"van"}, {"van"}, {"path", "trees"}, {"path"}])
    >>> greedy(town, papers, 1100).selected, greedy(town, papers, 1100, kind="no-skip").selected
    (('van', 'trees'), ('van',))
    """
    ballot = _Ballot(projects, votes, budget, seed)
    urn, left = ballot.urn(), budget
    selected: list[int] = []
    steps: list[Step] = []
    for at in ballot.by_score(urn):
        cost, is_over = projects[at].cost, kind == "no-skip" and len(steps) > len(selected)
        if kind == "threshold" and ballot.scores[at] < threshold:
            reason = "below the threshold"
        elif not ballot.votes_of[at]:
            reason = "no votes"
        elif is_over:
            reason = "after the first that did not fit"
        else:
            reason = "fits" if cost <= left else "does not fit"
        steps.append(ballot.step(at, reason, left, is_selected=reason == "fits"))
        if reason == "fits":
            selected.append(at)
            left -= cost
    return ballot.outcome(GREEDY_RULES[kind], selected, steps, urn)


def equal_shares(
    projects: Sequence[Project],
    votes: Votes,
    budget: int,
    *,
    step: int = 1,
    completion: Completion = "none",
    add_one: bool = True,
    seed: str | None = None,
) -> Outcome:
    """Return what the Method of Equal Shares funds, with cost utilities.

    Everyone starts with budget / voters. A project is bought when its supporters can pay its cost; each pays
    the same, or all they have left. The one that asks least of its supporters for its cost is bought next.
    add_one: then everyone's endowment is raised by `step` at a time, and the last outcome before the first
    that overspends is kept. completion `utilitarian`: what is left is spent greedily by score. Points, where
    voters gave them, weigh what a project is worth to a voter. Ties: lower cost, more votes, then the lot.
    Raises BudgetNegative, CostNotPositive, SameProjectTwice.

    Source: equalshares.net; Faliszewski et al., Participatory budgeting: data, tools and analysis (2023).

    >>> from commonwork.rules.counting.votes import of
    >>> town = [Project("van", 800), Project("path", 500), Project("trees", 300)]
    >>> papers = of(town, [{"van"}, {"van"}, {"van"}, {"path", "trees"}, {"path"}])
    >>> equal_shares(town, papers, 1100, add_one=False).selected
    ()
    >>> found = equal_shares(town, papers, 1100)
    >>> found.selected, found.raised_by  # 250 each pays the path; 267 the van too, and 1,300 is too much
    (('path',), 46)
    """
    ballot = _Ballot(projects, votes, budget, seed)
    if not votes.voters:
        return ballot.outcome("equal-shares", [], [], ballot.urn())
    run, urn, raised_by = _raised(ballot, step if add_one else 0)
    steps, left = _purchases(ballot, run)
    selected = run.projects
    if completion == "utilitarian":
        selected = selected + _complete(ballot, selected, steps, left, urn)
    found = ballot.outcome("equal-shares", selected, steps, urn)
    return replace(found, endowment=Fraction(budget, votes.voters) + raised_by, raised_by=raised_by)


def _raised(ballot: _Ballot, step: int) -> tuple[shares.Run, Urn, int]:
    """Return the last run before the first that overspends, its lots, and what was added to everyone."""
    ground = shares.Ground(ballot.projects, ballot.votes)
    start = Fraction(ballot.budget, ballot.votes.voters)

    def attempt(raised_by: int) -> tuple[shares.Run, Urn]:
        urn = ballot.urn()
        stop = ballot.budget if raised_by else None
        return shares.run(ground, start + raised_by, lambda tied: ballot.choose(urn, tied), stop), urn

    run, urn = attempt(0)
    raised_by, run_at, unchanged, patience = 0, 0, 0, 2
    while step and len(run.bought) < ground.supported:
        if unchanged >= patience:
            quiet = int(min(reach(ground, run, start + raised_by) // step, MOST_STEPS))
            patience = patience * 2 if quiet < 4 else 2
            raised_by, unchanged = raised_by + quiet * step, 0
        higher, higher_urn = attempt(raised_by + step)
        if sum(ground.costs[at] for at in higher.projects) > ballot.budget:
            break
        unchanged = unchanged + 1 if higher.projects == run.projects else 0
        run, urn, raised_by = higher, higher_urn, raised_by + step
        run_at = raised_by
    if run_at != raised_by:  # the same purchases, at the prices of the last rise
        run, urn = attempt(raised_by)
    return run, urn, raised_by


def _purchases(ballot: _Ballot, run: shares.Run) -> tuple[list[Step], int]:
    steps: list[Step] = []
    left = ballot.budget
    for bought in run.bought:
        bare = ballot.step(bought.project, "bought by its supporters", left, is_selected=True)
        steps.append(_paid(bare, bought))
        left -= bare.cost
    return steps, left


def _paid(bare: Step, bought: Purchase) -> Step:
    in_full = int(bought.pays_in_full.sum())
    rest = int((bought.money > 0).sum()) - in_full
    return replace(bare, price=Fraction(bought.price), in_full=in_full, rest=rest)


def _complete(ballot: _Ballot, selected: Sequence[int], steps: list[Step], left: int, urn: Urn) -> list[int]:
    """Spend what is left by score; add to `steps`, return the projects added."""
    added: list[int] = []
    for at in ballot.by_score(urn):
        if at not in selected and ballot.votes_of[at] and ballot.projects[at].cost <= left:
            steps.append(ballot.step(at, "utilitarian completion", left, is_selected=True))
            left -= ballot.projects[at].cost
            added.append(at)
    return added
