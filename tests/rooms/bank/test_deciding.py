"""Reviews by criteria kept as data, minutes and conditions: what stands around the committee's votes."""

from datetime import date
from typing import Any
from unittest import mock

import pytest

from commonwork.bank.actions import conditions, decisions, draws, loans, reviews, votes
from commonwork.bank.models import Loan, LoanCondition, LoanReview, Minutes
from commonwork.bank.queries import reviewing
from commonwork.charter.actions import policies
from commonwork.record.models import Fact
from tests.rooms.bank import make
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.plain_world)]
DAY = date(2016, 4, 25)
FULL = {"need": 5, "customers": 4, "surplus": 3, "people": 5, "risks": 2}


def reviewed(world: make.World, loan: Loan, by: str, **changed: Any) -> LoanReview:
    said: dict[str, Any] = {"scores": FULL, "has_conflict": False, "words": "Sound.", "on": DAY} | changed
    return reviews.give(loan=loan, reviewer=world.people[by], **said, **world.at(DAY, by=by))


def decided(world: make.World, loan: Loan, **changed: Any) -> Loan:
    said: dict[str, Any] = {
        "is_approved": True, "reason": "plan_holds", "chair": world.people["xena"], "present": [],
        "words": "All were heard.", "conditions": [], "on": DAY,
    } | changed  # fmt: skip
    return decisions.record(loan=loan, **said, **world.at(DAY, by="xena"))


def test_scores_add_up_by_weight_and_a_conflict_is_heard_only() -> None:
    world = make.world()
    loan = make.asked(world)
    reviewed(world, loan, "xena")
    reviewed(world, loan, "yuri", scores=FULL | {"surplus": 5})
    reviewed(world, loan, "zora", scores=dict.fromkeys(FULL, 1), has_conflict=True)
    found = reviewing.scores(loan)
    # Weights need 2, customers 2, surplus 3, people 2, risks 1 = 10. Xena 10+8+9+10+2 = 39, Yuri 10+8+15+10+2 = 45.
    # (39 + 45) / (10 x 2) = 4.20.
    assert found.average_hundredths == 420
    surplus = next(row for row in found.rows if row.criterion.code == "surplus")
    assert (surplus.average_hundredths, surplus.lowest, surplus.highest, surplus.is_apart) == (
        400,
        3,
        5,
        True,
    )
    assert [row.reviewer.key for row in found.heard] == ["invented_zora"]
    facts = Fact.objects.filter(kind="bank.review.given")
    assert facts.count() == 3 and "scores" not in str([fact.data for fact in facts])


def test_a_second_review_replaces_the_first_until_the_committee_decided() -> None:
    world = make.world()
    loan = make.asked(world)
    reviewed(world, loan, "xena")
    reviewed(world, loan, "xena", scores=FULL | {"risks": 4})
    assert LoanReview.objects.get().scores["risks"] == 4
    with pytest.raises(reviews.ScoresIncomplete):
        reviewed(world, loan, "xena", scores={"need": 5})
    with pytest.raises(reviews.ScoresIncomplete):
        reviewed(world, loan, "xena", scores=FULL | {"need": 6})
    make.approved(world, loan)
    with pytest.raises(Exception, match="stage"):
        reviewed(world, loan, "yuri")


def test_whoever_belongs_to_the_co_op_declares_it() -> None:
    world = make.world()
    loan = make.asked(world)
    on = date(2016, 5, 10)
    common: dict[str, Any] = {
        "loan": loan,
        "reviewer": world.people["iris"],
        "scores": FULL,
        "words": "",
        "on": on,
    }
    with pytest.raises(reviews.ReviewsOwnCoop):
        reviews.give(has_conflict=False, **common, **world.at(on, by="iris"))
    assert reviews.give(has_conflict=True, **common, **world.at(on, by="iris")).has_conflict


def test_criteria_are_data_with_versions_and_reviews_keep_theirs() -> None:
    world = make.world()
    loan = make.asked(world)
    reviewed(world, loan, "xena")
    rows = [
        {"question": {"en": "Does it help?", "es": "¿Ayuda?"}, "weight": 2},
        {"question": {"en": "", "es": " "}, "weight": 1},
    ]
    version = reviews.adopt(lender=world.bank, rows=rows, on=DAY, **world.at(DAY))
    assert [(one.code, one.weight, one.question) for one in reviewing.criteria(version)] == [
        ("c1", 2, "Does it help?")
    ]
    reviewed(world, loan, "yuri", scores={"c1": 3})
    found = reviewing.scores(loan)
    assert [row.reviewer.key for row in found.counted] == [
        "invented_yuri"
    ] and found.average_hundredths == 300
    assert [row.reviewer.key for row in found.heard] == ["invented_xena"], (
        "by older criteria: heard, not counted"
    )
    with pytest.raises(reviews.CriteriaIncomplete):
        reviews.adopt(lender=world.bank, rows=rows[1:], on=DAY, **world.at(DAY))


