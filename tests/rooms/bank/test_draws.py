"""draws.pay_out: money leaves the bank and arrives at the co-op, in both books or in none."""

from datetime import date
from typing import Any

import pytest

from commonwork.bank import queries
from commonwork.bank.actions import draws, loans, lock
from commonwork.bank.models import Draw, Loan
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.record.models import Fact
from commonwork.record.queries import tell
from tests.rooms.bank import make
from tests.rooms.bank.snapshot import everything
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.agreed_world)]
MAY_5 = date(2016, 5, 5)


def pay_out(world: make.World, loan: Loan, amount_minor: int, on: date = MAY_5, **more: Any) -> Loan:
    return draws.pay_out(loan=loan, amount_minor=amount_minor, on=on, **{**world.at(on), **more})


def test_a_draw_moves_cash_and_debt_in_both_books() -> None:
    world = make.world()
    loan = pay_out(world, make.agreed(world), 800_000)
    assert loan.stage == Loan.Stage.REPAYING
    assert book_queries.balance(world.bank, "1000") == 5_200_000  # 60,000 - 8,000
    assert book_queries.parties(world.bank, "1200") == {"green_team_1": 800_000}
    assert book_queries.balance(world.coop, "1000") == 800_000
    assert book_queries.parties(world.coop, "2100") == {"green_team_1": -800_000}


def test_a_draw_is_stated_with_its_entries() -> None:
    world = make.world()
    loan = pay_out(world, make.agreed(world), 800_000)
    fact = Fact.objects.get(kind="bank.loan.disbursed")
    assert tell([fact])[0].sentence == "$8,000.00 was paid out to The Green Team on “Truck loan”."
    entries = book_queries.entries_of(fact)
    assert [entry.book.key for entry in entries] == ["bank", "green_team"]
    assert len({entry.mirror for entry in entries}) == 1 and entries[0].effective_on == MAY_5
    assert Draw.objects.get(loan=loan).fact == fact


def test_a_draw_above_the_agreement_is_refused() -> None:
    world = make.world()
    loan = pay_out(world, make.agreed(world), 800_000)
    with pytest.raises(draws.AboveTheAgreement, match=r"\$4,000\.00 of this loan is still to be drawn"):
        pay_out(world, loan, 400_001)
    assert queries.position(loan).drawn_minor == 800_000


def test_a_draw_the_fund_does_not_hold_is_refused() -> None:
    world = make.world()
    loan = make.agreed(world)
    make.move(world.bank, date(2016, 5, 1), ("1500", 5_500_000), ("1000", -5_500_000))
    with pytest.raises(loans.FundTooLow, match=r"\$5,000\.00 free"):
        pay_out(world, loan, 500_001)
    assert pay_out(world, loan, 500_000).stage == Loan.Stage.REPAYING


def test_other_money_of_the_bank_is_not_lent() -> None:
    world = make.world()
    loan = make.agreed(world)
    make.move(
        world.bank, date(2016, 5, 1), ("3410", 5_900_000), ("4110", -5_900_000)
    )  # the fund is 1,000 now
    with pytest.raises(loans.FundTooLow, match=r"\$1,000\.00 free"):
        pay_out(world, loan, 100_001)


@pytest.mark.parametrize(
    ("on", "at", "refusal"),
    [
        (date(2016, 4, 27), MAY_5, lock.BeforeTheLoan),
        (date(2016, 5, 6), MAY_5, lock.StillToCome),
    ],
)
def test_a_draw_on_an_impossible_day_is_refused(on: date, at: date, refusal: type[Exception]) -> None:
    world = make.world()
    loan = make.agreed(world)
    with pytest.raises(refusal):
        pay_out(world, loan, 100, on=on, **world.at(at))


def test_a_draw_into_a_reckoned_quarter_is_refused() -> None:
    world = make.world()
    loan = pay_out(world, make.agreed(world), 800_000)
    make.closed(world, loan, date(2016, 7, 1))
    with pytest.raises(lock.AlreadyReckoned):
        pay_out(world, loan, 100, on=date(2016, 6, 30), **world.at(date(2016, 7, 2)))
    assert pay_out(world, loan, 100, on=date(2016, 7, 1)).pk == loan.pk


@begins_in(make.approved_world)
def test_nothing_is_paid_out_before_the_agreement() -> None:
    world = make.world()
    with pytest.raises(lock.NotAtThisStage, match="approved"):
        pay_out(world, make.approved(world), 100)


@pytest.mark.parametrize("amount_minor", [0, -100])
def test_a_draw_of_nothing_is_refused(amount_minor: int) -> None:
    world = make.world()
    with pytest.raises(loans.AmountNotPositive):
        pay_out(world, make.agreed(world), amount_minor)


def test_pressing_twice_pays_out_once() -> None:
    world = make.world()
    loan = make.agreed(world)
    for _press in range(2):
        pay_out(world, loan, 400_000, once="one")
    assert Draw.objects.count() == 1 and book_queries.balance(world.bank, "1000") == 5_600_000


def test_a_draw_whose_entries_fail_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make.world()
    loan = make.agreed(world)
    before = everything()

    def broken(**_arguments: Any) -> None:
        raise RuntimeError("the books are on fire")

    monkeypatch.setattr(books, "post_mirrored", broken)
    with pytest.raises(RuntimeError, match="on fire"):
        pay_out(world, loan, 400_000, once="one")
    assert everything() == before
