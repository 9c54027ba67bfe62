"""What came with a request to the bank: the plan in its version, the evidence, its files; for the bank's circle alone."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.access.models import RoleHolding
from commonwork.bank.actions import loans
from commonwork.bank.models import Loan
from commonwork.incubator.actions import plans as plan_acts
from commonwork.incubator.actions import tasks
from commonwork.incubator.models import Team
from commonwork.journeys import loan_requests
from commonwork.registry.actions import memberships
from commonwork.registry.models import Organisation
from tests.journeys.test_incubator import OPENED, WHO, houses, planned
from tests.record.test_documents import PDF
from tests.rooms.incubator import make
from tests.rooms.incubator.season import ready_team, through
from tests.rooms.incubator.test_pages import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    houses()
    return planned(through(ready_team(), "business_plan"))


@pytest.fixture
def loan(team: Team) -> Loan:
    said: dict[str, Any] = {"evidence": "On three pages.", "files": [PDF], "on": date(2016, 4, 7)}
    tasks.finish(team=team, code="business_plan", **said, **WHO)
    asked: Loan = loan_requests.ask(
        team=team, principal_minor=200_000, name="First tools", purpose="Tools", is_public=True, on=OPENED,
        plan=team.plan_versions.get(), **WHO,
    )  # fmt: skip
    return asked


def signed_in(client: Client, name: str, role: str, house: str) -> Client:
    account = make.account(name)
    RoleHolding.objects.create(
        person=account.person, role=role, starts_on=date(2016, 1, 1),
        organisation=Organisation.objects.get(key=house),
    )  # fmt: skip
    client.force_login(account, backend=BACKEND)
    return client


def test_the_loans_page_shows_what_came_with_the_request(client: Client, team: Team, loan: Loan) -> None:
    plan_acts.draft(
        team=team, assumptions={**team.plan_draft.assumptions, "wage": "9.00"}, topic="work", on=OPENED, **WHO
    )
    bank = signed_in(client, "Lotte", "loan-officer", "bank")
    page = reverse("journeys_loan_papers", args=[loan.key])
    assert page in bank.get(loan.get_absolute_url()).content.decode(), (
        "a plain link stands where htmx loads it"
    )
    told = bank.get(page).content.decode()
    assert "On three pages." in told and "File 1" in told and "5 gates" in told
    assert "/plan/?version=1" in told and "paper/es/?version=1" in told
    inside = bank.get(page, headers={"HX-Request": "true"}).content.decode()
    assert inside.startswith('<div id="loan-papers">')
    assert bank.get(reverse("incubator_plan", args=[team.key]), {"version": "1"}).status_code == 200


@pytest.mark.one_engine
def test_strangers_see_neither_papers_nor_the_way_to_them(client: Client, loan: Loan) -> None:
    page = reverse("journeys_loan_papers", args=[loan.key])
    assert client.get(page).status_code == 302
    client.force_login(make.account("Stranger"), backend=BACKEND)
    assert client.get(page).status_code == 403
    assert page not in client.get(loan.get_absolute_url()).content.decode()


@pytest.mark.one_engine
def test_members_of_the_co_op_who_were_not_in_the_team_are_not_led_there(client: Client, loan: Loan) -> None:
    person = make.person("Nora")
    memberships.begin(person=person, organisation=loan.borrower, class_code="member", on=OPENED, **WHO)
    client.force_login(make.account("Nora"), backend=BACKEND)
    told = client.get(loan.get_absolute_url()).content.decode()
    assert "request/" not in told and "What it is for" in told


@pytest.mark.one_engine
def test_a_loan_that_did_not_come_from_the_incubator_has_no_such_page(client: Client, team: Team) -> None:
    coop = Organisation.objects.create(key="bakery", name="Bakery", kind="co-op")
    own = loans.apply(
        borrower=coop, lender=Organisation.objects.get(key="bank"), principal_minor=100, on=OPENED, **WHO
    )
    bank = signed_in(client, "Lotte", "loan-officer", "bank")
    assert bank.get(reverse("journeys_loan_papers", args=[own.key])).status_code == 404
    assert "request/" not in bank.get(own.get_absolute_url()).content.decode()
    assert loan_requests.sent_with(own) is None
