"""quarters.close: interest runs, the surplus is stated, and what is due follows from it."""

from datetime import date
from typing import Any

import pytest

from commonwork.bank import queries
from commonwork.bank.actions import lock, quarters
from commonwork.bank.models import Loan, Quarter
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.record.models import Fact
from commonwork.record.queries import tell
from tests.rooms.bank import make
from tests.rooms.bank.snapshot import everything
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.drawn_world)]
JULY_1, OCTOBER_1 = date(2016, 7, 1), date(2016, 10, 1)


def close(world: make.World, loan: Loan, ends_on: date, at: date, **more: Any) -> Loan:
    return quarters.close(loan=loan, ends_on=ends_on, **world.at(at), **more)


def test_a_quarter_with_a_loss_asks_for_nothing_and_says_so_calmly() -> None:
    world = make.world()
    loan = make.closed(world, make.drawn(world), JULY_1)
    quarter = Quarter.objects.get()
    # 57 days of 8,000 and 16 of 4,000 at 8 %: 99.945 + 14.027 = 113.97 (SEASON.md, bite a).
    assert (quarter.surplus_minor, quarter.interest_minor, quarter.due_minor) == (-103333, 11397, 0)
    fact = Fact.objects.get(kind="bank.quarter.paused")
    assert tell([fact])[0].sentence == (
        "“Truck loan” of The Green Team paused in Q2 2016: no surplus to share, nothing is due."
    )
    assert queries.position(loan).due_on is None


def test_interest_is_posted_on_the_last_day_in_both_books() -> None:
    world = make.world()
    make.closed(world, make.drawn(world), JULY_1)
    for organisation, account, amount in (
        (world.bank, "1210", 11397),
        (world.bank, "4300", -11397),
        (world.coop, "5400", 11397),
        (world.coop, "2110", -11397),
    ):
        assert book_queries.balance(organisation, account, on=date(2016, 6, 29)) == 0
        assert book_queries.parties(organisation, account, on=date(2016, 6, 30)) == {"green_team_1": amount}


def test_the_loans_own_interest_is_no_cost_in_the_surplus() -> None:
    world = make.world()
    loan = make.closed(world, make.drawn(world), JULY_1)
    assert book_queries.result(world.coop, starts_on=date(2016, 4, 1), ends_on=JULY_1) == -103333 - 11397
    assert loan.quarters.get().surplus_minor == -103333


def test_half_of_an_odd_surplus_is_rounded_down() -> None:
    world = make.world()
    loan = make.drawn(world)
    make.closed(world, loan, JULY_1)
    make.closed(world, loan, OCTOBER_1)
    quarter = loan.quarters.get(starts_on=JULY_1)
    assert (quarter.surplus_minor, quarter.share_minor, quarter.due_minor) == (63489, 31744, 31744)  # 317.445
    fact = Fact.objects.get(kind="bank.quarter.closed")
    assert tell([fact])[0].sentence == (
        "The Green Team made $634.89 in Q3 2016; $317.44 of it is due on “Truck loan”."
    )


def test_a_late_statement_is_no_late_payment() -> None:
    world = make.world()
    loan = make.drawn(world)
    make.trade(world, JULY_1, 100_000)
    close(world, loan, JULY_1, date(2016, 7, 20))
    quarter = loan.quarters.get()
    assert (quarter.stated_on, quarter.due_on) == (date(2016, 7, 20), date(2016, 7, 20))
    assert book_queries.balance(world.bank, "1210", on=date(2016, 6, 30)) == 11397


@begins_in(make.plain_world)
def test_a_paused_loan_rests_its_interest_when_the_agreement_says_so() -> None:
    world = make.world(loan_mode="pause")
    loan = make.drawn(world)
    make.closed(world, loan, JULY_1)  # a loss
    make.closed(world, loan, OCTOBER_1)  # a surplus
    assert [quarter.interest_minor for quarter in loan.quarters.order_by("starts_on")] == [0, 24197]
    assert book_queries.balance(world.bank, "4300") == -24197


@begins_in(make.plain_world)
def test_a_year_of_360_days_costs_more() -> None:
    world = make.world(loan_day_count="actual/360")
    loan = make.closed(world, make.drawn(world), JULY_1)
    # (8,000 x 41 + 12,000 x 16) x 8 % / 360 = 520,000 x 0.08 / 360 = 115.5555...
    assert loan.quarters.get().interest_minor == 11556


def test_what_is_still_due_is_not_asked_for_twice() -> None:
    world = make.world()
    loan = make.drawn(world)
    make.closed(world, loan, JULY_1, 3_000_000)  # half is 15,000; owed are 12,000 + 113.97
    assert queries.position(loan).due_minor == 1_211_397
    make.closed(world, loan, OCTOBER_1, 3_000_000)
    # Half of the second surplus is 15,000 too, but only 241.97 is not asked for yet.
    assert loan.quarters.get(starts_on=JULY_1).due_minor == 24197
    assert queries.position(loan).due_minor == queries.position(loan).owed_minor == 1_235_594


@pytest.mark.parametrize(
    ("ends_on", "at", "refusal"),
    [
        (date(2016, 6, 30), date(2016, 7, 5), quarters.NotAQuarter),
        (date(2016, 4, 1), date(2016, 7, 5), quarters.NothingDrawn),
        (OCTOBER_1, date(2016, 10, 5), quarters.EarlierQuarterOpen),
        (JULY_1, date(2016, 6, 29), quarters.QuarterNotOver),
    ],
)
def test_a_quarter_out_of_turn_is_refused(ends_on: date, at: date, refusal: type[Exception]) -> None:
    world = make.world()
    loan = make.drawn(world)
    with pytest.raises(refusal):
        close(world, loan, ends_on, at)
    assert not Quarter.objects.exists()


def test_a_quarter_closes_once() -> None:
    world = make.world()
    loan = make.closed(world, make.drawn(world), JULY_1)
    with pytest.raises(quarters.QuarterIsClosed, match="Q2 2016 is closed already"):
        close(world, loan, JULY_1, date(2016, 7, 2))


@begins_in(make.agreed_world)
def test_a_loan_nobody_drew_on_has_no_quarters() -> None:
    world = make.world()
    with pytest.raises(quarters.NothingDrawn):
        close(world, make.agreed(world), JULY_1, JULY_1)
    with pytest.raises(lock.NotAtThisStage):
        close(world, make.asked(world), JULY_1, JULY_1)


def test_pressing_twice_closes_once() -> None:
    world = make.world()
    loan = make.drawn(world)
    make.trade(world, JULY_1)
    for _press in range(2):
        close(world, loan, JULY_1, JULY_1, once="one")
    assert Quarter.objects.count() == 1 and book_queries.balance(world.bank, "4300") == -11397


def test_a_quarter_whose_entries_fail_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make.world()
    loan = make.drawn(world)
    make.trade(world, JULY_1)
    before = everything()

    def broken(**_arguments: Any) -> None:
        raise RuntimeError("the books are on fire")

    monkeypatch.setattr(books, "post_mirrored", broken)
    with pytest.raises(RuntimeError, match="on fire"):
        close(world, loan, JULY_1, JULY_1)
    assert everything() == before
