"""Why the bank looks closer at a loan, each reason by its own limit, and what a loan's way needs from whom."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonwork.bank import queries
from commonwork.bank.actions import applications, draw_requests, stories, walking
from commonwork.bank.models import Loan
from commonwork.bank.queries import watch
from commonwork.books import actions as books
from commonwork.charter.actions import policies
from commonwork.registry.actions import organisations
from commonwork.registry.models import Organisation
from tests.record.test_documents import PDF
from tests.rooms.bank import make
from tests.rooms.bank.test_applying import begun, filled
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine, begins_in(make.drawn_world)]


def limits(world: make.World, **values: int) -> None:
    for name, value in values.items():
        policies.adopt(
            code=f"bank.{name}", value=value, starts_on=make.DAY_ONE, adopted_by="system/assembly", source="test",
            **world.at(make.DAY_ONE),
        )  # fmt: skip


def codes(loan: Loan, on: date) -> list[str]:
    (one,) = watch.watched([Loan.objects.get(pk=loan.pk)], on=on)
    return [reason.code for reason in one.reasons]


def test_a_late_statement_is_no_late_payment() -> None:
    world = make.world()
    limits(world, statement_days=15, payment_days=15)
    loan = make.drawn(world)
    # Q2 2016 ends before 1 July; 15 days later is 16 July: late from the 17th on.
    assert (codes(loan, date(2016, 7, 16)), codes(loan, date(2016, 7, 17))) == ([], ["statement"])
    make.closed(world, loan, date(2016, 7, 1))
    make.closed(world, loan, date(2016, 10, 1))  # 317.44 due on 1 October
    assert (codes(loan, date(2016, 10, 16)), codes(loan, date(2016, 10, 17))) == ([], ["payment"])


def test_quarters_without_surplus_in_a_row_and_only_in_a_row() -> None:
    world = make.world()
    limits(world, lean_quarters=2)
    loan = make.drawn(world)
    make.closed(world, loan, date(2016, 7, 1))
    assert codes(loan, date(2016, 7, 2)) == []
    make.closed(world, loan, date(2016, 10, 1), 0)
    assert codes(loan, date(2016, 10, 2)) == ["lean"]
    make.closed(world, loan, date(2017, 1, 1), 100)
    assert codes(loan, date(2017, 1, 2)) == []


def test_cash_is_low_when_it_lasts_for_fewer_days_than_decided() -> None:
    world = make.world()
    loan = make.drawn(world)  # 12,000.00 in cash
    make.move(world.coop, date(2016, 6, 20), ("5100", 900_000), ("1000", -900_000))
    # 3,000.00 of cash, 9,000.00 of costs in the 90 days to 30 June: 100.00 a day, so 30 days.
    assert watch.cash_days([world.coop, world.bank], on=date(2016, 6, 30)) == {"green_team": 30}
    limits(world, cash_days=30)
    assert codes(loan, date(2016, 6, 30)) == []
    make.move(world.coop, date(2016, 6, 30), ("5100", 100), ("1000", -100))
    assert codes(loan, date(2016, 6, 30)) == ["cash"]


@begins_in(make.agreed_world)
def test_visits_steps_plans_receipts_and_the_end_each_have_their_day() -> None:
    world = make.world()
    limits(world, visit_days=30, receipt_days=10, end_days=90)
    loan = make.agreed(world)  # 28 April 2016 to 30 June 2020
    day = date(2016, 5, 5)
    request = draw_requests.ask(
        loan=loan, amount_minor=100_000, what="Tools", files=[PDF], on=day, **world.at(day, by="iris")
    )
    draw_requests.approve(request=request, on=day, **world.at(day))
    draw_requests.pay(request=request, on=day, **world.at(day))
    step = walking.Step("bank", "Ask sisters", date(2016, 5, 10))
    walking.log(
        loan=loan, person=world.people["lena"], kind="call", on=day, minutes=15, words="All well.", steps=[step],
        **world.at(day),
    )  # fmt: skip
    walking.begin_plan(
        loan=loan,
        reasons=[],
        words="Sell more.",
        review_on=date(2016, 5, 20),
        steps=[],
        on=day,
        **world.at(day),
    )
    assert codes(loan, date(2016, 5, 10)) == []
    assert codes(loan, date(2016, 5, 11)) == ["step"]
    assert codes(loan, date(2016, 5, 16)) == ["receipts", "step"]
    assert codes(loan, date(2016, 5, 20)) == ["receipts", "step", "plan"]
    assert "visit" not in codes(loan, day + timedelta(30)) and "visit" in codes(loan, day + timedelta(31))
    assert "end" not in codes(loan, date(2020, 3, 31)) and "end" in codes(loan, date(2020, 4, 1))


@begins_in(make.plain_world)
def test_the_list_is_made_with_the_same_queries_however_many_loans_and_co_ops() -> None:
    world = make.world(exposure_limit_bp=10_000)
    limits(world, statement_days=1, cash_days=400, visit_days=1)
    make.drawn(world)
    make.trade(world, date(2016, 7, 1))
    on = date(2016, 7, 20)
    with CaptureQueriesContext(connection) as of_one:
        assert len(watch.watch_list(world.bank, on=on)) == 1
    make.agreed(world, make.approved(world, make.asked(world, principal_minor=100)))
    for key in ("nubias", "sewers", "bakers"):
        coop = Organisation.objects.filter(key=key).first() or organisations.record(
            name=key.title(), kind="co-op", key=key, **world.at(make.DAY_ONE)
        )
        if key == "bakers":
            books.open_book(organisation=coop, on=make.DAY_ONE, **world.at(make.DAY_ONE))
        make.approved(world, make.asked(world, borrower=coop, principal_minor=100))
    for loan in Loan.objects.filter(stage=Loan.Stage.APPROVED):
        make.agreed(world, loan)
    with CaptureQueriesContext(connection) as of_many:
        found = watch.watch_list(world.bank, on=on)
    assert len(found) == 5 and [reason.code for reason in found[0].reasons] == ["statement", "cash", "visit"]
    assert len(of_many) == len(of_one)


def titles(world: make.World, who: str, on: date) -> list[str]:
    return [str(need.title) for need in queries.needs(make.account(world, who), on)]


@begins_in(make.plain_world)
def test_each_step_of_the_way_asks_the_right_person() -> None:
    day = date(2016, 4, 11)
    world = make.world(today=day)
    draft = begun(world)
    assert titles(world, "iris", day) == ["Go on with the application: The Green Team"]
    applications.drop(application=draft, on=day, **world.at(day, by="iris"))
    loan = applications.send(application=filled(world), on=day, **world.at(day, by="iris"))
    assert titles(world, "iris", day) == []
    assert titles(world, "lena", day) == ["Write the memo: Truck loan, The Green Team"]
    assert titles(world, "xena", day) == ["Vote: Truck loan, The Green Team"]
    limits(world, review_count=1)
    assert "Score the application: Truck loan, The Green Team" in titles(world, "xena", day)
    loan = make.agreed(world, make.approved(world, loan))
    day = date(2016, 5, 5)
    request = draw_requests.ask(
        loan=loan, amount_minor=100_000, what="Tools", files=[PDF], on=day, **world.at(day, by="iris")
    )
    assert "Look at the request: Truck loan, The Green Team" in titles(world, "lena", day)
    draw_requests.approve(request=request, on=day, **world.at(day))
    assert "Pay the request out: Truck loan, The Green Team" in titles(world, "lena", day)
    draw_requests.pay(request=request, on=day, **world.at(day))
    assert titles(world, "iris", day) == ["Show the receipts: Truck loan"]
    assert titles(world, "omar", day) == []


def test_programs_read_criteria_and_what_co_ops_agreed_to_tell(client: Client) -> None:
    world = make.world(today=date(2016, 6, 20))
    loan = make.drawn(world)
    day = date(2016, 6, 20)
    assert client.get("/api/v1/bank/stories").json() == []
    for code, text in (("quote", "We own it."), ("speaker", ""), ("amount", "")):
        stories.show(
            loan=loan, code=code, text=text, person=world.people["iris"], on=day, **world.at(day, by="iris")
        )
    (story,) = client.get("/api/v1/bank/stories").json()
    assert story == {
        "title": "A worker co-op",
        "purpose": "",
        "quote": "We own it.",
        "figures": ["$12,000 lent"],
    }
    weights = [row["weight"] for row in client.get("/api/v1/bank/criteria").json()]
    assert weights == [2, 2, 3, 2, 1]
