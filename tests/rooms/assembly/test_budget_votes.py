"""A participatory budget from its ballot to the money spent."""

from datetime import date
from typing import Any

import pytest

from commonwork.assembly import bundles
from commonwork.assembly.actions import budget_rounds, budget_votes, casting, effects, electorates, polls
from commonwork.assembly.counting import budgeted
from commonwork.assembly.effects.reads import effects_of, whole_bp
from commonwork.assembly.models import BudgetProject, BudgetRound, Decision, Poll
from commonwork.assembly.pollcheck import Check
from commonwork.books import actions as books
from commonwork.registry.actions import memberships
from tests.rooms.assembly import make
from tests.rooms.assembly.make import WHO

pytestmark = pytest.mark.django_db
LAST = date(2017, 3, 31)
COSTS = {"pool": 500_00, "lake": 400_00, "path": 300_00}
# As rules.counting.budget_parts has it: pool 3, lake 2, path 1 of four; pool and lake exclude each other.
BALLOTS = [("pool", "lake"), ("pool", "lake"), ("pool",), ("path",)]


def costed(**more: Any) -> BudgetRound:
    round = budget_rounds.open_round(
        body=make.body(),
        title="Street budget",
        budget_minor=1_000_00,
        ideas_until=date(2017, 3, 10),
        costed_until=date(2017, 3, 20),
        votes_until=LAST,
        **{"rule": "greedy", **more},
        **WHO,
    )
    pots = {pot.code: pot for pot in round.pots.all()}
    for key, cost in COSTS.items():
        project = budget_rounds.propose(round=round, title=key.title(), key=key, **WHO)
        budget_rounds.review(
            project=project,
            reviewer=make.person("Rosa"),
            is_feasible=True,
            text="Looked at.",
            cost_minor=cost,
            pot=pots.get("south" if key == "path" else "north"),
            on=date(2017, 3, 15),
            **WHO,
        )
    if not pots:
        pool, lake = (BudgetProject.objects.get(key=key) for key in ("pool", "lake"))
        budget_rounds.exclude(project=pool, rivals=[lake], **WHO)
    return budget_rounds.close_ideas(round=round, **WHO)


def voted(round: BudgetRound) -> BudgetRound:
    people = [make.person(f"Voter{number}") for number in range(4)]
    memberships.take_seats(body=make.body(), people=people, on=date(2016, 1, 1), **WHO)
    roll = electorates.take(body=make.body(), record_on=date(2017, 3, 1), **WHO)
    round = budget_votes.prepare_vote(round=round, electorate=roll, **WHO)
    poll = Poll.objects.get(key=round.poll)
    polls.open(poll=poll, **WHO)
    numbers = {row.key: row.number for row in poll.options.all()}
    for voter, wish in zip(poll.voters.order_by("number"), BALLOTS, strict=True):
        text = " ".join(str(numbers[key]) for key in sorted(wish, key=lambda key: numbers[key]))
        casting.cast(poll=poll, voter=voter.number, content=text, channel="account", at=make.NOON)
    polls.close(poll=poll, **WHO)
    polls.count(poll=poll, **WHO)
    return budget_votes.take_count(round=round, on=LAST, **WHO)


def states(round: BudgetRound) -> dict[str, str]:
    return dict(round.projects.values_list("key", "state"))


def test_projects_that_exclude_each_other_are_not_chosen_together() -> None:
    round = voted(costed())
    assert states(round) == {"pool": "chosen", "lake": "not-chosen", "path": "chosen"}
    poll = Poll.objects.get(key=round.poll)
    found = budgeted.counted(poll)
    assert budgeted.removed_words(poll, found) == [
        "“Lake” cannot be done together with “Pool”, which came first."
    ]
    [(_name, shown)] = budgeted.shown(poll, found)
    assert (shown.first.spent, shown.first.reached, shown.second.name) == ("$800", 4, "Equal shares")


@pytest.mark.one_engine
def test_each_part_of_the_budget_is_counted_with_its_own_money() -> None:
    pots = [
        budget_rounds.Pot("north", "North", 700_00, "district"),
        budget_rounds.Pot("south", "South", 300_00, "district"),
    ]
    round = voted(costed(pots=pots, rule="equal-shares"))
    # north: three voters of 700.00, 233.33 each: the pool costs its three supporters 166.67 each and leaves 66.67; two of
    # them cannot pay the lake, and pool and lake together would overspend. south: one voter with 300.00 pays the path.
    assert states(round) == {"pool": "chosen", "lake": "not-chosen", "path": "chosen"}
    poll = Poll.objects.get(key=round.poll)
    told = budgeted.shown(poll, budgeted.counted(poll))
    assert [name for name, _shown in told] == ["North", "South"]
    assert [len(shown.rows) for _name, shown in told] == [2, 1]
    [step] = told[1][1].second.steps if told[1][1].second.rule == "equal-shares" else told[1][1].first.steps
    assert (step.name, step.sentence) == ("Path", "$300. Its one supporter paid $300.")


@pytest.mark.one_engine
def test_a_project_needs_the_votes_fixed_before() -> None:
    assert states(voted(costed(least_votes=2)))["path"] == "not-chosen"


@pytest.mark.one_engine
def test_nothing_is_taken_over_before_the_count() -> None:
    round = costed()
    with pytest.raises(budget_rounds.NotInThatPhase):
        budget_votes.take_count(round=round, on=LAST, **WHO)


def test_the_adopted_result_becomes_budget_lines_that_are_spent_to_the_end() -> None:
    federation = make.organisation("federation")
    books.open_book(organisation=federation, on=date(2017, 1, 1), **WHO)
    round = budget_votes.decide(
        round=voted(costed()),
        text="We adopt what the vote chose.",
        payer=federation,
        account="5600",
        ends_on=date(2018, 3, 31),
        on=LAST,
        **WHO,
    )
    decision = Decision.objects.get()
    assert (round.state, decision.how, decision.tally) == ("decided", "budget", {"projects": 2, "of": 3})
    followed = effects_of(decision, on=LAST)
    assert [(one.effect.title, one.effect.data["amount_minor"]) for one in followed] == [
        ("Pool", 500_00),
        ("Path", 300_00),
    ]
    for one in followed:
        effect = effects.begin(effect=one.effect, on=LAST, **WHO)
        effects.pay(effect=effect, amount_minor=effect.data["amount_minor"], on=LAST, what="all of it", **WHO)
    assert whole_bp(effects_of(decision, on=LAST)) == 10_000


@pytest.mark.one_engine
def test_the_one_file_verifier_recounts_pots_and_projects_that_exclude_each_other() -> None:
    pots = [
        budget_rounds.Pot("north", "North", 700_00, "district"),
        budget_rounds.Pot("south", "South", 300_00),
    ]
    round = voted(costed(pots=pots, rule="equal-shares", least_votes=1))
    check = Check(bundles.bundle(Poll.objects.get(key=round.poll)))
    assert [said for said, holds, _why in check.claims if not holds] == []
    assert check.rules["pots"] == [["North", 700_00, ["lake", "pool"]], ["South", 300_00, ["path"]]]
