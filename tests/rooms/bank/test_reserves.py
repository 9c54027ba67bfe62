"""The loss reserve: posted as reckoned, once a day, up and down; taken back; used by a write-off."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from commonwork.bank.actions import endings, reserves, walking
from commonwork.bank.actions.lock import StillToCome
from commonwork.bank.models import Loan, ReserveCharge, ReservePosting
from commonwork.bank.queries import needs, reports
from commonwork.bank.queries import reserves as reads
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.record.models import Fact
from tests.rooms.bank import make, make_funds
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.drawn_world)]
DAY = date(2016, 7, 1)


def lent() -> tuple[make.World, Loan]:
    """12,000 owed until 30 June 2020. On 1 July 2016: 12,000 x 1.3 % x 4 years = 624.00."""
    world = make.world()
    loan = make.drawn(world)
    make_funds.adopt(charge_off_bp=120, charge_off_more_bp=10)
    return world, loan


def posted(world: make.World, on: date = DAY, **more: Any) -> ReservePosting:
    return reserves.post(house=world.bank, on=on, **world.at(on), **more)


def sums(world: make.World) -> tuple[int, int]:
    return tuple(book_queries.balance(world.bank, code) for code in ("1220", "5710"))  # type: ignore[return-value]


def test_what_is_reckoned_is_posted_and_told_and_nothing_more_on_the_same_day() -> None:
    world, _loan = lent()
    posting = posted(world, expected_minor=62_400)
    assert sums(world) == (-62_400, 62_400)
    assert (posting.reckoned_minor, posting.change_minor, posting.balance_minor) == (
        62_400,
        62_400,
        1_200_000,
    )
    assert posting.fact.kind == "bank.reserve.raised"
    assert posting.fact.data["changes"] == [
        {"what": "loss_reserve", "before_minor": 0, "change_minor": 62_400, "after_minor": 62_400}
    ]
    with pytest.raises(reserves.NothingDiffers, match=r"\$624.00"):
        posted(world)
    assert ReservePosting.objects.count() == 1 and sums(world) == (-62_400, 62_400)
    assert all(row.differs_minor == 0 for row in reports.controls(world.bank))


def test_a_later_day_posts_the_difference_alone_down_as_well_as_up() -> None:
    """A year later three years are left: 12,000 x 1.3 % x 3 = 468.00 (1,095 days); then at 2.5 %: 900.00."""
    world, _loan = lent()
    posted(world)
    later = date(2017, 7, 1)
    down = posted(world, later)
    assert (down.change_minor, down.fact.kind) == (46_800 - 62_400, "bank.reserve.lowered")
    assert sums(world) == (-46_800, 46_800)
    make_funds.adopt(later, charge_off_bp=240)
    assert posted(world, later).change_minor == 90_000 - 46_800
    with pytest.raises(reserves.LaterIsPosted):
        posted(world, DAY)


def test_no_reserve_is_posted_without_a_policy_for_a_day_to_come_or_on_figures_that_moved() -> None:
    world = make.world()
    make.drawn(world)
    with pytest.raises(reserves.LossNotDecided):
        posted(world)
    make_funds.adopt(charge_off_bp=120)
    with pytest.raises(StillToCome):
        reserves.post(house=world.bank, on=date(2016, 7, 2), **world.at(DAY))
    with pytest.raises(reserves.FiguresMoved, match="you saw"):
        posted(world, expected_minor=1)
    assert not ReservePosting.objects.exists() and sums(world) == (0, 0)


def test_a_closed_day_takes_no_reserve_and_nothing_is_left_behind() -> None:
    world, _loan = lent()
    at = world.at(date(2016, 8, 1))
    books.periods.close(organisation=world.bank, ends_on=date(2016, 7, 15), **at)
    facts = Fact.objects.count()
    with pytest.raises(books.entries.PeriodIsClosed), transaction.atomic():
        posted(world)
    assert not ReservePosting.objects.exists() and Fact.objects.count() == facts


def test_the_keeper_of_the_books_is_asked_to_post_it_again_when_a_quarter_has_gone_by() -> None:
    world, _loan = lent()

    def is_asked(on: date) -> bool:
        titles = {need.title for need in needs(make.account(world, "lena"), on)}
        return "Post the loss reserve" in titles

    assert not is_asked(date(2017, 1, 2)), "it is not begun by the machine"
    posted(world)
    assert [is_asked(on) for on in (date(2016, 9, 30), date(2016, 10, 2))] == [False, True]


def test_only_the_last_posting_is_taken_back_and_the_day_can_be_posted_again() -> None:
    world, _loan = lent()
    first = posted(world)
    second = posted(world, date(2017, 7, 1))
    later = date(2017, 7, 2)
    with pytest.raises(reserves.NotTheLastPosting):
        reserves.take_back(posting=first, on=later, **world.at(later))
    reserves.take_back(posting=second, on=later, **world.at(later))
    assert sums(world) == (-62_400, 62_400)
    with pytest.raises(reserves.NotTheLastPosting):
        reserves.take_back(posting=second, on=later, **world.at(later))
    assert posted(world, later).change_minor < 0
    assert all(row.differs_minor == 0 for row in reports.controls(world.bank))


def test_a_write_off_uses_the_reserve_and_a_recovery_fills_it_again() -> None:
    """12,000 is lost, 624.00 was set aside: the year bears 12,000 + 113.97 interest + 624.00 - 624.00. 700 comes back:
    624.00 of it to the reserve, so the cost of setting aside stands at 624.00 again."""
    world, loan = lent()
    make.closed(world, loan, DAY)
    posting = posted(world)
    on = date(2016, 7, 20)
    walking.begin_plan(
        loan=loan,
        reasons=[],
        words="A third crew.",
        review_on=date(2016, 12, 1),
        steps=[],
        on=on,
        **world.at(on),
    )
    endings.write_off(loan=loan, on=on, note="", **world.at(on))
    assert sums(world) == (0, 0)
    assert book_queries.balance(world.bank, "5700") == 1_200_000 + 11_397
    assert ReserveCharge.objects.get().amount_minor == 62_400
    with pytest.raises(reserves.ReserveWasUsed):
        reserves.take_back(posting=posting, on=on, **world.at(on))
    assert reads.held(world.bank, on=on).differs_minor == 0, "nothing is owed, nothing is set aside"
    endings.recover(loan=loan, on=on, amount_minor=50_000, **world.at(on))
    endings.recover(loan=loan, on=on, amount_minor=20_000, **world.at(on))
    assert sums(world) == (-62_400, 62_400) and reads.charged(loan) == 0
    assert all(row.differs_minor == 0 for row in reports.controls(world.bank))
    assert posted(world, on).change_minor == -62_400, "and it is released, as no loan is owed"
