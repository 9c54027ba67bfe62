"""Gauges, loss reserve, liquidity plan, reports: figures by hand; registers and control accounts are equal, always."""

from datetime import date
from random import Random

import pytest

from commonwork.bank.actions import draws, funds, gifts, holdings
from commonwork.bank.queries import concentration, fund_position, gauges, liquidity, reports
from commonwork.bank.queries.fund_money import held
from tests.rooms.bank import make, make_funds
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine, begins_in(make.agreed_world)]


@begins_in(make.season_world)
def test_the_gauges_of_the_season_by_hand() -> None:
    """1 April 2017: cash 49,875.19 + loan 10,722.72 + interest 211.52 = 60,809.43 assets, nothing owed.

    Past due 30 days on 1 May: 10,722.72 in the second bucket. Single borrower: 15 % of 60,809.43 is 9,121.41.
    """
    world = make.world()
    make.season(world)
    make_funds.adopt(net_worth_least_bp=700)
    found = gauges.gauged(world.bank, on=date(2017, 5, 1))
    assert found.worth == gauges.Worth(6_080_943, 6_080_943)
    one = found.gauges
    assert one is not None
    assert (one.net_worth_ratio_bp, one.net_worth_class) == (10_000, "well")
    assert one.buckets["30-59"] == one.loans_minor == 1_072_272
    assert one.single_most_minor == 912_141 and one.above == ["green_team"]
    assert found.policies["net_worth_least_bp"] is not None and found.policies["single_borrower_bp"] is None


def test_loans_gather_in_places_and_trades_and_on_one_co_op_each_with_its_limit() -> None:
    """8,000 of 12,000 drawn by The Green Team (12,000 with what is promised), 60,000 in the fund and of net worth:
    13.33 % in its place and trade, 20 % of the fund promised to it."""
    world = make.world()
    loan = make.agreed(world)
    day = date(2016, 5, 5)
    draws.pay_out(loan=loan, amount_minor=800_000, on=day, **world.at(day))
    rows = list(gauges.standings(world.bank, on=day))
    (trade,), (exposure,) = concentration.by_trade(rows), concentration.exposures(rows)
    assert (trade.name, trade.coops_count, trade.principal_minor) == ("", 1, 800_000)
    assert (exposure.name, exposure.principal_minor) == ("The Green Team", 1_200_000)

    def largest(code: str, part: concentration.Part) -> concentration.Largest:
        return concentration.largest(code, [part], 6_000_000, on=day, of=world.bank)

    unlimited = largest(concentration.TRADE, trade)
    assert (unlimited.share_bp, unlimited.limit, unlimited.holds) == (1333, None, False)
    make_funds.adopt(one_trade_bp=1333)
    assert largest(concentration.TRADE, trade).holds
    make_funds.adopt(day, one_trade_bp=1332)
    assert not largest(concentration.TRADE, trade).holds
    assert largest(concentration.EXPOSURE, exposure).share_bp == 2000
    assert largest(concentration.EXPOSURE, exposure).holds, "a quarter of the fund is the limit"


@begins_in(make.drawn_world)
def test_a_quarter_without_surplus_is_never_past_due() -> None:
    world = make.world()
    loan = make.drawn(world)
    make.closed(world, loan, date(2016, 7, 1))
    (row,) = gauges.standings(world.bank, on=date(2016, 9, 30))
    assert (row.days_past_due, row.bucket) == (0, "current")


@begins_in(make.drawn_world)
def test_the_loss_reserve_needs_a_policy_and_weighs_the_years_left() -> None:
    """12,000 x (1.2 % + 0.1 %) x 1,460 days / 365: from 1 July 2016 to 30 June 2020 is 1,460 days: 624.00."""
    world = make.world()
    make.drawn(world)
    on = date(2016, 7, 1)
    assert gauges.loss_reserve(world.bank, on=on) is None
    make_funds.adopt(charge_off_bp=120, charge_off_more_bp=10)
    found = gauges.loss_reserve(world.bank, on=on)
    assert found is not None and (found.reserve_minor, found.years_hundredths) == (62_400, 400)


