"""Year-ends beyond the season: refusals, losses, interest, wages as the measure, and half-way failures."""

from datetime import date

import pytest

from commonwork.books import queries as book_queries
from commonwork.federation.actions import hours, wages, year_ends
from commonwork.federation.models import Allocation, YearEnd
from commonwork.federation.queries.hours import Worked
from commonwork.federation.queries.sharing import (
    InterestAboveSurplus,
    WagesMissing,
    plan,
    surplus_shared,
)
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from commonwork.rules.surplus import NoLabour, PartsNotWhole
from tests.rooms.federation.make import BY, NEW_YEAR, YEAR_END, Town, noon, post, town
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
LATER = date(2017, 2, 15)


def _made() -> Town:
    """Ada worked 2,000 h, Ben 1,000 h, Hope (no share) 1,000 h."""
    made = town()
    farm = made.coop("freedom_farm", "Freedom Farms")
    rows = [
        Worked.in_month(made.worker(farm, "invented_ada"), date(2016, 3, 1), 500 * 60),
        Worked.in_month(made.worker(farm, "invented_ben"), date(2016, 3, 1), 500 * 60),
        Worked.in_month(made.worker(farm, "invented_hope", owns=False), date(2016, 3, 1), 500 * 60),
    ]
    ada, ben, hope = (row.person for row in rows)
    rows += [Worked.in_month(ada, date(2016, month, 1), 500 * 60) for month in (4, 5, 6)]
    rows += [Worked.in_month(who, date(2016, 4, 1), 500 * 60) for who in (ben, hope)]
    hours.record_many(organisation=farm, rows=rows, by=BY, at=noon(YEAR_END))
    post(farm, NEW_YEAR, ("1000", 1500000), ("3100", -500000, "invented_ada"), ("3200", -1000000))
    return made


made = kept_world(_made)


def farm_of(made: Town) -> Organisation:
    return made.coops["freedom_farm"]


def year(made: Town, result_minor: int) -> YearEnd:
    """The year closed with this result."""
    post(
        farm_of(made),
        YEAR_END,
        ("1000", result_minor),
        ("4000", -abs(result_minor) - 1000000),
        *_rest(result_minor),
    )
    return year_ends.close(organisation=farm_of(made), year=2016, by=BY, at=noon(YEAR_END))


def _rest(result_minor: int) -> list[tuple[str, int]]:
    return [("5200", abs(result_minor) + 1000000 - result_minor)]


def share(row: YearEnd, on: date = YEAR_END) -> YearEnd:
    return year_ends.allocate(year_end=row, on=on, by=BY, at=noon(YEAR_END))


def carry(row: YearEnd) -> YearEnd:
    return year_ends.carry_loss(year_end=row, on=YEAR_END, by=BY, at=noon(YEAR_END))


def accounts(made: Town) -> dict[str, int]:
    return {key: -minor for key, minor in book_queries.parties(farm_of(made), "3100").items()}


def test_others_work_goes_to_the_reserve(made: Town) -> None:
    """4,000.00: members 3,000 of 4,000 h = 3,000.00; 65 % = 1,950.00: Ada 2/3 = 1,300.00, Ben 650.00."""
    row = share(year(made, 400000))
    assert (row.patronage_sourced_minor, row.non_patronage_minor) == (300000, 100000)
    parts = {part.person.key: part for part in row.allocations.select_related("person")}
    assert {key: part.total_minor for key, part in parts.items()} == {
        "invented_ada": 130000,
        "invented_ben": 65000,
    }
    assert row.to_reserve_minor == 60000 + 100000
    assert surplus_shared(starts_on=YEAR_END, ends_on=date(2017, 1, 1)) == 400000
    fact = Fact.objects.get(kind="federation.year_end.shared")
    changes = {line["what"]: line for line in fact.data["changes"]}
    assert changes["indivisible_reserve"] == {
        "what": "indivisible_reserve",
        "before_minor": 1000000,
        "change_minor": 160000,
        "after_minor": 1160000,
    }
    assert changes["capital_accounts"]["after_minor"] == sum(accounts(made).values())


def test_hours_times_wage_is_another_measure(made: Town) -> None:
    """Ada 2,000 h x 15.00, Ben 1,000 h x 20.00: 30,000 to 20,000, so 1,950.00 gives 1,170.00 and 780.00."""
    made.policy("patronage_basis", "hours_x_wage", farm_of(made))
    row = year(made, 400000)
    with pytest.raises(WagesMissing):
        share(row)
    ada, ben = made.people["invented_ada"], made.people["invented_ben"]
    both = [(ada, 1500), (ben, 2000)]
    wages.set_many(organisation=farm_of(made), wages=both, on=NEW_YEAR, by=BY, at=noon(NEW_YEAR))
    row = share(row)
    totals = dict(row.allocations.values_list("person__key", "total_minor"))
    assert totals == {"invented_ada": 117000, "invented_ben": 78000}


