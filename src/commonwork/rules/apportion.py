"""Sharing the seats of a body among its members by their size.

How delegates are chosen and recalled is left to the federation room; elections stand in `rules.counting`.
"""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, isqrt
from typing import Literal

from commonwork.rules.refusal import Refusal, sentence

Method = Literal["webster", "dhondt", "hamilton"]
Size = Fraction | Decimal | int


class NoOneToSeat(Refusal):
    sentence: str = sentence("Seats cannot be shared out, because no weight is above zero.")
    field: str | None = "weights"


class WeightNegative(Refusal):
    sentence: str = sentence("The weight of {key} is negative.")
    field: str | None = "weights"


class SeatsNegative(Refusal):
    sentence: str = sentence("Seats, floor and cap cannot be negative.")
    field: str | None = "seats"


class CapBelowFloor(Refusal):
    sentence: str = sentence("The cap of {cap} seats lies below the floor of {floor}.")
    field: str | None = "cap"


class FloorTooHigh(Refusal):
    sentence: str = sentence(
        "A floor of {floor} seats for each of {members} members takes more than {seats}."
    )
    field: str | None = "floor"


class CapTooLow(Refusal):
    sentence: str = sentence("With a cap of {cap}, {empty} of {seats} seats would stay empty.")
    field: str | None = "cap"


@dataclass(frozen=True)
class _Claims:
    """What a member's next seat is worth, and how many of its seats are worth more than a bar."""

    worth: Callable[[Fraction, int], Fraction]
    above: Callable[[Fraction, Fraction], int]
    lowest: int  # every claim that can still win is worth more than this


def _claims(method: Method, seats: int) -> _Claims:
    if method == "webster":
        return _Claims(lambda w, held: w / (2 * held + 1), lambda w, bar: ceil((w / bar - 1) / 2), 0)
    if method == "dhondt":
        return _Claims(lambda w, held: w / (held + 1), lambda w, bar: ceil(w / bar - 1), 0)
    return _Claims(lambda quota, held: quota - held, lambda quota, bar: ceil(quota - bar), -seats - 1)


def seats_by(
    *, method: Method, seats: int, weights: Mapping[str, Size], floor: int = 0, cap: int | None = None
) -> dict[str, int]:
    """Return {member: seats}, adding up to `seats`, each between `floor` and `cap`.

    Every member starts at its floor. Each further seat goes to the largest claim among members under the cap:
    webster weight / (2 x held + 1), dhondt weight / (held + 1), hamilton quota - held (which is whole quotas
    first, then the largest remainders). Ties go to the lower key; a member without weight gets only its
    floor.
    Raises NoOneToSeat, WeightNegative, SeatsNegative, CapBelowFloor, FloorTooHigh, CapTooLow.
    Source: Sainte-Lague/Webster, D'Hondt and Hamilton methods, with lower and upper bounds.

    >>> members = {"farm": 4, "cafe": 12, "green": 25, "cpc": 60, "care": 140}
    >>> seats_by(method="webster", seats=15, weights=members, floor=1, cap=5)
    {'farm': 1, 'cafe': 1, 'green': 3, 'cpc': 5, 'care': 5}
    """
    exact = {key: Fraction(weight) for key, weight in weights.items()}
    _refuse_the_impossible(seats, exact, floor, cap)
    if method == "hamilton":
        whole = sum(exact.values())
        exact = {key: seats * weight / whole for key, weight in exact.items()}
    return _filled(_claims(method, seats), seats, exact, floor, cap)


def _refuse_the_impossible(seats: int, exact: Mapping[str, Fraction], floor: int, cap: int | None) -> None:
    if min(seats, floor, cap or 0) < 0:
        raise SeatsNegative()
    for key, weight in exact.items():
        if weight < 0:
            raise WeightNegative(key=key)
    if not any(exact.values()):
        raise NoOneToSeat()
    if cap is not None and cap < floor:
        raise CapBelowFloor(cap=cap, floor=floor)
    if floor * len(exact) > seats:
        raise FloorTooHigh(floor=floor, members=len(exact), seats=seats)
    if cap is not None:
        room = sum(cap if weight else floor for weight in exact.values())
        if room < seats:
            raise CapTooLow(cap=cap, empty=seats - room, seats=seats)


def _filled(
    claims: _Claims, seats: int, exact: Mapping[str, Fraction], floor: int, cap: int | None
) -> dict[str, int]:
    """Seat all claims above a bar at once, then the rest singly: the same as all of them singly."""

    def held_above(bar: Fraction) -> dict[str, int]:
        held = {
            key: max(floor, claims.above(weight, bar)) if weight else floor for key, weight in exact.items()
        }
        return held if cap is None else {key: min(cap, count) for key, count in held.items()}

    low, high = Fraction(claims.lowest), max(exact.values())
    held = held_above(high)
    while seats - sum(held.values()) > len(exact):
        bar = (low + high) / 2
        tried = held_above(bar)
        if sum(tried.values()) <= seats:
            high, held = bar, tried
        else:
            low = bar
    queue = [(-claims.worth(weight, held[key]), key) for key, weight in exact.items() if weight]
    heapq.heapify(queue)
    left = seats - sum(held.values())
    while left:
        _, key = heapq.heappop(queue)
        if cap is None or held[key] < cap:
            held[key] += 1
            left -= 1
            heapq.heappush(queue, (-claims.worth(exact[key], held[key]), key))
    return held


def seats_by_square_root(weights: Mapping[str, Size]) -> dict[str, int]:
    """Return {member: seats}: the square root of each weight, half-even, and at least one.

    The size of the body follows from the weights. Raises NoOneToSeat when there are no members,
    WeightNegative.
    Source: Penrose's square root law.

    >>> seats_by_square_root({"farm": 4, "cafe": 12, "green": 25, "half": Decimal("6.25"), "new": 0})
    {'farm': 2, 'cafe': 3, 'green': 5, 'half': 2, 'new': 1}
    """
    if not weights:
        raise NoOneToSeat()
    for key, weight in weights.items():
        if weight < 0:
            raise WeightNegative(key=key)
    return {key: max(1, _rounded_root(Fraction(weight))) for key, weight in weights.items()}


def _rounded_root(value: Fraction) -> int:
    """The square root to the nearest whole number, halves to the even one, without any fraction lost."""
    below = isqrt(int(value))
    middle = Fraction(2 * below + 1, 2) ** 2
    is_up = value > middle or (value == middle and below % 2 == 1)
    return below + 1 if is_up else below
