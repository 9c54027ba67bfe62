"""Every figure of the golden season that a pure rule gives, against the published answers."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commonwork.rules import budget_approval, depreciation, dues, patronage
from commonwork.rules.loans import interest
from commonwork.rules.loans.due import Paid, due, prove
from commonwork.rules.money import show_minor
from commonwork.rules.surplus import SurplusSplit, split_surplus
from tests.rules import season as golden
from tests.rules.season import COOPS, Season, cents


@pytest.fixture(scope="module")
def season(published: Path) -> Season:
    return golden.read(published)


def shown(minor: int) -> str:
    return show_minor(minor, "USD")


def split_of(season: Season, coop: str) -> SurplusSplit:
    worked, members = season.paid_hours_2016(coop), season.members(coop)
    return split_surplus(
        surplus_minor=cents(season.answers["year_end"]["coops"][coop]["result"]),
        member_labour=sum((hours for person, hours in worked.items() if person in members), Decimal()),
        other_labour=sum((hours for person, hours in worked.items() if person not in members), Decimal()),
        parts_bp=season.parts_bp,
    )


@pytest.mark.parametrize("coop", COOPS)
def test_a_co_op_splits_its_surplus_as_published(season: Season, coop: str) -> None:
    answer = season.answers["year_end"]["coops"][coop]
    split = split_of(season, coop)
    assert shown(split.patronage_sourced_minor) == answer["patronage_sourced"]
    assert shown(split.non_patronage_minor) == answer["non_patronage"]
    assert {key: shown(part) for key, part in split.parts.items()} == answer["parts"]
    to_reserve = split.parts["indivisible_reserve"] + split.non_patronage_minor
    assert shown(to_reserve) == answer["to_indivisible_reserve"]


@pytest.mark.parametrize("coop", COOPS)
def test_a_co_op_allocates_patronage_as_published(season: Season, coop: str) -> None:
    answer = season.answers["year_end"]["coops"][coop]
    members = season.members(coop)
    worked = {person: hours for person, hours in season.paid_hours_2016(coop).items() if person in members}
    allocations = patronage.allocate(
        pool_minor=split_of(season, coop).parts["individual"],
        patronage=patronage.weights(basis=season.policies["patronage_basis"], hours=worked),
        cash_bp=season.policies["patronage_cash_bp"],
    )
    assert {
        member: (shown(share.total_minor), shown(share.cash_minor), shown(share.retained_minor))
        for member, share in allocations.items()
    } == {
        member: (row["allocation"], row["cash"], row["retained"]) for member, row in answer["members"].items()
    }
    assert shown(sum(share.cash_minor for share in allocations.values())) == answer["totals"]["cash"]
    assert shown(sum(share.retained_minor for share in allocations.values())) == answer["totals"]["retained"]


def quarters(season: Season) -> Iterator[tuple[dict[str, Any], list[interest.Stretch], int, int]]:
    """Each published quarter with its stretches, its interest and the interest owed after it, as rules give
    them.

    Payments move the principal on the first day after the quarter; the last quarter is not paid in the
    season.
    """
    movements = [
        interest.Movement(
            draw["on"] if isinstance(draw["on"], date) else date.fromisoformat(draw["on"]),
            cents(draw["amount"]),
        )
        for draw in season.inputs["loan"]["draw"]
    ]
    owed = 0
    for row in season.answers["loan"]["rows"]:
        starts_on, ends_before = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_before"])
        over = interest.stretches(movements=movements, starts_on=starts_on, ends_before=ends_before)
        accrued = interest.for_period(over=over, annual_rate_bp=season.policies["loan_annual_rate_bp"])
        owed += accrued
        yield row, over, accrued, owed
        payment = due(
            surplus_minor=cents(row["surplus"]),
            share_bp=season.policies["loan_share_bp"],
            interest_owed_minor=owed,
            principal_minor=sum(movement.principal_minor for movement in movements),
        )
        owed -= payment.interest_minor
        movements.append(interest.Movement(ends_before, -payment.principal_minor))


def test_the_loan_accrues_interest_once_a_quarter_on_the_days_published(season: Season) -> None:
    seen = [
        (
            [(shown(stretch.principal_minor), stretch.days) for stretch in over],
            shown(accrued),
            shown(owed),
        )
        for _, over, accrued, owed in quarters(season)
    ]
    assert seen == [
        (
            [(stretch["principal"], stretch["days"]) for stretch in row["interest_days"]],
            row["interest_accrued"],
            row["interest_owed_before_payment"],
        )
        for row in season.answers["loan"]["rows"]
    ]
    assert len(seen) == 4


def test_the_loan_asks_for_the_payments_published(season: Season) -> None:
    for row, _, _, owed in quarters(season):
        payment = due(
            surplus_minor=cents(row["surplus"]),
            share_bp=season.policies["loan_share_bp"],
            interest_owed_minor=owed,
            principal_minor=cents(row["principal_before_payment"]),
        )
        assert shown(payment.share_minor) == row["share_of_surplus"]
        assert shown(payment.total_minor) == row["due"]
        if row["paid"] is not None:
            assert shown(payment.interest_minor) == row["interest_paid"]
            assert shown(payment.principal_minor) == row["principal_paid"]
            assert shown(owed - payment.interest_minor) == row["interest_owed"]
            left = cents(row["principal_before_payment"]) - payment.principal_minor
            assert shown(left) == row["principal_balance"]
        else:  # SEASON.md: interest part 211.52, principal part 890.98
            assert (payment.interest_minor, payment.principal_minor) == (21152, 89098)


def test_the_proof_of_non_extraction_is_shown_twice_as_published(season: Season) -> None:
    rows = [row for row in season.answers["loan"]["rows"] if row["paid"] is not None]
    proofs = prove(
        share_bp=season.policies["loan_share_bp"],
        periods=[
            Paid(cents(row["surplus"]), cents(row["interest_paid"]), cents(row["principal_paid"]))
            for row in rows
        ],
    )
    for row, proof in zip(rows, proofs, strict=True):
        for side, name in ((proof.positive, "check_positive"), (proof.net, "check_net")):
            assert {
                "cumulative_surplus": shown(side.cumulative_surplus_minor),
                "half": shown(side.limit_minor),
                "cumulative_interest_paid": shown(side.cumulative_interest_minor),
                "cumulative_paid": shown(side.cumulative_paid_minor),
                "interest_within_half": side.is_interest_within,
                "all_within_half": side.is_all_within,
            } == row[name]


@pytest.mark.parametrize("coop", ["freedom_farm", "nubias"])
def test_dues_are_the_minimum_published(season: Season, coop: str) -> None:
    answer = season.answers["dues"][coop]
    wages = sum(
        cents(row["member_wages"]) + cents(row["other_wages"])
        for row in season.sales
        if row["coop"] == coop and row["month"] < "2017-01"
    )
    assert shown(wages) == answer["wages"]
    owed = dues.yearly(
        base_minor=wages,
        rate_bp=season.policies["dues_rate_bp"],
        minimum_minor=cents(season.policies["dues_minimum"]),
    )
    assert (shown(owed.at_rate_minor), shown(owed.due_minor)) == (answer["at_rate"], answer["due"])


def test_equipment_loses_the_value_published(season: Season) -> None:
    """1510 in the trial balances: a posting each month end, each the step of the rounded running total."""
    for stage, last in (
        ("on_2016-06-30", date(2016, 6, 1)),
        ("before_closing", date(2016, 12, 1)),
        ("end", date(2017, 3, 1)),
    ):
        for item in season.inputs["equipment"]:
            first = date.fromisoformat(f"{item['depreciate_from']}-01")
            posted, month = 0, first
            while month <= last:
                posted += depreciation.charge(
                    cost_minor=cents(item["cost"]),
                    life_months=item["months"],
                    months_used=depreciation.months_so_far(first_month=first, month=month),
                    posted_minor=posted,
                )
                month = (month + timedelta(days=31)).replace(day=1)
            balances = season.answers["trial_balances"][stage][item["book"]]["balances"]
            assert shown(-posted) == balances["1510"]


def test_the_assembly_funds_what_is_published(season: Season) -> None:
    answer = season.answers["assembly"]
    proposals = {row["proposal"]: cents(row["cost"]) for row in answer["steps"]}
    approvals = budget_approval.tally(ballots=season.ballots, proposals=proposals)
    assert approvals == answer["approvals"]
    budget = budget_approval.whole_units_down(cents(answer["solidarity_fund"]))
    assert shown(budget) == answer["budget"]
    steps = budget_approval.decide(budget_minor=budget, approvals=approvals, costs_minor=proposals)
    assert [
        (step.key, step.approvals, shown(step.cost_minor), shown(step.left_before_minor), step.is_funded)
        for step in steps
    ] == [
        (row["proposal"], row["approvals"], row["cost"], row["left_before"], row["funded"])
        for row in answer["steps"]
    ]
