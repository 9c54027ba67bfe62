"""Ties: first the earlier stages, then a lot that anyone can draw again.

With a public seed each of the tied gets the ticket SHA-256("seed/stage/name") in hexadecimal, and the lowest
ticket is drawn. Without a seed nothing was drawn in public, so the order of the ballot paper (or the file's
own tie order) decides, and the count says so.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from commonwork.rules.counting.result import Tie


def ticket(seed: str, stage: int, name: str) -> str:
    """Return a name's ticket in the lot of a stage.

    >>> ticket("die 4 1 6", 3, "Ann Ross")[:8]
    'ef015c21'
    """
    return hashlib.sha256(f"{seed}/{stage}/{name}".encode()).hexdigest()


@dataclass
class Urn:
    """Settles ties among candidates given by index, and remembers how it did."""

    names: Sequence[str]
    seed: str | None = None
    order: Sequence[int] | None = None  # indices, most likely to be drawn first
    ties: list[Tie] = field(default_factory=list)

    def settle(
        self, tied: Sequence[int], *, stage: int, purpose: str, past: Sequence[Sequence[int]], highest: bool
    ) -> int:
        """Return one of the tied: by the most recent stage at which they differed, else by lot.

        past: totals by index at the end of each earlier stage, first stage first. highest: the one with most
        votes then is chosen, else the one with fewest. Those still level at that stage are compared at the
        stages before it.
        """
        left = list(tied)
        told_apart_at = 0
        for number in range(len(past), 0, -1):
            if len(left) == 1:
                break
            votes = [past[number - 1][index] for index in left]
            mark = max(votes) if highest else min(votes)
            if votes.count(mark) < len(left):
                told_apart_at = number
                left = [index for index, held in zip(left, votes, strict=True) if held == mark]
        if len(left) > 1:
            return self.draw(left, stage=stage, purpose=purpose, among=tied)
        if len(tied) > 1:
            self._note(stage, purpose, tied, left[0], f"stage {told_apart_at}")
        return left[0]

    def draw(
        self, left: Sequence[int], *, stage: int, purpose: str, among: Sequence[int] | None = None
    ) -> int:
        """Return one of `left` by lot."""
        if len(left) == 1:
            return left[0]
        if self.seed is None:
            order = list(self.order or range(len(self.names)))
            chosen, settled_by = min(left, key=order.index), "order of the ballot paper"
        else:
            seed = self.seed
            chosen = min(left, key=lambda index: ticket(seed, stage, self.names[index]))
            settled_by = "lot"
        self._note(stage, purpose, among or left, chosen, settled_by)
        return chosen

    def _note(self, stage: int, purpose: str, among: Sequence[int], chosen: int, settled_by: str) -> None:
        names = tuple(self.names[index] for index in among)
        self.ties.append(Tie(stage, purpose, names, self.names[chosen], settled_by))
