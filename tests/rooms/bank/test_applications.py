"""From asking to the agreement: loans.apply, votes.cast, loans.decide, loans.agree, loans.set_public."""

from datetime import date
from typing import Any

import pytest

from commonwork.bank.actions import loans, lock, votes
from commonwork.bank.models import CommitteeVote, Loan
from commonwork.charter.queries import PolicyMissing
from commonwork.record.acts import TokenUsedBefore
from commonwork.record.models import Fact
from commonwork.record.queries import tell, trail
from tests.rooms.bank import make
from tests.rooms.bank.snapshot import everything
from tests.worlds import begins_in

pytestmark = [pytest.mark.django_db, begins_in(make.plain_world)]
APRIL_25 = date(2016, 4, 25)


def test_asking_puts_the_loan_before_the_committee_and_states_it() -> None:
    world = make.world()
    loan = make.asked(world)
    assert (loan.key, loan.stage, loan.principal_minor) == ("green_team_1", Loan.Stage.APPLIED, 1_200_000)
    assert not loan.has_terms and loan.annual_rate_bp is None
    told = tell(trail(loan))[0]
    assert told.fact.kind == "bank.loan.applied"
    assert told.sentence == ("The Green Team asked Cooperative bank for $12,000.00: “Truck loan”.")
    assert trail(world.coop).filter(kind="bank.loan.applied").exists()


def test_the_purpose_stays_out_of_the_record() -> None:
    loan = make.asked(make.world(), purpose="Because Iris needs a truck")
    assert "Iris" not in str(trail(loan).get().data)


def test_a_second_loan_of_a_coop_gets_the_next_key() -> None:
    world = make.world()
    assert [make.asked(world).key, make.asked(world).key] == ["green_team_1", "green_team_2"]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"principal_minor": 0}, loans.AmountNotPositive),
        ({"principal_minor": -5}, loans.AmountNotPositive),
        ({"on": date(2016, 4, 12)}, lock.StillToCome),  # the act happens on the 11th
    ],
)
def test_an_impossible_application_is_refused(changed: dict[str, Any], refusal: type[Exception]) -> None:
    world = make.world()
    with pytest.raises(refusal):
        make.asked(world, **changed)
    assert not Loan.objects.exists()


def test_only_coops_borrow() -> None:
    world = make.world()
    with pytest.raises(loans.OnlyCoopsBorrow):
        make.asked(world, borrower=world.bank)


def test_no_loan_has_a_guarantor() -> None:
    names = {field.name for field in Loan._meta.get_fields()}
    assert not {name for name in names if "guarant" in name or "person" in name}


def test_asking_twice_with_the_same_token_asks_once() -> None:
    world = make.world()
    assert make.asked(world, once="one").pk == make.asked(world, once="one").pk
    with pytest.raises(TokenUsedBefore):
        make.asked(world, once="one", principal_minor=5)
    assert Loan.objects.count() == 1


def test_a_vote_is_kept_and_stated_by_key_only() -> None:
    world = make.world()
    loan = make.voted(world, make.asked(world), "yes")
    vote = CommitteeVote.objects.get()
    assert (vote.person, vote.vote, vote.on) == (world.people["xena"], "yes", APRIL_25)
    fact = Fact.objects.get(kind="bank.vote.cast")
    assert fact.data["person"] == "registry.person/invented_xena" and "Xena" not in str(fact.data)
    assert (
        tell([fact])[0].sentence == "The loan committee has one more vote on “Truck loan” of The Green Team."
    )
    assert loan.stage == Loan.Stage.APPLIED


def test_nobody_votes_twice() -> None:
    world = make.world()
    loan = make.voted(world, make.asked(world), "yes")
    with pytest.raises(votes.AlreadyVoted):
        make.voted(world, loan, "no")


