"""What the bank asks of whom, the figures for the loop, and the read API."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from commonwork.bank import api, queries
from commonwork.bank.actions import loans
from tests.rooms.bank import make
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.plain_world)]
APRIL_1 = date(2017, 4, 1)


def needed(world: make.World, key: str, on: date) -> list[tuple[str, date | None, str]]:
    return [
        (need.title.partition(":")[0], need.due_on, need.href)
        for need in queries.needs(make.account(world, key), on)
    ]


@begins_in(make.season_world)
def test_the_officer_is_asked_for_the_payment_that_is_due() -> None:
    world = make.world()
    make.season(world)
    assert needed(world, "lena", APRIL_1) == [
        ("Record the payment", APRIL_1, "/bank/loans/green_team_1/pay/")
    ]
    need = queries.needs(make.account(world, "lena"), APRIL_1)[0]
    assert (need.title, need.reason) == (
        "Record the payment: Truck loan, The Green Team",
        "$1,102.50 is due from the last surplus.",
    )


@begins_in(make.season_world)
def test_the_treasurer_is_asked_to_send_it_and_others_of_the_coop_are_not() -> None:
    world = make.world()
    make.season(world)
    assert needed(world, "iris", date(2017, 3, 31)) == [
        ("Send the payment", APRIL_1, "/bank/loans/green_team_1/")
    ]
    assert (
        needed(world, "jonah", APRIL_1)
        == needed(world, "emil", APRIL_1)
        == needed(world, "omar", APRIL_1)
        == []
    )


def test_the_committee_is_asked_to_vote_until_it_has() -> None:
    world = make.world()
    loan = make.asked(world)
    assert needed(world, "yuri", APRIL_1) == [("Vote", None, "/bank/loans/green_team_1/vote/")]
    make.voted(world, loan, "yes", "yes")
    assert needed(world, "yuri", APRIL_1) == [] and needed(world, "zora", APRIL_1) != []


@begins_in(make.approved_world)
def test_the_officer_is_asked_to_agree_and_to_close_a_quarter_that_is_over() -> None:
    world = make.world()
    loan = make.approved(world)
    assert [need[0] for need in needed(world, "lena", date(2016, 4, 26))] == ["Agree on the terms"]
    make.drawn(world, make.agreed(world, loan))
    assert needed(world, "lena", date(2016, 6, 29)) == []
    assert needed(world, "lena", date(2016, 6, 30)) == [
        ("Close the quarter", date(2016, 7, 1), "/bank/loans/green_team_1/close-quarter/")
    ]


@begins_in(make.season_world)
def test_what_was_lent_in_a_period_is_a_list_that_sums_to_it() -> None:
    world = make.world()
    make.season(world)
    lent = queries.lent(date(2016, 5, 5), date(2016, 6, 15))
    assert (lent.total_minor, lent.loans_count, [draw.on for draw in lent.draws]) == (
        800_000,
        1,
        [date(2016, 5, 5)],
    )
    assert queries.lent(date(2016, 1, 1), date(2017, 4, 1)).total_minor == 1_200_000
    assert (queries.at_work(date(2016, 12, 31)), queries.at_work(APRIL_1)) == (1_200_000, 1_072_272)
    assert queries.loans_count(date(2016, 5, 4)) == 0 and queries.loans_count(APRIL_1) == 1
    assert [coop.key for coop in queries.coops_financed(APRIL_1)] == ["green_team"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (APRIL_1, (date(2016, 4, 2), date(2017, 4, 2))),
        (date(2030, 1, 1), (date(2015, 6, 16), date(2016, 6, 16))),  # nothing then: the year of the last draw
    ],
)
@begins_in(make.drawn_world)
def test_the_year_shown_has_something_lent_in_it(on: date, expected: tuple[date, date]) -> None:
    world = make.world()
    make.drawn(world)
    assert queries.lending_year(on) == expected


def test_a_year_until_the_28th_of_a_leap_february_is_a_year() -> None:
    make.world()
    assert queries.lending_year(date(2016, 2, 28)) == (date(2015, 2, 28), date(2016, 2, 29))


@begins_in(make.agreed_world)
def test_the_fund_counts_promises_before_it_promises_again() -> None:
    world = make.world()
    make.agreed(world)
    fund = queries.fund_position(APRIL_1)
    assert (fund.given_minor, fund.lent_minor, fund.promised_minor) == (6_000_000, 0, 1_200_000)
    assert (fund.held_minor, fund.available_minor) == (6_000_000, 4_800_000)


@begins_in(make.season_world)
def test_programs_read_the_public_figures_and_no_names(rf: Any) -> None:
    world = make.world()
    loan = make.season(world)
    figures = api.figures(rf.get("/"))
    assert (figures.lent, figures.at_work, figures.available) == ("12000.00", "10722.72", "49277.28")
    assert api.loans(rf.get("/")) == []
    assert {row.borrower for row in api.lent(rf.get("/"), date(2016, 1, 1), APRIL_1)} == {""}
    loans.set_public(loan=loan, is_public=True, **world.at(APRIL_1, by="iris"))
    assert [(row.key, row.owed) for row in api.loans(rf.get("/"))] == [("green_team_1", "10722.72")]


@begins_in(None)
def test_the_face_of_a_network_without_a_bank_is_not_found(client: Client) -> None:
    assert client.get("/bank/").status_code == 404
