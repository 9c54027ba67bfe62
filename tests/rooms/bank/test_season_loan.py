"""The Green Team's loan as the golden season has it, to the cent. Figures: SEASON.md, table "Loan"."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from commonwork.bank import queries
from commonwork.books import queries as book_queries
from commonwork.rules.money import show_minor
from tests.rooms.bank import make
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.season_world)]


def test_each_quarter_of_the_season_comes_out_to_the_cent() -> None:
    world = make.world()
    loan = make.season(world)
    found = [
        (
            str(row.quarter),
            row.quarter.surplus_minor,
            row.quarter.interest_minor,
            row.quarter.due_minor,
            row.interest_paid_minor,
            row.principal_paid_minor,
            row.interest_owed_minor,
            row.principal_minor,
        )
        for row in queries.rows(loan)
    ]
    assert found == [
        ("Q2 2016", -103333, 11397, 0, 0, 0, 11397, 1_200_000),
        ("Q3 2016", 63489, 24197, 31744, 31744, 0, 3850, 1_200_000),
        ("Q4 2016", 311550, 24197, 155775, 28047, 127728, 0, 1_072_272),
        ("Q1 2017", 220500, 21152, 110250, 0, 0, 21152, 1_072_272),
    ]
    standing = queries.position(loan)
    assert (standing.due_minor, standing.due_on) == (110250, date(2017, 4, 1))


def test_the_loan_agrees_with_the_published_answers_row_by_row(published: Path) -> None:
    answers = json.loads((published / "jackson" / "season-expected.json").read_text())["loan"]["rows"]
    loan = make.season(make.world())
    rows = queries.rows(loan)
    assert len(rows) == len(answers) == 4
    for row, answer in zip(rows, answers, strict=True):
        quarter = row.quarter
        assert [
            show_minor(amount, "USD")
            for amount in (
                quarter.surplus_minor,
                quarter.interest_minor,
                quarter.share_minor,
                quarter.due_minor,
            )
        ] == [answer["surplus"], answer["interest_accrued"], answer["share_of_surplus"], answer["due"]]
        assert [quarter.starts_on, quarter.ends_on, quarter.due_on] == [
            date.fromisoformat(answer[name]) for name in ("starts_on", "ends_before", "due_on")
        ]
        assert show_minor(row.paid_minor, "USD") == (answer["paid"] or "0.00")
        assert show_minor(row.interest_owed_minor, "USD") == answer["interest_owed"]
        assert show_minor(row.principal_minor, "USD") == answer["principal_balance"]


def test_the_proof_is_shown_twice_and_the_honest_one_is_stricter() -> None:
    loan = make.season(make.world())
    proof = queries.proof(loan, queries.rows(loan))
    assert proof is not None
    # 634.89 + 3,115.50 = 3,750.39, half 1,875.19; net of the loss of 1,033.33: 2,717.06, half 1,358.53.
    assert (proof.positive.cumulative_surplus_minor, proof.positive.limit_minor) == (375039, 187519)
    assert (proof.positive.cumulative_interest_minor, proof.positive.cumulative_paid_minor) == (59791, 187519)
    assert proof.positive.is_all_within
    assert (proof.net.cumulative_surplus_minor, proof.net.limit_minor) == (271706, 135853)
    assert proof.net.is_interest_within and not proof.net.is_all_within


def test_after_the_third_quarter_the_net_proof_fails_and_the_page_can_say_so() -> None:
    loan = make.season(make.world())
    proof = queries.proof(loan, queries.rows(loan, on=date(2016, 12, 30)))
    assert proof is not None
    assert (proof.net.cumulative_surplus_minor, proof.net.limit_minor) == (-39844, 0)
    assert not proof.net.is_interest_within and proof.positive.is_all_within


@begins_in(make.season_world)
def test_both_books_mirror_the_loan_and_agree_with_its_own_rows() -> None:
    world = make.world()
    loan = make.season(world)
    # Bank at the season's end: 60,000 - 12,000 + 317.44 + 1,557.75 = 49,875.19.
    expected = {"1000": 4_987_519, "1200": 1_072_272, "1210": 21152, "3410": -6_000_000, "4300": -80943}
    assert {code: book_queries.balance(world.bank, code) for code in expected} == expected
    standing = queries.position(loan)
    for bank_account, coop_account, own in (
        ("1200", "2100", standing.principal_minor),
        ("1210", "2110", standing.interest_owed_minor),
    ):
        assert book_queries.balance(world.bank, bank_account, party=loan.key) == own
        assert book_queries.balance(world.coop, coop_account, party=loan.key) == -own
    assert book_queries.balance(world.coop, "5400", party=loan.key) == 80943  # 809.43 in all


def test_a_loan_seen_as_of_a_day_is_the_loan_of_that_day() -> None:
    loan = make.season(make.world())
    standing = queries.position(loan, on=date(2016, 11, 30))
    assert (standing.principal_minor, standing.interest_owed_minor, standing.due_minor) == (
        1_200_000,
        3850,
        0,
    )
    before_the_second_draw = queries.position(loan, on=date(2016, 6, 14))
    assert (before_the_second_draw.drawn_minor, before_the_second_draw.interest_owed_minor) == (800_000, 0)


@begins_in(make.season_world)
def test_the_last_quarter_asks_for_interest_before_principal() -> None:
    world = make.world()
    loan = make.season(world)
    make.paid(world, loan, date(2017, 4, 1), 110250)
    last = queries.rows(loan)[-1]
    # 1,102.50 = 211.52 interest + 890.98 principal; 10,722.72 - 890.98 = 9,831.74.
    assert (last.interest_paid_minor, last.principal_paid_minor, last.principal_minor) == (
        21152,
        89098,
        983174,
    )
    assert Decimal(last.open_minor) == 0
