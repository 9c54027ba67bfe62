"""What the acts of the assembly change, state and refuse."""

from datetime import date
from typing import Any

import pytest

from commonwork.assembly import queries
from commonwork.assembly.actions import assemblies, ballots, proposals, resolutions
from commonwork.assembly.actions.ballots import Slip
from commonwork.assembly.actions.days import StillToCome
from commonwork.assembly.models import Assembly, Ballot, BallotBatch, CountStep, Proposal, Resolution
from commonwork.charter.queries import PolicyMissing
from commonwork.record.models import Fact
from commonwork.record.queries import tell, trail
from commonwork.registry.models import Body
from commonwork.rules.budget_approval import BudgetNegative
from commonwork.rules.refusal import Complaints
from tests.rooms.assembly import make
from tests.rooms.assembly.make import HELD, WHO, enter
from tests.worlds import begins_in

pytestmark = pytest.mark.django_db


def kinds() -> list[str]:
    return list(
        Fact.objects.filter(kind__startswith="assembly.").order_by("pk").values_list("kind", flat=True)
    )


# calling


def test_an_assembly_is_called_by_the_rule_in_force_and_gets_a_key() -> None:
    make.adopt("assembly.rule", "approval-while-fits")
    assembly = assemblies.call(body=make.body(), held_on=HELD, **WHO)
    assert (assembly.key, assembly.state) == ("peoples_assembly_2017", "preparing")
    assert assembly.rule == "approval-while-fits"
    autumn = assemblies.call(body=make.body(), held_on=date(2017, 10, 7), **WHO)
    assert autumn.key == "peoples_assembly_2017_10_07"
    assert tell(trail(assembly))[0].sentence == "The People's Assembly of 18 February 2017 was called."


def test_calling_is_refused_without_a_rule_twice_a_day_or_for_a_board() -> None:
    with pytest.raises(PolicyMissing):
        assemblies.call(body=make.body(), held_on=HELD, **WHO)
    with pytest.raises(assemblies.NoSuchRule):
        assemblies.call(body=make.body(), held_on=HELD, rule="drawing straws", **WHO)
    board = Body.objects.create(key="board", name="Board", kind="board")
    with pytest.raises(assemblies.NotAnAssembly):
        assemblies.call(body=board, held_on=HELD, rule="approval-while-fits", **WHO)
    make.called()
    with pytest.raises(assemblies.AlreadyCalled):
        make.called()
    assert kinds() == ["assembly.assembly.called"]


# proposals


def test_proposals_are_numbered_and_told_with_cost_and_recipient() -> None:
    rows = make.proposed(make.called())
    assert [(row.key, row.number) for row in rows.values()][:2] == [("childcare", 1), ("tool_chest", 2)]
    told = tell(trail(rows["childcare"]))[0]
    assert told.sentence == "The proposal “Childcare at evening courses” was made: $350.00, for School."


def test_a_second_childcare_next_year_gets_a_key_of_its_own() -> None:
    make.proposed(make.called(), only=["childcare"])
    later = assemblies.call(body=make.body(), held_on=date(2018, 2, 17), rule="approval-while-fits", **WHO)
    assert make.proposed(later, only=["childcare"])["childcare"].key == "childcare_2"


def test_a_proposal_needs_a_title_a_cost_and_a_title_of_its_own() -> None:
    assembly, school = make.called(), make.organisation("school")
    asked: dict[str, Any] = {"assembly": assembly, "recipient": school, "on": HELD, **WHO}
    for title, cost in (("", 100), ("Chairs", 0), ("Chairs", -5)):
        with pytest.raises(proposals.CostMissing):
            proposals.make(title=title, cost_minor=cost, **asked)
    proposals.make(title="Chairs", cost_minor=100, **asked)
    with pytest.raises(proposals.TitleTaken):
        proposals.make(title="chairs", cost_minor=100, **asked)
    assert Proposal.objects.count() == 1


def test_a_withdrawn_proposal_is_off_the_ballot_and_its_title_free() -> None:
    assembly = make.called()
    rows = make.proposed(assembly)
    proposals.withdraw(proposal=rows["tool_chest"], on=HELD, **WHO)
    assert "tool_chest" not in queries.ballot_names(assembly)
    assert queries.ballot_names(assembly)["3"] == "market_van"
    with pytest.raises(proposals.AlreadyWithdrawn):
        proposals.withdraw(proposal=rows["tool_chest"], on=HELD, **WHO)
    again = make.proposed(assembly, only=["tool_chest"])["tool_chest"]
    assert (again.key, again.number) == ("tool_chest_2", 6)


