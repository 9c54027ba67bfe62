"""The ballots of a .pb file: packed at once when all are in order, else line by line with complaints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from commonwork.rules.counting import decimals
from commonwork.rules.counting.lines import Grumbles, short
from commonwork.rules.counting.pabulib_rows import Section
from commonwork.rules.counting.reading import Integers
from commonwork.rules.counting.votes import Project, Votes
from commonwork.rules.refusal import sentence

WITH_POINTS = ("cumulative", "scoring")
Said = tuple[str, Mapping[str, object]]  # a sentence with its figures in braces, and the figures


@dataclass(frozen=True)
class Limits:
    """What the file allows on one ballot; None where it says nothing. Costs in units of the projects."""

    length: int | None = None
    sum_cost: int | None = None
    sum_points: Decimal | None = None
    min_points: Decimal | None = None
    max_points: Decimal | None = None


def read_votes(
    section: Section, projects: Sequence[Project], vote_type: str, limits: Limits, grumbles: Grumbles
) -> Votes:
    """Return the ballots. Raises Complaints."""
    has_points = vote_type in WITH_POINTS
    if has_points and "points" not in section.header:
        grumbles.add(section.line + 1, sentence("Votes of type {kind} need a column points."), kind=vote_type)
        grumbles.stop_if_any()
    index = {project.key: at for at, project in enumerate(projects)}
    ballots = section.texts("vote")
    counts = np.array([ballot.count(",") + 1 if ballot else 0 for ballot in ballots], np.int64)
    chosen = _indices(_joined(ballots), index)
    points = [decimals.read(text) for text in _joined(section.texts("points"))] if has_points else []
    if not _is_in_order(section, counts, chosen, points, has_points, projects, limits):
        judge = _Judge(section, projects, index, has_points, limits)
        for number, line in enumerate(section.lines):
            if grumbles.is_full:
                break
            for said, figures in judge.complaints(number):
                grumbles.add(line, said, **figures)
        grumbles.stop_if_any()
    if vote_type == "ordinal":
        ends = np.repeat(counts.cumsum(), counts)
        return Votes(counts, chosen, ends - np.arange(len(chosen)))
    if not has_points:
        return Votes(counts, chosen)
    given = [number for number in points if number is not None]
    places = decimals.finest(set(given))
    whole = [decimals.units(number, places) for number in given]
    return Votes(counts, chosen, np.array(whole, np.int64), 10**places)


def _indices(keys: Sequence[str], index: dict[str, int]) -> Integers:
    """Return the project of each key, -1 where there is none."""
    try:
        return np.fromiter(map(index.__getitem__, keys), np.int64, len(keys))
    except KeyError:
        return np.array([index.get(key.strip(), -1) for key in keys], np.int64)


def _joined(texts: Sequence[str]) -> list[str]:
    filled = [text for text in texts if text]
    return ",".join(filled).split(",") if filled else []


def _is_in_order(
    section: Section,
    counts: Integers,
    chosen: Integers,
    points: Sequence[Decimal | None],
    has_points: bool,
    projects: Sequence[Project],
    limits: Limits,
) -> bool:
    """Whether nothing at all is wrong with any ballot; the quick form of `_Judge`."""
    voters = section.texts("voter_id")
    if (chosen < 0).any() or len(set(voters)) < len(voters) or "" in voters:
        return False
    voter = np.repeat(np.arange(len(counts)), counts)
    marks = np.sort(voter * len(projects) + chosen)
    if (marks[1:] == marks[:-1]).any():
        return False
    if limits.length is not None and (counts > limits.length).any():
        return False
    if limits.sum_cost is not None:
        costs = np.array([project.cost for project in projects], np.int64)
        sums = np.zeros(len(counts), np.int64)
        np.add.at(sums, voter, costs[chosen])
        if (sums > limits.sum_cost).any():
            return False
    return not has_points or (len(points) == len(chosen) and _points_in_order(section, limits))


def _points_in_order(section: Section, limits: Limits) -> bool:
    ballots, given = section.texts("vote"), section.texts("points")
    seen: dict[str, bool] = {}
    for ballot, text in zip(ballots, given, strict=True):
        if (ballot.count(",") != text.count(",")) or bool(ballot) != bool(text):
            return False
        if text not in seen:
            seen[text] = _points_complaint(text, limits) is None
        if not seen[text]:
            return False
    return True


def _points_complaint(text: str, limits: Limits) -> Said | None:
    """Return what is wrong with a ballot's points, or None."""
    total = Decimal(0)
    for word in text.split(",") if text else []:
        number = decimals.read(word)
        if number is None:
            return sentence('"{found}" is not a number of points.'), {"found": short(word)}
        if limits.min_points is not None and number < limits.min_points:
            told = sentence("{number} points are fewer than the {least} allowed.")
            return told, {"number": number, "least": limits.min_points}
        if limits.max_points is not None and number > limits.max_points:
            told = sentence("{number} points are more than the {most} allowed.")
            return told, {"number": number, "most": limits.max_points}
        total += number
    if limits.sum_points is not None and total > limits.sum_points:
        told = sentence("The ballot gives {total} points; {most} are allowed.")
        return told, {"total": total, "most": limits.sum_points}
    return None


class _Judge:
    """Says what is wrong with a ballot; remembers voters seen before."""

    def __init__(
        self,
        section: Section,
        projects: Sequence[Project],
        index: dict[str, int],
        has_points: bool,
        limits: Limits,
    ) -> None:
        self.votes, self.voters = section.texts("vote"), section.texts("voter_id")
        self.points = section.texts("points")
        self.projects, self.index, self.limits = projects, index, limits
        self.has_points = has_points
        self.seen: set[str] = set()

    def complaints(self, number: int) -> list[Said]:
        found: list[Said] = []
        voter, text = self.voters[number], self.votes[number]
        if not voter or voter in self.seen:
            before = sentence('The voter "{voter}" voted before.')
            found.append((before if voter else sentence("The voter has no id."), {"voter": short(voter)}))
        self.seen.add(voter)
        keys = [key.strip() for key in text.split(",")] if text else []
        unknown = [key for key in keys if key not in self.index]
        if unknown:
            return [*found, (sentence('There is no project "{key}".'), {"key": short(unknown[0])})]
        if len(set(keys)) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            found.append((sentence('The project "{key}" is chosen twice.'), {"key": short(twice)}))
        if self.limits.length is not None and len(keys) > self.limits.length:
            told = sentence("The ballot chooses {found} projects; {most} are allowed.")
            found.append((told, {"found": len(keys), "most": self.limits.length}))
        cost = sum(self.projects[self.index[key]].cost for key in keys)
        if self.limits.sum_cost is not None and cost > self.limits.sum_cost:
            found.append((sentence("The projects chosen cost more than a ballot may choose."), {}))
        if self.has_points:
            given = self.points[number]
            many = given.count(",") + 1 if given else 0
            if many != len(keys):
                told = sentence("The ballot chooses {found} projects but gives {many} numbers of points.")
                found.append((told, {"found": len(keys), "many": many}))
            elif said := _points_complaint(given, self.limits):
                found.append(said)
        return found
