"""Approval: every candidate named on a paper gets one vote, whatever the order; most votes first, none without any."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from commonwork.rules.counting.ballots import Ballots
from commonwork.rules.counting.lots import Urn
from commonwork.rules.counting.result import Count, Stage


def count(ballots: Ballots, names: Sequence[str], seats: int, *, standing: Sequence[bool], urn: Urn) -> Count:
    """Return the count of an election; see `stv.count`, which checks its arguments first."""
    sums = np.zeros(len(names) + 1, np.int64)
    for column in ballots.choices.T:
        np.add.at(sums, column, ballots.papers)
    votes = [held if stands else 0 for held, stands in zip(sums[1:].tolist(), standing, strict=True)]
    stands = [index for index, held in enumerate(votes) if held]
    elected: list[int] = []
    for _, level in groupby(sorted(stands, key=lambda index: -votes[index]), key=lambda index: votes[index]):
        tied = list(level)
        while tied and len(elected) < seats:
            fits = len(tied) <= seats - len(elected)
            chosen = tied[0] if fits else urn.draw(tied, stage=1, purpose="election")
            elected.append(chosen)
            tied.remove(chosen)
    chosen_names = tuple(names[index] for index in elected)
    standing_numbers = np.array([False, *standing])
    valid = int(ballots.papers[standing_numbers[ballots.choices].any(axis=1)].sum())
    stage = Stage(1, "approvals", (), dict(zip(names, votes, strict=True)), 0, 0, None, chosen_names)
    return Count(
        rule="approval",
        seats=seats,
        quota=None,
        decimals=0,
        candidates=tuple(names),
        valid_papers=valid,
        elected=chosen_names,
        stages=(stage,),
        ties=tuple(urn.ties),
        seed=urn.seed,
    )