@begins_in(make.voting)
def test_once_voting_is_open_the_list_of_proposals_is_closed() -> None:
    assembly = make.voting()
    with pytest.raises(proposals.ProposalsClosed):
        proposals.make(
            assembly=assembly,
            title="Late",
            cost_minor=1,
            recipient=make.organisation("school"),
            on=HELD,
            **WHO,
        )
    with pytest.raises(proposals.ProposalsClosed):
        proposals.withdraw(proposal=Proposal.objects.get(key="childcare"), on=HELD, **WHO)


def test_voting_opens_once_and_not_without_a_proposal() -> None:
    assembly = make.called()
    with pytest.raises(assemblies.NothingToVoteOn):
        assemblies.open_voting(assembly=assembly, **WHO)
    make.proposed(assembly)
    assert assemblies.open_voting(assembly=assembly, **WHO).state == "voting"
    with pytest.raises(assemblies.NotInThatState, match="voting"):
        assemblies.open_voting(assembly=assembly, **WHO)


# ballots


@begins_in(make.voting)
def test_one_ballot_is_entered_by_keys_or_by_the_numbers_on_the_paper() -> None:
    assembly = make.voting()
    enter(assembly, "R-1", "4", "childcare", "1")
    row = Ballot.objects.get()
    assert (row.voter, row.approves) == ("R-1", ["childcare", "scholarship"])


@begins_in(make.voting)
def test_a_second_ballot_under_one_roll_number_is_refused() -> None:
    assembly = make.voting()
    enter(assembly, "R-1", "childcare")
    with pytest.raises(ballots.AlreadyVoted) as refused:
        enter(assembly, "R-1", "market_van")
    assert str(refused.value) == "R-1 has already voted in this assembly. One person, one ballot."
    assert Ballot.objects.get().approves == ["childcare"]
    assert kinds().count("assembly.ballots.entered") == 1


@begins_in(make.voting)
def test_the_same_press_twice_enters_one_ballot() -> None:
    assembly = make.voting()
    first = enter(assembly, "R-1", "childcare", once="press")
    assert enter(assembly, "R-1", "childcare", once="press") == first
    assert Ballot.objects.count() == 1 and kinds().count("assembly.ballots.entered") == 1


@begins_in(make.voting)
def test_a_blank_ballot_counts_as_a_vote() -> None:
    assembly = make.voting()
    enter(assembly, "R-1")
    assert queries.votes_cast(assembly) == 1
    assert Fact.objects.get(kind="assembly.ballots.entered").data["blank"] == 1


@pytest.mark.parametrize(
    ("voter", "mark"), [("", "1"), ("R 1", "1"), ("=R1", "1"), ("R-1", "6"), ("R-1", "x")]
)
@begins_in(make.voting)
def test_a_ballot_that_cannot_be_read_is_refused(voter: str, mark: str) -> None:
    with pytest.raises(ballots.BallotNotReadable):
        enter(make.voting(), voter, mark)
    assert not Ballot.objects.exists()


@begins_in(make.voting)
def test_the_fact_of_a_ballot_says_neither_who_voted_nor_how() -> None:
    enter(make.voting(), "R-1", "childcare")
    fact = Fact.objects.get(kind="assembly.ballots.entered")
    assert fact.data == {
        "assembly": "assembly.assembly/peoples_assembly_2017",
        "count": 1,
        "blank": 0,
        "channel": "paper",
    }
    assert not {"R-1", "childcare"} & {part for row in fact.abouts.all() for part in row.ref.split("/")}


@begins_in(make.voting)
def test_a_pile_is_entered_with_one_fact_and_a_receipt() -> None:
    assembly = make.voting()
    batch = ballots.enter_batch(assembly=assembly, rows=make.five_ballots(), channel="paper", **WHO)
    assert batch.ballots.count() == 5
    told = tell(trail(batch))[0]
    assert told.sentence == (
        "5 ballots, 1 of them blank, were entered for the People's Assembly of 18 February 2017."
    )
    assert told.kind.receipt and trail(assembly).filter(pk=told.fact.pk).exists()


