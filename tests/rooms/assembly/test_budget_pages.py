"""The pages of a participatory budget: from opening to the adopted result."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.assembly.actions import budget_rounds
from commonwork.assembly.models import BudgetProject, BudgetRound, Effect, Poll
from commonwork.books import actions as books
from commonwork.rules.counting import pabulib
from tests.rooms.assembly import make
from tests.rooms.assembly.make import WHO
from tests.rooms.assembly.test_budget_votes import LAST, costed, voted

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def runner() -> Client:
    client = Client()
    client.force_login(make.account("Sol", "assembly-facilitator"), backend=BACKEND)
    return client


def test_a_round_is_opened_filled_and_costed_on_its_pages(runner: Client) -> None:
    body = make.body()
    asked = {
        "body": body.key, "title": "Street budget", "budget": "1,000.00", "pots": "North: 700\nSouth: 300.00",
        "pot_kind": "district", "method": "budget-approval", "points": 10, "rule": "equal-shares",
        "least_votes": 0, "ideas_until": "2017-04-10", "costed_until": "2017-04-20", "votes_until": "2017-04-30",
    }  # fmt: skip
    wrong = runner.post(reverse("assembly_budget_open"), asked | {"pots": "North 700"})
    assert wrong.status_code == 422 and "Line 1 should be a name" in wrong.content.decode()
    assert runner.post(reverse("assembly_budget_open"), asked).status_code == 302
    round = BudgetRound.objects.get()
    assert [(pot.name, pot.budget_minor, pot.kind) for pot in round.pots.order_by("pk")] == [
        ("North", 700_00, "district"),
        ("South", 300_00, "district"),
    ]
    idea = {"title": "Bench", "text": "Shade for the bus stop.", "pot": round.pots.get(code="north").pk}
    assert runner.post(reverse("assembly_budget_idea", args=[round.key]), idea).status_code == 302
    project = BudgetProject.objects.get()
    found = {"reviewer": "invented_sol", "answer": "yes", "cost": "", "text": "Fine.", "on": "2017-03-31"}
    review = reverse("assembly_budget_review", args=[project.key])
    assert runner.post(review, found).status_code == 422
    assert runner.post(review, found | {"cost": "300.00"}).status_code == 302
    page = Client().get(project.get_absolute_url()).content.decode()
    assert "Sol (invented) looked at it" in page and "$300.00" in page
    page = Client().get(round.get_absolute_url()).content.decode()
    assert "you are here" in page or "until" in page
    assert "Ideas are collected until" in page


def test_a_review_whose_clash_is_refused_is_not_kept_by_half(
    runner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    round = budget_rounds.open_round(
        body=make.body(), title="Street budget", budget_minor=1_000_00, ideas_until=date(2017, 4, 10),
        costed_until=date(2017, 4, 20), votes_until=date(2017, 4, 30), **WHO,
    )  # fmt: skip
    first, second = (budget_rounds.propose(round=round, title=title, **WHO) for title in ("Bench", "Tree"))

    def refuses(**_given: object) -> None:
        raise budget_rounds.ReasonNeeded()

    monkeypatch.setattr(budget_rounds, "exclude", refuses)
    found = {
        "reviewer": "invented_sol",
        "answer": "yes",
        "cost": "300.00",
        "text": "Fine.",
        "on": "2017-03-31",
    }
    review = reverse("assembly_budget_review", args=[first.key])
    assert runner.post(review, found | {"rivals": [second.key]}).status_code == 422
    assert not BudgetProject.objects.exclude(state=BudgetProject.State.IDEA).exists()


def test_the_result_stands_by_both_rules_and_is_adopted_with_its_money(runner: Client) -> None:
    federation = make.organisation("federation")
    books.open_book(organisation=federation, on=LAST, **WHO)
    round = voted(costed())
    poll = Poll.objects.get(key=round.poll)
    page = Client().get(reverse("assembly_count_of", args=[poll.key])).content.decode()
    assert "2 of 3 projects share $800 of $1,000. 4 of 4 voters see at least one" in page
    assert "Equal shares" in page and "cannot be done together" in page
    text = Client().get(reverse("assembly_count_of", args=[poll.key]), {"format": "pb"}).content.decode()
    assert pabulib.parse(text).votes.voters == 4
    asked = {
        "text": "Adopted.", "payer": "federation", "account": "5600", "ends_on": "2018-03-31", "on": "2017-03-31",
    }  # fmt: skip
    decide = reverse("assembly_budget_decide", args=[round.key])
    assert runner.post(decide, asked).status_code == 302
    assert sorted(Effect.objects.values_list("title", flat=True)) == ["Path", "Pool"]
    page = Client().get(round.get_absolute_url()).content.decode()
    assert "2 projects were chosen, for $800 of $1,000." in page and "The resolution" in page


def test_a_stranger_runs_nothing() -> None:
    round = costed()
    stranger = Client()
    stranger.force_login(make.account("Zoe"), backend=BACKEND)
    for name in ("close_ideas", "vote", "count", "decide", "idea"):
        assert stranger.get(reverse(f"assembly_budget_{name}", args=[round.key])).status_code == 403, name
    project = round.projects.get(key="pool")
    for name in ("review", "withdraw"):
        assert stranger.get(reverse(f"assembly_budget_{name}", args=[project.key])).status_code == 403, name
