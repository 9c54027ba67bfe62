"""Gifts, pledges, funds: what they change, what they state, what they refuse; where a gift is."""

from datetime import date

import pytest
from django.db import transaction

from commonwork.bank.actions import funds, gifts, supporters
from commonwork.bank.actions.loans import AmountNotPositive
from commonwork.bank.actions.lock import StillToCome
from commonwork.bank.models import Gift
from commonwork.bank.queries import fund_money, whereabouts
from commonwork.books import queries as book_queries
from commonwork.record.models import Fact
from tests.rooms.bank import make, make_funds
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.plain_world)]


def test_a_gift_to_the_loan_fund_is_booked_in_it_and_is_no_income() -> None:
    world = make.world()
    gift = make_funds.gave(world, make_funds.fund(world), make_funds.donor(world))
    assert book_queries.balance(world.bank, "3410") == -6_010_000
    assert book_queries.balance(world.bank, "4110") == 0
    told = gift.fact
    assert (told.kind, told.data["amount_minor"], told.data["on"]) == (
        "bank.gift.received",
        10_000,
        "2016-02-01",
    )
    assert told.data["changes"] == [
        {"what": "fund", "before_minor": 6_000_000, "change_minor": 10_000, "after_minor": 6_010_000}
    ]
    assert "Ruth" not in str(told.data)


def test_a_free_gift_is_income_and_a_gift_for_a_purpose_waits_until_it_is_spent() -> None:
    world = make.world()
    who = make_funds.donor(world)
    free = make_funds.fund(world, name="Free gifts", use="free", key="free")
    kitchen = make_funds.fund(world, name="Kitchen", use="spend", key="kitchen")
    make_funds.gave(world, free, who, 5_000)
    make_funds.gave(world, kitchen, who, 20_000)
    assert book_queries.balance(world.bank, "4110") == -5_000
    assert book_queries.balance(world.bank, "3400", party="kitchen") == -20_000
    day = date(2016, 3, 1)
    funds.spend(fund=kitchen, amount_minor=15_000, on=day, **world.at(day))
    assert fund_money.held(kitchen) == 5_000
    assert book_queries.balance(world.bank, "4110") == -20_000
    with pytest.raises(funds.FundHoldsLess, match=r"\$50.00"):
        funds.spend(fund=kitchen, amount_minor=5_001, on=day, **world.at(day))
    with pytest.raises(funds.NotSpentFrom):
        funds.spend(fund=free, amount_minor=1, on=day, **world.at(day))


def test_a_gift_that_is_nothing_or_to_come_or_smaller_than_its_return_is_refused() -> None:
    world = make.world()
    fund, who = make_funds.fund(world), make_funds.donor(world)
    with pytest.raises(AmountNotPositive):
        make_funds.gave(world, fund, who, 0)
    with pytest.raises(gifts.MoreThanTheGift):
        make_funds.gave(world, fund, who, 5_000, return_minor=5_001)
    with pytest.raises(StillToCome):
        make_funds.gave(world, fund, who, 5_000, at=world.at(date(2016, 1, 31))["at"])
    assert not Gift.objects.exists() and not Fact.objects.filter(kind="bank.gift.received").exists()


def test_a_gift_into_a_closed_period_leaves_nothing_behind() -> None:
    from commonwork.books import actions as books
    from commonwork.books.actions.entries import PeriodIsClosed

    world = make.world()
    fund, who = make_funds.fund(world), make_funds.donor(world)
    at = world.at(date(2016, 3, 1))
    books.periods.close(organisation=world.bank, ends_on=date(2016, 3, 1), **at)
    before = Fact.objects.count()
    with pytest.raises(PeriodIsClosed), transaction.atomic():
        make_funds.gave(world, fund, who)
    assert not Gift.objects.exists() and Fact.objects.count() == before


def test_a_gift_that_bounced_is_taken_back_once_and_counts_nowhere() -> None:
    world = make.world()
    fund, who = make_funds.fund(world), make_funds.donor(world)
    gift = make_funds.gave(world, fund, who)
    day = date(2016, 2, 10)
    gifts.take_back(gift=gift, on=day, **world.at(day))
    assert book_queries.balance(world.bank, "3410") == -6_000_000
    assert fund_money.whole(fund, on=day).given_minor == 6_000_000
    with pytest.raises(gifts.TakenBackAlready):
        gifts.take_back(gift=gift, on=day, **world.at(day))


