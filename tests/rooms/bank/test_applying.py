"""An application is written over days, sent once, and asks for the training the policy names."""

from datetime import date
from typing import Any
from unittest import mock

import pytest

from commonwork.bank.actions import applications, loans
from commonwork.bank.actions.training import TrainingMissing
from commonwork.bank.models import Application, ApplicationAnswer, Loan
from commonwork.bank.parts_of_application import PARTS
from commonwork.bank.queries import applying
from commonwork.charter.actions import policies
from commonwork.record import documents
from commonwork.record.models import Fact
from commonwork.registry.actions import competences, memberships
from commonwork.registry.models import Competence
from tests.record.test_documents import PDF
from tests.rooms.bank import make
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.plain_world)]
DAY = date(2016, 4, 11)
VALUES: dict[str, Any] = {
    "principal_minor": 1_200_000,
    "name": "truck loan",
    "jobs_kept_count": 0,
    "jobs_made_count": 3,
    "decided_on": date(2016, 4, 9),
    "members_count": 3,
    "members_yes_count": 2,
}


def begun(world: make.World) -> Application:
    return applications.start(borrower=world.coop, lender=world.bank, on=DAY, **world.at(DAY, by="iris"))


def filled(world: make.World, **changed: Any) -> Application:
    """A draft with every needed part done; `changed` figures by name."""
    application = begun(world)
    for part in PARTS:
        values = {name: (VALUES | changed)[name] for name in part.fields}
        texts = {question.code: f"About {question.code}." for question in part.questions}
        if values or texts:
            applications.write(
                application=application, part_key=part.key, texts=texts, values=values, on=DAY,
                **world.at(DAY, by="iris"),
            )  # fmt: skip
    application.refresh_from_db()
    return application


def sent(world: make.World, application: Application) -> Loan:
    return applications.send(application=application, on=DAY, **world.at(DAY, by="iris"))


def asks_for_training(world: make.World, holders: int) -> Competence:
    competence = Competence.objects.create(key="ownership", name="Owning together")
    for code, value in (("bank.training_asked", ["ownership"]), ("bank.training_holders", holders)):
        policies.adopt(
            code=code, value=value, starts_on=make.DAY_ONE, adopted_by="system/assembly", source="test",
            **world.at(make.DAY_ONE),
        )  # fmt: skip
    return competence


def test_half_an_answer_is_kept_and_another_one_goes_on_with_it() -> None:
    world = make.world()
    draft = begun(world)
    said: dict[str, Any] = {"part_key": "use", "values": {}, "on": DAY}
    applications.write(
        application=draft, texts={"buy": "A truck", "surplus": ""}, **said, **world.at(DAY, by="iris")
    )
    applications.write(application=draft, texts={"surplus": "More trips"}, **said, **world.at(DAY, by="cora"))
    assert applying.texts_of(draft) == {"buy": "A truck", "surplus": "More trips"}
    kept = Fact.objects.filter(kind="bank.application.kept").order_by("pk")
    assert [fact.data["part"] for fact in kept] == ["use", "use"]
    assert "truck" not in str([fact.data for fact in kept]), "facts hold no words"


def test_a_sent_application_becomes_a_loan_that_carries_its_words() -> None:
    world = make.world()
    loan = sent(world, filled(world))
    assert (loan.stage, loan.principal_minor, loan.name) == ("applied", 1_200_000, "Truck loan")
    assert loan.purpose == "About buy.\n\nAbout surplus."
    application = Application.objects.get()
    assert (application.state, application.loan, application.sent_on) == ("sent", loan, DAY)
    fact = Fact.objects.get(kind="bank.application.sent")
    assert fact.data["loan"] == "bank.loan/green_team_1" and fact.data["amount_minor"] == 1_200_000
    with pytest.raises(applications.NotADraft):
        sent(world, application)


def test_what_is_missing_is_named_before_anything_is_sent() -> None:
    world = make.world()
    draft = filled(world)
    ApplicationAnswer.objects.filter(code="risks").delete()
    Application.objects.update(principal_minor=None)
    with pytest.raises(applications.NotComplete) as refusal:
        sent(world, draft)
    assert refusal.value.figures["missing"] == "How much you ask for, What can go wrong"
    assert not Loan.objects.exists()


def test_a_co_op_borrows_when_more_than_half_of_its_members_say_so() -> None:
    world = make.world()
    draft = filled(world, members_count=4, members_yes_count=2)
    with pytest.raises(applications.MembersSaidNo):
        sent(world, draft)
    with pytest.raises(applications.MoreThanAll):
        applications.write(
            application=draft, part_key="decided", texts={}, values={"members_yes_count": 5}, on=DAY,
            **world.at(DAY),
        )  # fmt: skip


def test_a_co_op_writes_one_application_at_a_time() -> None:
    world = make.world()
    draft = begun(world)
    with pytest.raises(applications.DraftThere):
        begun(world)
    applications.attach(application=draft, files=[PDF], on=DAY, **world.at(DAY, by="iris"))
    applications.drop(application=draft, on=DAY, **world.at(DAY, by="iris"))
    assert not documents.kept(draft), "set aside, its papers go"
    assert begun(world).pk != draft.pk
    with pytest.raises(loans.OnlyCoopsBorrow):
        applications.start(borrower=world.bank, lender=world.bank, on=DAY, **world.at(DAY))


def test_missing_training_is_named_and_counts_people_not_years() -> None:
    world = make.world()
    draft = filled(world)
    competence = asks_for_training(world, holders=1)
    jonah = world.people["jonah"]
    memberships.begin(
        person=jonah, organisation=world.coop, class_code="member", on=make.DAY_ONE, **world.at(DAY)
    )
    with pytest.raises(TrainingMissing) as refusal:
        sent(world, draft)
    assert refusal.value.figures["missing"] == "Owning together (0/1)"
    with pytest.raises(TrainingMissing):  # the short way asks for it too
        make.asked(world)
    (asked,) = applying.training(world.coop, on=DAY, lender=world.bank)
    assert [person.key for person in asked.lacking] == ["invented_jonah"] and not asked.is_met
    competences.grant(
        person=jonah,
        competence=competence,
        on=DAY,
        granted_by="system/school",
        **world.at(DAY),
    )
    assert sent(world, draft).stage == "applied"


def test_without_a_policy_no_training_is_asked_for() -> None:
    world = make.world()
    assert applying.training(world.coop, on=DAY, lender=world.bank) == []
    assert sent(world, filled(world)).stage == "applied"


def test_a_failure_half_way_leaves_the_draft_a_draft() -> None:
    world = make.world()
    draft = filled(world)
    with (
        mock.patch("commonwork.bank.actions.applications._told", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        sent(world, draft)
    draft.refresh_from_db()
    assert (
        draft.state == "draft"
        and not Loan.objects.exists()
        and not Fact.objects.filter(kind="bank.loan.applied").exists()
    )


def test_the_books_fill_in_the_quarters_they_hold() -> None:
    world = make.world()
    make.trade(world, date(2016, 7, 1))
    make.trade(world, date(2016, 10, 1))
    found = applying.own_figures(world.coop, on=date(2016, 10, 5))
    assert found is not None
    # Surpluses of the season's second and third quarter; cash is their sum: -1,033.33 + 634.89 = -398.44.
    assert found.quarters == [("Q2 2016", -103333), ("Q3 2016", 63489)]
    assert (found.cash_minor, found.owed_minor) == (-39844, 0)
