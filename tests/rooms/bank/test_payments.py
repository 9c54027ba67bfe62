"""payments.record: interest first, never more than is due, in both books or in none."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from commonwork.bank import queries
from commonwork.bank.actions import loans, lock, payments
from commonwork.bank.models import Loan, Payment, PaymentPart
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.record.models import Fact
from commonwork.record.queries import tell
from tests.rooms.bank import make
from tests.rooms.bank.snapshot import everything
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.drawn_world)]
APRIL_1 = date(2017, 4, 1)
DUE = 110250


def record(world: make.World, loan: Loan, amount_minor: int = DUE, on: date = APRIL_1, **more: Any) -> Loan:
    return payments.record(loan=loan, amount_minor=amount_minor, on=on, **{**world.at(on), **more})


@begins_in(make.season_world)
def test_the_payment_of_april_moves_both_books_interest_first() -> None:
    world = make.world()
    record(world, make.season(world))
    fact = Fact.objects.filter(kind="bank.payment.recorded").latest("pk")
    bank, coop = book_queries.entries_of(fact)
    assert (bank.book.key, coop.book.key, bank.mirror) == ("bank", "green_team", coop.mirror)
    # 1,102.50 = 211.52 interest + 890.98 principal (season-expected.json, note of 2017-Q1).
    lines = {
        entry.book.key: {
            (p.account.code, p.party): p.amount_minor for p in entry.book.postings.filter(seq=entry.seq)
        }
        for entry in (bank, coop)
    }
    assert lines == {
        "bank": {("1000", ""): 110250, ("1210", "green_team_1"): -21152, ("1200", "green_team_1"): -89098},
        "green_team": {
            ("2110", "green_team_1"): 21152,
            ("2100", "green_team_1"): 89098,
            ("1000", ""): -110250,
        },
    }


@begins_in(make.season_world)
def test_the_receipt_tells_what_was_owed_before_and_after() -> None:
    world = make.world()
    record(world, make.season(world))
    fact = Fact.objects.filter(kind="bank.payment.recorded").latest("pk")
    assert fact.data["changes"] == [
        {"what": "interest_owed", "before_minor": 21152, "change_minor": -21152, "after_minor": 0},
        {"what": "loan_owed", "before_minor": 1_072_272, "change_minor": -89098, "after_minor": 983_174},
    ]
    told = tell([fact])[0]
    assert told.kind.receipt == "The payment is recorded"
    assert told.sentence == ("$1,102.50 came from The Green Team to Cooperative bank for “Truck loan”.")


@begins_in(make.season_world)
def test_a_second_payment_for_the_same_due_is_refused_in_words() -> None:
    world = make.world()
    loan = make.season(world)
    record(world, loan, once="one")
    with pytest.raises(payments.NothingIsDue, match="Nothing is due on this loan now"):
        record(world, loan, once="another form")
    assert Payment.objects.filter(on=APRIL_1).count() == 1


@begins_in(make.season_world)
def test_pressing_twice_records_once() -> None:
    world = make.world()
    loan = make.season(world)
    for _press in range(2):
        record(world, loan, once="one")
    assert Payment.objects.filter(on=APRIL_1).count() == 1
    assert book_queries.balance(world.bank, "1000") == 4_987_519 + DUE


@begins_in(make.season_world)
def test_part_of_a_due_can_be_paid_and_the_rest_later() -> None:
    world = make.world()
    loan = make.season(world)
    record(world, loan, 20000)
    record(world, loan, DUE - 20000)
    parts = PaymentPart.objects.filter(payment__on=APRIL_1).order_by("pk")
    assert list(parts.values_list("interest_minor", "principal_minor")) == [(20000, 0), (1152, 89098)]


@pytest.mark.parametrize(
    ("amount_minor", "on", "at", "refusal"),
    [
        (DUE + 1, APRIL_1, APRIL_1, payments.MoreThanIsDue),
        (0, APRIL_1, APRIL_1, loans.AmountNotPositive),
        (-1, APRIL_1, APRIL_1, loans.AmountNotPositive),
        (DUE, date(2017, 4, 2), APRIL_1, lock.StillToCome),
        (DUE, date(2016, 4, 27), APRIL_1, lock.BeforeTheLoan),
        (DUE, date(2017, 3, 31), APRIL_1, lock.AlreadyReckoned),
    ],
)
@begins_in(make.season_world)
def test_a_payment_that_cannot_be_is_refused(
    amount_minor: int, on: date, at: date, refusal: type[Exception]
) -> None:
    world = make.world()
    loan = make.season(world)
    before = everything()
    with pytest.raises(refusal):
        record(world, loan, amount_minor, on, **world.at(at))
    assert everything() == before


def test_a_payment_before_a_late_statement_is_refused() -> None:
    world = make.world()
    loan = make.drawn(world)
    make.trade(world, date(2016, 7, 1), 100_000)
    make.quarters.close(loan=loan, ends_on=date(2016, 7, 1), **world.at(date(2016, 7, 20)))
    with pytest.raises(payments.BeforeItIsDue, match="20 July 2016"):
        record(world, loan, 100, date(2016, 7, 19), **world.at(date(2016, 7, 21)))


@begins_in(make.season_world)
def test_a_payment_into_a_closed_period_is_refused() -> None:
    world = make.world()
    loan = make.season(world)
    book = book_queries.book_of(world.coop)
    assert book is not None
    type(book).objects.filter(pk=book.pk).update(closed_until=date(2017, 5, 1))
    before = everything()
    with pytest.raises(books.entries.PeriodIsClosed):
        record(world, loan)
    assert everything() == before


def test_nothing_due_makes_no_entry() -> None:
    world = make.world()
    loan = make.closed(world, make.drawn(world), date(2016, 7, 1))
    before = everything()
    with pytest.raises(payments.NothingIsDue):
        record(world, loan, 100, date(2016, 7, 1))
    assert everything() == before


def test_two_open_quarters_are_settled_the_older_first() -> None:
    world = make.world()
    loan = make.drawn(world)
    for ends_on in (date(2016, 7, 1), date(2016, 10, 1), date(2017, 1, 1)):
        make.closed(world, loan, ends_on)
    record(world, loan, 31744 + 100000, date(2017, 1, 1))
    rows = queries.rows(loan)
    # Interest owed is 113.97 + 2 x 241.97 = 597.91: all of it goes first.
    assert [(row.interest_paid_minor, row.principal_paid_minor, row.open_minor) for row in rows] == [
        (0, 0, 0),
        (31744, 0, 0),
        (59791 - 31744, 100000 - (59791 - 31744), 155775 - 100000),
    ]


def test_the_last_payment_ends_the_loan() -> None:
    world = make.world()
    loan = make.closed(world, make.drawn(world), date(2016, 7, 1), 3_000_000)
    loan = record(world, loan, 1_211_397, date(2016, 7, 1))  # 12,000 + 113.97, on the day after the quarter
    assert (loan.stage, loan.repaid_on) == (Loan.Stage.REPAID, date(2016, 7, 1))
    fact = Fact.objects.get(kind="bank.loan.repaid")
    assert tell([fact])[0].sentence == "The Green Team has paid back all of “Truck loan”."
    assert book_queries.parties(world.bank, "1200") == book_queries.parties(world.coop, "2110") == {}


def test_a_loan_paid_late_in_the_quarter_stays_open_for_the_interest_that_ran() -> None:
    world = make.world()
    loan = make.closed(world, make.drawn(world), date(2016, 7, 1), 3_000_000)
    loan = record(world, loan, 1_211_397, date(2016, 7, 11))
    assert loan.stage == Loan.Stage.REPAYING
    make.closed(world, loan, date(2016, 10, 1), 3_000_000)
    assert queries.position(loan).due_minor == 2630  # 10 days of 12,000 at 8 %: 26.30
    assert record(world, loan, 2630, date(2016, 10, 1)).stage == Loan.Stage.REPAID


@begins_in(make.season_world)
def test_a_payment_whose_entries_fail_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make.world()
    loan = make.season(world)
    before = everything()

    def broken(**_arguments: Any) -> None:
        raise RuntimeError("the books are on fire")

    monkeypatch.setattr(books, "post_mirrored", broken)
    with pytest.raises(RuntimeError, match="on fire"):
        record(world, loan, once="one")
    assert everything() == before


ENDS = [date(2016, 7, 1), date(2016, 10, 1), date(2017, 1, 1), date(2017, 4, 1)]


@pytest.fixture
def drawn() -> tuple[make.World, Loan]:
    """A loan drawn in two parts, on which every example begins anew."""
    world = make.world(exposure_limit_bp=10_000)
    return world, make.drawn(world)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(surpluses=[900_000] * 4, paid_bp=10_000)
@given(
    surpluses=st.lists(st.integers(-900_000, 900_000), min_size=4, max_size=4), paid_bp=st.integers(1, 10_000)
)
@begins_in(make.plain_world)
def test_no_loan_ever_takes_more_than_its_share(
    drawn: tuple[make.World, Loan], surpluses: list[int], paid_bp: int
) -> None:
    world, loan = drawn
    with transaction.atomic():
        for ends_on, surplus in zip(ENDS, surpluses, strict=True):
            make.closed(world, loan, ends_on, surplus)
            due = queries.position(loan).due_minor
            amount = due * paid_bp // 10_000
            if amount and make.paid(world, loan, ends_on, amount).stage == Loan.Stage.REPAID:
                break
        rows, standing = queries.rows(loan), queries.position(loan)
        assert sum(row.paid_minor for row in rows) <= sum(max(0, surplus) // 2 for surplus in surpluses)
        assert all(row.quarter.due_minor <= max(0, row.quarter.surplus_minor) // 2 for row in rows)
        assert standing.due_minor <= standing.owed_minor
        assert book_queries.balance(world.bank, "1200") == standing.principal_minor >= 0
        assert book_queries.balance(world.coop, "2110") == -standing.interest_owed_minor <= 0
        transaction.set_rollback(True)
