"""Budget ballots, packed for counting: which projects each voter chose, and with how many points."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from commonwork.rules.counting.reading import Integers
from commonwork.rules.refusal import Refusal, sentence


class UnknownProject(Refusal):
    sentence: str = sentence('Ballot {row} names the project "{key}", which is not on the list.')


class ChosenTwice(Refusal):
    sentence: str = sentence('Ballot {row} names the project "{key}" twice.')


class CostNotPositive(Refusal):
    sentence: str = sentence('The project "{key}" needs a cost above zero.')


@dataclass(frozen=True)
class Project:
    """A project on a budget ballot; `cost` in the smallest unit of the currency."""

    key: str
    cost: int
    name: str = ""


@dataclass(frozen=True, eq=False)
class Votes:
    """Ballots one after the other: `counts[voter]` choices each, `chosen` holds project indices from 0.

    `points`, beside `chosen`, is None where a choice is a plain yes. `points_per_one` says how many of them
    make one point as voters wrote it (10 where half points were given as 0.5).
    """

    counts: Integers
    chosen: Integers
    points: Integers | None = None
    points_per_one: int = 1

    @property
    def voters(self) -> int:
        return len(self.counts)

    @property
    def voter_of_choice(self) -> Integers:
        return np.repeat(np.arange(self.voters), self.counts)

    def votes_of(self, projects: int) -> list[int]:
        """Return how many voters chose each project."""
        return np.bincount(self.chosen, minlength=projects).tolist()

    def scores_of(self, projects: int) -> list[int]:
        """Return the points of each project, in parts of `points_per_one`; its votes where there are none."""
        if self.points is None:
            return self.votes_of(projects)
        sums = np.zeros(projects, np.int64)
        np.add.at(sums, self.chosen, self.points)
        return sums.tolist()

    def voters_with(self, selected: Collection[int]) -> int:
        """Return how many voters gave a vote, or points above zero, to at least one of the projects."""
        is_selected = np.isin(self.chosen, np.array(sorted(selected), np.int64))
        if self.points is not None:
            is_selected &= self.points > 0
        return int(np.unique(self.voter_of_choice[is_selected]).size)


def of(projects: Sequence[Project], ballots: Iterable[Collection[str] | Mapping[str, int]]) -> Votes:
    """Return votes from ballots of project keys (a yes each), or of keys with points.

    Raises UnknownProject, ChosenTwice.

    >>> path, van = Project("path", 500), Project("van", 800)
    >>> packed = of([path, van], [{"van"}, ["path", "van"], []])
    >>> packed.counts.tolist(), packed.votes_of(2)
    ([1, 2, 0], [1, 2])
    >>> of([path, van], [{"van": 3, "path": 1}]).scores_of(2)
    [1, 3]
    """
    index = {project.key: at for at, project in enumerate(projects)}
    counts: list[int] = []
    chosen: list[int] = []
    points: list[int] = []
    has_points = False
    for row, ballot in enumerate(ballots, 1):
        for at, key in enumerate(ballot):
            if key not in index:
                raise UnknownProject(row=row, key=key)
            if key in list(ballot)[:at]:
                raise ChosenTwice(row=row, key=key)
            chosen.append(index[key])
        has_points = has_points or isinstance(ballot, Mapping)
        points += ballot.values() if isinstance(ballot, Mapping) else [1] * len(ballot)
        counts.append(len(ballot))
    many = np.array(counts, np.int64)
    return Votes(many, np.array(chosen, np.int64), np.array(points, np.int64) if has_points else None)
