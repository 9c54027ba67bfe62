"""Ranked ballots, packed for counting; candidates are numbered from 1 in the order of the ballot paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commonwork.rules.counting.reading import Integers, rows_of_numbers, table
from commonwork.rules.refusal import Refusal, sentence

MOST_PAPERS = 100_000_000  # 64-bit fixed point stays exact up to here
MOST_CANDIDATES = 10_000

Table = NDArray[np.uint16]


class UnknownCandidate(Refusal):
    sentence: str = sentence("Ballot {row} ranks candidate {candidate}, but there are {candidates}.")


class RankedTwice(Refusal):
    sentence: str = sentence("Ballot {row} ranks candidate {candidate} twice.")


class EqualRankings(Refusal):
    sentence: str = sentence(
        "Ballot {row} ranks candidates equally; the rule {rule} needs one candidate at each preference."
    )


class BadBallot(Refusal):
    sentence: str = sentence('Ballot {row}, "{text}", is not a list of candidate numbers.')


class TooManyPapers(Refusal):
    sentence: str = sentence("More than {most} ballot papers cannot be counted at once.")


@dataclass(frozen=True, eq=False)
class Ballots:
    """Rows of candidate numbers, best first, zeros at the end; `papers[row]` is how many papers read so.

    `levels`, where candidates are ranked equally, gives each choice its preference (1, 2, 2, 3), else None.
    """

    choices: Table
    papers: Integers
    levels: Table | None = None

    def __len__(self) -> int:
        return len(self.papers)

    @property
    def total(self) -> int:
        """How many papers there are, blank ones included."""
        return int(self.papers.sum())

    def rows(self) -> list[tuple[int, list[list[int]]]]:
        """Return (papers, preferences) of every row; a preference lists the candidates ranked there."""
        found: list[tuple[int, list[list[int]]]] = []
        for row in range(len(self)):
            ranking = [number for number in self.choices[row].tolist() if number]
            if self.levels is None:
                found.append((int(self.papers[row]), [[number] for number in ranking]))
                continue
            groups: dict[int, list[int]] = {}
            for number, level in zip(ranking, self.levels[row].tolist(), strict=False):
                groups.setdefault(level, []).append(number)
            found.append((int(self.papers[row]), list(groups.values())))
        return found


def of(rankings: Iterable[Sequence[int | Sequence[int]]], papers: Iterable[int] | None = None) -> Ballots:
    """Return ballots from rankings of candidate numbers; a preference may be several candidates (equal).

    >>> packed = of([[1, 3], [2], []], papers=[4, 2, 1])
    >>> packed.choices.tolist(), packed.papers.tolist()
    ([[1, 3], [2, 0], [0, 0]], [4, 2, 1])
    >>> of([[1, (2, 3)]]).rows()
    [(1, [[1], [2, 3]])]
    """
    flat: list[int] = []
    levels: list[int] = []
    counts: list[int] = []
    is_equal = False
    for ranking in rankings:
        before = len(flat)
        for level, preference in enumerate(ranking, 1):
            names = [preference] if isinstance(preference, int) else list(preference)
            is_equal = is_equal or len(names) > 1
            flat.extend(names)
            levels.extend([level] * len(names))
        counts.append(len(flat) - before)
    widths = np.array(counts, np.int64)
    choices = table(np.array(flat, np.int64), widths)
    many = np.ones(len(counts), np.int64) if papers is None else np.array(list(papers), np.int64)
    return Ballots(choices, many, table(np.array(levels, np.int64), widths) if is_equal else None)


def from_texts(texts: Sequence[str]) -> Ballots:
    """Return ballots from stored rows such as "3 1 2" or "3 1=2" (equal), one paper each; "" is blank.

    Raises BadBallot.

    >>> from_texts(["3 1 2", "2"]).choices.tolist()
    [[3, 1, 2], [2, 0, 0]]
    """
    packed = rows_of_numbers(texts)
    if packed is not None and not (packed[0] == 0).any() and packed[0].max(initial=0) <= MOST_CANDIDATES:
        return Ballots(table(*packed), np.ones(len(texts), np.int64))
    return of([_ranking(row, text) for row, text in enumerate(texts, 1)])


def _ranking(row: int, text: str) -> list[tuple[int, ...]]:
    preferences: list[tuple[int, ...]] = []
    for word in text.split():
        numbers = word.split("=")
        if not all(number.isascii() and number.isdigit() and int(number[:9]) > 0 for number in numbers):
            raise BadBallot(row=row, text=text)
        preferences.append(tuple(int(number[:9]) for number in numbers))
    return preferences


def checked(ballots: Ballots, candidates: int) -> Ballots:
    """Return the ballots unchanged. Raises UnknownCandidate, RankedTwice, TooManyPapers."""
    if ballots.total > MOST_PAPERS or int(ballots.papers.max(initial=0)) > MOST_PAPERS:
        raise TooManyPapers(most=MOST_PAPERS)
    unknown = ballots.choices > candidates
    if unknown.any():
        row, at = (int(index) for index in np.argwhere(unknown)[0])
        raise UnknownCandidate(row=row + 1, candidate=int(ballots.choices[row, at]), candidates=candidates)
    twice = repeated(ballots.choices, candidates)
    if twice.any():
        row = int(np.flatnonzero(twice)[0])
        seen = [number for number in ballots.choices[row].tolist() if number]
        raise RankedTwice(row=row + 1, candidate=next(n for n in seen if seen.count(n) > 1))
    return ballots


def repeated(choices: Table, candidates: int) -> NDArray[np.bool_]:
    """Return which rows name a candidate more than once."""
    if candidates <= 62:
        seen = np.zeros(len(choices), np.int64)
        twice = np.zeros(len(choices), np.int64)
        for column in choices.T:
            mark = (np.int64(1) << column.astype(np.int64)) & ~np.int64(1)
            twice |= seen & mark
            seen |= mark
        return twice != 0
    ordered = np.sort(choices, axis=1)
    return ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] != 0)).any(axis=1)


def strict(ballots: Ballots, rule: str) -> Ballots:
    """Return the ballots for a rule that takes one candidate at a time. Raises EqualRankings."""
    if ballots.levels is not None:
        levels, chosen = ballots.levels, ballots.choices
        equal = ((levels[:, 1:] == levels[:, :-1]) & (chosen[:, 1:] != 0)).any(axis=1)
        if equal.any():
            raise EqualRankings(row=int(np.flatnonzero(equal)[0]) + 1, rule=rule)
    return ballots


def from_counted_rows(
    numbers: Integers, counts: Integers, candidates: int, *, ends_with_zero: bool
) -> Ballots | None:
    """Return ballots from rows "papers first second ... [0]" as read by `rows_of_numbers`, or None.

    None when any row is not in order: the caller then reads row by row, where it can say which.
    """
    tail = 1 if ends_with_zero else 0
    if not len(counts) or counts.min() < 1 + tail:
        return of([]) if not len(counts) else None
    ends = counts.cumsum()
    starts = ends - counts
    papers = numbers[starts]
    is_choice = np.ones(len(numbers), np.bool_)
    is_choice[starts] = False
    if ends_with_zero:
        if numbers[ends - 1].any():
            return None
        is_choice[ends - 1] = False
    chosen = numbers[is_choice]
    if (papers < 1).any() or ((chosen < 1) | (chosen > candidates)).any():
        return None
    choices = table(chosen, counts - 1 - tail)
    return None if repeated(choices, candidates).any() else Ballots(choices, papers)
