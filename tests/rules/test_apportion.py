"""Seats: the worked examples, limits that hold, and the same answer as handing seats out one by one."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commonwork.rules import apportion
from commonwork.rules.apportion import Method, seats_by, seats_by_square_root

NETWORK = {"farm": 4, "cafe": 12, "green": 25, "cpc": 60, "care": 140}
METHODS: tuple[Method, ...] = ("webster", "dhondt", "hamilton")


@pytest.mark.parametrize(
    ("limits", "seats"),
    [
        ({"floor": 1}, {"farm": 1, "cafe": 1, "green": 1, "cpc": 4, "care": 8}),
        ({"floor": 1, "cap": 5}, {"farm": 1, "cafe": 1, "green": 3, "cpc": 5, "care": 5}),
    ],
)
def test_the_worked_example_seats_15_delegates(limits: dict[str, int], seats: dict[str, int]) -> None:
    assert seats_by(method="webster", seats=15, weights=NETWORK, **limits) == seats  # domain.json J


def test_the_worked_example_seats_by_the_square_root() -> None:
    """domain.json J; the root of 6.25 is 2.5, to the even 2; of 12.25 3.5, to the even 4."""
    assert seats_by_square_root(NETWORK) == {"farm": 2, "cafe": 3, "green": 5, "cpc": 8, "care": 12}
    halves = {"two": Decimal("6.25"), "four": Decimal("12.25"), "above": Decimal("6.2500001"), "none": 0}
    assert seats_by_square_root(halves) == {"two": 2, "four": 4, "above": 3, "none": 1}


def test_methods_differ_as_their_textbook_examples_say() -> None:
    """100,000, 80,000, 30,000 and 20,000 votes, 8 seats.

    D'Hondt: 100, 80, 50, 40, 33.3, 30, 26.7, 25 thousand: 4, 3, 1, 0. Webster: 100, 80, 33.3, 30, 26.7, 20
    (two), 20, 16 ...: A 100, 33.3, 20; B 80, 26.7, 16; C 30; D 20: 3, 3, 1, 1. Hamilton: quotas 3.48, 2.78,
    1.04, 0.70: whole 3, 2, 1, 0, then .78 and .70: 3, 3, 1, 1.
    """
    votes = {"A": 100_000, "B": 80_000, "C": 30_000, "D": 20_000}
    assert seats_by(method="dhondt", seats=8, weights=votes) == {"A": 4, "B": 3, "C": 1, "D": 0}
    assert seats_by(method="webster", seats=8, weights=votes) == {"A": 3, "B": 3, "C": 1, "D": 1}
    assert seats_by(method="hamilton", seats=8, weights=votes) == {"A": 3, "B": 3, "C": 1, "D": 1}


def test_hamilton_with_a_floor_gives_the_rest_to_the_largest_shortfall() -> None:
    """Quotas of 15: .249, .747, 1.556, 3.734, 8.714. Floors lift farm and cafe to 1; whole parts 1, 3, 8;
    the one seat left goes to .734 (cpc), not to cafe, which already holds more than its quota."""
    seats = seats_by(method="hamilton", seats=15, weights=NETWORK, floor=1)
    assert seats == {"farm": 1, "cafe": 1, "green": 1, "cpc": 4, "care": 8}


def test_hamilton_with_floors_that_use_up_the_quotas_still_adds_up() -> None:
    """Quotas of 4: 3.92, .04, .04; after three floors one seat is left, for the largest shortfall."""
    assert seats_by(method="hamilton", seats=4, weights={"a": 98, "b": 1, "c": 1}, floor=1) == {
        "a": 2, "b": 1, "c": 1,
    }  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
def test_ties_go_to_the_lower_key(method: Method) -> None:
    assert seats_by(method=method, seats=4, weights={"c": 7, "a": 7, "b": 7}) == {"c": 1, "a": 2, "b": 1}


@pytest.mark.parametrize("method", METHODS)
def test_a_member_without_weight_gets_only_its_floor(method: Method) -> None:
    assert seats_by(method=method, seats=5, weights={"a": 1, "z": 0}, floor=1) == {"a": 4, "z": 1}
    assert seats_by(method=method, seats=5, weights={"a": 1, "z": 0}) == {"a": 5, "z": 0}


@pytest.mark.parametrize("method", METHODS)
def test_no_seats_are_shared_out_as_none(method: Method) -> None:
    assert seats_by(method=method, seats=0, weights=NETWORK) == dict.fromkeys(NETWORK, 0)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"seats": -1}, apportion.SeatsNegative),
        ({"floor": -1}, apportion.SeatsNegative),
        ({"cap": -1}, apportion.SeatsNegative),
        ({"floor": 3, "cap": 2}, apportion.CapBelowFloor),
        ({"floor": 4}, apportion.FloorTooHigh),
        ({"cap": 2}, apportion.CapTooLow),
        ({"weights": {}}, apportion.NoOneToSeat),
        ({"weights": {"a": 0, "b": 0}}, apportion.NoOneToSeat),
        ({"weights": {"a": 2, "b": -1}}, apportion.WeightNegative),
        ({"weights": {"a": 2, "b": 0}, "cap": 9}, apportion.CapTooLow),
    ],
)
@pytest.mark.parametrize("method", METHODS)
def test_what_cannot_be_seated_is_refused(
    method: Method, changed: dict[str, Any], refusal: type[Exception]
) -> None:
    sound: dict[str, Any] = {"seats": 11, "weights": {"a": 1, "b": 2, "c": 3}}
    with pytest.raises(refusal):
        seats_by(method=method, **{**sound, **changed})


def one_by_one(
    method: Method, seats: int, weights: dict[str, int], floor: int, cap: int | None
) -> dict[str, int]:
    """The rule as INTERFACES.md words it: from the floor, the highest claim among those under the cap."""
    held = dict.fromkeys(weights, floor)
    whole = sum(weights.values())

    def claim(key: str) -> Fraction:
        if method == "webster":
            return Fraction(weights[key], 2 * held[key] + 1)
        if method == "dhondt":
            return Fraction(weights[key], held[key] + 1)
        return Fraction(seats * weights[key], whole) - held[key]

    while sum(held.values()) < seats:
        free = [key for key in weights if weights[key] and (cap is None or held[key] < cap)]
        held[min(free, key=lambda key: (-claim(key), key))] += 1
    return held


@given(
    st.sampled_from(METHODS),
    st.integers(0, 60),
    st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 50), min_size=1, max_size=8),
    st.integers(0, 3),
    st.none() | st.integers(0, 20),
)
def test_seats_add_up_within_their_limits_as_if_handed_out_one_by_one(
    method: Method, seats: int, weights: dict[str, int], floor: int, cap: int | None
) -> None:
    assume(any(weights.values()) and floor * len(weights) <= seats and (cap is None or cap >= floor))
    assume(cap is None or sum(cap if weight else floor for weight in weights.values()) >= seats)
    found = seats_by(method=method, seats=seats, weights=weights, floor=floor, cap=cap)
    assert sum(found.values()) == seats
    assert all(floor <= count and (cap is None or count <= cap) for count in found.values())
    assert found == one_by_one(method, seats, weights, floor, cap)
    for small in weights:
        for large in weights:
            assert found[small] <= found[large] or weights[small] >= weights[large]


def test_a_body_as_large_as_a_country_is_seated_at_once() -> None:
    assert seats_by(method="webster", seats=10**9, weights={"a": 2, "b": 1}) == {
        "a": 666666667,
        "b": 333333333,
    }
