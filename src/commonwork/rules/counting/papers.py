"""Ballot papers on the table: whose pile each lies on, what it is worth, and moving piles."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from commonwork.rules.counting.ballots import Ballots, Table
from commonwork.rules.counting.reading import Integers

NOBODY = 0


class Piles:
    """Papers sorted into piles; candidates by number from 1, pile 0 holds what cannot be passed on.

    `worth[row]` is the value of each paper of the row in whole units; papers without any preference for a
    continuing candidate are left out from the beginning: they are not valid papers.
    """

    def __init__(self, ballots: Ballots, standing: Sequence[bool], unit: int) -> None:
        self.continuing: NDArray[np.bool_] = np.array([False, *standing])
        first = _first(ballots.choices, self.continuing)
        valid = (first != NOBODY) & (ballots.papers > 0)
        self.choices: Table = ballots.choices[valid]
        self.papers: Integers = ballots.papers[valid]
        self.pile: Integers = first[valid]
        self.worth: Integers = np.full(len(self.pile), unit, np.int64)

    @property
    def valid_papers(self) -> int:
        return int(self.papers.sum())

    def totals(self) -> Integers:
        """Return the votes on each pile, in units, indexed by candidate number."""
        return self._sums(self.pile, self.worth * self.papers)

    def _sums(self, piles: Integers, votes: Integers) -> Integers:
        sums = np.zeros(len(self.continuing), np.int64)
        np.add.at(sums, piles, votes)
        return sums

    def rows_of(self, candidate: int) -> Integers:
        return np.flatnonzero(self.pile == candidate)

    def pass_on(self, candidate: int) -> Integers:
        """Move a pile to the next continuing candidates at unchanged worth; return votes received by each."""
        rows = self.rows_of(candidate)
        return self._receive(rows)

    def pass_on_surplus(self, candidate: int, surplus: int, total: int) -> Integers:
        """Move a pile, each paper worth surplus x worth / total, truncated; return votes received by each.

        Papers that cannot be passed on keep that value too, and so make up the non-transferable vote.
        Source: Scottish Local Government Elections Order 2007, rule 48(3).
        """
        rows = self.rows_of(candidate)
        self.worth[rows] = self.worth[rows] * surplus // total
        return self._receive(rows)

    def _receive(self, rows: Integers) -> Integers:
        self.pile[rows] = _first(self.choices[rows], self.continuing)
        return self._sums(self.pile[rows], self.worth[rows] * self.papers[rows])


def _first(choices: Table, continuing: NDArray[np.bool_]) -> Integers:
    """Return each row's first continuing candidate, 0 where there is none."""
    if not choices.shape[1]:
        return np.zeros(len(choices), np.int64)
    open_to = continuing[choices]
    at = open_to.argmax(axis=1)
    rows = np.arange(len(choices))
    return np.where(open_to[rows, at], choices[rows, at], NOBODY).astype(np.int64)
