"""The incubator's hand-overs: course to team, plan to loan request, launch to books and federation, plan beside books."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.assembly import queries as assembly
from commonwork.bank.models import Loan
from commonwork.books import queries as books
from commonwork.books.actions import months
from commonwork.federation.models import Affiliation
from commonwork.incubator import queries
from commonwork.incubator.actions import ideas
from commonwork.incubator.actions import plans as plan_acts
from commonwork.incubator.models import Idea, Team
from commonwork.journeys import launches, plans
from commonwork.record.models import Fact
from commonwork.registry.models import Membership, Network, Organisation, Place
from commonwork.school.actions import badges
from tests.rooms.assembly import make as make_assembly
from tests.rooms.incubator import make
from tests.rooms.incubator.season import ready_team, through
from tests.rooms.incubator.test_pages import BACKEND
from tests.rooms.school import make as make_school
from tests.rules.plans import BAKERY

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": "system/test", "at": make.NOON}
OPENED = date(2016, 5, 2)
PLAN = {**BAKERY, "starts_on": "2016-05-01"}


def planned(team: Team) -> Team:
    plan_acts.draft(team=team, assumptions=PLAN, topic="sales", on=OPENED, **WHO)
    plan_acts.keep(team=team, note="for the bank", on=OPENED, **WHO)
    return team


@pytest.fixture
def coordinator(client: Client) -> Client:
    make.incubator()
    client.force_login(make.account("Rosa", "incubator-coordinator"), backend=BACKEND)
    return client


def houses() -> None:
    for key in ("bank", "federation"):
        Organisation.objects.get_or_create(key=key, defaults={"name": key.title(), "kind": "institution"})


def test_those_who_completed_a_course_form_a_team(coordinator: Client) -> None:
    Network.objects.update(name="Practice network")  # as the school's builders call it
    course = make_school.course(needed=1)
    learners = [make.person("Iris"), make.person("Jonah"), make.person("Kemi")]
    make_school.enrol(course, *learners)
    for session in course.sessions.order_by("number"):
        make_school.hold(course, session.number, *learners)
    badges.award_all(course=course, on=date(2016, 3, 5), **WHO)
    page = reverse("journeys_circle", args=[course.key])
    assert page in coordinator.get(course.get_absolute_url()).content.decode(), "the course leads there"
    assert page not in Client().get(course.get_absolute_url()).content.decode()
    assert "Iris (invented)" in coordinator.get(page).content.decode()
    coordinator.post(
        page, {"name": "The Green Team", "on": "2016-03-10", "people": ["invented_iris", "invented_jonah"]}
    )
    team = Team.objects.get()
    assert {person.key for person in queries.people_of(team, on=date(2016, 4, 1))} == {
        "invented_iris",
        "invented_jonah",
    }


def test_one_press_carries_the_plan_into_a_loan_request(coordinator: Client) -> None:
    houses()
    team = planned(through(ready_team(), "business_plan"))
    page = reverse("journeys_loan_request", args=[team.key])
    shown = coordinator.get(page)
    asked = shown.context["form"].initial
    assert asked["principal_minor"] == 200_000
    assert "Oven: $3,600" in asked["purpose"] and "Working capital needed: $525" in asked["purpose"]
    answer = coordinator.post(
        page, {"principal_minor": "2000.00", "name": "First tools", "purpose": asked["purpose"]}
    )
    assert answer.status_code == 302
    loan = Loan.objects.get()
    assert (loan.borrower.key, loan.principal_minor) == ("green_team", 200_000)
    fact = Fact.objects.get(kind="journeys.loan.requested")
    assert fact.data["plan"] == f"incubator.planversion/{team.plan_versions.get().key}"


def test_launch_makes_the_co_op_its_books_its_shares_and_its_application(coordinator: Client) -> None:
    houses()
    team = planned(through(ready_team(), "launched"))
    place = Place.objects.create(key="yard", name="The yard")
    page = reverse("journeys_launch", args=[team.key])
    assert coordinator.get(page).context["form"].initial["share_minor"] == 50_000
    answer = coordinator.post(
        page, {"on": "2016-05-02", "share_minor": "500.00", "place": "yard", "is_affiliating": "on"}
    )
    assert answer.status_code == 302
    coop = Organisation.objects.get(key="green_team")
    assert (coop.place, Team.objects.get().organisation) == (place, coop)
    assert Membership.objects.filter(organisation=coop, class_code="member").count() == 3
    assert books.balance(coop, "1000") == 150_000  # three shares of 500.00
    assert books.parties(coop, "3000") == {f"invented_{name}": -50_000 for name in ("iris", "jonah", "kemi")}
    assert Affiliation.objects.get(organisation=coop).class_code == "start-up"


def test_a_launch_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    houses()
    team = planned(through(ready_team(), "launched"))

    def broken(**anything: Any) -> None:
        raise RuntimeError("the federation cannot be reached")

    monkeypatch.setattr(launches.affiliations, "apply", broken)
    people = queries.people_of(team, on=OPENED)
    with pytest.raises(RuntimeError):
        launches.launch(team=team, members=people, on=OPENED, share_minor=50_000, is_affiliating=True, **WHO)
    assert not Organisation.objects.filter(key="green_team").exists()
    assert not Fact.objects.filter(kind="journeys.coop.launched").exists()


def test_the_third_month_stands_beside_the_plan(coordinator: Client) -> None:
    """Plan of month 3: sales 1,000, bread 400, wages 250, other 150 + 100 + interest 40 = 290, surplus 60."""
    houses()
    team = planned(through(ready_team(), "launched"))
    people = queries.people_of(team, on=OPENED)
    coop = launches.launch(team=team, members=people, on=OPENED, share_minor=50_000, **WHO)
    months.record(
        organisation=coop, month=date(2016, 7, 1), sales_minor=110_000, materials_minor=42_000,
        member_wages_minor=25_000, other_wages_minor=0, other_costs_minor=20_000, **WHO,
    )  # fmt: skip
    plan = plans.carried(team, on=date(2016, 8, 2))
    assert plan is not None
    rows = plans.against_books(plan, coop, opened_on=OPENED, on=date(2016, 8, 2))
    assert [row.starts_on for row in rows] == [date(2016, month, 1) for month in (5, 6, 7, 8)]
    third = rows[2]
    assert {name: third.planned[name] for name in ("sales", "unit_costs", "wages", "other", "surplus")} == {
        "sales": 100_000, "unit_costs": 40_000, "wages": 25_000, "other": 29_000, "surplus": 6_000,
    }  # fmt: skip
    assert third.actual == {
        "sales": 110_000, "unit_costs": 42_000, "wages": 25_000, "other": 20_000, "surplus": 23_000,
        "cash": 150_000 + 23_000,
    }  # fmt: skip
    assert rows[1].actual is None
    page = coordinator.get(reverse("journeys_first_year", args=[team.key])).content.decode()
    assert "1,100.00" in page and "+\xa0100.00" in page and "not written yet" in page


@pytest.mark.one_engine
def test_plan_and_books_are_not_for_strangers(client: Client) -> None:
    houses()
    team = planned(through(ready_team(), "launched"))
    launches.launch(team=team, members=queries.people_of(team, on=OPENED), on=OPENED, **WHO)
    page = reverse("journeys_first_year", args=[team.key])
    assert client.get(page).status_code == 302
    client.force_login(make.account("Stranger"), backend=BACKEND)
    assert client.get(page).status_code == 403


def test_a_resolution_puts_an_idea_above_others(coordinator: Client) -> None:
    make_assembly.resolved()
    resolution = assembly.resolutions(starts_on=date(2000, 1, 1), ends_on=date(2030, 1, 1), is_funded=None)[0]
    idea = ideas.propose(title="Child care", text="A house.", who_for="Parents", on=OPENED, **WHO)
    coordinator.post(reverse("journeys_idea_raise", args=[idea.key]), {"resolution": resolution.key})
    assert Idea.objects.get().priorities.get().resolution == f"assembly.resolution/{resolution.key}"
    assert "Assemblies ask for it" in coordinator.get(idea.get_absolute_url()).content.decode()