def test_who_has_a_conflict_abstains_and_members_of_the_borrower_must_declare_it() -> None:
    world = make.world()
    loan = make.asked(world, on=date(2016, 5, 3), **world.at(date(2016, 5, 3)))
    day = date(2016, 5, 3)  # Iris is a member from 2 May
    arguments: dict[str, Any] = {"loan": loan, "person": world.people["iris"], "on": day, **world.at(day)}
    with pytest.raises(votes.BelongsToBorrower):
        votes.cast(vote="yes", **arguments)
    with pytest.raises(votes.ConflictAbstains):
        votes.cast(vote="yes", has_conflict=True, **arguments)
    votes.cast(vote="abstain", has_conflict=True, **arguments)
    assert CommitteeVote.objects.get().has_conflict


def test_a_committee_of_three_has_three_votes() -> None:
    world = make.world()
    loan = make.voted(world, make.asked(world), "yes", "no", "abstain")
    with pytest.raises(votes.CommitteeComplete):
        votes.cast(loan=loan, person=world.people["omar"], vote="yes", on=APRIL_25, **world.at(APRIL_25))


def test_two_of_three_carry_a_loan() -> None:
    world = make.world()
    loan = make.voted(world, make.asked(world), "yes", "no", "yes")
    loan = loans.decide(loan=loan, is_approved=True, reason="plan_holds", on=APRIL_25, **world.at(APRIL_25))
    assert (loan.stage, loan.decided_on, loan.decision_reason) == (
        Loan.Stage.APPROVED,
        APRIL_25,
        "plan_holds",
    )
    fact = Fact.objects.get(kind="bank.loan.approved")
    assert (
        tell([fact])[0].sentence == "The loan committee said yes to “Truck loan” of The Green Team, 2 of 3."
    )
    with pytest.raises(lock.NotAtThisStage):
        loans.decide(loan=loan, is_approved=False, reason="plan_not_ready", on=APRIL_25, **world.at(APRIL_25))


@pytest.mark.parametrize(
    ("choices", "is_approved", "reason", "refusal"),
    [
        (("yes",), True, "plan_holds", loans.VotesMissing),
        (("yes", "no", "no"), True, "plan_holds", loans.VotesMissing),
        (("yes", "yes"), False, "plan_not_ready", loans.AlreadyCarried),
        (("no",), False, "plan_not_ready", loans.VotesStillOpen),
        (("yes", "yes"), True, "because I say so", loans.ReasonUnknown),
        (("no", "no"), False, "plan_holds", loans.ReasonUnknown),
    ],
)
def test_a_decision_the_votes_do_not_carry_is_refused(
    choices: tuple[str, ...], is_approved: bool, reason: str, refusal: type[Exception]
) -> None:
    world = make.world()
    loan = make.voted(world, make.asked(world), *choices)
    with pytest.raises(refusal):
        loans.decide(loan=loan, is_approved=is_approved, reason=reason, on=APRIL_25, **world.at(APRIL_25))
    assert Loan.objects.get().stage == Loan.Stage.APPLIED


def test_two_of_three_against_end_the_application_without_shame() -> None:
    world = make.world()
    loan = make.voted(world, make.asked(world), "no", "no")
    loan = loans.decide(
        loan=loan, is_approved=False, reason="training_missing", on=APRIL_25, **world.at(APRIL_25)
    )
    assert loan.get_stage_display() == "not now"


def test_a_loan_above_the_share_of_the_fund_one_coop_may_hold_is_refused() -> None:
    world = make.world(exposure_limit_bp=1999)  # 19.99 % of 60,000 is 11,994.00
    with pytest.raises(loans.AboveTheLimit, match=r"\$12,000\.00; one co-op may hold \$11,994\.00"):
        make.approved(world)


@begins_in(make.agreed_world)
def test_the_limit_counts_all_loans_of_a_coop_together() -> None:
    world = make.world()  # 25 % of 60,000 is 15,000; 12,000 are promised
    make.agreed(world)
    with pytest.raises(loans.AboveTheLimit):
        make.approved(world, make.asked(world, principal_minor=300_001))
    assert make.approved(world, make.asked(world, principal_minor=300_000)).stage == Loan.Stage.APPROVED


