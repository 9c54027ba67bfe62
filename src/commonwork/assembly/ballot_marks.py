"""A ballot page as it is filled in, without JavaScript: what was sent becomes the text of a ballot, and back.

Rankings travel as a hidden order that buttons change ("up:3", "down:3", "rank:3", "out:3"); each press is one sending.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonwork.assembly.models import Poll, PollOption
from commonwork.rules.counting.marks import POINTED, RANKED, points_of, ticks_of
from commonwork.ui.money import money


@dataclass(frozen=True)
class Mark:
    """One option on the page: its place in the order (from 1), whether it is ticked, its points."""

    option: PollOption
    rank: int = 0
    is_ticked: bool = False
    points: int | None = None
    is_last: bool = False


def sent(poll: Poll, data: QueryDict, options: Sequence[PollOption]) -> str:
    """The text of the ballot that was sent, not checked yet."""
    if poll.method == Poll.Method.MAJORITY:
        return data.get("answer", "").strip()
    if poll.is_ranked:
        return moved(data.get("order", ""), data.get("do", ""))
    if poll.method in POINTED:
        given = [(row.number, data.get(f"points_{row.number}", "").strip()) for row in options]
        return " ".join(f"{number}:{points}" for number, points in given if points not in {"", "0"})
    return " ".join(data.getlist("choice"))


def moved(order: str, do: str) -> str:
    """An order after one press; a press that makes no sense changes nothing.

    >>> moved("3 1 2", "up:1"), moved("3 1", "rank:2"), moved("3 1", "out:3"), moved("3 1", "up:3")
    ('1 3 2', '3 1 2', '1', '3 1')
    """
    numbers = order.split()
    verb, _colon, number = do.partition(":")
    if verb == "rank" and number and number not in numbers:
        numbers.append(number)
    elif number in numbers:
        at = numbers.index(number)
        numbers.pop(at)
        if verb != "out":
            numbers.insert(max(0, at - 1) if verb == "up" else at + 1 if verb == "down" else at, number)
    return " ".join(numbers)


def marks(poll: Poll, content: str, options: Sequence[PollOption]) -> list[Mark]:
    """The options as the page shows them; what cannot be read shows as unmarked."""
    by_number = {row.number: row for row in options}
    if poll.method in POINTED:
        given = _read_points(content)
        return [Mark(row, points=given.get(row.number)) for row in options]
    numbers = [int(word) for word in content.split() if word.isdigit() and int(word) in by_number]
    if poll.is_ranked:
        ranked = [
            Mark(by_number[number], rank=rank, is_last=rank == len(numbers))
            for rank, number in enumerate(numbers, start=1)
        ]
        return ranked + [Mark(row) for row in options if row.number not in numbers]
    return [Mark(row, is_ticked=row.number in numbers) for row in options]


def _read_points(content: str) -> dict[int, int]:
    pairs = [word.split(":", 1) for word in content.split() if ":" in word]
    return {int(left): int(right) for left, right in pairs if left.isdigit() and right.isdigit()}


def in_words(poll: Poll, content: str, options: Sequence[PollOption]) -> list[tuple[str, str]]:
    """A checked ballot, line by line: (mark, what it stands beside); empty for a blank one."""
    titles = {row.number: row.title for row in options}
    if poll.method == Poll.Method.MAJORITY:
        return [("", answers()[content])] if content else []
    if poll.method in POINTED:
        return [(str(points), titles[number]) for number, points in points_of(content).items()]
    if poll.method in RANKED:
        return [(str(rank), titles[number]) for rank, number in enumerate(ticks_of(content), start=1)]
    return [("✓", titles[number]) for number in ticks_of(content)]


def given_away(poll: Poll, content: str, options: Sequence[PollOption]) -> str:
    """What a checked ballot gives away of what there is: points, or the money of projects that must fit together."""
    method = Poll.Method(poll.method)
    if method in (method.DOTS, method.BUDGET_POINTS) and poll.points:
        words = {"given": sum(points_of(content).values()), "points": poll.points}
        text = ngettext(
            "%(given)d of %(points)d point given.", "%(given)d of %(points)d points given.", poll.points
        )
        return text % words
    if method == method.BUDGET_KNAPSACK:
        ticked = set(ticks_of(content))
        cost = sum(row.cost_minor or 0 for row in options if row.number in ticked)
        shown = {"cost": money(cost), "budget": money(poll.budget_minor or 0)}
        return _("Together %(cost)s of %(budget)s.") % shown
    return ""


def answers() -> dict[str, str]:
    """The answers in the reader's language."""
    return {"yes": _("Yes"), "no": _("No"), "abstain": _("Abstain")}


def how(poll: Poll) -> str:
    """One or two sentences on how to fill the ballot in."""
    method = Poll.Method(poll.method)
    said: dict[Any, str] = {
        method.MAJORITY: _("Choose one answer."),
        method.APPROVAL: _("Tick everything you agree with."),
        method.BUDGET_APPROVAL: _("Tick every project you want to see done."),
        method.SCORE: _("Give each a number from 0 to %(most)d. The more, the better.")
        % {"most": poll.most_each},
    }
    if poll.is_ranked:
        seats = ngettext("%(count)d seat.", "%(count)d seats.", poll.seats) % {"count": poll.seats}
        order = _("Put those you want in order, as many as you like.")
        return f"{seats} {order}" if poll.seats > 1 else order
    if method == method.BUDGET_KNAPSACK:
        budget = money(poll.budget_minor or 0)
        return _("Tick projects that together cost at most %(budget)s.") % {"budget": budget}
    if method in (method.DOTS, method.BUDGET_POINTS):
        return _("You have %(points)d points. Give them to one, or share them out.") % {"points": poll.points}
    return said[method]
