"""What members lend on opening day stands in the books, member by member, and beside the plan."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.books import queries as books
from commonwork.incubator import queries
from commonwork.incubator.actions import plans as plan_acts
from commonwork.incubator.models import Team
from commonwork.journeys import launches, member_loans, plans
from commonwork.record.models import Fact
from commonwork.registry.models import Organisation
from tests.journeys.test_incubator import OPENED, PLAN, WHO, coordinator, houses
from tests.rooms.incubator.season import ready_team, through

pytestmark = pytest.mark.django_db
__all__ = ["coordinator"]
LENT = {**PLAN, "member_loans": "1000.00", "member_loan_months": 24}


@pytest.fixture
def team() -> Team:
    houses()
    team = through(ready_team(), "launched")
    plan_acts.draft(team=team, assumptions=LENT, topic="money", on=OPENED, **WHO)
    plan_acts.keep(team=team, note="with our loans", on=OPENED, **WHO)
    return team


def launched(team: Team, loans: dict[str, int]) -> Organisation:
    people = queries.people_of(team, on=OPENED)
    return launches.launch(team=team, members=people, on=OPENED, share_minor=50_000, loans=loans, **WHO)


def test_the_plans_loans_are_offered_in_parts_that_add_up_and_are_posted(
    coordinator: Client, team: Team
) -> None:
    """1,000.00 among three: 333.34 + 333.33 + 333.33."""
    page = reverse("journeys_launch", args=[team.key])
    fields = coordinator.get(page).context["form"]
    asked = {name: fields[name].initial for name in fields.lenders}
    assert sorted(asked.values()) == [33_333, 33_333, 33_334]
    typed = {name: f"{minor / 100:.2f}" for name, minor in asked.items()} | {"lent_2": "0"}
    answer = coordinator.post(page, {"on": "2016-05-02", "share_minor": "500.00", **typed})
    assert answer.status_code == 302 and "/receipts/" in answer["Location"]
    coop = Organisation.objects.get(key="green_team")
    assert books.parties(coop, "2120") == {"invented_iris": -33_334, "invented_jonah": -33_333}
    assert books.balance(coop, "1000") == 150_000 + 66_667
    fact = Fact.objects.get(kind="journeys.member_loans.received")
    assert (fact.data["amount_minor"], fact.data["count"]) == (66_667, 2)
    assert coordinator.get(page).status_code == 302, "an open co-op is not opened again"


def test_planned_sources_stand_beside_what_the_books_hold(team: Team) -> None:
    coop = launched(team, {"invented_iris": 40_000})
    plan = plans.carried(team, on=date(2016, 8, 2))
    assert plan is not None
    rows = plans.sources_in_books(plan, coop, opened_on=OPENED, on=date(2016, 8, 2))
    assert [(str(row.name), row.planned_minor, row.booked_minor) for row in rows] == [
        ("Members' shares", 150_000, 150_000),
        ("Loans of members", 100_000, 40_000),
        ("Grant", 100_000, 0),
        ("Loan of the fund", 200_000, 0),
    ]


def test_who_is_no_member_lends_nothing_and_a_loan_is_more_than_zero(team: Team) -> None:
    with pytest.raises(launches.LenderIsNoMember):
        launched(team, {"invented_vera": 100})
    coop = launched(team, {})
    assert not Fact.objects.filter(kind="journeys.member_loans.received").exists()
    for loans in ({}, {queries.people_of(team, on=OPENED)[0]: 0}):
        with pytest.raises(member_loans.NothingLent):
            member_loans.receive(organisation=coop, loans=loans, on=OPENED, **WHO)


def test_a_loan_that_fails_half_way_leaves_no_co_op(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**anything: Any) -> None:
        raise RuntimeError("the books cannot be written")

    monkeypatch.setattr(member_loans.books, "post", broken)
    with pytest.raises(RuntimeError):
        launched(team, {"invented_iris": 100})
    assert not Organisation.objects.filter(key="green_team").exists()