def test_what_can_be_lent_counts_promises_pledges_notes_and_the_cash_floor() -> None:
    """60,000 + note 5,000 - drawn 8,000 of 12,000 agreed, 4,000 promised; 10 % of 65,000 stays: 53,000 - 6,500 = 46,500.

    Half of each 1,000 pledged counts: + 500 in months 1 to 12; the note of 5,000 ends in month 12 (1 March to 1 March).
    """
    world = make.world()
    fund, who = make_funds.fund(world), make_funds.donor(world)
    make_funds.note(world, world.people["omar"], ends_on=date(2018, 3, 1))
    make_funds.adopt(cash_floor_bp=1000, pledge_weight_bp=5000)
    loan = make.agreed(world)

    day = date(2016, 5, 5)
    draws.pay_out(loan=loan, amount_minor=800_000, on=day, **world.at(day))
    on = date(2017, 3, 1)
    gifts.promise(
        supporter=who,
        fund=fund,
        amount_minor=100_000,
        every="month",
        starts_on=date(2017, 3, 15),
        on=on,
        **world.at(on),
    )
    plan = liquidity.plan(world.bank, on=on)
    assert plan.fund == fund_position(on, lender=world.bank)
    assert (plan.kept_minor, plan.now_minor) == (650_000, 4_650_000)
    assert [month.pledges_minor for month in plan.months] == [50_000] * 12
    assert [month.notes_minor for month in plan.months] == [0] * 11 + [500_000]
    assert plan.months[-1].can_lend_minor == 4_650_000 + 12 * 50_000 - 500_000


@begins_in(make.season_world)
def test_the_loan_tape_is_of_its_day() -> None:
    world = make.world()
    make.season(world)
    then = dict(zip(reports.TAPE, next(reports.loan_tape(world.bank, on=date(2016, 6, 30))), strict=True))
    assert (str(then["drawn"]), str(then["interest_owed"]), then["days_past_due"]) == (
        "12000.00",
        "113.97",
        0,
    )
    now = dict(zip(reports.TAPE, next(reports.loan_tape(world.bank, on=date(2017, 4, 2))), strict=True))
    assert (str(now["principal_owed"]), str(now["due"]), now["bucket"]) == ("10722.72", "1102.50", "1-29")
    assert (str(now["principal_paid"]), str(now["interest_paid"])) == ("1277.28", "597.91")
    assert list(reports.loan_tape(world.bank, on=date(2016, 4, 1))) == []


@begins_in(make.season_world)
def test_registers_equal_their_control_accounts_after_a_random_walk_of_acts() -> None:
    world = make.world()
    fund, who = make_funds.fund(world), make_funds.donor(world)
    kitchen = make_funds.fund(world, name="Kitchen", use="spend", key="kitchen")
    omar = world.people["omar"]
    first, shares = make_funds.note(world, omar), make_funds.share(world, omar)
    chance, on = Random(5), date(2016, 3, 1)
    make.season(world)
    for number in range(25):
        on = date.fromordinal(on.toordinal() + chance.randint(0, 9))
        by = world.at(on)
        amount = chance.randint(1, 40) * 2_500
        what = chance.choice(["gift", "purpose", "share", "note", "spend"])
        if what == "gift":
            gift = make_funds.gave(world, fund, who, amount, on)
            if number % 3 == 0:
                gifts.take_back(gift=gift, on=on, **by)
        elif what == "purpose":
            make_funds.gave(world, kitchen, who, amount, on)
        elif what == "share":
            holdings.pay_in(holding=shares, amount_minor=amount, on=on, **by)
        elif what == "note":
            holdings.pay_in(holding=first, amount_minor=amount, on=on, **by)
        elif held(kitchen):
            funds.spend(fund=kitchen, amount_minor=min(amount, held(kitchen)), on=on, **by)
        for row in reports.controls(world.bank):
            assert row.differs_minor == 0, (what, row)
    assert any(row.register_minor for row in reports.controls(world.bank) if row.account in {"2420", "3400"})
