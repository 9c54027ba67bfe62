"""Every split adds up to what was split, to the minor unit, whatever the order of its inputs (PROMISES 5)."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonwork.rules.patronage import allocate
from commonwork.rules.split import by_largest_remainder
from commonwork.rules.surplus import split_surplus

KEYS = st.text("abcdefgh", min_size=1, max_size=4)
WEIGHTS = st.dictionaries(KEYS, st.integers(0, 10**6), min_size=1, max_size=12).filter(
    lambda weights: any(weights.values())
)
TOTAL = st.integers(0, 10**12)


def plainly(total: int, weights: dict[str, int]) -> dict[str, int]:
    return by_largest_remainder(total, weights)


def as_patronage(total: int, weights: dict[str, int]) -> dict[str, int]:
    shares = allocate(pool_minor=total, patronage=weights, cash_bp=2_000)
    assert all(one.cash_minor + one.retained_minor == one.total_minor for one in shares.values())
    return {key: one.total_minor for key, one in shares.items()}


def as_surplus(total: int, weights: dict[str, int]) -> dict[str, int]:
    whole = by_largest_remainder(10_000, weights)
    split = split_surplus(surplus_minor=total, member_labour=3, other_labour=1, parts_bp=whole)
    assert sum(split.parts.values()) == split.patronage_sourced_minor
    return split.parts | {"others": split.non_patronage_minor}


SPLITS: dict[str, Callable[[int, dict[str, int]], dict[str, int]]] = {
    "by weights": plainly,
    "patronage": as_patronage,
    "surplus": as_surplus,
}


def adds_up(split: Callable[..., dict[str, int]], total: int, weights: dict[str, int], order: Any) -> None:
    parts = split(total, weights)
    assert sum(parts.values()) == total
    assert min(parts.values()) >= 0
    shuffled = list(weights.items())
    order.shuffle(shuffled)
    assert split(total, dict(shuffled)) == parts, "the order changes nothing"


@pytest.mark.parametrize("name", SPLITS)
@settings(max_examples=100, deadline=None)
@given(total=TOTAL, weights=WEIGHTS, order=st.randoms(use_true_random=False))
def test_a_split_adds_up_whatever_the_order(
    name: str, total: int, weights: dict[str, int], order: Any
) -> None:
    adds_up(SPLITS[name], total, weights, order)


@pytest.mark.soak
@pytest.mark.parametrize("name", SPLITS)
@settings(max_examples=10_000, deadline=None)
@given(total=TOTAL, weights=WEIGHTS, order=st.randoms(use_true_random=False))
def test_10000_splits_add_up_whatever_the_order(
    name: str, total: int, weights: dict[str, int], order: Any
) -> None:
    adds_up(SPLITS[name], total, weights, order)