def test_interest_on_accounts_comes_out_of_the_surplus_first(made: Town) -> None:
    """4 % of Ada's 5,000.00 is 200.00 (golden B); 3,800.00 is left: members' work 2,850.00, individual 1,852.50,
    Ada 1,235.00: 494.00 in cash, 741.00 kept; 5,000 + 200 + 741 = 5,941.00."""
    made.policy("capital_account_interest_bp", 400)
    row = share(year(made, 400000))
    ada = row.allocations.get(person__key="invented_ada")
    assert (row.interest_minor, row.patronage_sourced_minor, row.non_patronage_minor) == (
        20000,
        285000,
        95000,
    )
    assert (ada.interest_minor, ada.cash_minor, ada.retained_minor, ada.closing_minor) == (
        20000,
        49400,
        74100,
        594100,
    )
    assert accounts(made)["invented_ada"] == 594100


def test_interest_above_the_surplus_is_refused(made: Town) -> None:
    made.policy("capital_account_interest_bp", 400)
    with pytest.raises(InterestAboveSurplus):
        share(year(made, 19999))


def test_a_loss_is_not_shared_as_income_but_carried_by_the_reserve(made: Town) -> None:
    row = year(made, -30000)
    with pytest.raises(year_ends.LossCannotBeShared) as told:
        share(row)
    assert "loss of 300.00" in str(told.value)
    row = carry(row)
    assert (row.reserve_minor, row.individual_minor, row.loss_carried_on) == (-30000, 0, YEAR_END)
    assert book_queries.balance(farm_of(made), "3200") == -970000
    assert book_queries.balance(farm_of(made), "3900") == 0
    assert accounts(made) == {"invented_ada": 500000}


def test_a_loss_may_be_carried_partly_by_the_members_by_their_work(made: Town) -> None:
    """As golden B: 30 % collective, 70 % by hours. 30,000.00: reserve 9,000.00, Ada 2/3 of 21,000.00."""
    made.policy("loss_reserve_bp", 3000)
    row = carry(year(made, -3000000))
    assert (row.reserve_minor, row.individual_minor) == (-900000, -2100000)
    assert accounts(made) == {"invented_ada": 500000 - 1400000, "invented_ben": -700000}
    assert row.allocations.get(person__key="invented_ben").closing_minor == -700000


def test_a_year_is_closed_once_and_not_before_its_last_day(made: Town) -> None:
    with pytest.raises(year_ends.YearNotOver):
        year_ends.close(organisation=farm_of(made), year=2016, by=BY, at=noon(date(2016, 12, 30)))
    year(made, 400000)
    with pytest.raises(year_ends.YearIsClosed):
        year_ends.close(organisation=farm_of(made), year=2016, by=BY, at=noon(YEAR_END))
    assert YearEnd.objects.count() == 1


def test_a_year_is_shared_once_however_often_one_presses(made: Town) -> None:
    row = year(made, 400000)
    for _ in range(2):
        year_ends.allocate(year_end=row, on=YEAR_END, by=BY, at=noon(YEAR_END), once="press")
    assert Allocation.objects.count() == 2
    assert Fact.objects.filter(kind="federation.year_end.shared").count() == 1
    with pytest.raises(year_ends.AlreadySettled):
        share(row)
    with pytest.raises(year_ends.AlreadySettled):
        carry(row)


def test_a_year_without_result_has_nothing_to_share(made: Town) -> None:
    row = year(made, 0)
    with pytest.raises(year_ends.NothingToShare):
        share(row)
    with pytest.raises(year_ends.NoLossToCarry):
        carry(row)


def test_parts_that_are_not_the_whole_are_refused(made: Town) -> None:
    made.policy("split_solidarity_bp", 600)
    row = year(made, 400000)
    with pytest.raises(PartsNotWhole):
        share(row)
    assert not Allocation.objects.exists()


def test_a_year_without_any_hours_cannot_be_split(made: Town) -> None:
    empty = made.coop("nubias", "Nubia's Place")
    post(empty, YEAR_END, ("1000", 100), ("4000", -100))
    row = year_ends.close(organisation=empty, year=2016, by=BY, at=noon(YEAR_END))
    with pytest.raises(NoLabour):
        share(row)


