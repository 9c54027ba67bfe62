"""What turns out different later: the loan is replayed, only the difference is posted, rows and books agree."""

from datetime import date
from typing import Any

import pytest

from commonwork.bank import queries
from commonwork.bank.actions import corrections, lock, payments, quarters, statements
from commonwork.bank.models import Loan, LoanEvent, Payment, Quarter
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.books.actions import periods
from commonwork.record.models import Fact
from commonwork.record.queries import tell
from tests.rooms.bank import make
from tests.rooms.bank.snapshot import everything
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.drawn_world)]
TODAY = date(2017, 4, 3)
Q4 = date(2016, 10, 1)


def restate(world: make.World, loan: Loan, starts_on: date, surplus_minor: int, **more: Any) -> Loan:
    quarter = Quarter.objects.get(loan=loan, starts_on=starts_on)
    arguments = {"note": "A late invoice.", **world.at(TODAY), **more}
    return corrections.restate(quarter=quarter, surplus_minor=surplus_minor, **arguments)


def agree(world: make.World, loan: Loan) -> None:
    """The loan's own rows, its replay and both books say the same."""
    standing = queries.position(loan)
    for bank_account, coop_account, own in (
        ("1200", "2100", standing.principal_minor),
        ("1210", "2110", standing.interest_owed_minor),
        ("2130", "1130", -standing.held_minor),
    ):
        assert book_queries.balance(world.bank, bank_account, party=loan.key) == own
        assert book_queries.balance(world.coop, coop_account, party=loan.key) == -own


@begins_in(make.season_world)
def test_a_corrected_third_quarter_replays_the_loan_and_posts_only_the_difference() -> None:
    """Q4 2016, the third quarter of the loan, made 2,000.00 instead of 3,115.50: 1,000.00 was due, 1,557.75 was paid.

    1,000.00 takes 280.47 of interest and 719.53 of the loan; 557.75 is held. In Q1 2017 interest runs on 12,000.00 less
    719.53 less 557.75 = 10,722.72, as before: 211.52. Of the surplus of 2,205.00 half, 1,102.50, is due on 1 April 2017;
    557.75 that is held goes to it, 211.52 of it interest. Still due: 544.75.
    """
    world = make.world()
    loan = make.season(world)
    restate(world, loan, Q4, 200_000)
    fact = Fact.objects.get(kind="bank.quarter.corrected")
    posted = [(entry.book.key, entry.effective_on, entry.kind) for entry in book_queries.entries_of(fact)]
    assert sorted(posted) == [
        ("bank", date(2017, 1, 1), "bank.correction"),
        ("bank", date(2017, 4, 1), "bank.correction"),
        ("green_team", date(2017, 1, 1), "bank.correction"),
        ("green_team", date(2017, 4, 1), "bank.correction"),
    ]
    standing = queries.position(loan)
    assert (standing.due_minor, standing.held_minor, standing.interest_owed_minor) == (54_475, 0, 0)
    assert standing.principal_minor == 1_200_000 - 71_953 - (55_775 - 21_152)
    assert book_queries.balance(world.bank, "2130", on=date(2017, 1, 1), party=loan.key) == -55_775
    assert queries.position(loan, on=date(2017, 1, 1)).held_minor == 55_775
    assert book_queries.balance(world.bank, "1000") == 4_987_519, "no money moved"
    agree(world, loan)
    event = LoanEvent.objects.get()
    assert (event.before_minor, event.after_minor) == (311_550, 200_000)
    assert tell([fact])[0].sentence == (
        "The surplus of Q4 2016 on “Truck loan” was corrected to $2,000.00. Only the difference was posted."
    )


@begins_in(make.season_world)
def test_correcting_it_back_leaves_the_books_as_they_were() -> None:
    world = make.world()
    loan = make.season(world)
    accounts = ("1000", "1200", "1210", "2130", "4300")
    before = [book_queries.balance(world.bank, code) for code in accounts]
    rows = queries.rows(loan)
    restate(world, loan, Q4, 200_000)
    restate(world, loan, Q4, 311_550)
    assert [book_queries.balance(world.bank, code) for code in accounts] == before
    assert queries.rows(loan) == rows


