"""The feasibility model: a bakery worked by hand, statements that tie for any plan, and refusals at their field."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from commonwork.rules.feasibility.assumptions import CASES, MONTHS
from commonwork.rules.feasibility.figures import figures, sources_and_uses
from commonwork.rules.feasibility.gauges import break_even, debt_service_cover
from commonwork.rules.feasibility.projection import project
from commonwork.rules.feasibility.sensitivity import LEVERS, tornado
from commonwork.rules.feasibility.simulation import simulate
from commonwork.rules.money import round_half_even
from commonwork.rules.readiness import Score, readiness
from commonwork.rules.reckon.feasibility import plan_of
from commonwork.rules.refusal import Refusal
from tests.rules.plans import BAKERY, PLANS


def test_the_golden_gauges_agree(published: Path) -> None:
    golden = json.loads((published / "golden" / "domain.json").read_text())["N"]
    found = break_even(fixed=6500, price=45, unit_cost=18)
    assert (found.units, found.sales_minor) == (golden["breakeven_units"], 1083333)
    cover = debt_service_cover(net_income=18000, interest=3200, depreciation=4000, principal=13200)
    assert round_half_even(cover * 100) == 154 and golden["dscr"] == "1.54"


def test_the_first_month_of_the_bakery_is_as_reckoned_by_hand() -> None:
    """Sales 100 x 10; bread 100 x 4; work 50 h x 5; rent 150; licence 250; oven 3600 / 36 = 100."""
    of = project(plan_of(BAKERY))
    month = {line: amounts[0] for line, amounts in of.income.items()}
    assert month == {
        "sales": 100_000, "unit_costs": 40_000, "wages": 25_000, "payroll_tax": 0, "fixed_costs": 15_000,
        "start_expenses": 25_000, "depreciation": 10_000, "member_interest": 0, "fund_interest": 0, "tax": 0,
        "surplus": -15_000,
    }  # fmt: skip
    cash = {line: amounts[0] for line, amounts in of.cash.items() if amounts[0]}
    assert cash == {  # customers pay a month later; suppliers get half of 550 now
        "to_suppliers": -27_500, "to_workers": -25_000, "start_expenses": -25_000, "equipment": -360_000,
        "equity": 150_000, "grant": 100_000, "fund_loan": 200_000, "change": 12_500, "closing": 12_500,
    }  # fmt: skip
    assert {line: amounts[0] for line, amounts in of.balance.items()} == {
        "cash": 12_500, "receivables": 100_000, "equipment": 350_000, "payables": 27_500, "tax_owed": 0,
        "interest_owed": 0, "member_loans": 0, "fund_loan": 200_000, "equity": 150_000, "grant": 100_000,
        "kept_surplus": -15_000,
    }  # fmt: skip


def test_the_loan_of_the_bakery_is_paid_from_surplus_only() -> None:
    """Quarter 1: -150 + 100 + 100 = 50 to share, so 25.00 is paid, all on the 40.00 of interest.
    Quarter 2: 300 to share, 150.00: 15.00 + 40.00 of interest and 95.00 of principal."""
    of = project(plan_of(BAKERY))
    assert of.income["fund_interest"][:6] == (0, 0, 4_000, 0, 0, 4_000)
    assert of.cash["interest"][:6] == (0, 0, -2_500, 0, 0, -5_500)
    assert of.cash["fund_loan_repaid"][:6] == (0, 0, 0, 0, 0, -9_500)
    assert of.balance["interest_owed"][:6] == (0, 0, 1_500, 1_500, 1_500, 0)


def test_the_figures_of_the_bakery_are_as_reckoned_by_hand() -> None:
    """Break-even: (150 + 100) / (10 - 4 - 2.50) = 71.4 loaves. Trading cash of month 1: -525; month 2: +200."""
    plan = plan_of(BAKERY)
    read = figures(plan, project(plan))
    first = read.years[0]
    assert first.break_even is not None
    assert (first.break_even.units, first.break_even.sales_minor) == (72, 71_429)
    assert first.jobs_hundredths == 31  # 50 hours of 160 a month
    # before wages: 796.04 + 3,000.00 = 3,796.04; a full job: 12 x 160 x 5.00 = 9,600.00
    assert first.payable_hundredths == 39
    assert (read.working_capital_minor, read.working_capital_month) == (52_500, 1)
    assert (read.needed_minor, read.sources_minor, read.short_minor) == (437_500, 450_000, 0)
    assert (read.first_surplus_month, read.lowest_cash_month) == (2, 1)
    assert sources_and_uses(plan) == (
        {"equity": 150_000, "member_loans": 0, "grant": 100_000, "fund_loan": 200_000, "missing": 0},
        {"equipment": 360_000, "start_expenses": 25_000, "working_capital": 65_000},
    )


def test_the_jobs_that_sales_can_pay_follow_price_and_living_wage() -> None:
    """At 11.00 a loaf year 1 has 1,200.00 more; half of each quarter's more goes to the loan, not to its interest. A job
    at a living wage of 10.00 takes 19,200.00 a year."""
    dearer = {**BAKERY, "products": [{**BAKERY["products"][0], "price": "11.00"}]}
    year = figures(plan_of(dearer), project(plan_of(dearer))).years[0]
    left = year.income["surplus"] + 300_000
    assert year.payable_hundredths == left * 100 // 960_000 > 39
    fair = plan_of({**BAKERY, "living_wage": "10.00"})
    assert figures(fair, project(fair)).years[0].payable_hundredths == 379_604 * 100 // 1_920_000 == 19
    unpaid = plan_of({**BAKERY, "wage": "0.00"})
    assert figures(unpaid, project(unpaid)).years[0].payable_hundredths is None


@settings(max_examples=60, deadline=None)
@given(PLANS)
def test_all_three_statements_tie_in_every_month_and_case(given_plan: dict[str, Any]) -> None:
    plan = plan_of(given_plan)
    sources, uses = sources_and_uses(plan)
    assert sum(sources.values()) == sum(uses.values())
    for name in CASES:
        of = project(plan, name)
        assert of.ties()
        for at in range(MONTHS):
            assets = sum(of.balance[line][at] for line in ("cash", "receivables", "equipment"))
            owed = sum(of.balance[line][at] for line in ("payables", "tax_owed", "interest_owed"))
            lent = of.balance["member_loans"][at] + of.balance["fund_loan"][at]
            own = sum(of.balance[line][at] for line in ("equity", "grant", "kept_surplus"))
            assert assets == owed + lent + own
        paid = -sum(of.cash["fund_loan_repaid"]) - sum(of.cash["interest"])
        assert paid >= 0 and min(of.balance["fund_loan"]) >= 0 and min(of.balance["receivables"]) >= 0


def test_a_statement_that_lost_a_cent_does_not_tie() -> None:
    of = project(plan_of(BAKERY))
    cash = list(of.cash["closing"])
    cash[20] += 1
    assert of.ties()
    assert not replace(of, balance={**of.balance, "cash": tuple(cash)}).ties()


def test_the_price_matters_most_and_every_lever_is_told() -> None:
    plan = plan_of(BAKERY)
    swings = tornado(plan)
    assert {swing.lever for swing in swings} == set(LEVERS)
    assert swings[0].lever == "price_bp" and swings[0].lower_minor < 0 < swings[0].higher_minor
    widths = [swing.width_minor for swing in swings]
    assert widths == sorted(widths, reverse=True)


def test_without_chance_the_simulation_agrees_with_the_statements() -> None:
    given_plan = {**BAKERY, "tax_bp": 500, "member_loans": "900.00", "member_loan_months": 24}
    given_plan |= {"member_loan_bp": 300, "member_loan_grace_months": 3}
    plan = plan_of(given_plan)
    exact = project(plan).cash["closing"]
    found = simulate(plan, seed=5, paths=20, noise_bp=0).cash[50]
    assert max(abs(near - true) for near, true in zip(found, exact, strict=True)) <= 200


def test_the_same_seed_gives_the_same_paths_and_a_worse_case_hurts() -> None:
    plan = plan_of({**BAKERY, "cases": {"worst": {"volume_bp": 7000}}})
    assert simulate(plan, seed=3, paths=500) == simulate(plan, seed=3, paths=500)
    assert simulate(plan, seed=3, paths=500) != simulate(plan, seed=4, paths=500)
    hopeful = simulate(plan_of(BAKERY), seed=3, paths=500)
    assert simulate(plan, seed=3, paths=500).surplus[50] < hopeful.surplus[50]


REFUSED = [
    ({"products": []}, "products"),
    ({"products": [{**BAKERY["products"][0], "price": "-1"}]}, "products[0].price"),
    ({"products": [{**BAKERY["products"][0], "units": [0, 0, 0]}]}, "products[0].units"),
    ({"products": [{**BAKERY["products"][0], "units": [1]}]}, "products[0].units"),
    ({"products": [{**BAKERY["products"][0], "season_bp": [0] * 12}]}, "products[0].season_bp"),
    ({"products": BAKERY["products"] * 2}, "products"),
    ({"equity_cap": "499.99"}, "equity_per_member"),
    ({"receivable_days": 121}, "receivable_days"),
    ({"cases": {"worst": {"more_days": -31}}}, "receivable_days"),
    ({"payable_days": 121}, "payable_days"),
    ({"member_loans": "5"}, "member_loan_months"),
    ({"members": 0}, "members"),
    ({"full_time_hours": 0}, "full_time_hours"),
    ({"wage": "-2"}, "wage"),
    ({"fixed_costs": [{"key": "rent", "amount": 1, "from_month": 37}]}, "fixed_costs[0].from_month"),
]


@pytest.mark.parametrize(("changed", "field"), REFUSED, ids=lambda value: str(value)[:40])
def test_bad_assumptions_are_named_at_their_field(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as caught:
        plan_of({**BAKERY, **changed})
    assert (caught.value.field or caught.value.figures["field"]) == field


def test_readiness_counts_only_reviewers_without_a_conflict() -> None:
    told = [Score(Fraction(3)), Score(Fraction(4)), Score(Fraction(1), has_conflict=True)]
    asked: dict[str, Any] = {"reviews_needed": 2, "scores": told}
    assert readiness(least_score=Fraction(7, 2), **asked).is_ready  # (3 + 4) / 2
    assert not readiness(least_score=Fraction(18, 5), **asked).is_ready
    assert readiness(least_score=1, reviews_needed=3, scores=told).missing_reviews == 1
    assert readiness(members=3, holders=3, holders_needed=0).is_ready
    assert readiness(members=3, holders=1, holders_needed=2).missing_holders == 1
    assert readiness(members=3, holders_needed=None).is_ready
