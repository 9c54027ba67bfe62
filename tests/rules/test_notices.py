"""Notices, Form 1099-PATR and paying out old allocations: by hand (DOMAIN 1.2, 1.3) and by property."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.rules import patronage_notice as notices
from commonwork.rules.reckon import rule_named
from commonwork.rules.redemption import Lot, NothingToRedeem, capped, oldest_first

ADA = {"cash": "5200.00", "retained": "7800.00", "paid_on": "2026-09-15"}  # golden A, patron A


def reckon(**changed: Any) -> dict[str, Any]:
    return dict(rule_named("notice-1099-patr").reckon(ADA | changed))


def test_the_worked_example_is_qualified_income_of_the_year_of_payment() -> None:
    """Golden A: 5,200 cash + 7,800 kept = 13,000; fiscal 2025 paid in September 2026 is on the form of 2026."""
    found = reckon(year_end="2025-12-31")
    assert (found["box_1"], found["box_4"], found["box_5"]) == ("13000.00", "0.00", "0.00")
    assert (found["form_year"], found["copy_by"], found["e_file_by"]) == (2026, "2027-01-31", "2027-03-31")
    assert (found["pay_by"], found["is_in_time"], found["is_filed"]) == ("2026-09-15", True, True)
    assert reckon(paid_on="2026-09-16", year_end="2025-12-31")["is_in_time"] is False


def test_without_consent_or_enough_cash_only_the_cash_counts_now() -> None:
    """20 % of 13,000.00 is 2,600.00: a cent less and the notice is nonqualified."""
    assert reckon(has_consent=False)["box_1"] == "5200.00"
    assert reckon(cash="2600.00", retained="10400.00")["box_1"] == "13000.00"
    assert reckon(cash="2599.99", retained="10400.01")["box_1"] == "2599.99"


def test_ten_dollars_are_filed_and_a_cent_less_only_when_tax_was_withheld() -> None:
    assert reckon(cash="10.00", retained="0")["is_filed"] is True
    assert reckon(cash="9.99", retained="0")["is_filed"] is False
    assert reckon(cash="9.99", retained="0", withheld="2.40")["is_filed"] is True
    assert reckon(cash="0", retained="0", floor="0")["is_filed"] is False


def test_a_redeemed_nonqualified_notice_stands_in_box_5() -> None:
    found = reckon(cash="0", retained="0", redeemed="7800.00")
    assert (found["box_1"], found["box_5"], found["is_filed"]) == ("0.00", "7800.00", True)


def test_amounts_that_make_no_sense_are_refused() -> None:
    with pytest.raises(notices.WithheldAboveCash):
        reckon(withheld="5200.01")
    with pytest.raises(notices.AmountBelowZero):
        notices.boxes(cash_minor=-1, qualified_minor=0, floor_minor=0)
    with pytest.raises(notices.AmountBelowZero):
        notices.is_qualified(cash_minor=1, retained_minor=-1, has_consent=True, least_cash_bp=0)
    with pytest.raises(notices.PaidTooLate):
        notices.filing(paid_on=date.max)


def test_nothing_is_not_paid_out() -> None:
    with pytest.raises(NothingToRedeem):
        oldest_first(lots=[Lot(2016, "ada", 100)], amount_minor=0)


LOTS = st.lists(
    st.builds(Lot, st.integers(2010, 2016), st.sampled_from("abcde"), st.integers(0, 10**6)),
    unique_by=lambda lot: (lot.year, lot.member),
)


@given(LOTS, st.integers(1, 10**7))
def test_older_years_are_paid_whole_before_younger_ones_get_a_cent(lots: list[Lot], amount: int) -> None:
    opened = {(lot.year, lot.member): lot.open_minor for lot in lots}
    parts = oldest_first(lots=lots, amount_minor=amount)
    assert sum(part.amount_minor for part in parts) == min(amount, sum(opened.values()))
    assert all(0 < part.amount_minor <= opened[part.year, part.member] for part in parts)
    last = max((part.year for part in parts), default=0)
    paid = {(part.year, part.member): part.amount_minor for part in parts}
    assert all(paid.get(lot, 0) == minor for lot, minor in opened.items() if lot[0] < last)


@given(LOTS, st.dictionaries(st.sampled_from("abcde"), st.integers(-(10**6), 10**6)))
def test_nobody_is_paid_more_than_the_account_holds(lots: list[Lot], balances: dict[str, int]) -> None:
    kept = capped(lots=lots, balances=balances)
    for member in "abcde":
        open_minor = sum(lot.open_minor for lot in lots if lot.member == member)
        assert sum(lot.open_minor for lot in kept if lot.member == member) == min(
            open_minor, max(0, balances.get(member, 0))
        )
