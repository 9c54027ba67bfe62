"""Consent rounds: reasoned objections, a text that meets them, consent as a decision that changes a policy."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from commonwork.assembly.actions import consent, decisions, electorates
from commonwork.assembly.models import ConsentAnswer, ConsentRound, Decision, Motion
from commonwork.assembly.motion_steps import RoundIsOpen
from commonwork.assembly.queries import consent as queries
from commonwork.charter.actions import principles
from commonwork.charter.models import Policy
from commonwork.charter.queries import value
from commonwork.record.models import Fact
from commonwork.registry.models import Body, Person
from tests.rooms.assembly.make import adopt, person
from tests.rooms.assembly.roll_make import DAY, WHO, affirmed, body, farm, open_motion, roll
from tests.worlds import begins_in

pytestmark = pytest.mark.django_db
REASON = "Fifty dollars a day empties the fund before the summer."


def started(quorum_bp: int = 5000, **said: object) -> tuple[ConsentRound, list[Person], Body]:
    meeting, people = farm()
    adopt("assembly.quorum_bp", quorum_bp)
    adopt("assembly.consent_days", 7)
    row = open_motion(meeting, people[0], **said)
    return consent.open_round(motion=row, electorate=affirmed(meeting), on=DAY, **WHO), people, meeting


def say(row: ConsentRound, who: Person, answer: str = "agree", **said: str) -> ConsentRound:
    return consent.answer(consent_round=row, person=who, answer=answer, **said, **WHO)


def objected(row: ConsentRound, who: Person) -> ConsentRound:
    return say(row, who, "object", reason=REASON, aim="purpose")


def test_a_round_opens_on_an_affirmed_roll_of_its_body_for_as_long_as_the_policy_says() -> None:
    row, _, meeting = started()
    assert row.number == 1 and row.closes_on == DAY + timedelta(days=7) and row.quorum_bp == 5000
    with pytest.raises(RoundIsOpen):
        consent.open_round(motion=row.motion, electorate=row.electorate, on=DAY, **WHO)
    consent.withdraw(consent_round=row, **WHO)
    other = body("other")
    for wrong in (roll(meeting), electorates.affirm(electorate=_roll_of(other), **WHO)):
        with pytest.raises(consent.RollOfAnotherBody):
            consent.open_round(motion=row.motion, electorate=wrong, on=DAY, **WHO)


def _roll_of(where: Body):  # type: ignore[no-untyped-def]
    from tests.rooms.assembly.roll_make import sits

    sits(person("Zoe"), where)
    return roll(where)


def test_an_objection_says_why_and_which_aim_it_would_harm() -> None:
    row, (ada, *_), _ = started()
    with pytest.raises(consent.ReasonNeeded):
        say(row, ada, "object", aim="purpose", reason="I object.")
    with pytest.raises(consent.AimNeeded):
        say(row, ada, "object", reason=REASON)
    with pytest.raises(consent.AimNeeded):
        say(row, ada, "object", reason=REASON, aim="principle-1")
    principles.adopt(principles=[{"name": "Rest"}], on=DAY, **WHO)
    say(row, ada, "object", reason=REASON, aim="principle-1")
    assert queries.aim_in_words(row.answers.get(), row.motion, on=DAY) == "principle 1: Rest"
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentAnswer.objects.update(reason="")


@begins_in(farm)
def test_only_those_on_the_roll_answer_and_who_passed_on_a_vote_does_not() -> None:
    meeting, (ada, ben, *_) = farm()
    adopt("assembly.quorum_bp", 5000), adopt("assembly.consent_days", 7)
    adopt("assembly.delegation_cap", 2)
    electorate = affirmed(meeting)
    electorates.delegate(electorate=electorate, person=ada, to=ben, **WHO)
    row = consent.open_round(motion=open_motion(meeting), electorate=electorate, on=DAY, **WHO)
    with pytest.raises(consent.NotOnThisRoll):
        say(row, person("Zoe"))
    with pytest.raises(consent.VotePassedOn):
        say(row, ada)
    say(row, ben)
    assert queries.taking_part(row) == (2, 4), "Ben answers for himself and for Ada"


def test_an_answer_can_be_changed_and_the_fact_does_not_say_what_it_was() -> None:
    row, (ada, *_), _ = started()
    objected(row, ada)
    say(row, ada)
    assert queries.counts(row) == {"agree": 1, "abstain": 0, "aside": 0, "object": 0}
    facts = Fact.objects.filter(kind="assembly.consent.answered")
    assert facts.count() == 2 and all(set(fact.data) == {"count"} for fact in facts)


def test_a_changed_text_meets_the_objections_and_the_next_round_ends_in_consent() -> None:
    row, people, _ = started()
    for who in people[:3]:
        say(row, who)
    objected(row, people[3])
    with pytest.raises(consent.ObjectionsStand):
        consent.close(consent_round=row, on=DAY, **WHO)
    text = "The fund pays forty dollars a day, up to five days a year."
    second = consent.amend(consent_round=row, text=text, why="So that it lasts.", on=DAY, **WHO)
    row.refresh_from_db()
    assert row.outcome == "amended" and row.decision is None and second.number == 2
    assert row.answers.get(answer="object").met_by == second.version and second.version.text == text
    assert queries.counts(second) == {"agree": 0, "abstain": 0, "aside": 0, "object": 0}, (
        "everyone is asked anew"
    )
    for who in people:
        say(second, who)
    second = consent.close(consent_round=second, on=DAY, **WHO)
    decision = second.decision
    assert decision is not None and decision.text == text and decision.how == "consent"
    assert decision.source == f"assembly.consentround/{second.key}" and decision.tally["agree"] == 4
    assert Motion.objects.get().state == Motion.State.DECIDED
    with pytest.raises(consent.RoundIsClosed):
        say(second, people[0])


def test_an_amended_text_must_differ_and_needs_an_objection_to_meet() -> None:
    row, (ada, *_), _ = started()
    said = {"consent_round": row, "why": "x", "on": DAY}
    with pytest.raises(consent.NoObjectionToMeet):
        consent.amend(text="New.", **said, **WHO)
    objected(row, ada)
    with pytest.raises(Exception, match="same as before"):
        consent.amend(text=row.version.text, **said, **WHO)
    assert row.motion.versions.count() == 1


def test_who_objected_can_take_it_back_and_is_counted_as_standing_aside() -> None:
    row, people, _ = started()
    objected(row, people[0])
    with pytest.raises(consent.NoObjectionOfYours):
        consent.take_back(consent_round=row, person=people[1], **WHO)
    consent.take_back(consent_round=row, person=people[0], **WHO)
    for who in people[1:]:
        say(row, who)
    done = consent.close(consent_round=row, on=DAY, **WHO)
    assert done.outcome == "consent" and done.decision is not None
    assert done.decision.tally == {"agree": 3, "abstain": 0, "aside": 1, "object": 0}


def test_a_round_waits_for_everyone_or_for_its_last_day_and_then_for_a_quorum() -> None:
    row, people, _ = started(quorum_bp=5000)  # four on the roll: two make a quorum
    say(row, people[0])
    with pytest.raises(consent.StillOpen):
        consent.close(consent_round=row, on=row.closes_on, **WHO)
    after = row.closes_on + timedelta(days=1)
    later = WHO["at"] + timedelta(days=8)
    with pytest.raises(consent.RoundIsClosed):
        consent.answer(consent_round=row, person=people[1], answer="agree", by="system/test", at=later)
    done = consent.close(consent_round=row, on=after, by="system/test", at=later)
    assert done.outcome == "no-quorum" and not Decision.objects.exists()
    assert Motion.objects.get().state == Motion.State.OPEN


def test_a_round_without_consent_goes_to_a_vote_and_the_motion_stays_open() -> None:
    row, (ada, *_), _ = started()
    objected(row, ada)
    done = consent.escalate(consent_round=row, **WHO)
    assert done.outcome == "escalated" and Motion.objects.get().state == Motion.State.OPEN
    with pytest.raises(consent.RoundIsClosed):
        consent.close(consent_round=row, on=DAY, **WHO)


def test_the_decision_changes_the_policy_from_its_day_on_and_the_policy_cites_it() -> None:
    starts_on = DAY + timedelta(days=20)
    row, people, meeting = started(
        policy_code="assembly.consent_days", policy_value=10, policy_from=starts_on
    )
    for who in people:
        say(row, who)
    decision = consent.close(consent_round=row, on=DAY, **WHO).decision
    assert decision is not None
    farm_itself = meeting.organisation
    assert value("assembly.consent_days", on=starts_on, organisation=farm_itself) == 10
    assert value("assembly.consent_days", on=starts_on - timedelta(days=1), organisation=farm_itself) == 7
    assert value("assembly.consent_days", on=starts_on) == 7, "the co-op decides for itself only"
    policy = Policy.objects.get(code="assembly.consent_days", organisation=farm_itself)
    assert policy.source == f"assembly.decision/{decision.key}"
    assert policy.adopted_by == f"registry.body/{meeting.key}" and policy.adopted_on == DAY
    change = decision.policy_changes.get()
    assert (change.value_before, change.value) == (7, 10)


def test_a_value_the_policy_cannot_have_leaves_no_decision_and_no_consent() -> None:
    with pytest.raises(Exception, match="cannot be the value"):
        open_motion(policy_code="assembly.consent_days", policy_value="ten", policy_from=DAY)
    row, people, _ = started(policy_code="assembly.consent_days", policy_value=10, policy_from=DAY)
    Motion.objects.update(policy_value="ten")
    for who in people:
        say(row, who)
    with pytest.raises(Exception, match="cannot be the value"):
        consent.close(consent_round=row, on=DAY, **WHO)
    row.refresh_from_db()
    assert row.is_open and not Decision.objects.exists() and Motion.objects.get().state == Motion.State.OPEN


@begins_in(farm)
def test_a_decision_changes_a_policy_once_and_not_before_its_day() -> None:
    meeting, _ = farm()
    decision = decisions.record(
        body=meeting,
        title="Longer rounds",
        text="Ten days.",
        on=DAY,
        how="ballot",
        source="assembly.poll/x",
        **WHO,
    )
    said = {"decision": decision, "code": "assembly.consent_days", "value": 10}
    with pytest.raises(decisions.BeforeTheDecision):
        decisions.change_policy(starts_on=DAY - timedelta(days=1), **said, **WHO)
    decisions.change_policy(starts_on=DAY, **said, **WHO)
    with pytest.raises(decisions.PolicyChangedAlready):
        decisions.change_policy(starts_on=DAY, **said, **WHO)
    with pytest.raises(Exception, match="has not come yet"):
        decisions.record(body=meeting, title="x", text="x", on=date(2030, 1, 1), how="other", **WHO)