def test_a_loan_the_fund_cannot_pay_is_refused() -> None:
    world = make.world(exposure_limit_bp=10_000)
    make.move(world.bank, date(2016, 4, 1), ("1500", 5_000_000), ("1000", -5_000_000))  # 10,000 of cash left
    with pytest.raises(loans.FundTooLow, match=r"\$10,000\.00 free"):
        make.approved(world)


@begins_in(make.agreed_world)
def test_the_agreement_freezes_the_terms_of_its_day() -> None:
    world = make.world()
    loan = make.agreed(world)
    assert (loan.annual_rate_bp, loan.share_bp, loan.mode, loan.day_count) == (
        800,
        5000,
        "accrue",
        "actual/365",
    )
    assert (loan.stage, loan.agreed_on, loan.ends_on) == ("agreed", date(2016, 4, 28), date(2020, 6, 30))
    make.policies.adopt(
        code="bank.loan_annual_rate_bp",
        value=1200,
        starts_on=date(2016, 4, 29),
        adopted_by="system/assembly",
        source="test",
        by=make.SYSTEM,
        at=make.at_time(date(2016, 4, 29)),
    )
    loan = make.drawn(world, loan)
    make.closed(world, loan, date(2016, 7, 1))
    assert Loan.objects.get().annual_rate_bp == 800
    assert loan.quarters.get().interest_minor == 11397  # 8 %, not 12 %


@begins_in(make.approved_world)
def test_an_agreement_needs_an_end_a_definition_and_policies() -> None:
    world = make.world()
    loan = make.approved(world)
    day = date(2016, 4, 28)
    arguments: dict[str, Any] = {"loan": loan, "on": day, **world.at(day)}
    with pytest.raises(loans.EndsTooEarly):
        loans.agree(ends_on=day, surplus_definition=make.DEFINITION, **arguments)
    with pytest.raises(loans.SurplusNotDefined):
        loans.agree(ends_on=date(2020, 6, 30), surplus_definition="  ", **arguments)
    make.policies.Policy.objects.filter(code="bank.loan_share_bp").delete()
    with pytest.raises(PolicyMissing):
        loans.agree(ends_on=date(2020, 6, 30), surplus_definition=make.DEFINITION, **arguments)
    assert Loan.objects.get().stage == Loan.Stage.APPROVED


def test_the_borrower_shows_the_loan_and_hides_it_again() -> None:
    world = make.world()
    loan = make.asked(world)
    day = world.at(date(2016, 4, 12), by="iris")
    assert loans.set_public(loan=loan, is_public=True, **day).is_public
    assert not loans.set_public(loan=loan, is_public=False, **day).is_public
    assert [fact.kind for fact in trail(loan)][:2] == ["bank.loan.hidden", "bank.loan.shown"]


@pytest.mark.parametrize("step", ["apply", "cast", "decide", "agree"])
def test_an_act_whose_fact_fails_leaves_nothing(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make.world()
    day = world.at(date(2016, 4, 28))
    steps: dict[str, Any] = {"apply": lambda: make.asked(world)}
    if step == "cast":
        loan = make.asked(world)
        steps[step] = lambda: make.voted(world, loan, "yes")
    if step == "decide":
        loan = make.voted(world, make.asked(world))
        steps[step] = lambda: loans.decide(
            loan=loan, is_approved=True, reason="plan_holds", on=date(2016, 4, 28), **day
        )
    if step == "agree":
        loan = make.approved(world)
        steps[step] = lambda: make.agreed(world, loan)
    before = everything()

    def broken(*_arguments: Any, **_more: Any) -> None:
        raise RuntimeError("the record is full")

    monkeypatch.setattr(loans, "state", broken)
    monkeypatch.setattr(votes, "state", broken)
    with pytest.raises(RuntimeError, match="the record is full"):
        steps[step]()
    assert everything() == before
