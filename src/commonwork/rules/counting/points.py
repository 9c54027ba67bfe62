"""Points: scores and dots added up; the most points win, equals are drawn by lot."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from commonwork.rules.counting.lots import Urn
from commonwork.rules.counting.result import Count, Stage, distinct


def count(
    ballots: Iterable[tuple[Mapping[int, int], int]],
    candidates: Sequence[str],
    seats: int,
    *,
    withdrawn: Iterable[int] = (),
    seed: str | None = None,
) -> Count:
    """Return the count of ballots ({number: points}, papers) of options numbered from 1.

    An option without any point is not chosen. Points for a withdrawn option are passed over.

    >>> found = count([({1: 5, 2: 3}, 1), ({2: 4}, 1), ({}, 1)], ["park", "pool", "path"], 1)
    >>> found.elected, dict(found.stages[0].totals), found.valid_papers
    (('pool',), {'park': 5, 'pool': 7, 'path': 0}, 2)
    """
    names = distinct(candidates)
    out = set(withdrawn)
    sums = [0] * len(names)
    valid = 0
    for given, papers in ballots:
        counted = {number: points for number, points in given.items() if number not in out and points}
        valid += papers if counted else 0
        for number, points in counted.items():
            sums[number - 1] += points * papers
    urn = Urn(names, seed)
    elected: list[int] = []
    having = sorted((at for at, points in enumerate(sums) if points), key=lambda at: (-sums[at], at))
    for _, level in groupby(having, key=lambda at: sums[at]):
        tied = list(level)
        while tied and len(elected) < seats:
            fits = len(tied) <= seats - len(elected)
            elected.append(tied[0] if fits else urn.draw(tied, stage=1, purpose="election"))
            tied.remove(elected[-1])
    chosen = tuple(names[at] for at in elected)
    stage = Stage(1, "points", (), dict(zip(names, sums, strict=True)), 0, 0, None, chosen)
    return Count(
        rule="points",
        seats=seats,
        quota=None,
        decimals=0,
        candidates=names,
        valid_papers=valid,
        elected=chosen,
        stages=(stage,),
        ties=tuple(urn.ties),
        seed=seed,
    )
