"""Meek's single transferable vote by the reference rule of the Proportional Representation Foundation.

Every elected candidate keeps a share of each paper that reaches them, just enough to hold the quota; papers
are passed on at what is left. Nine decimals, rounded up where the rule says so; iteration stops below omega
= 0.000001. Source: PR Foundation, Reference Meek Rule (2010).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from commonwork.rules.counting.ballots import Ballots, Table
from commonwork.rules.counting.lots import Urn
from commonwork.rules.counting.papers import Piles
from commonwork.rules.counting.reading import Integers
from commonwork.rules.counting.result import Count, Kind, Stage

DECIMALS = 9
UNIT = 10**DECIMALS
OMEGA = 10**3  # 0.000001


@dataclass
class _Meek:
    """Keep factors and votes by index, in units; `keep` is 0 for candidates out of the race."""

    choices: Table
    papers: Integers
    names: Sequence[str]
    seats: int
    urn: Urn
    keep: list[int]
    hopeful: set[int]
    elected: list[int] = field(default_factory=list)
    votes: list[int] = field(default_factory=list)
    quota: int = 0
    surplus: int = 0
    stages: list[Stage] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return not len(self.hopeful) > self.seats - len(self.elected) > 0

    def distribute(self, choices: Table, papers: Integers) -> None:
        """B.2.a-b: pass every paper down its preferences; set votes and quota."""
        keep = np.array([0, *self.keep], np.int64)
        votes = np.zeros(len(keep), np.int64)
        weight = np.full(len(papers), UNIT, np.int64)
        for column in choices.T:
            kept = -(-weight * keep[column] // UNIT)  # rounded up
            np.add.at(votes, column, kept * papers)
            weight -= kept
        self.votes = votes[1:].tolist()
        self.quota = sum(self.votes) // (self.seats + 1) + 1

    def iterate(self) -> list[int]:
        """B.2: iterate until someone is elected or the surplus is spent; return those elected."""
        choices, papers = self._distinct()
        before: int | None = None
        while True:
            self.distribute(choices, papers)
            winners = [index for index in sorted(self.hopeful) if self.votes[index] >= self.quota]
            self.elected += winners
            self.hopeful -= set(winners)
            self.surplus = max(0, sum(self.votes[index] - self.quota for index in self.elected))
            if winners or self.surplus < OMEGA or (before is not None and self.surplus >= before):
                return winners
            before = self.surplus
            for index in self.elected:
                kept = -(-self.keep[index] * self.quota // UNIT)
                self.keep[index] = -(-kept * UNIT // self.votes[index])

    def _distinct(self) -> tuple[Table, Integers]:
        """Return the papers as far as they can matter now: up to the first hopeful, alike ones together."""
        in_race = np.array([False, *(keep > 0 for keep in self.keep)])
        ends_here = np.array([False, *(index in self.hopeful for index in range(len(self.keep)))])
        width = len(self.elected) + 1
        short = np.zeros((len(self.choices), width), self.choices.dtype)
        filled = np.zeros(len(self.choices), np.int64)
        is_open = np.ones(len(self.choices), np.bool_)
        for column in self.choices.T:
            rows = np.flatnonzero(is_open & in_race[column])
            short[rows, filled[rows]] = column[rows]
            filled[rows] += 1
            is_open[rows] = ~ends_here[column[rows]]
        alike = np.ascontiguousarray(short).view(np.dtype((np.void, short.dtype.itemsize * width))).ravel()
        _, first, which = np.unique(alike, return_index=True, return_inverse=True)
        papers = np.zeros(len(first), np.int64)
        np.add.at(papers, which.ravel(), self.papers)
        return short[first], papers

    def lowest(self) -> int:
        """B.3: the lowest hopeful; all within the surplus of the lowest are tied."""
        fewest = min(self.votes[index] for index in self.hopeful)
        tied = [index for index in sorted(self.hopeful) if self.votes[index] <= fewest + self.surplus]
        return self.urn.draw(tied, stage=len(self.stages), purpose="exclusion")

    def record(self, kind: Kind, subjects: Sequence[int], elected: Sequence[int]) -> None:
        valid = int(self.papers.sum()) * UNIT
        excluded = tuple(self.names[index] for index in subjects) if kind == "exclusion" else ()
        self.stages.append(
            Stage(
                number=len(self.stages) + 1,
                kind=kind,
                subjects=tuple(self.names[index] for index in subjects),
                totals=dict(zip(self.names, self.votes, strict=True)),
                nontransferable=valid - sum(self.votes),
                residual=0,
                quota=self.quota,
                elected=tuple(self.names[index] for index in elected),
                excluded=excluded,
            )
        )

    def run(self) -> None:
        kind: Kind = "first preferences"
        subjects: list[int] = []
        while not self.is_complete:
            winners = self.iterate()
            self.record(kind, subjects, winners)
            if winners:
                kind, subjects = "surplus", list(self.elected)
                continue
            if not self.is_complete:
                loser = self.lowest()
                self.hopeful.discard(loser)
                self.keep[loser] = 0
                kind, subjects = "exclusion", [loser]

    def fill_last(self) -> None:
        """C: elect those left if seats are left."""
        if len(self.elected) < self.seats and self.hopeful:
            last = sorted(self.hopeful)
            self.elected += last
            final = self.stages[-1]
            names = tuple(self.names[index] for index in last)
            self.stages[-1] = replace(final, elected=final.elected + names)


def count(ballots: Ballots, names: Sequence[str], seats: int, *, standing: Sequence[bool], urn: Urn) -> Count:
    """Return the count of an election; see `stv.count`, which checks its arguments first.

    A stage is a round of the rule; its totals are the votes when its iteration ended. The quota of the count
    is that of the last round.
    """
    piles = Piles(ballots, standing, UNIT)
    hopeful = {index for index, stands in enumerate(standing) if stands}
    keep = [UNIT if stands else 0 for stands in standing]
    meek = _Meek(piles.choices, piles.papers, names, seats, urn, keep, hopeful)
    meek.run()
    if not meek.stages:
        meek.distribute(*meek._distinct())
        meek.record("first preferences", (), ())
    meek.fill_last()
    return Count(
        rule="meek",
        seats=seats,
        quota=meek.quota,
        decimals=DECIMALS,
        candidates=tuple(names),
        valid_papers=piles.valid_papers,
        elected=tuple(names[index] for index in meek.elected),
        stages=tuple(meek.stages),
        ties=tuple(urn.ties),
        seed=urn.seed,
    )