def test_how_many_reviews_are_wanted_is_a_policy() -> None:
    world = make.world()
    loan = make.asked(world)
    reviewed(world, loan, "xena")
    assert reviewing.scores(loan).is_enough
    policies.adopt(
        code="bank.review_count", value=2, starts_on=make.DAY_ONE, adopted_by="system/assembly", source="test",
        **world.at(DAY),
    )  # fmt: skip
    assert not reviewing.scores(loan).is_enough


def test_a_conflict_declared_in_a_review_holds_for_the_vote() -> None:
    world = make.world()
    loan = make.asked(world)
    reviewed(world, loan, "zora", has_conflict=True)
    cast: dict[str, Any] = {"loan": loan, "person": world.people["zora"], "on": DAY}
    with pytest.raises(votes.DeclaredBefore):
        votes.cast(vote="yes", **cast, **world.at(DAY, by="zora"))
    votes.cast(vote="abstain", has_conflict=True, **cast, **world.at(DAY, by="zora"))


def test_the_memo_is_written_anew_until_the_decision() -> None:
    world = make.world()
    loan = make.asked(world)
    said: dict[str, Any] = {"loan": loan, "author": world.people["lena"], "on": DAY}
    reviews.write_memo(asks="A truck.", speaks_for="", worries="", proposes="", **said, **world.at(DAY))
    reviews.write_memo(
        asks="A truck.", speaks_for="Orders.", worries="", proposes="Yes.", **said, **world.at(DAY)
    )
    loan.refresh_from_db()
    assert (loan.memo.speaks_for, loan.memo.proposes) == ("Orders.", "Yes.")
    with pytest.raises(reviews.NothingWritten):
        reviews.write_memo(asks=" ", speaks_for="", worries="", proposes="", **said, **world.at(DAY))


def test_the_decision_has_a_chair_minutes_and_who_was_there() -> None:
    world = make.world()
    loan = decided(world, make.voted(world, make.asked(world)), present=[world.people["lena"]])
    minutes = Minutes.objects.get(loan=loan)
    assert loan.stage == "approved" and minutes.words == "All were heard."
    there = set(minutes.present.values_list("person__key", flat=True))
    assert there == {"invented_lena", "invented_xena", "invented_yuri", "invented_zora"}
    fact = Fact.objects.get(kind="bank.decision.minuted")
    assert fact.data["present_count"] == 4 and "heard" not in str(fact.data)


def test_who_declared_a_conflict_cannot_chair() -> None:
    world = make.world()
    loan = make.asked(world)
    for key, vote in (("xena", "abstain"), ("yuri", "yes"), ("zora", "yes")):
        votes.cast(
            loan=loan, person=world.people[key], vote=vote, has_conflict=vote == "abstain", on=DAY,
            **world.at(DAY, by=key),
        )  # fmt: skip
    with pytest.raises(decisions.ChairHasConflict):
        decided(world, loan)
    assert decided(world, loan, chair=world.people["yuri"]).stage == "approved"


def test_what_the_committee_asks_for_first_comes_first() -> None:
    world = make.world()
    loan = decided(
        world,
        make.voted(world, make.asked(world)),
        conditions=[
            ("agreement", "Open a bank account."),
            ("draw", "Show the insurance."),
            ("later", "Keep books."),
        ],
    )
    account, insurance, _later = LoanCondition.objects.order_by("pk")
    with pytest.raises(conditions.ConditionOpen) as refusal:
        make.agreed(world, loan)
    assert refusal.value.figures["conditions"] == "Open a bank account"
    conditions.meet(condition=account, on=DAY, **world.at(DAY))
    loan = make.agreed(world, loan)
    paid: dict[str, Any] = {"loan": loan, "amount_minor": 100, "on": date(2016, 5, 5)}
    with pytest.raises(conditions.ConditionOpen):
        draws.pay_out(**paid, **world.at(date(2016, 5, 5)))
    conditions.meet(condition=insurance, on=DAY, **world.at(DAY))
    assert draws.pay_out(**paid, **world.at(date(2016, 5, 5))).stage == "repaying"
    with pytest.raises(conditions.ConditionMet):
        conditions.meet(condition=insurance, on=DAY, **world.at(DAY))


def test_not_now_has_no_conditions_and_a_failure_leaves_no_half_decision() -> None:
    world = make.world()
    loan = make.voted(world, make.asked(world), "no", "no", "no")
    no: dict[str, Any] = {"is_approved": False, "reason": "plan_not_ready"}
    with pytest.raises(decisions.ConditionsOnNo):
        decided(world, loan, conditions=[("draw", "More orders.")], **no)
    with mock.patch.object(decisions, "state", side_effect=RuntimeError), pytest.raises(RuntimeError):
        decided(world, loan, **no)
    loan.refresh_from_db()
    assert loan.stage == "applied" and not Minutes.objects.exists()
    with pytest.raises(loans.VotesMissing):
        decided(world, loan)
    assert decided(world, loan, **no).stage == "declined"
