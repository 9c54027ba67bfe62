"""An application that begins in the incubator: the plan filled in, papers with the loan, the forgotten without words."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.bank.actions import applications
from commonwork.bank.models import Application, Loan
from commonwork.bank.parts_of_application import PARTS
from commonwork.bank.queries import applying
from commonwork.incubator.models import Team
from commonwork.journeys import loan_prefill, loan_requests, wires
from commonwork.record.models import Fact
from commonwork.registry.actions import people
from tests.journeys.test_incubator import OPENED, WHO, houses, planned
from tests.journeys.test_loan_papers import signed_in
from tests.rooms.bank import make
from tests.rooms.bank.test_deciding import reviewed
from tests.rooms.incubator.season import ready_team, through

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    houses()
    return planned(through(ready_team(), "business_plan"))


def sent(application: Application) -> Loan:
    values: dict[str, Any] = {
        "name": "tools", "jobs_kept_count": 0, "jobs_made_count": 2, "decided_on": OPENED, "members_count": 3,
        "members_yes_count": 3, "principal_minor": application.principal_minor or 100_000,
    }  # fmt: skip
    for part in PARTS:
        given = {name: values[name] for name in part.fields}
        texts = {question.code: "Said." for question in part.questions}
        if given or texts:
            applications.write(
                application=application, part_key=part.key, texts=texts, values=given, on=OPENED, **WHO
            )
    loan: Loan = applications.send(application=application, on=OPENED, **WHO)
    return loan


def test_the_plan_of_the_team_is_filled_in(team: Team) -> None:
    application = loan_requests.begin(team=team, on=OPENED, **WHO)
    known = loan_prefill.of_team(team, on=OPENED)
    assert application.principal_minor == known.principal_minor
    assert "Working capital needed" in applying.texts_of(application)["buy"]
    assert application.team == f"incubator.team/{team.key}"
    assert application.plan == f"incubator.planversion/{team.plan_versions.get().key}"


def test_people_of_the_team_count_for_the_training_before_the_co_op_is_open(team: Team) -> None:
    application = loan_requests.begin(team=team, on=OPENED, **WHO)
    names = {person.key for person in applying.people_of(application.borrower, on=OPENED)}
    assert names == {row.person.key for row in team.members.all()} and names


def test_its_papers_are_found_from_the_loan_and_told_once(team: Team, client: Client) -> None:
    loan = sent(loan_requests.begin(team=team, on=OPENED, **WHO))
    fact = Fact.objects.get(kind="bank.application.sent")
    wires.deliver(fact)
    wires.deliver(fact)
    told = Fact.objects.get(kind="journeys.loan.requested")
    assert told.subject == f"bank.loan/{loan.key}" and told.data["plan"] == fact.data["plan"]
    found = loan_requests.sent_with(loan)
    assert found is not None and found.team == team
    page = signed_in(client, "Lotte", "loan-officer", "bank").get(
        reverse("journeys_loan_papers", args=[loan.key])
    )
    assert page.status_code == 200


def test_an_application_from_elsewhere_brings_no_papers(team: Team) -> None:
    application = loan_requests.begin(team=team, on=OPENED, **WHO)
    Application.objects.update(team="", plan="")
    application.refresh_from_db()
    sent(application)
    wires.deliver(Fact.objects.get(kind="bank.application.sent"))
    assert not Fact.objects.filter(kind="journeys.loan.requested").exists()


def test_who_is_forgotten_leaves_no_words_in_reviews() -> None:
    world = make.world()
    reviewed(world, make.asked(world), "xena", on=date(2016, 4, 25))
    people.forget(person=world.people["xena"], **world.at(date(2016, 5, 1)))
    wires.deliver(Fact.objects.get(kind="registry.person.forgotten"))
    assert world.people["xena"].loan_reviews.get().words == ""
