"""Loans paid from surplus never take more than their share; interest is simple and rounded once."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.rules.loans import interest
from commonwork.rules.loans.due import Paid, ShareOutOfRange, due, prove, share_of_surplus
from commonwork.rules.loans.surplus_share import LoanTermsNegative, Mode, Row, cost_of_surplus, life
from commonwork.site.reckon_command import parsed

SURPLUSES = [-300_000, 0, 400_000, 1_000_000, 1_600_000, 2_200_000, 2_400_000, 2_400_000]


def vector_c(mode: Mode, **changed: Any) -> list[Row]:
    """DOMAIN.md 3: 40,000 at 8 %, half of each quarter's surplus."""
    terms: dict[str, Any] = {"principal_minor": 4_000_000, "annual_rate_bp": 800, "share_bp": 5000}
    return life(**{**terms, "periods_per_year": 4, "surpluses_minor": SURPLUSES, "mode": mode, **changed})


@pytest.mark.parametrize("mode", ["accrue", "pause"])
def test_the_worked_loan_is_paid_as_published(published: Path, mode: Mode) -> None:
    answer = parsed((published / "golden" / "domain.json").read_bytes())[f"C_loan_{mode}"]
    rows = vector_c(mode)
    for row, figures in zip(rows, answer["rows"], strict=True):
        assert [
            row.surplus_minor,
            row.interest_accrued_minor,
            row.interest_paid_minor,
            row.principal_paid_minor,
            row.paid_minor,
            row.interest_owed_minor,
            row.balance_minor,
        ] == [Decimal(figure) * 100 for figure in figures[1:]]
    assert sum(row.interest_paid_minor for row in rows) == Decimal(answer["interest"]) * 100
    assert round(cost_of_surplus(rows), 4) == Fraction(answer["cost_ratio"])


def test_a_carried_loss_is_made_good_before_a_surplus_is_shared() -> None:
    """-3,000, 0, 4,000: of 4,000 the first 3,000 refill the loss; half of the remaining 1,000 is 500."""
    rows = vector_c("accrue", is_carrying_losses=True)
    assert [row.paid_minor for row in rows[:4]] == [0, 0, 50_000, 500_000]


def test_a_later_loss_is_carried_too() -> None:
    """10,000 (pay 5,000), -4,000, 3,000 (all refills), 6,000: 1,000 refills, half of 5,000 is 2,500."""
    rows = vector_c("pause", surpluses_minor=[1_000_000, -400_000, 300_000, 600_000], is_carrying_losses=True)
    assert [row.paid_minor for row in rows] == [500_000, 0, 0, 250_000]
    assert [row.interest_accrued_minor > 0 for row in rows] == [True, False, False, True]


def test_a_paid_loan_goes_on_with_zeros() -> None:
    rows = vector_c("accrue", principal_minor=100_000, surpluses_minor=[1_000_000, 1_000_000])
    assert [(row.paid_minor, row.balance_minor) for row in rows] == [(102_000, 0), (0, 0)]


@given(
    st.integers(0, 10**8),
    st.integers(0, 3000),
    st.integers(0, 10_000),
    st.sampled_from(["accrue", "pause"]),
    st.booleans(),
    st.lists(st.integers(-(10**7), 10**7), max_size=24),
)
def test_a_loan_never_takes_more_than_its_share(
    principal: int, rate_bp: int, share_bp: int, mode: Mode, carries: bool, surpluses: list[int]
) -> None:
    rows = life(
        principal_minor=principal,
        annual_rate_bp=rate_bp,
        share_bp=share_bp,
        periods_per_year=12,
        surpluses_minor=surpluses,
        mode=mode,
        is_carrying_losses=carries,
    )
    accrued = paid_interest = paid_principal = net = 0
    highest_net = 0
    for row in rows:
        accrued += row.interest_accrued_minor
        paid_interest += row.interest_paid_minor
        paid_principal += row.principal_paid_minor
        net += row.surplus_minor
        highest_net = max(highest_net, net)
        assert row.paid_minor * 10_000 <= max(0, row.surplus_minor) * share_bp
        assert min(row.balance_minor, row.interest_owed_minor) >= 0
        assert row.principal_paid_minor == 0 or row.interest_owed_minor == 0  # interest first
        assert (accrued - paid_interest, principal - paid_principal) == (
            row.interest_owed_minor,
            row.balance_minor,
        )
        if carries:
            assert (paid_interest + paid_principal) * 10_000 <= highest_net * share_bp
    paid = [Paid(row.surplus_minor, row.interest_paid_minor, row.principal_paid_minor) for row in rows]
    assert all(proof.positive.is_all_within for proof in prove(periods=paid, share_bp=share_bp))