@begins_in(make.voting)
def test_a_pile_with_faults_is_refused_whole_and_every_line_named() -> None:
    assembly = make.voting()
    enter(assembly, "R-1", "childcare")
    rows = [
        Slip("R-1", ("1",), 2),
        Slip("R-2", ("9",), 3),
        Slip("R-3", ("1",), 4),
        Slip("R-3", ("2",), 5),
        Slip("?", (), 6),
    ]
    with pytest.raises(Complaints) as refused:
        ballots.enter_batch(assembly=assembly, rows=rows, channel="paper", **WHO)
    assert [str(complaint) for complaint in refused.value.complaints] == [
        "Line 2, voter: R-1 has already voted.",
        "Line 3, approves: There is no proposal “9”.",
        "Line 5, voter: R-3 stands on line 4 already.",
        "Line 6, voter: A roll number has letters, digits, - or _ only.",
    ]
    assert Ballot.objects.count() == 1 and BallotBatch.objects.count() == 1


@begins_in(make.voting)
def test_an_empty_pile_is_refused() -> None:
    with pytest.raises(Complaints):
        ballots.enter_batch(assembly=make.voting(), rows=[], channel="paper", **WHO)


def test_ballots_are_taken_only_while_voting_is_open() -> None:
    assembly = make.called()
    with pytest.raises(ballots.VotingClosed):
        enter(assembly, "R-1")
    make.proposed(assembly)
    assemblies.open_voting(assembly=assembly, **WHO)
    enter(assembly, "R-1", "1")
    assemblies.count(assembly=assembly, budget_minor=900_00, on=HELD, **WHO)
    for late in (
        lambda: enter(assembly, "R-2", "1"),
        lambda: ballots.enter_batch(assembly=assembly, rows=[Slip("R-2")], channel="paper", **WHO),
        lambda: ballots.take_back(assembly=assembly, voter="R-1", **WHO),
    ):
        with pytest.raises(ballots.VotingClosed):
            late()
    assert Ballot.objects.count() == 1


@begins_in(make.voting)
def test_a_ballot_typed_wrongly_is_taken_back_and_entered_anew() -> None:
    assembly = make.voting()
    enter(assembly, "R-1", "childcare")
    ballots.take_back(assembly=assembly, voter="R-1", **WHO)
    enter(assembly, "R-1", "market_van")
    assert Ballot.objects.get().approves == ["market_van"]
    with pytest.raises(ballots.NoSuchBallot):
        ballots.take_back(assembly=assembly, voter="R-2", **WHO)


# counting and resolving


@begins_in(make.counted)
def test_a_count_keeps_every_step_and_what_was_left() -> None:
    assembly = make.counted()
    assert [
        (step.proposal.key, step.approvals, step.left_before_minor, step.is_funded)
        for step in queries.steps(assembly)
    ] == [  # reckoned by hand beside make.five_ballots
        ("childcare", 3, 900_00, True),
        ("market_van", 2, 550_00, True),
        ("tool_chest", 2, 130_00, False),
        ("scholarship", 1, 130_00, False),
        ("handbook_es", 0, 130_00, False),
    ]
    assert (assembly.ballot_count, assembly.blank_count, assembly.state) == (5, 1, "counted")
    assert queries.funded_minor(assembly) == 770_00
    told = tell(trail(assembly))[0]
    assert told.sentence == (
        "5 ballots of the People's Assembly of 18 February 2017 were counted, 1 of them blank, "
        "on a budget of $900.00."
    )


@begins_in(make.voting)
def test_a_count_is_refused_without_ballots_too_early_or_on_a_debt() -> None:
    assembly = make.voting()
    with pytest.raises(assemblies.NoBallots):
        assemblies.count(assembly=assembly, budget_minor=1, on=HELD, **WHO)
    enter(assembly, "R-1", "1")
    with pytest.raises(assemblies.BeforeTheAssembly, match="18 February 2017"):
        assemblies.count(assembly=assembly, budget_minor=1, on=date(2017, 2, 17), **WHO)
    with pytest.raises(BudgetNegative):
        assemblies.count(assembly=assembly, budget_minor=-1, on=HELD, **WHO)
    assert Assembly.objects.get().state == "voting" and not CountStep.objects.exists()


@begins_in(make.counted)
def test_a_count_happens_once() -> None:
    assembly = make.counted()
    with pytest.raises(assemblies.NotInThatState):
        assemblies.count(assembly=assembly, budget_minor=900_00, on=HELD, **WHO)


