"""Delegates of a body, the pay ratio, and a buy-in paid in parts."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.rules import buy_in, pay_ratio
from commonwork.rules.delegates import ClassWithoutSeats, seats_for
from commonwork.rules.reckon import rule_named
from commonwork.rules.refusal import Refusal

MEMBERS = {"farm": 4, "cafe": 12, "green": 25, "cpc": 60, "care": 140}
SIZES = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3), st.integers(1, 500), min_size=1, max_size=8
)
CENTS = st.integers(0, 5_000_000)


def test_delegates_and_the_buy_in_are_those_published(published: Path) -> None:
    golden = json.loads((published / "golden" / "domain.json").read_text())
    webster = {"method": "webster", "seats": 15, "floor": 1, "weights": MEMBERS}
    for name, asked in (
        ("prop", webster),
        ("capped", webster | {"cap": 5}),
        ("sqrt", {"method": "square_root", "weights": MEMBERS}),
    ):
        assert rule_named("delegates").reckon(asked)["seats"] == golden["J"][name]
    terms = golden["B_buyin"]
    asked = {"fee": terms["fee"], "down": terms["down"], "instalment": terms["payroll_per_week"]}
    assert rule_named("buy-in").reckon(asked)["instalments"] == terms["weeks"]


def test_each_way_seats_the_five_co_ops_as_the_domain_notes_say() -> None:
    """Vector J: 15 seats; floor 1 -> 1,1,1,4,8; with a cap of 5 -> 1,1,3,5,5; square roots -> 2,3,5,8,12."""
    assert list(seats_for(method="webster", seats=15, floor=1, weights=MEMBERS).values()) == [1, 1, 1, 4, 8]
    capped = seats_for(method="webster", seats=15, floor=1, cap=5, weights=MEMBERS)
    assert list(capped.values()) == [1, 1, 3, 5, 5]
    assert list(seats_for(method="square_root", weights=MEMBERS).values()) == [2, 3, 5, 8, 12]
    assert set(seats_for(method="one_each", weights=MEMBERS).values()) == {1}
    by_class = seats_for(
        method="class_weights",
        weights={"farm": 4, "green": 3},
        classes={"farm": "member", "green": "start-up"},
        class_seats={"member": 3, "start-up": 1},
    )
    assert by_class == {"farm": 3, "green": 1}
    with pytest.raises(ClassWithoutSeats):
        seats_for(method="class_weights", weights={"farm": 4}, classes={"farm": "ally"}, class_seats={})


@given(SIZES, st.integers(0, 3), st.integers(8, 60))
def test_delegates_add_up_to_the_seats_and_keep_the_floor(
    weights: dict[str, int], floor: int, more: int
) -> None:
    seats = floor * len(weights) + more
    found = seats_for(method="webster", seats=seats, floor=floor, weights=weights)
    assert sum(found.values()) == seats
    assert min(found.values()) >= floor


def test_the_door_names_the_co_ops_beside_their_seats() -> None:
    asked = {
        "method": "one_each",
        "body": "Council",
        "weights": {"farm": 4},
        "names": {"farm": "Freedom Farms"},
    }
    told = {"body": "Council", "seats": {"farm": 1}, "names": {"farm": "Freedom Farms"}, "total": 1}
    assert rule_named("delegates").reckon(asked) == told
    same = {"seats": 15, "method": "webster", "floor": 1, "cap": 5, "weights": MEMBERS}
    assert rule_named("delegates").reckon(same)["seats"] == rule_named("apportion").reckon(same)["seats"]
    with pytest.raises(Refusal, match="seats"):
        rule_named("delegates").reckon({"method": "webster", "weights": MEMBERS})


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=30), st.integers(1, 20))
def test_a_pay_ratio_holds_exactly_when_no_wage_is_above_limit_times_the_lowest(
    wages: list[int], limit: int
) -> None:
    found = pay_ratio.of_wages(wages, limit=limit)
    assert found.holds == all(wage <= limit * min(wages) for wage in wages)
    assert found.ratio >= 1


def test_a_pay_ratio_without_a_limit_says_neither_yes_nor_no() -> None:
    assert pay_ratio.of_wages([1500, 2250]).holds is None
    assert pay_ratio.of_wages([1500, 2250]).ratio == Fraction(3, 2)
    for wages in ([], [0, 1500]):
        with pytest.raises(Refusal):
            pay_ratio.of_wages(wages)


@given(CENTS, CENTS, st.integers(1, 100_000), st.integers(0, 10_000))
def test_a_buy_in_is_paid_in_full_and_its_part_for_good_comes_out_whole(
    fee: int, down: int, instalment: int, for_good: int
) -> None:
    down = min(down, fee)
    found = buy_in.plan(
        fee_minor=fee, down_minor=down, instalment_minor=instalment, nonrefundable_bp=for_good
    )
    before_the_last = max(0, found.count - 1) * instalment
    assert down + before_the_last + found.last_minor == fee
    assert found.count == 0 or 0 < found.last_minor <= instalment
    paid, kept = 0, 0
    for part in (down, fee - down):
        kept += buy_in.to_reserve(
            paid_before_minor=paid,
            paid_minor=part,
            fee_minor=fee,
            nonrefundable_minor=found.nonrefundable_minor,
        )
        paid += part
    assert kept == found.nonrefundable_minor


def test_a_buy_in_that_cannot_be_is_refused() -> None:
    with pytest.raises(buy_in.DownPaymentTooHigh):
        buy_in.plan(fee_minor=100, down_minor=101, instalment_minor=1)
    with pytest.raises(buy_in.InstalmentMissing):
        buy_in.plan(fee_minor=100, down_minor=50, instalment_minor=0)
    with pytest.raises(buy_in.BuyInNegative):
        buy_in.plan(fee_minor=-1, down_minor=0, instalment_minor=0)
    with pytest.raises(buy_in.PartOutOfRange):
        buy_in.plan(fee_minor=100, down_minor=100, instalment_minor=0, nonrefundable_bp=10_001)
