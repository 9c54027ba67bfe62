"""What needs me: each step of elections, budgets and resolutions is asked of who can do it, until it is done."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from commonwork.access.models import Account
from commonwork.assembly.actions import budget_rounds, decisions, effects, elections, offices, second_looks
from commonwork.assembly.models import Effect, Poll
from commonwork.assembly.queries.asked_life import life_needs
from commonwork.record.queries import trail
from tests.rooms.assembly import elections as world
from tests.rooms.assembly import make
from tests.rooms.assembly.make import WHO
from tests.rooms.assembly.test_budget_votes import LAST, costed, voted
from tests.rooms.assembly.test_effects import line, planned

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
AFTER = date(2017, 3, 7)


def titles(account: Account, on: date = AFTER) -> list[str]:
    return [need.title for need in life_needs(account, on)]


def every_page_opens(account: Account, on: date = AFTER) -> None:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    for need in life_needs(account, on):
        assert client.get(need.href).status_code == 200, need.href


def test_who_is_nominated_is_asked_to_answer_until_they_do() -> None:
    board, _meeting = world.bodies()
    office = world.office(board)
    election = offices.call(
        office=office, nominations_until=date(2017, 3, 5), term_starts_on=world.TERM, **WHO
    )
    ada = world.member("Ada")
    nomination = offices.nominate(election=election, person=ada, on=date(2017, 3, 2), **WHO)
    account = make.account("Ada")
    (need,) = life_needs(account, date(2017, 3, 3))
    assert need.href == f"/assembly/nominations/{nomination.key}/answer/" and need.due_on == date(2017, 3, 5)
    offices.accept(nomination=nomination, statement="", **WHO)
    assert life_needs(account, date(2017, 3, 3)) == []


def test_who_runs_an_election_is_led_from_step_to_step() -> None:
    election, runs = world.nominated(), make.account("Sol", "assembly-facilitator")
    assert titles(runs, date(2017, 3, 5)) == []
    assert titles(runs) == ["Prepare the vote"]
    every_page_opens(runs)
    elections.prepare_vote(election=election, electorate=world.roll(), **WHO)
    election.refresh_from_db()
    assert titles(runs) == ["Open the voting"]
    world.voted(election)
    assert titles(runs) == ["Seat those elected"]
    every_page_opens(runs)
    elections.seat(election=election, on=date(2017, 3, 31), **WHO)
    assert titles(runs, date(2017, 4, 1)) == []
    ben = election.terms.get(person__key="invented_ben")
    elections.leave(term=ben, on=date(2017, 4, 5), because="resigned", **WHO)
    assert titles(runs, date(2017, 4, 6)) == ["Fill the vacant seat"]
    every_page_opens(runs, date(2017, 4, 6))


def test_who_runs_a_budget_is_led_from_phase_to_phase() -> None:
    runs = make.account("Sol", "assembly-facilitator")
    round = budget_rounds.open_round(
        body=make.body(),
        title="Street budget",
        budget_minor=1_000_00,
        ideas_until=date(2017, 3, 3),
        costed_until=date(2017, 3, 20),
        votes_until=LAST,
        **WHO,
    )
    project = budget_rounds.propose(round=round, title="Pool", key="pool", **WHO)
    assert titles(runs, date(2017, 3, 3)) == [] and titles(runs) == ["Close the ideas"]
    budget_rounds.close_ideas(round=round, **WHO)
    assert titles(runs) == ["Look at the idea “Pool”"]
    every_page_opens(runs)
    reviewed: dict[str, Any] = {
        "is_feasible": True,
        "text": "Yes.",
        "cost_minor": 500_00,
        "on": date(2017, 3, 6),
    }
    budget_rounds.review(project=project, reviewer=make.person("Rosa"), **reviewed, **WHO)
    assert titles(runs) == ["Prepare the vote"]


def test_a_counted_budget_asks_to_be_taken_over_and_adopted() -> None:
    runs, round = make.account("Sol", "assembly-facilitator"), voted(costed())
    assert titles(runs, LAST) == ["Adopt the result"]
    poll = Poll.objects.get(key=round.poll)
    assert poll.state == "counted"
    every_page_opens(runs, LAST)


def test_a_task_waits_for_its_owner_until_it_is_done() -> None:
    ada = make.person("Ada")
    own = make.account("Ada")
    task = effects.begin(effect=planned("task", owner=ada), on=date(2017, 3, 1), **WHO)
    assert titles(own) == ["Tell how far your task is"]
    every_page_opens(own)
    effects.report(effect=task, done_bp=10_000, on=date(2017, 3, 2), **WHO)
    assert titles(own) == []


def test_a_budget_line_waits_for_who_keeps_its_books() -> None:
    keeper = make.account("Tess", "treasurer", "federation")
    effect = line()
    (need,) = life_needs(keeper, AFTER)
    assert need.title == "Pay from the budget line" and need.href.endswith(f"{effect.key}/pay/")
    every_page_opens(keeper)
    effects.pay(effect=effect, amount_minor=300_00, on=date(2017, 3, 3), what="trees", **WHO)
    assert "Pay from the budget line" not in titles(keeper, AFTER + timedelta(days=1))
    assert Effect.objects.filter(state="running").count() == 1


def test_visitors_and_people_without_a_task_are_asked_nothing() -> None:
    world.nominated()
    costed()
    planned("task", owner=make.person("Ada"))
    assert titles(make.account("Zoe")) == []


def test_a_decision_is_looked_at_again_when_its_day_has_come() -> None:
    runs = make.account("Sol", "assembly-facilitator")
    decision = decisions.record(
        body=make.body(),
        title="Quiet hours",
        text="From ten at night.",
        on=date(2017, 3, 1),
        how="other",
        **WHO,
    )
    again = date(2017, 9, 1)
    planned_for = second_looks.plan(decision=decision, review_on=again, on=date(2017, 3, 31), **WHO)
    assert titles(runs, date(2017, 8, 31)) == [] and planned_for.review_on == again
    assert titles(runs, again) == ["Look again at what was decided"]
    every_page_opens(runs, again)
    assert titles(make.account("Zoe"), again) == []
    with pytest.raises(second_looks.BeforeToday):
        second_looks.plan(decision=decision, review_on=again, on=again, **WHO)
    second_looks.plan(decision=decision, review_on=None, on=again, **WHO)
    assert titles(runs, again) == []
    told = trail(decision).values_list("kind", flat=True)
    assert set(told) >= {"assembly.decision.review_planned", "assembly.decision.looked_at"}
    with pytest.raises(second_looks.SameDayAgain):
        second_looks.plan(decision=decision, review_on=None, on=again, **WHO)
