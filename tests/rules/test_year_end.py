"""Year's end by hand and by property: split, patronage, deadlines, dues, depreciation, capital accounts."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.rules import capital_account, depreciation, dues, patronage
from commonwork.rules.patronage_deadlines import YearTooLate, deadlines
from commonwork.rules.surplus import NoLabour, NoSurplus, PartsNotWhole, split_surplus

PARTS = {"individual": 6500, "indivisible_reserve": 2000, "education": 1000, "solidarity": 500}
HOURS = {"A": 2000, "B": 2000, "C": 1800, "D": 1600, "E": 1000, "F": 600}
WAGES = {"A": 20, "B": 18, "C": 18, "D": 16, "E": 16, "F": 15}


def test_the_worked_example_splits_100_000() -> None:
    """domain.json A: 9,000 of 10,000 hours are members'; 90,000 by 65, 20, 10 and 5 %."""
    split = split_surplus(surplus_minor=10_000_000, member_labour=9000, other_labour=1000, parts_bp=PARTS)
    assert (split.patronage_sourced_minor, split.non_patronage_minor) == (9_000_000, 1_000_000)
    assert split.parts == {
        "individual": 5_850_000,
        "indivisible_reserve": 1_800_000,
        "education": 900_000,
        "solidarity": 450_000,
    }


def test_the_worked_example_allocates_58_500_by_hours_and_by_hours_times_wage() -> None:
    """domain.json A: A 13,000 (5,200 cash, 7,800 retained); by hours x wage A 14,716.98, F 3,311.32."""
    by_hours = patronage.allocate(pool_minor=5_850_000, patronage=HOURS, cash_bp=4000)
    assert by_hours["A"] == patronage.Allocation(1_300_000, 520_000, 780_000)
    assert by_hours["F"] == patronage.Allocation(390_000, 156_000, 234_000)
    weighted = patronage.allocate(
        pool_minor=5_850_000,
        patronage=patronage.weights(basis="hours_x_wage", hours=HOURS, wages=WAGES),
        cash_bp=2000,
    )
    assert [share.total_minor for share in weighted.values()] == [
        1471698, 1324528, 1192076, 941887, 588679, 331132,
    ]  # fmt: skip


def test_a_surplus_of_zero_splits_into_zeros() -> None:
    split = split_surplus(surplus_minor=0, member_labour=1, other_labour=0, parts_bp=PARTS)
    assert set(split.parts.values()) == {0}


def test_an_odd_cent_between_equal_labours_goes_to_the_members() -> None:
    split = split_surplus(surplus_minor=101, member_labour=5, other_labour=5, parts_bp={"all": 10_000})
    assert (split.patronage_sourced_minor, split.non_patronage_minor) == (51, 50)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"surplus_minor": -1}, NoSurplus),
        ({"member_labour": 0, "other_labour": 0}, NoLabour),
        ({"parts_bp": {"individual": 9_999}}, PartsNotWhole),
        ({"parts_bp": {}}, PartsNotWhole),
    ],
)
def test_a_split_that_makes_no_sense_is_refused(changed: dict[str, Any], refusal: type[Exception]) -> None:
    sound: dict[str, Any] = {"surplus_minor": 100, "member_labour": 1, "other_labour": 0, "parts_bp": PARTS}
    with pytest.raises(refusal):
        split_surplus(**{**sound, **changed})


@given(
    st.integers(0, 10**12),
    st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.fractions(0, 3000), min_size=1).filter(
        lambda hours: any(hours.values())
    ),
    st.integers(0, 10_000),
)
def test_patronage_adds_up_and_cash_keeps_its_floor_for_each_member(
    pool: int, hours: dict[str, Fraction], cash_bp: int
) -> None:
    shares = patronage.allocate(pool_minor=pool, patronage=hours, cash_bp=cash_bp)
    assert sum(share.total_minor for share in shares.values()) == pool
    for share in shares.values():
        assert share.cash_minor + share.retained_minor == share.total_minor
        assert share.retained_minor >= 0
        assert 0 <= share.cash_minor * 10_000 - share.total_minor * cash_bp < 10_000


