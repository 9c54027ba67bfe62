"""Instant run-off: the last is excluded until someone holds more than half of the papers still in play."""

from collections.abc import Sequence

from commonwork.rules.counting.ballots import Ballots
from commonwork.rules.counting.lots import Urn
from commonwork.rules.counting.papers import Piles
from commonwork.rules.counting.result import Count, Kind, Stage


def count(ballots: Ballots, names: Sequence[str], *, standing: Sequence[bool], urn: Urn) -> Count:
    """Return the count of an election of one; see `stv.count`, which checks its arguments first.

    The quota is the majority at the last stage: floor(papers in play / 2) + 1. A tie for the last place goes
    back to the most recent stage at which the tied differed, then to a lot.
    """
    piles = Piles(ballots, standing, 1)
    votes = piles.totals().tolist()[1:]
    continuing = {index for index, stands in enumerate(standing) if stands}
    past: list[list[int]] = []
    stages: list[Stage] = []
    kind: Kind = "first preferences"
    loser: int | None = None
    while True:
        past.append(list(votes))
        majority = sum(votes) // 2 + 1
        leader = max(continuing, key=lambda index: (votes[index], -index))
        is_decided = votes[leader] >= majority or len(continuing) == 1
        gone = () if loser is None else (names[loser],)
        stages.append(
            Stage(
                number=len(stages) + 1,
                kind=kind,
                subjects=gone,
                totals=dict(zip(names, votes, strict=True)),
                nontransferable=piles.valid_papers - sum(votes),
                residual=0,
                quota=majority,
                elected=(names[leader],) if is_decided else (),
                excluded=gone,
            )
        )
        if is_decided:
            break
        fewest = min(votes[index] for index in continuing)
        tied = sorted(index for index in continuing if votes[index] == fewest)
        loser = urn.settle(tied, stage=len(stages) + 1, purpose="exclusion", past=past[:-1], highest=False)
        kind = "exclusion"
        continuing.discard(loser)
        piles.continuing[loser + 1] = False
        votes[loser] = 0
        for index, received in enumerate(piles.pass_on(loser + 1).tolist()[1:]):
            votes[index] += received
    return Count(
        rule="irv",
        seats=1,
        quota=majority,
        decimals=0,
        candidates=tuple(names),
        valid_papers=piles.valid_papers,
        elected=stages[-1].elected,
        stages=tuple(stages),
        ties=tuple(urn.ties),
        seed=urn.seed,
    )
