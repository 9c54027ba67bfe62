"""The acts of the books: what each changes, what it states, what it refuses, and that pressing twice acts once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from commonwork.books import actions as books
from commonwork.books import queries
from commonwork.books.actions import (
    costs,
    equipment,
    gifts,
    grants,
    months,
    openings,
    periods,
    reversals,
    transfers,
    years,
)
from commonwork.books.actions.entries import NoSuchAccount, NotMoreThanZero, PeriodIsClosed
from commonwork.books.models import Book, Entry, Equipment
from commonwork.books.proofs import prove
from commonwork.record.acts import TokenUsedBefore
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from commonwork.rules.depreciation import NoUsefulLife
from tests.rooms.books import make

pytestmark = pytest.mark.django_db
WHO = {"by": make.BY, "at": make.AT}
ON = date(2016, 1, 20)
MONTH = {
    "sales_minor": 1_040_000,
    "materials_minor": 240_000,
    "member_wages_minor": 502_500,
    "other_wages_minor": 98_000,
    "other_costs_minor": 125_000,
}  # nubias, January 2016, sales.csv


@pytest.fixture
def house() -> Organisation:
    return make.book("federation").organisation


@pytest.fixture
def coop() -> Organisation:
    return make.book("nubias").organisation


def sums(of: Organisation, on: date = date(2017, 12, 31)) -> dict[str, int]:
    return {row.code: row.balance_minor for row in queries.trial_balance(of, on=on)}


def fact(kind: str) -> Fact:
    return Fact.objects.filter(kind=kind).latest("pk")


def opened(coop: Organisation) -> dict[str, Any]:
    return {
        "organisation": coop,
        "on": make.FIRST,
        "cash_minor": 750_000,
        "equipment_minor": 900_000,
        "shares": {"invented_emil": 50_000, "invented_fay": 50_000, "invented_gus": 50_000},
        "capital_accounts": {"invented_emil": 360_000, "invented_fay": 360_000, "invented_gus": 230_000},
        "reserve_minor": 550_000,
        **WHO,
    }


def test_openings_stand_by_member(coop: Organisation) -> None:
    openings.record(**opened(coop))
    assert sums(coop) == {
        "1000": 750_000,
        "1500": 900_000,
        "3000": -150_000,
        "3100": -950_000,
        "3200": -550_000,
    }
    assert queries.parties(coop, "3100")["invented_gus"] == -230_000
    assert fact("books.opening.recorded").data["assets_minor"] == 1_650_000
    with pytest.raises(openings.AlreadyOpened):
        openings.record(**opened(coop))


def test_openings_that_do_not_balance_are_refused(coop: Organisation) -> None:
    with pytest.raises(openings.OpeningDoesNotBalance, match=r"16500.00.*16499.99"):
        openings.record(**(opened(coop) | {"reserve_minor": 549_999}))
    assert Entry.objects.count() == 0


def test_a_gift_is_income_and_names_the_donor_by_key(house: Organisation) -> None:
    gifts.receive(organisation=house, on=ON, amount_minor=10_000, donor="invented_donor_01", **WHO)
    assert sums(house) == {"1000": 10_000, "4110": -10_000}
    stated = fact("books.gift.received")
    assert stated.data["donor"] == "invented_donor_01"
    assert stated.data["changes"] == [
        {"what": "cash", "before_minor": 0, "change_minor": 10_000, "after_minor": 10_000}
    ]


def test_a_free_grant_is_income_and_a_restricted_one_is_not(house: Organisation) -> None:
    grants.receive(organisation=house, on=ON, amount_minor=2_000_000, donor="d", is_restricted=False, **WHO)
    grants.receive(organisation=house, on=ON, amount_minor=6_000_000, donor="d", is_restricted=True, **WHO)
    assert sums(house) == {"1000": 8_000_000, "3410": -6_000_000, "4100": -2_000_000}
    assert queries.result(house, starts_on=make.FIRST, ends_on=date(2017, 1, 1)) == 2_000_000


def test_a_restricted_grant_needs_a_fund_to_go_to(coop: Organisation) -> None:
    with pytest.raises(NoSuchAccount):
        grants.receive(organisation=coop, on=ON, amount_minor=100, donor="d", is_restricted=True, **WHO)
    assert not Fact.objects.filter(kind="books.grant.received").exists(), "the fact went with the act"


def test_support_is_the_same_in_both_books(house: Organisation) -> None:
    school = make.book("school").organisation
    transfers.support(giver=house, receiver=school, on=ON, amount_minor=200_000, **WHO)
    assert sums(house) == {"1000": -200_000, "5800": 200_000}
    assert sums(school) == {"1000": 200_000, "4120": -200_000}
    giver, receiver = queries.entries_of(fact("books.support.given"))
    assert giver.mirror == receiver.mirror


def test_a_cost_goes_to_a_plain_expense_account(coop: Organisation) -> None:
    costs.pay(organisation=coop, on=ON, account="5600", amount_minor=45_000, what="sessions", **WHO)
    assert sums(coop) == {"1000": -45_000, "5600": 45_000}
    for account in ("5010", "4000", "1000", "9999"):
        with pytest.raises(costs.NotACost):
            costs.pay(organisation=coop, on=ON, account=account, amount_minor=1, what="x", **WHO)


@pytest.mark.parametrize("amount", [0, -1])
def test_amounts_are_more_than_zero(house: Organisation, amount: int) -> None:
    with pytest.raises(NotMoreThanZero):
        gifts.receive(organisation=house, on=ON, amount_minor=amount, donor="d", **WHO)
    with pytest.raises(NotMoreThanZero):
        costs.pay(organisation=house, on=ON, account="5200", amount_minor=amount, what="x", **WHO)


def test_depreciation_rounds_as_the_season_says(coop: Organisation) -> None:
    equipment.buy(
        organisation=coop, what="truck", cost_minor=700_000, on=date(2016, 5, 6), life_months=60, **WHO
    )
    for month in (5, 6, 7):
        equipment.depreciate(organisation=coop, month=date(2016, month, 9), **WHO)
    charged = [
        row.amount_minor
        for row in queries.ledger(queries.account_of(coop, "5300"), per_page=None).rows  # type: ignore[arg-type]
    ]
    assert charged == [11_667, 11_666, 11_667], "SEASON.md, bite (b)"
    with pytest.raises(equipment.NothingToCharge):
        equipment.depreciate(organisation=coop, month=date(2016, 7, 1), **WHO)


def test_months_that_were_skipped_are_caught_up_and_the_cost_is_never_exceeded(coop: Organisation) -> None:
    equipment.record(
        organisation=coop, what="kitchen", cost_minor=1000, first_month=date(2016, 1, 1), life_months=3, **WHO
    )
    assert Entry.objects.count() == 0, "what stands in the opening needs no entry"
    equipment.depreciate(organisation=coop, month=date(2016, 2, 1), **WHO)
    assert sums(coop) == {"1510": -667, "5300": 667}, "1000 x 2 / 3 = 666.67"
    equipment.depreciate(organisation=coop, month=date(2017, 1, 1), **WHO)
    assert sums(coop) == {"1510": -1000, "5300": 1000}
    with pytest.raises(equipment.NothingToCharge):
        equipment.depreciate(organisation=coop, month=date(2017, 6, 1), **WHO)


def test_one_entry_a_month_covers_all_equipment(coop: Organisation) -> None:
    for cost in (1200, 2400):
        equipment.record(
            organisation=coop, what="x", cost_minor=cost, first_month=make.FIRST, life_months=12, **WHO
        )
    equipment.depreciate(organisation=coop, month=make.FIRST, **WHO)
    entry = Entry.objects.get()
    assert queries.lines_of(entry)[0].account.code == "5300"
    assert sorted(line.amount_minor for line in queries.lines_of(entry)) == [-200, -100, 300]


def test_equipment_needs_a_life(coop: Organisation) -> None:
    with pytest.raises(NoUsefulLife):
        equipment.buy(organisation=coop, what="x", cost_minor=1, on=ON, life_months=0, **WHO)
    assert Equipment.objects.count() == 0


def test_a_month_is_two_entries_on_its_last_day(coop: Organisation) -> None:
    months.record(organisation=coop, month=date(2016, 2, 1), **MONTH, **WHO)
    sale, cost = Entry.objects.order_by("seq")
    assert sale.effective_on == cost.effective_on == date(2016, 2, 29)
    assert sums(coop) == {
        "1000": 74_500,  # 10,400.00 - 9,655.00
        "4000": -1_040_000,
        "5000": 240_000,
        "5100": 502_500,
        "5110": 98_000,
        "5200": 125_000,
    }
    with pytest.raises(months.MonthRecorded):
        months.record(organisation=coop, month=date(2016, 2, 28), **MONTH, **WHO)


def test_a_month_without_sales_is_one_entry_and_an_empty_one_none(coop: Organisation) -> None:
    nothing = dict.fromkeys(MONTH, 0)
    months.record(organisation=coop, month=ON, **(nothing | {"other_costs_minor": 5}), **WHO)
    assert Entry.objects.count() == 1
    with pytest.raises(months.NothingHappened):
        months.record(organisation=coop, month=date(2016, 2, 1), **nothing, **WHO)
    with pytest.raises(months.BelowZero):
        months.record(organisation=coop, month=date(2016, 2, 1), **(nothing | {"sales_minor": -5}), **WHO)


def test_closing_brings_income_and_expense_to_zero_party_by_party(coop: Organisation) -> None:
    for sister, amount in (("a", 700), ("b", 300)):
        books.post(
            organisation=coop,
            on=ON,
            kind="invoice",
            lines=[books.Line("1100", amount, sister), books.Line("4010", -amount, sister)],
            source=make.fact(),
        )
    costs.pay(organisation=coop, on=ON, account="5200", amount_minor=1400, what="x", **WHO)
    years.close(organisation=coop, on=date(2016, 12, 31), **WHO)
    assert sums(coop) == {"1000": -1400, "1100": 1000, "3900": 400}, "a loss of 4.00"
    assert queries.parties(coop, "4010") == {}
    assert queries.balance(coop, "4010", on=date(2016, 12, 31), before_closing=True) == -1000
    assert queries.result(coop, starts_on=make.FIRST, ends_on=date(2017, 1, 1)) == -400
    assert fact("books.year.closed").data["amount_minor"] == -400
    with pytest.raises(years.YearIsClosed):
        years.close(organisation=coop, on=date(2016, 12, 31), **WHO)
    with pytest.raises(years.NothingToClose):
        years.close(organisation=coop, on=date(2017, 12, 31), **WHO)


def test_an_institutions_result_goes_to_its_general_fund(house: Organisation, coop: Organisation) -> None:
    gifts.receive(organisation=house, on=ON, amount_minor=10_000, donor="d", **WHO)
    with pytest.raises(years.NothingToAllocate):
        years.allocate_to_general_fund(organisation=house, on=date(2016, 12, 31), **WHO)
    years.close(organisation=house, on=date(2016, 12, 31), **WHO)
    years.allocate_to_general_fund(organisation=house, on=date(2016, 12, 31), **WHO)
    assert sums(house) == {"1000": 10_000, "3500": -10_000}
    rows = queries.trial_balance(house, on=date(2016, 12, 31), before_closing=True)
    assert {row.code: row.balance_minor for row in rows} == {"1000": 10_000, "4110": -10_000}
    later = queries.trial_balance(house, on=date(2017, 1, 1), before_closing=True)
    assert {row.code for row in later} == {"1000", "3500"}, "only a year ending that very day is left open"
    with pytest.raises(years.MembersDecide):
        years.allocate_to_general_fund(organisation=coop, on=date(2016, 12, 31), **WHO)


def test_nothing_is_posted_into_a_closed_period(house: Organisation) -> None:
    gifts.receive(organisation=house, on=ON, amount_minor=10_000, donor="d", **WHO)
    periods.close(organisation=house, ends_on=date(2016, 2, 1), **WHO)
    with pytest.raises(PeriodIsClosed, match="2016-02-01"):
        gifts.receive(organisation=house, on=date(2016, 1, 31), amount_minor=1, donor="d", **WHO)
    gifts.receive(organisation=house, on=date(2016, 2, 1), amount_minor=1, donor="d", **WHO)
    with pytest.raises(periods.ClosedAlready):
        periods.close(organisation=house, ends_on=date(2016, 2, 1), **WHO)
    assert Book.objects.get(key="federation").periods.get().sums == {"1000": 10_000, "4110": -10_000}
    assert prove().holds


def test_a_mistake_is_taken_back_with_its_own_fact(house: Organisation) -> None:
    gifts.receive(organisation=house, on=ON, amount_minor=10_000, donor="d", **WHO)
    entry = Entry.objects.get()
    reversals.reverse(entry=entry, on=date(2016, 3, 1), **WHO)
    assert sums(house) == {}
    assert fact("books.entry.reversed").data["number"] == 1


def test_what_a_room_posted_is_undone_in_that_room(house: Organisation) -> None:
    book = Book.objects.get(key="federation")
    entry = make.cash(book, 5, against="4110")
    other = Entry(pk=entry.pk, book=book, seq=1, source="NOTBOOKS")
    with pytest.raises(reversals.UndoneElsewhere):
        reversals.reverse(entry=other, on=ON, **WHO)


def test_bought_equipment_goes_with_its_entry_unless_it_is_in_use(coop: Organisation) -> None:
    def bought() -> Entry:
        equipment.buy(organisation=coop, what="x", cost_minor=1200, on=ON, life_months=12, **WHO)
        return Entry.objects.latest("seq")

    reversals.reverse(entry=bought(), on=ON, **WHO)
    assert Equipment.objects.count() == 0
    entry = bought()
    equipment.depreciate(organisation=coop, month=ON, **WHO)
    with pytest.raises(reversals.EquipmentInUse):
        reversals.reverse(entry=entry, on=ON, **WHO)


@pytest.mark.parametrize(
    "press",
    [
        lambda o, once: gifts.receive(organisation=o, on=ON, amount_minor=5, donor="d", once=once, **WHO),
        lambda o, once: costs.pay(
            organisation=o, on=ON, account="5200", amount_minor=5, what="x", once=once, **WHO
        ),
        lambda o, once: equipment.buy(
            organisation=o, what="x", cost_minor=5, on=ON, life_months=5, once=once, **WHO
        ),
    ],
)
def test_pressing_twice_acts_once(house: Organisation, press: Callable[..., Any]) -> None:
    assert press(house, "token") == press(house, "token")
    assert Entry.objects.count() == 1
    assert press(house, "other") and Entry.objects.count() == 2


def test_the_same_token_with_other_figures_is_refused(house: Organisation) -> None:
    gifts.receive(organisation=house, on=ON, amount_minor=5, donor="d", once="t", **WHO)
    with pytest.raises(TokenUsedBefore):
        gifts.receive(organisation=house, on=ON, amount_minor=6, donor="d", once="t", **WHO)
    assert Entry.objects.count() == 1


def test_a_failure_after_the_posting_leaves_neither_entry_nor_fact(
    house: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = Fact.objects.count()

    def broken(**arguments: Any) -> None:
        raise OSError("the machine fails")

    monkeypatch.setattr(gifts, "post", broken)
    with pytest.raises(OSError), transaction.atomic():
        gifts.receive(organisation=house, on=ON, amount_minor=5, donor="d", **WHO)
    assert Fact.objects.count() == facts and Entry.objects.count() == 0