def test_terms_that_make_no_loan_are_refused() -> None:
    for changed in ({"principal_minor": -1}, {"annual_rate_bp": -1}, {"periods_per_year": 0}):
        with pytest.raises(LoanTermsNegative):
            vector_c("accrue", **changed)
    for share_bp in (-1, 10_001):
        with pytest.raises(ShareOutOfRange):
            share_of_surplus(surplus_minor=1, share_bp=share_bp)


def test_a_payment_is_at_most_what_is_owed_interest_first() -> None:
    assert due(surplus_minor=10**9, share_bp=5000, interest_owed_minor=5, principal_minor=7).total_minor == 12
    small = due(surplus_minor=7, share_bp=5000, interest_owed_minor=5, principal_minor=7)
    assert (small.interest_minor, small.principal_minor) == (3, 0)  # half of 7 cents, rounded down


def test_interest_is_rounded_once_a_quarter() -> None:
    """SEASON.md (a): 57 days of 8,000 are 99.945..., 16 of 4,000 14.027...: 113.97, not 99.95 + 14.03."""
    first, second = interest.Stretch(800_000, 57), interest.Stretch(400_000, 16)
    assert interest.for_period(over=[first, second], annual_rate_bp=800) == 11397
    assert sum(interest.for_period(over=[part], annual_rate_bp=800) for part in (first, second)) == 11398


def test_a_payment_stops_its_principal_from_its_day() -> None:
    found = interest.stretches(
        movements=[
            interest.Movement(date(2016, 1, 10), 1000),
            interest.Movement(date(2016, 3, 1), -400),
            interest.Movement(date(2016, 3, 30), -600),
            interest.Movement(date(2016, 3, 30), 600),
            interest.Movement(date(2016, 4, 1), 5000),
        ],
        starts_on=date(2016, 2, 1),
        ends_before=date(2016, 4, 1),
    )
    assert found == [interest.Stretch(1000, 29), interest.Stretch(600, 31)]  # February 2016 has 29 days


def test_days_after_the_last_cent_is_paid_bear_no_interest() -> None:
    found = interest.stretches(
        movements=[
            interest.Movement(date(2016, 2, 1), 1000),
            interest.Movement(date(2016, 2, 11), -1000),
            interest.Movement(date(2016, 2, 15), 3),
            interest.Movement(date(2016, 2, 15), -3),
            interest.Movement(date(2016, 2, 21), 1000),
        ],
        starts_on=date(2016, 2, 1),
        ends_before=date(2016, 3, 1),
    )
    assert found == [interest.Stretch(1000, 10), interest.Stretch(1000, 9)]


def test_paying_back_more_than_was_drawn_is_refused() -> None:
    movements = [interest.Movement(date(2016, 2, 1), 1000), interest.Movement(date(2016, 2, 2), -1001)]
    with pytest.raises(interest.PrincipalNegative, match="On 2016-02-02"):
        interest.stretches(movements=movements, starts_on=date(2016, 1, 1), ends_before=date(2016, 3, 1))


@given(st.lists(st.tuples(st.integers(0, 120), st.integers(1, 10**6)), max_size=10), st.integers(0, 120))
def test_interest_over_a_period_is_the_sum_of_its_days(draws: list[tuple[int, int]], start: int) -> None:
    """The day-by-day reading of the rule: principal at the end of each day x rate / 365."""
    origin = date(2016, 1, 1)
    movements = [interest.Movement(origin + timedelta(days=day), amount) for day, amount in draws]
    starts_on = origin + timedelta(days=start)
    over = interest.stretches(
        movements=movements, starts_on=starts_on, ends_before=starts_on + timedelta(days=30)
    )
    by_day = sum(
        sum(amount for day, amount in draws if day <= start + offset) * Fraction(800, 10_000 * 365)
        for offset in range(30)
    )
    assert interest.exact(over=over, annual_rate_bp=800) == by_day