def test_a_pledge_stands_in_no_book_and_expects_what_was_promised_until_it_ends() -> None:
    world = make.world()
    fund, who = make_funds.fund(world), make_funds.donor(world)
    day = date(2016, 2, 1)
    entries = book_queries.balance(world.bank, "3410")
    pledge = gifts.promise(
        supporter=who, fund=fund, amount_minor=1_000, every="month", starts_on=day, on=day, **world.at(day)
    )
    assert book_queries.balance(world.bank, "3410") == entries
    make_funds.gave(world, fund, who, 1_000, pledge=pledge)
    kept = whereabouts.kept(pledge, on=date(2016, 4, 15))
    assert (kept.expected_minor, kept.received_minor, kept.open_minor) == (3_000, 1_000, 2_000)
    gifts.end_pledge(pledge=pledge, on=date(2016, 3, 15), **world.at(date(2016, 3, 15)))
    pledge.refresh_from_db()
    assert whereabouts.kept(pledge, on=date(2016, 12, 1)).expected_minor == 2_000
    with pytest.raises(gifts.EndedAlready):
        gifts.end_pledge(pledge=pledge, on=date(2016, 4, 1), **world.at(date(2016, 4, 1)))


@begins_in(make.season_world)
def test_a_hundred_dollars_are_followed_into_the_loan_they_helped_to_make_and_back() -> None:
    """60,000 + 100 lie ready; 8,000 and 4,000 are lent; 1,277.28 came back by 1 January 2017 (SEASON.md).

    By hand: 100 x 12,000 / 60,100 = 19.97 lent; of it came back 19.9667 x 1,277.28 / 12,000 = 2.13.
    """
    world = make.world()
    fund, who = make_funds.fund(world), make_funds.donor(world)
    gift = make_funds.gave(world, fund, who)
    loan = make.season(world)
    trail = whereabouts.of_gift(gift, on=date(2017, 2, 1))
    part = trail.loans[loan.key]
    assert (part.lent_minor, part.back_minor, part.first_on) == (1_997, 213, date(2016, 5, 5))
    assert trail.ready_minor + trail.at_work_minor + trail.lost_minor == gift.amount_minor
    whole = fund_money.whole(fund, on=date(2017, 2, 1))
    assert (whole.given_minor, whole.lent_minor, whole.back_minor) == (6_010_000, 1_200_000, 127_728)
    assert whole.at_work_minor == book_queries.balance(world.bank, "1200")


@begins_in(make.drawn_world)
def test_first_in_first_out_lends_the_oldest_money_first_when_a_body_adopts_it() -> None:
    world = make.world()
    fund, who = make_funds.fund(world), make_funds.donor(world)
    gift = make_funds.gave(world, fund, who)
    make_funds.adopt(attribution="first-in-first-out")
    make.drawn(world)
    trail = whereabouts.of_gift(gift, on=date(2017, 2, 1))
    assert (trail.ready_minor, trail.loans) == (10_000, {})


def test_a_gift_for_a_purpose_is_kept_until_the_fund_is_spent_and_a_free_one_is_spent_at_once() -> None:
    """200.00 for the kitchen beside 100.00 of somebody else; 150.00 of it is spent: 200 x 150 / 300 = 100.00 of hers."""
    world = make.world()
    ruth, otto = make_funds.donor(world), make_funds.donor(world, "Otto Klein (invented)")
    free = make_funds.fund(world, name="Free gifts", use="free", key="free")
    kitchen = make_funds.fund(world, name="Kitchen", use="spend", key="kitchen")
    make_funds.gave(world, free, ruth, 5_000)
    make_funds.gave(world, kitchen, ruth, 20_000)
    make_funds.gave(world, kitchen, otto, 10_000)
    day = date(2016, 3, 1)
    before = whereabouts.given(ruth, on=day)
    assert (before.given_minor, before.kept_minor, before.spent_minor) == (25_000, 20_000, 5_000)
    funds.spend(fund=kitchen, amount_minor=15_000, on=day, **world.at(day))
    after = whereabouts.given(ruth, on=day)
    assert (after.kept_minor, after.spent_minor) == (10_000, 15_000)


@begins_in(make.agreed_world)
def test_a_loan_can_draw_on_a_fund_of_its_own_until_money_went_out() -> None:
    world = make.world()
    farm = make_funds.fund(world, name="Farm fund", key="farm_fund")
    gift = make_funds.gave(world, farm, make_funds.donor(world))
    loan = make.agreed(world)
    day = date(2016, 4, 29)
    funds.choose(loan=loan, fund=farm, **world.at(day))
    make.drawn(world, loan)
    assert fund_money.fund_of(loan) == farm
    assert whereabouts.of_gift(gift, on=date(2016, 12, 1)).loans[loan.key].lent_minor == 10_000
    with pytest.raises(funds.DrawnAlready):
        funds.choose(loan=loan, fund=farm, **world.at(date(2016, 6, 20)))


def test_who_is_forgotten_keeps_amounts_and_loses_name_address_and_link() -> None:
    world = make.world()
    who = make_funds.donor(world, email="ruth@example.org", address="1 Small Street")
    gift = make_funds.gave(world, make_funds.fund(world), who)
    before = who.link_number
    day = date(2016, 6, 1)
    supporters.forget(supporter=who, lender=world.bank, **world.at(day))
    who.refresh_from_db()
    assert (who.name, who.email, who.address, who.link_number) == ("—", "", "", before + 1)
    gift.refresh_from_db()
    assert gift.amount_minor == 10_000
