"""Walking with a borrower, and the story that is told in public only by consent."""

from datetime import date
from typing import Any

import pytest

from commonwork.bank.actions import stories, walking
from commonwork.bank.models import LoanReview, NextStep, StoryField, Visit, WalkPlan
from commonwork.record.models import Fact
from commonwork.registry.actions import memberships
from tests.rooms.bank import make
from tests.rooms.bank.test_deciding import reviewed
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine, begins_in(make.drawn_world)]
DAY = date(2016, 6, 20)


def logged(world: make.World, **changed: Any) -> Visit:
    said: dict[str, Any] = {
        "person": world.people["lena"], "kind": "visit", "on": DAY, "minutes": 90, "words": "Two trucks of work.",
        "steps": [walking.Step("coop", "Send the June books", date(2016, 7, 5))],
    } | changed  # fmt: skip
    return walking.log(**said, **world.at(DAY))


def test_time_and_steps_are_logged_and_no_word_of_it_is_in_a_fact() -> None:
    world = make.world()
    loan = make.drawn(world)
    visit = logged(world, loan=loan)
    step = NextStep.objects.get()
    assert (visit.minutes, step.side, step.due_on) == (90, "coop", date(2016, 7, 5))
    facts = Fact.objects.filter(kind__in=["bank.visit.logged", "bank.step.agreed"])
    assert facts.count() == 2 and "truck" not in str([fact.data for fact in facts]).lower()
    assert not facts.filter(abouts__ref=f"bank.loan/{loan.key}").exists(), (
        "not in the trail that the loan's page tells"
    )
    walking.do_step(step=step, on=DAY, **world.at(DAY, by="iris"))
    with pytest.raises(walking.StepDone):
        walking.do_step(step=step, on=DAY, **world.at(DAY, by="iris"))


def test_a_struck_entry_is_empty_and_no_longer_counts() -> None:
    world = make.world()
    loan = make.drawn(world)
    visit = walking.strike(visit=logged(world, loan=loan, minutes=1400), on=DAY, **world.at(DAY))
    assert visit.is_struck and visit.words == ""
    assert logged(world, loan=loan, minutes=1400).minutes == 1400
    with pytest.raises(walking.WasStruck):
        walking.strike(visit=visit, on=DAY, **world.at(DAY))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"minutes": 0}, walking.NoTime),
        ({"minutes": 1441}, walking.MoreThanADay),
        ({"words": " "}, walking.NothingSaid),
    ],
)
@begins_in(make.agreed_world)
def test_an_entry_says_what_and_how_long(changed: dict[str, Any], refusal: type[Exception]) -> None:
    world = make.world()
    loan = make.agreed(world)
    with pytest.raises(refusal):
        logged(world, loan=loan, **changed)
    with pytest.raises(walking.WalksWithOwnCoop):
        logged(world, loan=loan, person=world.people["iris"])


def test_a_plan_is_agreed_looked_at_again_and_ended_with_an_outcome() -> None:
    world = make.world()
    loan = make.drawn(world)
    said: dict[str, Any] = {"loan": loan, "reasons": ["lean", "cash"], "words": "Fewer trips.", "on": DAY}
    with pytest.raises(walking.ReviewTooEarly):
        walking.begin_plan(review_on=DAY, steps=[], **said, **world.at(DAY))
    plan = walking.begin_plan(
        review_on=date(2016, 9, 20), steps=[walking.Step("bank", "Ask sisters")], **said, **world.at(DAY)
    )
    assert plan.reasons == ["cash", "lean"] and NextStep.objects.get().side == "bank"
    with pytest.raises(walking.PlanRuns):
        walking.begin_plan(review_on=date(2016, 9, 20), steps=[], **said, **world.at(DAY))
    walking.end_plan(plan=plan, outcome="on_its_way", on=DAY, **world.at(DAY))
    assert WalkPlan.objects.get().outcome == "on_its_way"
    with pytest.raises(walking.PlanEnded):
        walking.end_plan(plan=plan, outcome="on_its_way", on=DAY, **world.at(DAY))


def shown(world: make.World, code: str, by: str = "iris", text: str = "") -> StoryField:
    loan = world.coop.loans.get()
    person = world.people[by]
    return stories.show(loan=loan, code=code, text=text, person=person, on=DAY, **world.at(DAY, by=by))


def test_each_field_is_shown_by_a_consent_of_its_own_and_taken_back_alone() -> None:
    world = make.world()
    make.drawn(world)
    purpose = shown(world, "purpose", text="A truck for leaves.")
    shown(world, "amount")
    assert (purpose.consented_by.key, purpose.consented_on) == ("invented_iris", DAY)
    shown(world, "purpose", text="A truck.")
    assert [row.text for row in StoryField.objects.filter(code="purpose").order_by("pk")] == ["", "A truck."]
    standing = StoryField.objects.get(code="purpose", taken_back_on=None)
    stories.take_back(field=standing, on=DAY, **world.at(DAY, by="iris"))
    assert list(StoryField.objects.filter(taken_back_on=None).values_list("code", flat=True)) == ["amount"]
    assert not StoryField.objects.exclude(text="").exists(), "taken back, the words are gone"
    with pytest.raises(stories.NotShown):
        stories.take_back(field=standing, on=DAY, **world.at(DAY, by="iris"))


def test_nobody_is_named_with_words_but_by_their_own_consent() -> None:
    world = make.world()
    make.drawn(world)
    memberships.begin(
        person=world.people["jonah"],
        organisation=world.coop,
        class_code="member",
        on=make.DAY_ONE,
        **world.at(DAY),
    )
    shown(world, "quote", by="jonah", text="We own it.")
    with pytest.raises(stories.NotYourWords):
        shown(world, "speaker", by="iris")
    shown(world, "speaker", by="jonah")
    quote = StoryField.objects.get(code="quote", taken_back_on=None)
    stories.take_back(field=quote, on=DAY, **world.at(DAY, by="jonah"))
    assert not StoryField.objects.filter(taken_back_on=None).exists(), "no name without words"


@begins_in(make.plain_world)
def test_a_story_is_told_by_the_co_op_and_by_nobody_else() -> None:
    world = make.world()
    with pytest.raises(stories.NotYetLent):
        make.asked(world)
        shown(world, "amount")
    make.drawn(world, make.agreed(world, make.approved(world, world.coop.loans.get())))
    with pytest.raises(stories.NotOfThisCoop):
        shown(world, "amount", by="lena")
    with pytest.raises(stories.WordsNeeded):
        shown(world, "purpose", text=" ")


@begins_in(make.plain_world)
def test_what_a_forgotten_person_wrote_is_erased() -> None:
    world = make.world()
    loan = make.asked(world)
    reviewed(world, loan, "xena")
    make.drawn(world, make.agreed(world, make.approved(world, loan)))
    shown(world, "quote", text="We own it.")
    shown(world, "amount")
    for key in ("xena", "iris"):
        stories.forget(person=world.people[key], on=DAY, **world.at(DAY))
    assert LoanReview.objects.get().words == ""
    assert list(StoryField.objects.filter(taken_back_on=None).values_list("code", flat=True)) == ["amount"]