@begins_in(make.season_world)
def test_a_loss_corrected_to_a_surplus_asks_for_its_share_and_moves_no_money() -> None:
    world = make.world()
    loan = make.season(world)
    restate(world, loan, date(2016, 4, 1), 100_000)
    assert queries.position(loan).due_minor == 50_000 + 110_250
    assert not book_queries.entries_of(Fact.objects.get(kind="bank.quarter.corrected"))
    agree(world, loan)


@begins_in(make.plain_world)
def test_a_quarter_that_rested_runs_its_interest_once_corrected() -> None:
    world = make.world(loan_mode="pause")
    loan = make.closed(world, make.drawn(world), date(2016, 7, 1))
    restate(world, loan, date(2016, 4, 1), 100_000)
    assert book_queries.balance(world.bank, "1210", on=date(2016, 6, 30), party=loan.key) == 11_397
    agree(world, loan)


@begins_in(make.season_world)
def test_what_falls_into_closed_days_is_posted_on_the_first_open_one() -> None:
    world = make.world()
    loan = make.season(world)
    periods.close(organisation=world.coop, ends_on=date(2017, 1, 2), **world.at(TODAY, by="iris"))
    restate(world, loan, Q4, 200_000)
    entries = book_queries.entries_of(Fact.objects.get(kind="bank.quarter.corrected"))
    assert {entry.effective_on for entry in entries} == {date(2017, 1, 2), date(2017, 4, 1)}
    agree(world, loan)


@begins_in(make.season_world)
def test_the_same_figure_again_is_no_correction() -> None:
    world = make.world()
    loan = make.season(world)
    with pytest.raises(corrections.NothingToCorrect, match=r"says \$3,115.50 already"):
        restate(world, loan, Q4, 311_550)


@begins_in(make.season_world)
def test_a_correction_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make.world()
    loan = make.season(world)
    before = everything()

    def broken(**_arguments: Any) -> None:
        raise RuntimeError("the books are on fire")

    monkeypatch.setattr(books, "post_mirrored", broken)
    with pytest.raises(RuntimeError, match=r"on fire"):
        restate(world, loan, Q4, 200_000)
    assert everything() == before


@begins_in(make.season_world)
def test_a_payment_that_came_earlier_saves_the_interest_since() -> None:
    """A payment of 200.00 on the due of 1 April 2017 is ordinary; the same dated 1 February is above what was due then."""
    world = make.world()
    loan = make.season(world)
    with pytest.raises(payments.MoreThanIsOwed):
        corrections.back_date(
            loan=loan, on=date(2017, 5, 1), amount_minor=110_251, **world.at(date(2017, 5, 1))
        )
    corrections.back_date(loan=loan, on=date(2017, 2, 1), amount_minor=20_000, **world.at(TODAY))
    # 200.00 is held from 1 February, so 59 days of it cost nothing: 211.52 becomes 208.93 (10,722.72 x 31 and 10,522.72
    # x 59 days at 8 %: 72.86 + 136.08 = 208.93).
    quarter = Quarter.objects.get(starts_on=date(2017, 1, 1))
    assert quarter.interest_minor == 20_893
    assert queries.position(loan).due_minor == 110_250 - 20_000
    agree(world, loan)


@begins_in(make.season_world)
def test_a_payment_taken_back_is_due_again() -> None:
    world = make.world()
    loan = make.season(world)
    payment = Payment.objects.get(amount_minor=155_775)
    corrections.take_back(payment=payment, note="The check had no cover.", **world.at(TODAY))
    assert queries.position(loan).due_minor == 155_775 + 110_250
    assert book_queries.balance(world.bank, "1000") == 4_987_519 - 155_775
    agree(world, loan)
    with pytest.raises(corrections.TakenBackAlready):
        corrections.take_back(payment=payment, note="Again.", **world.at(TODAY))


