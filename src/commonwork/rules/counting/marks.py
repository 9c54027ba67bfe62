"""What may stand on a ballot, and its one spelling as stored text.

A ranking is "3 1 2" (best first), ticks are "2 4", points "1:5 3:2", an answer "yes", "no" or "abstain"; "" is a
blank ballot. Options go by their number on the ballot paper. Who votes, and what a count makes of it, is left to
others.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commonwork.rules.money import show_minor
from commonwork.rules.refusal import Refusal, sentence

ANSWERS = ("yes", "no", "abstain")
RANKED = ("irv", "schulze", "scottish", "meek")
TICKED = ("approval", "budget-approval", "budget-knapsack")
POINTED = ("score", "dots", "budget-points")
METHODS = ("majority", *RANKED, *TICKED, *POINTED)
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_POINTS = re.compile(r"([1-9][0-9]{0,3}):([0-9]{1,6})")


class NotABallot(Refusal):
    sentence: str = sentence("“{text}” cannot be read as a ballot.")
    field: str | None = "content"


class NoSuchOption(Refusal):
    sentence: str = sentence("There is no number {number} on this ballot.")
    field: str | None = "content"


class NamedTwice(Refusal):
    sentence: str = sentence("Number {number} stands on this ballot twice.")
    field: str | None = "content"


class TooManyOptions(Refusal):
    sentence: str = sentence("Choose at most {most}; this ballot has {count}.")
    field: str | None = "content"


class TooManyPoints(Refusal):
    sentence: str = sentence("There are {most} points to give; this ballot gives {count}.")
    field: str | None = "content"


class TooManyForOne(Refusal):
    sentence: str = sentence("One option may get at most {most}; number {number} gets {count}.")
    field: str | None = "content"


class OverTheBudget(Refusal):
    sentence: str = sentence("What is ticked costs ${cost}; the budget is ${budget}.")
    field: str | None = "content"


@dataclass(frozen=True)
class Paper:
    """The ballot paper of a vote: its method, the numbers on it, and what one ballot may say.

    points: all there is to give (0: no limit). most_choices, most_each: 0 where there is no limit. costs and budget,
    in cents, bind knapsack ballots only.
    """

    method: str
    numbers: Sequence[int] = ()
    points: int = 0
    most_choices: int = 0
    most_each: int = 0
    costs: Mapping[int, int] = field(default_factory=dict)
    budget: int | None = None

    def spelled(self, text: str) -> str:
        """Return a ballot in its one spelling: ticks and points by number, points of zero left out.

        Raises NotABallot, NoSuchOption, NamedTwice, TooManyOptions, TooManyPoints, TooManyForOne, OverTheBudget.

        >>> Paper("approval", (1, 2, 3)).spelled("3 1"), Paper("irv", (1, 2, 3)).spelled("3 1")
        ('1 3', '3 1')
        >>> Paper("dots", (1, 2, 3), points=5).spelled("3:2 1:3 2:0"), Paper("majority").spelled("YES")
        ('1:3 3:2', 'yes')
        """
        words = text.split()
        if self.method == "majority":
            return self._answer(text)
        if self.method in POINTED:
            return self._points(words, text)
        numbers = [int(word) for word in words if _NUMBER.fullmatch(word)]
        if len(numbers) < len(words):
            raise NotABallot(text=text[:80])
        self._known(numbers)
        if self.method not in RANKED:
            numbers.sort()
        cost, budget = sum(self.costs.get(number, 0) for number in numbers), self.budget or 0
        if self.method == "budget-knapsack" and cost > budget:
            raise OverTheBudget(cost=show_minor(cost, "USD"), budget=show_minor(budget, "USD"))
        return " ".join(map(str, numbers))

    def _answer(self, text: str) -> str:
        answer = text.strip().lower()
        if answer and answer not in ANSWERS:
            raise NotABallot(text=text[:80])
        return answer

    def _points(self, words: Sequence[str], text: str) -> str:
        found = [_POINTS.fullmatch(word) for word in words]
        pairs = [(int(one[1]), int(one[2])) for one in found if one]
        if len(pairs) < len(words):
            raise NotABallot(text=text[:80])
        given = [(number, points) for number, points in pairs if points]
        self._known([number for number, _ in pairs], len(given))
        for number, points in given:
            if self.most_each and points > self.most_each:
                raise TooManyForOne(most=self.most_each, number=number, count=points)
        total = sum(points for _, points in given)
        if self.points and total > self.points:
            raise TooManyPoints(most=self.points, count=total)
        return " ".join(f"{number}:{points}" for number, points in sorted(given))

    def _known(self, numbers: Sequence[int], count: int | None = None) -> None:
        for at, number in enumerate(numbers):
            if number not in self.numbers:
                raise NoSuchOption(number=number)
            if number in numbers[:at]:
                raise NamedTwice(number=number)
        count = len(numbers) if count is None else count
        if self.most_choices and count > self.most_choices:
            raise TooManyOptions(most=self.most_choices, count=count)

    @property
    def longest(self) -> int:
        """How long the longest text is that a ballot can hold.

        >>> Paper("irv", (1, 2, 10, 11)).longest  # "1 2 10 11"
        9
        """
        digits = len(str(max(self.most_each, self.points))) if self.most_each or self.points else 6
        each = 1 + digits if self.method in POINTED else 0
        return max(7, sum(len(str(number)) + 1 + each for number in self.numbers) - 1)


def points_of(text: str) -> dict[int, int]:
    """Return {number: points} of a stored ballot of points.

    >>> points_of("1:5 3:2"), points_of("")
    ({1: 5, 3: 2}, {})
    """
    return {int(number): int(points) for number, points in (word.split(":") for word in text.split())}


def ticks_of(text: str) -> list[int]:
    """Return the numbers of a stored ballot of ticks or of a ranking.

    >>> ticks_of("3 1 2")
    [3, 1, 2]
    """
    return [int(number) for number in text.split()]
