"""Splits add up to the cent whatever the order, and never favour who gave less."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.rules.split import NegativeWeight, NothingToShareBy, by_largest_remainder

weights = st.dictionaries(
    st.text(st.characters(categories=["Ll"]), min_size=1, max_size=4),
    st.fractions(min_value=0, max_value=10_000, max_denominator=1000),
    min_size=1,
    max_size=12,
).filter(lambda found: any(found.values()))


def test_three_equal_members_share_10_000_dollars() -> None:
    """domain.json A_rounding: 3,333.34, 3,333.33, 3,333.33: the odd cent to the lower key."""
    assert by_largest_remainder(1_000_000, {"C": 1, "A": 1, "B": 1}) == {
        "A": 333334,
        "B": 333333,
        "C": 333333,
    }


def test_the_larger_remainder_comes_before_the_lower_key() -> None:
    """10 cents by 1 : 2 : 4 are 1.43, 2.86, 5.71: floors 1, 2, 5; the two spare cents to .86 and .71."""
    assert by_largest_remainder(10, {"a": 1, "b": 2, "c": 4}) == {"a": 1, "b": 3, "c": 6}


def test_a_tie_of_remainders_goes_to_the_lower_key() -> None:
    """SEASON.md (d): 11,431.90 x 65 % = 7,430.735 and x 5 % = 571.595 tie for one cent: individual."""
    shares = {"solidarity": 500, "individual": 6500, "indivisible_reserve": 2000, "education": 1000}
    parts = by_largest_remainder(1_143_190, shares)
    assert parts["individual"] == 743_074
    assert parts["solidarity"] == 57_159


def test_a_loss_is_shared_like_a_surplus_with_the_sign_turned() -> None:
    """domain.json B: 21,000 by hours 2000 of 9000 is 4,666.67."""
    hours = {"A": 2000, "B": 2000, "C": 1800, "D": 1600, "E": 1000, "F": 600}
    loss = by_largest_remainder(-2_100_000, hours)
    assert loss["A"] == -466_667
    assert sum(loss.values()) == -2_100_000


def test_nothing_can_be_shared_by_zeros_or_by_less() -> None:
    with pytest.raises(NothingToShareBy):
        by_largest_remainder(100, {"ada": 0, "ben": Decimal(0)})
    with pytest.raises(NothingToShareBy):
        by_largest_remainder(0, {})
    with pytest.raises(NegativeWeight, match="ben has a negative share"):
        by_largest_remainder(100, {"ada": 2, "ben": -1})


@given(st.integers(-(10**15), 10**15), weights, st.randoms(use_true_random=False))
def test_parts_add_up_whatever_the_order(
    total: int, shares: dict[str, Fraction], chance: random.Random
) -> None:
    parts = by_largest_remainder(total, shares)
    assert sum(parts.values()) == total
    keys = list(shares)
    chance.shuffle(keys)
    assert by_largest_remainder(total, {key: shares[key] for key in keys}) == parts


@given(st.integers(0, 10**12), weights)
def test_no_part_is_a_cent_away_from_its_exact_share(total: int, shares: dict[str, Fraction]) -> None:
    whole = sum(shares.values())
    for key, part in by_largest_remainder(total, shares).items():
        assert abs(part - total * shares[key] / whole) < 1


@given(st.integers(0, 10**9), weights)
def test_who_weighs_more_never_gets_less(total: int, shares: dict[str, Fraction]) -> None:
    parts = by_largest_remainder(total, shares)
    for lighter in shares:
        for heavier in shares:
            if shares[lighter] < shares[heavier]:
                assert parts[lighter] <= parts[heavier]


@given(st.integers(0, 10**9), weights, st.integers(1, 10**6))
def test_scaling_all_weights_changes_nothing(total: int, shares: dict[str, Fraction], times: int) -> None:
    scaled = {key: weight * times for key, weight in shares.items()}
    assert by_largest_remainder(total, scaled) == by_largest_remainder(total, shares)