@pytest.mark.parametrize(
    ("year_end", "pay_by", "cash_by"),
    [
        ("2025-12-31", "2026-09-15", "2026-12-14"),  # domain.json I
        ("2026-06-30", "2027-03-15", "2027-06-13"),
        ("2026-09-30", "2027-06-15", "2027-09-13"),
        ("2024-02-29", "2024-11-15", "2025-02-13"),  # November 15 + 15 days + 31 + 31 + 13
        ("2026-03-31", "2026-12-15", "2027-03-15"),  # December 15 + 16 + 31 + 28 + 15
        ("2026-04-30", "2027-01-15", "2027-04-15"),  # January 15 + 16 + 28 + 31 + 15
    ],
)
def test_patronage_deadlines_follow_the_tax_year(year_end: str, pay_by: str, cash_by: str) -> None:
    found = deadlines(year_end=date.fromisoformat(year_end))
    assert (found.pay_by.isoformat(), found.cash_checks_by.isoformat()) == (pay_by, cash_by)


def test_a_year_at_the_end_of_the_calendar_has_no_deadlines() -> None:
    with pytest.raises(YearTooLate):
        deadlines(year_end=date(9999, 12, 31))


def test_dues_are_rounded_half_even_before_the_minimum_and_waived_last() -> None:
    """0.1 % of 250,050.00 is 250.05; of 5.00 half a cent; of 15.00 a cent and a half."""
    assert dues.yearly(base_minor=25_005_000, rate_bp=10, minimum_minor=20_000).due_minor == 25_005
    assert dues.yearly(base_minor=500, rate_bp=10).at_rate_minor == 0  # half a cent, to the even 0
    assert dues.yearly(base_minor=1500, rate_bp=10).at_rate_minor == 2  # one and a half, to the even 2
    assert dues.yearly(base_minor=10**9, rate_bp=10, minimum_minor=1, maximum_minor=300).due_minor == 300
    waived = dues.yearly(base_minor=10**9, rate_bp=10, minimum_minor=20_000, is_waived=True)
    assert (waived.at_rate_minor, waived.due_minor) == (10**6, 0)
    with pytest.raises(dues.MaximumBelowMinimum):
        dues.yearly(base_minor=1, rate_bp=10, minimum_minor=2, maximum_minor=1)
    with pytest.raises(dues.DuesTermsNegative):
        dues.yearly(base_minor=-1, rate_bp=10)


@given(st.integers(0, 10**10), st.integers(1, 240))
def test_depreciation_ends_at_the_cost_exactly(cost: int, life: int) -> None:
    posted = 0
    for month in range(1, life + 3):
        charge = depreciation.charge(
            cost_minor=cost, life_months=life, months_used=month, posted_minor=posted
        )
        assert abs(charge - Fraction(cost, life)) < 2 if month <= life else charge == 0
        posted += charge
    assert posted == cost


def test_a_capital_account_runs_as_worked_by_hand() -> None:
    """domain.json B: 5,000 + 200 interest + 7,800 retained = 13,000; loss 4,666.67 leaves 8,333.33."""
    rows = capital_account.running(
        opening_minor=500_000,
        movements=[
            capital_account.Movement(date(2027, 12, 31), "LOSS", 466_667),
            capital_account.Movement(date(2026, 12, 31), "INTEREST", 20_000),
            capital_account.Movement(date(2026, 12, 31), "PATRONAGE_QUALIFIED", 780_000),
        ],
    )
    assert [row.balance_minor for row in rows] == [520_000, 1_300_000, 833_333]


@pytest.mark.parametrize("amount", [466_667, -466_667])
def test_a_loss_lowers_the_account_whichever_sign_it_is_written_with(amount: int) -> None:
    movement = capital_account.Movement(date(2027, 12, 31), "loss", amount)
    assert capital_account.running(opening_minor=0, movements=[movement])[0].balance_minor == -466_667


def test_an_exit_note_pays_larger_parts_first() -> None:
    """domain.json B: 8,333.33 in five is 1,666.67 three times, then 1,666.66 twice."""
    assert capital_account.exit_note(balance_minor=833_333, instalments=5) == [166_667] * 3 + [166_666] * 2
    assert capital_account.exit_note(balance_minor=2, instalments=3) == [1, 1, 0]
    with pytest.raises(capital_account.NothingToPayOut):
        capital_account.exit_note(balance_minor=-1, instalments=1)
    with pytest.raises(capital_account.InstalmentsOutOfRange):
        capital_account.exit_note(balance_minor=1, instalments=0)