def test_what_is_held_can_go_back_to_the_co_op_and_no_more() -> None:
    world = make.world()
    loan = make.closed(world, make.drawn(world), date(2016, 7, 1), 100_000)
    make.paid(world, loan, date(2016, 7, 1), 50_000)
    restate(world, loan, date(2016, 4, 1), 40_000, **world.at(date(2016, 7, 5)))
    day = date(2016, 7, 6)
    with pytest.raises(corrections.LessIsHeld, match=r"\$300.00 is held"):
        corrections.give_back(loan=loan, on=day, amount_minor=30_001, **world.at(day))
    corrections.give_back(loan=loan, on=day, amount_minor=30_000, **world.at(day))
    assert queries.position(loan).held_minor == 0
    assert book_queries.balance(world.bank, "1000") == 6_000_000 - 1_200_000 + 20_000
    agree(world, loan)


@begins_in(make.season_world)
def test_a_day_in_a_closed_period_or_to_come_is_refused() -> None:
    world = make.world()
    loan = make.season(world)
    periods.close(organisation=world.bank, ends_on=date(2017, 2, 1), **world.at(TODAY))
    with pytest.raises(books.entries.PeriodIsClosed):
        corrections.back_date(loan=loan, on=date(2017, 1, 31), amount_minor=100, **world.at(TODAY))
    with pytest.raises(lock.StillToCome):
        corrections.back_date(loan=loan, on=date(2017, 4, 4), amount_minor=100, **world.at(TODAY))


def test_a_statement_filed_by_figures_decides_the_quarter_instead_of_the_books() -> None:
    """5,000.00 of income less 2,000.00 of costs, 2,400.00 of wages and 100.00 of reserve leaves 500.00; half is due."""
    world = make.world()
    loan = make.drawn(world)
    day = date(2016, 7, 5)
    figures = {
        "income_minor": 500_000,
        "costs_minor": 200_000,
        "wages_minor": 240_000,
        "reserve_minor": 10_000,
    }
    statements.file(loan=loan, ends_on=date(2016, 7, 1), **figures, **world.at(day, by="iris"))
    quarters.close(loan=loan, ends_on=date(2016, 7, 1), **world.at(day))
    quarter = Quarter.objects.get()
    assert (quarter.surplus_minor, quarter.due_minor, quarter.due_on) == (50_000, 25_000, day)


def test_a_borrower_with_its_books_elsewhere_files_first_and_only_the_bank_s_book_moves() -> None:
    world = make.world()
    loan = make.drawn(world)
    Loan.objects.filter(pk=loan.pk).update(borrower=_elsewhere(world))
    loan.refresh_from_db()
    day = date(2016, 7, 5)
    with pytest.raises(quarters.StatementMissing, match=r"keeps its books elsewhere"):
        quarters.close(loan=loan, ends_on=date(2016, 7, 1), **world.at(day))
    statements.file(loan=loan, ends_on=date(2016, 7, 1), income_minor=100_000, **world.at(day, by="iris"))
    quarters.close(loan=loan, ends_on=date(2016, 7, 1), **world.at(day))
    (entry,) = book_queries.entries_of(Fact.objects.get(kind="bank.quarter.closed"))
    assert entry.book.key == "bank"


def _elsewhere(world: make.World) -> Any:
    from commonwork.registry.actions import organisations

    return organisations.record(
        name="Sister co-op", kind="co-op", key="sister", by=make.SYSTEM, at=world.at(make.DAY_ONE)["at"]
    )


def test_a_statement_out_of_turn_or_below_zero_is_refused() -> None:
    world = make.world()
    loan = make.drawn(world)
    day = date(2016, 10, 5)
    with pytest.raises(statements.NotTheNextQuarter, match=r"Q2 2016"):
        statements.file(loan=loan, ends_on=date(2016, 10, 1), **world.at(day, by="iris"))
    with pytest.raises(statements.AmountBelowZero):
        statements.file(loan=loan, ends_on=date(2016, 7, 1), income_minor=-1, **world.at(day, by="iris"))