@begins_in(make.resolved)
def test_resolving_makes_a_resolution_of_each_proposal() -> None:
    assembly = make.resolved()
    rows = list(queries.resolutions_of(assembly))
    assert [(row.key, row.is_funded) for row in rows] == [
        ("childcare", True),
        ("market_van", True),
        ("tool_chest", False),
        ("scholarship", False),
        ("handbook_es", False),
    ]
    assert kinds()[-6:] == [
        "assembly.resolution.adopted",
        "assembly.resolution.adopted",
        *["assembly.resolution.not_funded"] * 3,
        "assembly.assembly.resolved",
    ]
    told = tell(trail(rows[0]))[0]
    assert told.sentence == (
        "Adopted: “Childcare at evening courses”, with 3 approvals. It gives $350.00 to School."
    )
    day = {"starts_on": HELD, "ends_on": date(2017, 2, 19)}
    assert [row.key for row in queries.resolutions(**day)] == ["childcare", "market_van"]
    assert queries.decided_total(**day) == 770_00
    assert queries.latest() == assembly


@begins_in(make.voting)
def test_an_assembly_resolves_after_its_count_and_once() -> None:
    voting = make.voting()
    with pytest.raises(assemblies.NotInThatState):
        assemblies.resolve(assembly=voting, on=HELD, **WHO)
    enter(voting, "R-1", "1")
    counted = assemblies.count(assembly=voting, budget_minor=900_00, on=date(2017, 2, 19), **WHO)
    with pytest.raises(assemblies.BeforeTheAssembly):
        assemblies.resolve(assembly=counted, on=HELD, **WHO)
    assemblies.resolve(assembly=counted, on=date(2017, 2, 19), **WHO)
    with pytest.raises(assemblies.NotInThatState):
        assemblies.resolve(assembly=counted, on=date(2017, 2, 19), **WHO)


# paying


@begins_in(make.resolved)
def test_a_paid_resolution_names_the_fact_behind_its_entries() -> None:
    make.resolved()
    fact = make.payment_fact()
    row = resolutions.mark_paid(
        resolution=Resolution.objects.get(key="childcare"),
        source=fact,
        on=date(2017, 3, 10),
        amount_minor=350_00,
        **WHO,
    )
    assert (row.paid_by, row.paid_on, row.paid_minor, row.paid_bp) == (
        fact,
        date(2017, 3, 10),
        350_00,
        10_000,
    )
    told = tell(trail(row))[0]
    assert told.sentence == "$350.00 was paid to School for “Childcare at evening courses”."
    assert [row.key for row in queries.unpaid()] == ["market_van"]
    assert queries.paid_total(starts_on=date(2017, 3, 1), ends_on=date(2017, 4, 1)) == 350_00


@begins_in(make.resolved)
def test_only_what_was_decided_is_paid_in_full_once_and_afterwards() -> None:
    make.resolved()
    childcare = Resolution.objects.get(key="childcare")
    asked: dict[str, Any] = {"source": make.payment_fact(), "on": date(2017, 3, 10), **WHO}
    with pytest.raises(resolutions.NotFunded):
        resolutions.mark_paid(
            resolution=Resolution.objects.get(key="tool_chest"), amount_minor=500_00, **asked
        )
    with pytest.raises(resolutions.NotTheCost, match=r"gave \$350.00 .* \$349.99 is another"):
        resolutions.mark_paid(resolution=childcare, amount_minor=349_99, **asked)
    with pytest.raises(resolutions.PaidBeforeDecided):
        resolutions.mark_paid(resolution=childcare, amount_minor=350_00, **{**asked, "on": date(2017, 2, 17)})
    resolutions.mark_paid(resolution=childcare, amount_minor=350_00, **asked)
    with pytest.raises(resolutions.AlreadyPaid):
        resolutions.mark_paid(resolution=childcare, amount_minor=350_00, **asked)
    assert kinds().count("assembly.resolution.paid") == 1


def test_nothing_is_counted_adopted_or_paid_before_its_day_has_come() -> None:
    tomorrow = date(2017, 4, 1)
    voting = make.voting()
    enter(voting, "R-1", "1")
    with pytest.raises(StillToCome):
        assemblies.count(assembly=voting, budget_minor=900_00, on=tomorrow, **WHO)
    counted = assemblies.count(assembly=voting, budget_minor=900_00, on=HELD, **WHO)
    with pytest.raises(StillToCome):
        assemblies.resolve(assembly=counted, on=tomorrow, **WHO)
    assemblies.resolve(assembly=counted, on=HELD, **WHO)
    childcare, fact = Resolution.objects.get(key="childcare"), make.payment_fact()
    with pytest.raises(StillToCome):
        resolutions.mark_paid(resolution=childcare, source=fact, on=tomorrow, amount_minor=350_00, **WHO)
