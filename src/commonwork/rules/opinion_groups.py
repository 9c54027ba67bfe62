"""Groups of people who answer alike, from agree, disagree and pass on short statements: principal components, k-means.

Positions and groups are estimates (floats) and only ever drawn; counts and the order of statements are exact. Nothing is
left to chance: the same answers always give the same groups, whatever order they come in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

AGREE, PASS, DISAGREE = 1, 0, -1
FEWEST_PEOPLE, MOST_GROUPS, ROUNDS = 6, 5, 100
CLEAR_ENOUGH = 0.35  # mean silhouette under which people are shown as one group


@dataclass(frozen=True)
class Answers:
    """How many of a group agreed, disagreed and passed on a statement."""

    agree: int
    disagree: int
    passed: int

    @property
    def seen(self) -> int:
        return self.agree + self.disagree + self.passed


@dataclass(frozen=True)
class Opinions:
    """places: {person: (x, y)}, the middle at (0, 0). groups: {person: number of the group from 0, the largest first}.

    answers: {statement: answers of each group}. uniting: statements by how much every group agrees, the most first.
    """

    places: dict[str, tuple[float, float]]
    groups: dict[str, int]
    answers: dict[str, tuple[Answers, ...]]
    uniting: tuple[str, ...]

    @property
    def group_count(self) -> int:
        return max(self.groups.values(), default=-1) + 1

    @property
    def sizes(self) -> tuple[int, ...]:
        """People in each group."""
        held = list(self.groups.values())
        return tuple(held.count(number) for number in range(self.group_count))


def opinion_groups(stances: Mapping[str, Mapping[str, int]], statements: Sequence[str]) -> Opinions:
    """Groups among people by their stances on statements.

    stances: {person: {statement: 1, 0 or -1}}; who said nothing is left out. A missing answer counts as the mean of the
    others. The number of groups (2 to 5) is the one with the clearest split; fewer than six people, or no clear split,
    give one group. Method: principal components on the answers, then k-means from far-apart starts; source DOMAIN 11.

    >>> said = {f"a{n}": {"s1": 1, "s2": -1} for n in range(4)} | {f"b{n}": {"s1": 1, "s2": 1} for n in range(3)}
    >>> found = opinion_groups(said, ["s1", "s2"])
    >>> found.sizes, found.uniting
    ((4, 3), ('s1', 's2'))
    """
    people = sorted(person for person, said in stances.items() if any(key in said for key in statements))
    if not people or not statements:
        return Opinions({}, {}, {}, tuple(sorted(statements)))
    places = _places(people, stances, sorted(statements))
    labels = _labels(places)
    numbers = _largest_first(labels)
    groups = {person: numbers[label] for person, label in zip(people, labels, strict=True)}
    answers = {key: _answers(key, stances, groups) for key in statements}
    uniting = sorted(statements, key=lambda key: (-_agreement(answers[key]), key))
    points = {
        person: (round(float(x), 6) + 0.0, round(float(y), 6) + 0.0)
        for person, (x, y) in zip(people, places, strict=True)
    }
    return Opinions(points, groups, answers, tuple(uniting))


def _places(people: Sequence[str], stances: Mapping[str, Mapping[str, int]], keys: Sequence[str]) -> Any:
    """People on a plane: their answers, missing ones as the mean of the statement, on the two widest directions.

    Who answered few statements stands near the middle only for lack of answers: places are stretched by how many of the
    statements were answered.
    """
    table = np.array([[stances[person].get(key, np.nan) for key in keys] for person in people], dtype=float)
    given = ~np.isnan(table)
    counts = given.sum(axis=0)
    means = np.where(given, table, 0).sum(axis=0) / np.maximum(counts, 1)
    centred = np.where(given, table - means, 0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    axes = np.zeros((2, len(keys)))
    axes[: min(2, len(directions))] = directions[:2]
    for (
        axis
    ) in axes:  # a direction has no sign of its own: its largest part points up, the first of equal ones
        largest = axis[np.argmax(np.round(np.abs(axis), 9))]
        axis *= -1 if largest < 0 else 1
    stretch = np.sqrt(len(keys) / np.maximum(given.sum(axis=1), 1))
    return np.round(centred @ axes.T * stretch[:, None], 9)


def _labels(places: Any) -> list[int]:
    """The group of each place, by the number of groups with the clearest split."""
    apart = len(np.unique(places, axis=0))
    if len(places) < FEWEST_PEOPLE or apart < 2:
        return [0] * len(places)
    best, labels = CLEAR_ENOUGH, [0] * len(places)
    for count in range(2, min(MOST_GROUPS, apart) + 1):
        tried = _k_means(places, count)
        clear = _silhouette(places, tried)
        if clear > best + 1e-9:
            best, labels = clear, [int(label) for label in tried]
    return labels


def _k_means(places: Any, count: int) -> Any:
    """Groups around `count` middles, begun at places far from each other."""
    middles = places[[int(np.argmax(np.round((places**2).sum(axis=1), 9)))]]
    while len(middles) < count:
        nearest = _distances(places, middles).min(axis=1)
        middles = np.vstack([middles, places[int(np.argmax(np.round(nearest, 9)))]])
    labels = np.zeros(len(places), dtype=int)
    for _ in range(ROUNDS):
        labels = np.argmin(np.round(_distances(places, middles), 9), axis=1)
        moved = np.array(
            [
                places[labels == number].mean(axis=0) if (labels == number).any() else middles[number]
                for number in range(count)
            ]
        )
        if np.allclose(moved, middles, atol=1e-12):
            break
        middles = moved
    return labels


def _distances(places: Any, middles: Any) -> Any:
    return ((places[:, None, :] - middles[None, :, :]) ** 2).sum(axis=2)


def _silhouette(places: Any, labels: Any) -> float:
    """How clear a split is, from -1 to 1, by distances to the middles of the groups; 0 for a group of one."""
    numbers = np.unique(labels)
    if len(numbers) < 2:
        return -1.0
    middles = np.array([places[labels == number].mean(axis=0) for number in numbers])
    distances = np.sqrt(_distances(places, middles))
    own_at = np.searchsorted(numbers, labels)
    own = distances[np.arange(len(places)), own_at]
    others = distances.copy()
    others[np.arange(len(places)), own_at] = np.inf
    nearest = others.min(axis=1)
    widest = np.maximum(own, nearest)
    clear = np.where(widest > 0, (nearest - own) / np.where(widest > 0, widest, 1), 0)
    alone = np.bincount(own_at)[own_at] == 1
    return float(np.where(alone, 0, clear).mean())


def _largest_first(labels: Sequence[int]) -> dict[int, int]:
    """{label: number}, the largest group first, then the one whose first person comes first."""
    order = sorted(set(labels), key=lambda label: (-labels.count(label), labels.index(label)))
    return {label: number for number, label in enumerate(order)}


def _answers(
    key: str, stances: Mapping[str, Mapping[str, int]], groups: Mapping[str, int]
) -> tuple[Answers, ...]:
    counted = [[0, 0, 0] for _ in range(max(groups.values()) + 1)]
    for person, group in groups.items():
        stance = stances[person].get(key)
        if stance is not None:
            counted[group][(AGREE, DISAGREE, PASS).index(stance)] += 1
    return tuple(Answers(*counts) for counts in counted)


def _agreement(answers: Sequence[Answers]) -> Fraction:
    """How much all groups agree: the shares of those who agree, multiplied; one of each kind is added to every group,
    so that few answers weigh little and one group alone cannot carry a statement."""
    return prod((Fraction(one.agree + 1, one.seen + 2) for one in answers), start=Fraction(1))
