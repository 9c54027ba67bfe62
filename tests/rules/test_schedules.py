"""Conventional schedules, day counts and the yearly rate, against published answers."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commonwork.rules.loans import apr, schedule
from commonwork.rules.loans.day_count import DAY_COUNTS, DayCount, year_fraction
from commonwork.rules.reckon import rule_named
from commonwork.site.reckon_command import parsed


def months(count: int, first: date = date(2024, 1, 1)) -> list[schedule.Period]:
    days = [
        date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1)
        for n in range(count + 1)
    ]
    return list(pairwise(days))


def test_level_schedules_agree_row_by_row_with_the_published_ones(published: Path) -> None:
    cases = parsed((published / "bank" / "level-schedules.json").read_bytes())
    assert len(cases) >= 2
    for case in cases:
        assert rule_named("loan-schedule").reckon(case)["rows"] == case["rows"]


def test_yearly_rates_agree_with_appendix_j(published: Path) -> None:
    cases = parsed((published / "bank" / "regz-appendix-j.json").read_bytes())["cases"]
    assert len(cases) >= 6
    for case in cases:
        assert Decimal(rule_named("apr").reckon(case)["apr"]) == case["apr"], case["id"]


def test_a_conventional_loan_of_36_months_costs_what_is_published() -> None:
    """domain.json C: 40,000 at 8 % over 36 months: 1,253.45 a month."""
    rows = schedule.rows(
        principal_minor=4_000_000,
        annual_rate_percent=Fraction(8),
        kind="level",
        day_count="30/360",
        periods=months(36),
    )
    assert {row.payment_minor for row in rows[:-1]} == {125_345}
    assert rows[0].interest_minor == 26_667  # 40,000 x 8 % / 12 = 266.666...


def test_equal_principal_and_interest_only_follow_by_hand() -> None:
    """1,000.00 at 12 %, three months of 30/360 (1 % each): thirds are 333.33, 333.33, 333.34."""
    terms: dict[str, Any] = {
        "principal_minor": 100_000,
        "annual_rate_percent": Fraction(12),
        "day_count": "30/360",
        "periods": months(3),
    }
    equal = schedule.rows(kind="equal_principal", **terms)
    assert [(row.interest_minor, row.principal_minor) for row in equal] == [
        (1000, 33_333),
        (667, 33_333),  # 666.67 at 1 % is 6.6667
        (333, 33_334),  # 333.34 at 1 % is 3.3334
    ]
    only = schedule.rows(kind="interest_only", **terms)
    assert [(row.interest_minor, row.principal_minor) for row in only] == [
        (1000, 0),
        (1000, 0),
        (1000, 100_000),
    ]


def test_a_tiny_loan_is_never_overpaid() -> None:
    """5 cents in 8 level payments: 0.625 of a cent rounds to 1, so five rows pay it and three pay nothing."""
    rows = schedule.rows(
        principal_minor=5,
        annual_rate_percent=Fraction(0),
        kind="level",
        day_count="30/360",
        periods=months(8),
    )
    assert [row.principal_minor for row in rows] == [1, 1, 1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "fraction"),
    [  # ISDA, "EMU and market conventions" (1998): actual/actual, section 2.2
        ("2003-11-01", "2004-05-01", Fraction(61, 365) + Fraction(121, 366)),
        ("1999-02-01", "1999-07-01", Fraction(150, 365)),
        ("1999-07-01", "2000-07-01", Fraction(184, 365) + Fraction(182, 366)),
        ("2002-08-15", "2003-07-15", Fraction(334, 365)),
        ("1999-07-30", "2000-01-30", Fraction(155, 365) + Fraction(29, 366)),
        ("2019-12-31", "2022-01-02", Fraction(1, 365) + 2 + Fraction(1, 365)),
    ],
)
def test_actual_actual_follows_the_isda_examples(starts_on: str, ends_on: str, fraction: Fraction) -> None:
    found = year_fraction("actual/actual", date.fromisoformat(starts_on), date.fromisoformat(ends_on))
    assert found == fraction


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "days"),
    [  # bond basis: 360 x years + 30 x months + days, a 31st as 30 where the rule says so
        ("2024-01-01", "2024-02-01", 30),
        ("2024-01-15", "2025-01-15", 360),
        ("2024-01-31", "2024-02-29", 29),
        ("2024-01-30", "2024-03-31", 60),
        ("2024-01-29", "2024-03-31", 62),
        ("2024-02-29", "2024-03-31", 32),
    ],
)
def test_30_360_counts_months_of_thirty_days(starts_on: str, ends_on: str, days: int) -> None:
    found = year_fraction("30/360", date.fromisoformat(starts_on), date.fromisoformat(ends_on))
    assert found == Fraction(days, 360)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.lists(st.integers(1, 800), min_size=2, max_size=4))
def test_actual_day_counts_of_parts_add_up_to_the_whole(start: date, lengths: list[int]) -> None:
    days = [start]
    for length in lengths:
        days.append(days[-1] + timedelta(days=length))
    counts: tuple[DayCount, ...] = ("actual/365", "actual/360", "actual/actual")
    for count in counts:
        parts = [year_fraction(count, *pair) for pair in pairwise(days)]
        assert sum(parts) == year_fraction(count, days[0], days[-1])


@given(
    st.integers(0, 10**9),
    st.fractions(0, 40, max_denominator=1000),
    st.sampled_from(schedule.KINDS),
    st.sampled_from(DAY_COUNTS),
    st.integers(1, 60),
)
def test_a_schedule_pays_the_principal_exactly(
    principal: int, rate: Fraction, kind: schedule.Kind, day_count: DayCount, count: int
) -> None:
    rows = schedule.rows(
        principal_minor=principal,
        annual_rate_percent=rate,
        kind=kind,
        day_count=day_count,
        periods=months(count),
    )
    assert sum(row.principal_minor for row in rows) == principal
    assert rows[-1].balance_minor == 0
    assert all(0 <= row.balance_minor <= principal for row in rows)
    assert [row.due_on for row in rows] == [end for _, end in months(count)]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"periods": []}, schedule.NoPeriods),
        ({"periods": [(date(2024, 1, 1), date(2024, 1, 1))]}, schedule.PeriodsOutOfOrder),
        ({"periods": months(3)[::-1]}, schedule.PeriodsOutOfOrder),
        ({"periods": months(3)[::2]}, schedule.PeriodsOutOfOrder),
        ({"principal_minor": -1}, schedule.ScheduleTermsNegative),
        ({"annual_rate_percent": Fraction(-1)}, schedule.ScheduleTermsNegative),
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused(changed: dict[str, Any], refusal: type[Exception]) -> None:
    sound: dict[str, Any] = {
        "principal_minor": 100,
        "annual_rate_percent": Fraction(1),
        "kind": "level",
        "day_count": "30/360",
        "periods": months(3),
    }
    with pytest.raises(refusal):
        schedule.rows(**{**sound, **changed})


def rate_of(**changed: Any) -> int:
    sound: dict[str, Any] = {
        "advance_minor": 100_000,
        "payments": [(108_000, 1)],
        "periods_per_year": Fraction(1),
        "whole_periods": 1,
        "odd_part": Fraction(0),
    }
    return apr.rate_percent_hundredths(**{**sound, **changed})


def test_a_single_payment_gives_its_rate_exactly() -> None:
    """1,000 now, 1,080 in a year: 8 %; in a unit period of 255 days: 8 % x 365 / 255 = 11.4509..."""
    assert rate_of() == 800
    assert rate_of(periods_per_year=Fraction(365, 255)) == 1145


@pytest.mark.parametrize(
    ("paid", "hundredths"), [(101_125, 112), (101_135, 114), (101_126, 113), (100_000, 0)]
)
def test_a_rate_on_the_half_is_rounded_to_the_even_hundredth(paid: int, hundredths: int) -> None:
    """1.125 % -> 1.12, 1.135 % -> 1.14: exactly on the half, with no error of a float to decide it."""
    assert rate_of(payments=[(paid, 1)]) == hundredths


@given(
    st.integers(100, 10**8),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 12)), min_size=1, max_size=4),
    st.integers(1, 4),
    st.fractions(0, 1, max_denominator=30),
    st.sampled_from([1, 6, 12, 24, 26, 52]),
)
def test_the_rate_makes_the_payments_worth_the_advance(
    advance: int, payments: list[tuple[int, int]], whole: int, odd: Fraction, per_year: int
) -> None:
    assume(sum(amount * count for amount, count in payments) >= advance)
    try:
        found = rate_of(
            advance_minor=advance,
            payments=payments,
            periods_per_year=Fraction(per_year),
            whole_periods=whole,
            odd_part=odd,
        )
    except apr.NoYearlyRate:
        return

    def worth(hundredths: Fraction) -> Fraction:
        rate = hundredths / 10_000 / per_year
        amounts = [amount for amount, count in payments for _ in range(count)]
        return sum(
            (Fraction(amount) / (1 + rate) ** (whole + j) for j, amount in enumerate(amounts)), Fraction(0)
        ) / (1 + odd * rate)

    assert worth(found + Fraction(1, 2)) <= advance
    assert found == 0 or worth(found - Fraction(1, 2)) >= advance


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"advance_minor": 0}, apr.AdvanceNotPositive),
        ({"payments": [(99_999, 1)]}, apr.PaymentsTooLow),
        ({"payments": []}, apr.PaymentsTooLow),
        ({"payments": [(100, 5_000)]}, apr.TooManyPayments),
        ({"payments": [(100_001, 0)]}, apr.TermsImpossible),
        ({"payments": [(-1, 1), (200_000, 1)]}, apr.TermsImpossible),
        ({"periods_per_year": Fraction(0)}, apr.TermsImpossible),
        ({"whole_periods": -1}, apr.TermsImpossible),
        ({"odd_part": Fraction(-1)}, apr.TermsImpossible),
        ({"whole_periods": 0}, apr.NoYearlyRate),
    ],
)
def test_payments_without_a_yearly_rate_are_refused(
    changed: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        rate_of(**changed)
