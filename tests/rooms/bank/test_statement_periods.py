"""Surplus stated every month, half year or year of the co-op's own year: what runs, what is due, who is reminded."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonwork.access.actions import roles
from commonwork.bank import queries
from commonwork.bank.actions import draws, loans, offered, products, quarters, statements
from commonwork.bank.models import Loan, Quarter, period_name
from commonwork.bank.queries import watch
from commonwork.charter.actions import policies
from commonwork.record.models import Fact
from commonwork.record.queries import tell
from commonwork.registry.actions import organisations
from commonwork.rules.loans.statement_periods import STATED_EVERY, months_in, period_of
from tests.rooms.bank import make
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine, begins_in(make.approved_world)]
MAY_5 = date(2016, 5, 5)


def lent(world: make.World, every: str, year_begins: int = 1) -> Loan:
    """8,000 paid out on 5 May 2016 at 8 % over 365 days, the surplus stated in this rhythm."""
    products.take_up(lender=world.bank, on=make.DAY_ONE, **world.at(make.DAY_ONE))
    day = date(2016, 4, 28)
    loan = loans.agree(
        loan=make.approved(world), ends_on=date(2020, 6, 30), surplus_definition=make.DEFINITION, on=day,
        stated_every=every, year_begins=year_begins, **world.at(day),
    )  # fmt: skip
    return draws.pay_out(loan=loan, amount_minor=800_000, on=MAY_5, **world.at(MAY_5))


def close(world: make.World, loan: Loan, ends_on: date) -> Quarter:
    quarters.close(loan=loan, ends_on=ends_on, **world.at(ends_on))
    return Quarter.objects.get(loan=loan, ends_on=ends_on)


@pytest.mark.parametrize(
    ("every", "year_begins", "ends_on", "names", "interest"),
    [
        (
            "month",
            7,
            date(2016, 6, 1),
            ("May 2016", "May 2016"),
            4_734,
        ),  # 27 days: 8,000 x 8 % x 27 / 365 = 47.342
        (
            "quarter",
            2,
            date(2016, 8, 1),
            ("May 2016 to July 2016", "May–Jul 2016"),
            15_430,
        ),  # 88 days: 154.301
        (
            "half_year",
            3,
            date(2016, 9, 1),
            ("March 2016 to August 2016", "Mar–Aug 2016"),
            20_866,
        ),  # 119 days: 208.657
        ("year", 1, date(2017, 1, 1), ("2016", "2016"), 42_258),  # 241 days: 422.575
        ("year", 7, date(2016, 7, 1), ("July 2015 to June 2016", "2015/16"), 9_995),  # 57 days: 99.945
    ],
)
def test_interest_and_due_follow_the_period_that_was_agreed(
    every: str, year_begins: int, ends_on: date, names: tuple[str, str], interest: int
) -> None:
    world = make.world()
    loan = lent(world, every, year_begins)
    make.move(world.coop, date(2016, 5, 20), ("1000", 10_000), ("4000", -10_000))
    period = close(world, loan, ends_on)
    assert (period.name, period.short_name, period.interest_minor) == (*names, interest)
    assert (period.due_minor, period.due_on) == (5_000, ends_on), "half of the surplus of 100.00"
    assert queries.next_quarter(loan, queries.position(loan)) == loan.period_of(ends_on)


def test_the_fact_names_the_period_the_same_in_every_language() -> None:
    world = make.world()
    close(world, lent(world, "half_year", 3), date(2016, 9, 1))
    fact = Fact.objects.get(kind="bank.quarter.paused")
    assert fact.data["quarter"] == "2016-03–2016-08"
    assert "paused in 2016-03–2016-08: no surplus to share, nothing is due." in tell([fact])[0].sentence


def test_periods_out_of_turn_are_refused_by_their_own_names() -> None:
    world = make.world()
    loan = lent(world, "month")
    for ends_on, refusal, words in (
        (date(2016, 7, 1), quarters.EarlierQuarterOpen, "Close May 2016 first"),
        (
            date(2016, 5, 20),
            quarters.NotAQuarter,
            "20 May 2016 is not the first day after a month of this loan",
        ),
    ):
        with pytest.raises(refusal, match=words):
            quarters.close(loan=loan, ends_on=ends_on, **world.at(date(2016, 7, 1)))
    with pytest.raises(quarters.QuarterNotOver, match=r"May 2016 is not over yet.*31 May 2016"):
        statements.file(loan=loan, ends_on=date(2016, 6, 1), **world.at(date(2016, 5, 30), by="iris"))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"stated_every": "week"}, offered.NotOffered),
        ({"stated_every": "month", "year_begins": 13}, loans.NoSuchMonth),
        ({"ends_on": date(2036, 6, 30)}, offered.LastsTooLong),
    ],
)
def test_only_what_the_product_allows_is_agreed(changed: dict[str, Any], refusal: type[Exception]) -> None:
    world = make.world()
    day = date(2016, 4, 28)
    products.take_up(lender=world.bank, on=make.DAY_ONE, **world.at(make.DAY_ONE))
    product = world.bank.products.get(kind="surplus_share")
    products.new_version(
        product=product, starts_on=date(2016, 2, 1), source="test", rhythms=["month", "quarter"], longest_months=120,
        **world.at(date(2016, 2, 1)),
    )  # fmt: skip
    arguments = {
        "ends_on": date(2020, 6, 30),
        "surplus_definition": make.DEFINITION,
        "on": day,
        **world.at(day),
    }
    loan = make.approved(world)
    with pytest.raises(refusal):
        loans.agree(loan=loan, **arguments | changed)
    agreed = loans.agree(loan=loan, **arguments)
    assert (agreed.stated_every, agreed.year_begins, agreed.product.number) == ("quarter", 1, 2)


def test_a_bank_that_has_not_taken_up_its_products_lends_by_the_quarter() -> None:
    world = make.world()
    day = date(2016, 4, 28)
    with pytest.raises(offered.NotOffered):
        loans.agree(
            loan=make.approved(world), ends_on=date(2020, 6, 30), surplus_definition=make.DEFINITION, on=day,
            stated_every="month", **world.at(day),
        )  # fmt: skip
    assert make.agreed(world, Loan.objects.get()).stated_every == "quarter"


def test_a_statement_that_is_late_is_followed_up_on_both_sides_until_it_is_filed() -> None:
    """The half year ends before 1 September 2016; 15 days later, on the 16th, the statement is wanted."""
    world = make.world()
    policies.adopt(
        code="bank.statement_days", value=15, starts_on=make.DAY_ONE, adopted_by="system/assembly", source="test",
        **world.at(make.DAY_ONE),
    )  # fmt: skip
    loan = lent(world, "half_year", 3)
    bakers = organisations.record(name="Bakers", kind="co-op", key="bakers", **world.at(make.DAY_ONE))
    Loan.objects.filter(pk=loan.pk).update(borrower=bakers)
    roles.give(person=world.people["jonah"], role="treasurer", organisation=bakers, on=make.DAY_ONE,
               by=make.SYSTEM, at=world.at(make.DAY_ONE)["at"])  # fmt: skip
    loan.refresh_from_db()

    def asked(who: str, on: date) -> list[tuple[str, date | None]]:
        return [(need.title, need.due_on) for need in queries.needs(make.account(world, who), on)]

    def reasons(on: date) -> list[str]:
        (one,) = watch.watched([loan], on=on)
        return [reason.sentence for reason in one.reasons]

    day = date(2016, 9, 17)
    assert asked("lena", date(2016, 8, 30)) == asked("jonah", date(2016, 8, 30)) == []
    assert asked("lena", day) == [("Ask for the surplus statement: Truck loan, Bakers", date(2016, 9, 16))]
    assert asked("jonah", day) == [("File the surplus statement: Truck loan", date(2016, 9, 16))]
    assert reasons(date(2016, 9, 16)) == []
    assert reasons(day) == ["The surplus statement of March 2016 to August 2016 is not made yet."]
    statements.file(loan=loan, ends_on=date(2016, 9, 1), income_minor=5_000, **world.at(day, by="jonah"))
    assert asked("jonah", day) == []
    assert asked("lena", day) == [("Close the half year: Truck loan, Bakers", date(2016, 9, 1))]


@pytest.mark.parametrize("every", STATED_EVERY)
@given(day=st.dates(date(2000, 1, 1), date(2090, 1, 1)), year_begins=st.integers(1, 12))
def test_periods_follow_one_another_without_a_gap_and_begin_with_the_year(
    every: Any, day: date, year_begins: int
) -> None:
    starts_on, ends_on = period_of(day, every=every, year_begins=year_begins)
    assert starts_on <= day < ends_on and (starts_on.day, ends_on.day) == (1, 1)
    assert period_of(ends_on, every=every, year_begins=year_begins)[0] == ends_on
    months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[every]
    assert months_in(starts_on, ends_on) == months and (starts_on.month - year_begins) % months == 0
    assert str(starts_on.year) in period_name(starts_on, ends_on)
