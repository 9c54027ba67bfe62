"""Amounts are whole minor units: read exactly, shown exactly, never mixed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.rules.money import (
    AmountTooLarge,
    Money,
    NotAnAmount,
    NotWholeMinutes,
    TooManyDecimals,
    UnknownUnit,
    ceil,
    floor,
    money,
    parse_minor,
    round_half_even,
    show_minor,
    usd,
)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("0", 0),
        ("1253.45", 125345),
        (" 7.5 ", 750),
        (".5", 50),
        ("-0.05", -5),
        ("+3", 300),
        ("1,234,567.89", 123456789),
        ("007", 700),
        ("92233720368547758.07", 2**63 - 1),
    ],
)
def test_dollars_are_read_exactly(text: str, minor: int) -> None:
    assert parse_minor(text, "USD") == minor


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "1e3", "NaN", "Infinity", "1,23.00", "12,34,567", "1,2345", "1.", "--1", "1 000", "1_000",
     "$5", "\u0663", "\uff11\uff12", "1.2.3", "0x10", "9" * 200],
)  # fmt: skip
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(NotAnAmount):
        parse_minor(text, "USD")


@pytest.mark.parametrize("text", ["1.005", "1.000", "0.001"])
def test_more_decimals_than_the_unit_has_are_refused(text: str) -> None:
    with pytest.raises(TooManyDecimals, match=r"more decimals than USD has \(2\)"):
        parse_minor(text, "USD")


@pytest.mark.parametrize("text", ["92233720368547758.08", "-92233720368547758.08", "9" * 60])
def test_an_amount_that_the_books_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(AmountTooLarge):
        parse_minor(text, "USD")


def test_an_unknown_unit_is_refused_by_name() -> None:
    with pytest.raises(UnknownUnit, match="no unit called DOUBLOON"):
        parse_minor("1", "DOUBLOON")


@pytest.mark.parametrize(
    ("text", "minutes"), [("7:45", 465), ("7.75", 465), ("-0:30", -30), ("0.5", 30), ("8", 480)]
)
def test_hours_are_kept_in_minutes(text: str, minutes: int) -> None:
    assert parse_minor(text, "HOUR") == minutes


def test_hours_that_make_no_whole_minutes_are_refused() -> None:
    with pytest.raises(NotWholeMinutes):
        parse_minor("0.01", "HOUR")  # 36 seconds
    with pytest.raises(NotAnAmount):
        parse_minor("7:60", "HOUR")


@given(st.integers(-(2**63) + 1, 2**63 - 1), st.sampled_from(["USD", "CREDIT", "HOUR"]))
def test_what_is_shown_reads_back_the_same(minor: int, unit: str) -> None:
    assert parse_minor(show_minor(minor, unit), unit) == minor


def test_rounding_is_named_by_the_rule() -> None:
    assert [round_half_even(Fraction(n, 2)) for n in (-3, -1, 1, 3, 5)] == [-2, 0, 0, 2, 2]
    assert (floor(Fraction(-1, 3)), ceil(Fraction(-1, 3))) == (-1, 0)
    assert round_half_even(Decimal("2.675") * 100) == 268  # 267.5: the even neighbour; a float would say 267


def test_money_adds_compares_and_multiplies_within_its_unit() -> None:
    assert usd("10.00") + usd("0.05") - usd("0.10") == usd("9.95")
    assert 3 * usd("0.33") == usd("0.99")
    assert max(usd("1.00"), usd("0.99")) == usd("1.00")
    assert abs(-usd("2.00")) == usd("2.00")
    assert not usd("0.00")
    assert str(usd("1253.45")) == "1253.45"


@pytest.mark.parametrize("other", [money("1.00", "CREDIT"), 1, Decimal("1.00")])
def test_units_are_never_mixed(other: Money) -> None:
    with pytest.raises(TypeError):
        usd("1.00") + other
    with pytest.raises(TypeError):
        usd("1.00") < other  # noqa: B015


@pytest.mark.parametrize("minor", [1.5, True, Decimal(1)])
def test_money_is_made_of_whole_minor_units_only(minor: int) -> None:
    with pytest.raises(TypeError):
        Money(minor, "USD")


@given(st.fractions())
def test_floor_and_ceil_enclose_the_rounded_value(value: Fraction) -> None:
    assert floor(value) <= round_half_even(value) <= ceil(value)
    assert abs(round_half_even(value) - value) <= Fraction(1, 2)