def test_a_project_of_a_nonprofit_gives_no_part_to_persons(made: Town) -> None:
    """4,000.00, whoever worked for it: 10 % education, 5 % solidarity, and 65 + 20 % to the reserve."""
    Organisation.objects.filter(pk=farm_of(made).pk).update(tax_mode="nonprofit-project")
    row = share(year(made, 400000))
    assert (row.individual_minor, row.reserve_minor, row.non_patronage_minor) == (0, 340000, 0)
    assert (row.education_minor, row.solidarity_minor) == (40000, 20000)
    assert accounts(made) == {"invented_ada": 500000}
    with pytest.raises(year_ends.NothingToPay):
        year_ends.pay_patronage(year_end=row, on=LATER, by=BY, at=noon(LATER))


def test_what_is_not_shared_is_not_paid_and_nothing_is_paid_twice(made: Town) -> None:
    row = year(made, 400000)
    for pay in (year_ends.pay_solidarity, year_ends.pay_patronage):
        with pytest.raises(year_ends.NotYetShared):
            pay(year_end=row, on=LATER, by=BY, at=noon(LATER))
    row = share(row)
    for pay in (year_ends.pay_solidarity, year_ends.pay_patronage):
        with pytest.raises(year_ends.BeforeTheStepBefore):
            pay(year_end=row, on=date(2016, 12, 30), by=BY, at=noon(LATER))
        pay(year_end=row, on=LATER, by=BY, at=noon(LATER))
        with pytest.raises(year_ends.AlreadyPaidOut):
            pay(year_end=row, on=LATER, by=BY, at=noon(LATER))


def test_nothing_is_paid_that_the_co_op_does_not_hold(made: Town) -> None:
    row = share(year(made, 400000))
    post(farm_of(made), LATER, ("5200", 1899900), ("1000", -1899900))  # 15,000 + 4,000 - 18,999: 1.00 is left
    for pay in (year_ends.pay_solidarity, year_ends.pay_patronage):
        with pytest.raises(year_ends.CashTooLow):
            pay(year_end=row, on=LATER, by=BY, at=noon(LATER))
    assert book_queries.balance(farm_of(made), "1000") == 100


def test_a_plan_shows_the_sharing_before_anybody_presses(made: Town) -> None:
    row = year(made, 400000)
    shown = plan(row)
    assert (shown.parts["individual"], shown.cash_minor, shown.retained_minor) == (195000, 78000, 117000)
    assert not Allocation.objects.exists()


@pytest.mark.parametrize("where", ["books.post_mirrored", "demand_book_value", "_keep_allocations", "state"])
def test_a_failure_half_way_through_sharing_leaves_nothing(
    made: Town, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = year(made, 400000)
    before = book_queries.trial_balance(farm_of(made), on=YEAR_END)

    def breaks(*_args: object, **_given: object) -> None:
        raise RuntimeError("the power fails")

    monkeypatch.setattr(f"commonwork.federation.actions.year_ends.{where}", breaks)
    with pytest.raises(RuntimeError):
        share(row)
    row.refresh_from_db()
    assert row.shared_on is None
    assert not Allocation.objects.exists()
    assert book_queries.trial_balance(farm_of(made), on=YEAR_END) == before
    assert book_queries.trial_balance(made.federation, on=YEAR_END) == []
    assert not Fact.objects.filter(kind="federation.year_end.shared").exists()


@pytest.mark.parametrize("act", ["close", "pay_solidarity", "pay_patronage", "carry_loss"])
def test_a_failure_in_the_books_undoes_every_other_step(
    made: Town, act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = year(made, -30000 if act == "carry_loss" else 400000)
    if act.startswith("pay"):
        row = share(row)
    facts, rows = Fact.objects.count(), list(YearEnd.objects.values())

    def breaks(**_given: object) -> None:
        raise RuntimeError("the power fails")

    for name in ("books.post", "books.post_mirrored", "years.close"):
        monkeypatch.setattr(f"commonwork.federation.actions.year_ends.{name}", breaks)
    with pytest.raises(RuntimeError):
        if act == "close":
            year_ends.close(organisation=farm_of(made), year=2017, by=BY, at=noon(date(2017, 12, 31)))
        else:
            getattr(year_ends, act)(year_end=row, on=LATER, by=BY, at=noon(LATER))
    assert (Fact.objects.count(), list(YearEnd.objects.values())) == (facts, rows)
