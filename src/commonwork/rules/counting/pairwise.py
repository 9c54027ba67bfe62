"""Every candidate against every other: the Condorcet winner, and Schulze's rule.

A candidate left out of a ranking stands below all ranked ones; candidates at one preference, and those left
out, are level with each other.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from commonwork.rules.counting.ballots import Ballots
from commonwork.rules.counting.lots import Urn
from commonwork.rules.counting.reading import Integers
from commonwork.rules.counting.result import Count, Stage


def preferences(ballots: Ballots, candidates: int) -> Integers:
    """Return a table: at [a, b] how many papers rank candidate a + 1 above candidate b + 1.

    >>> from commonwork.rules.counting.ballots import of
    >>> preferences(of([[1, 2], [3]], papers=[4, 2]), 3).tolist()
    [[0, 4, 4], [0, 0, 4], [2, 2, 0]]
    """
    rows, width = ballots.choices.shape
    unranked = width + 1
    place = np.full((candidates + 1, rows), unranked, np.int32)
    for column in range(width - 1, -1, -1):
        level = column + 1 if ballots.levels is None else ballots.levels[:, column]
        place[ballots.choices[:, column], np.arange(rows)] = level
    beats = np.zeros((candidates, candidates), np.int64)
    for above in range(candidates):
        for below in range(candidates):
            if above != below:
                beats[above, below] = int(ballots.papers[place[above + 1] < place[below + 1]].sum())
    return beats


def condorcet(beats: Integers, standing: Sequence[bool]) -> int | None:
    """Return the candidate (from 0) whom more papers prefer to each other one than the reverse, or None."""
    stands = [index for index, yes in enumerate(standing) if yes]
    for one in stands:
        if all(beats[one, other] > beats[other, one] for other in stands if other != one):
            return one
    return None


def strongest_paths(beats: Integers) -> Integers:
    """Return the strength of the strongest path between each two, by winning votes.

    Source: M. Schulze, A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
    single-winner election method (2011), section 2.3.
    """
    paths = np.where(beats > beats.T, beats, 0)
    for middle in range(len(paths)):
        through = np.minimum(paths[:, middle : middle + 1], paths[middle : middle + 1, :])
        paths = np.maximum(paths, through)
    np.fill_diagonal(paths, 0)
    return paths


def schulze(
    ballots: Ballots, beats: Integers, names: Sequence[str], *, standing: Sequence[bool], urn: Urn
) -> Count:
    """Return the count of an election of one by Schulze's rule; several winners are told apart by lot.

    The one stage shows how many other candidates each one beats by strongest paths.
    """
    paths = strongest_paths(beats)
    stands = [index for index, yes in enumerate(standing) if yes]
    winners = [one for one in stands if all(paths[one, other] >= paths[other, one] for other in stands)]
    winner = urn.draw(winners, stage=1, purpose="election")
    won = [
        sum(bool(paths[one, other] > paths[other, one]) for other in stands) if yes else 0
        for one, yes in enumerate(standing)
    ]
    stage = Stage(1, "strongest paths", (), dict(zip(names, won, strict=True)), 0, 0, None, (names[winner],))
    valid = int(ballots.papers[np.array([False, *standing])[ballots.choices].any(axis=1)].sum())
    return Count(
        rule="schulze",
        seats=1,
        quota=None,
        decimals=0,
        candidates=tuple(names),
        valid_papers=valid,
        elected=(names[winner],),
        stages=(stage,),
        ties=tuple(urn.ties),
        seed=urn.seed,
    )


def with_pairwise(found: Count, beats: Integers, standing: Sequence[bool]) -> Count:
    """Return the count with the Condorcet winner, if there is one, and the table of comparisons."""
    winner = condorcet(beats, standing)
    stands = [index for index, yes in enumerate(standing) if yes]
    names = found.candidates
    table = {
        names[one]: {names[other]: int(beats[one, other]) for other in stands if other != one}
        for one in stands
    }
    shown = None if winner is None else names[winner]
    return replace(found, condorcet=shown, has_rankings=True, pairwise=table)
