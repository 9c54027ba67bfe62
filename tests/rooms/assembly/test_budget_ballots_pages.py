"""Participatory budgets with points and with projects that must fit together, from the phase to the bundle, on pages.

Three projects: pool 500.00, lake 400.00, path 300.00; budget 900.00; five voters, one of each way and one who tries two.
"""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from commonwork.assembly import bundles, poll_queries
from commonwork.assembly.actions import budget_rounds, electorates
from commonwork.assembly.counting import budgeted
from commonwork.assembly.models import BudgetRound, PaperBatch, Poll, PollBallot
from commonwork.assembly.pollcheck import Check
from commonwork.registry.actions import memberships
from commonwork.rules.counting import pabulib
from tests.rooms.assembly import make
from tests.rooms.assembly.make import HELD, NOON, WHO
from tests.rooms.assembly.test_votes_pages import cast, hidden, signed_in, visit

pytestmark = pytest.mark.django_db
NAMES = ("Ada", "Ben", "Cleo", "Dov", "Eli")
COSTS = {"pool": 500_00, "lake": 400_00, "path": 300_00}


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    make.network()
    with time_machine.travel(NOON, tick=False):
        make.Network.objects.update(demo_on=HELD)
        yield


@pytest.fixture
def runner() -> Client:
    return signed_in("Sol", "assembly-facilitator")


def prepared(runner: Client, **more: Any) -> BudgetRound:
    """A round whose phase of voting has come, on the pages as far as they differ by the kind of ballot."""
    asked = {
        "body": make.body().key, "title": "Street budget", "budget": "900.00", "pots": "", "pot_kind": "category",
        "method": "budget-points", "points": 10, "rule": "equal-shares", "least_votes": 0,
        "ideas_until": HELD.isoformat(), "costed_until": HELD.isoformat(), "votes_until": HELD.isoformat(),
    }  # fmt: skip
    assert runner.post(reverse("assembly_budget_open"), asked | more).status_code == 302
    round = BudgetRound.objects.get()
    for key, cost in COSTS.items():
        project = budget_rounds.propose(round=round, title=key.title(), key=key, **WHO)
        found = {"reviewer": make.person("Rosa"), "is_feasible": True, "text": "Looked at.", "on": HELD}
        budget_rounds.review(project=project, cost_minor=cost, **found, **WHO)
    budget_rounds.close_ideas(round=round, **WHO)
    people = [make.person(name) for name in NAMES]
    memberships.take_seats(body=make.body(), people=people, on=date(2016, 1, 1), **WHO)
    roll = electorates.take(body=make.body(), record_on=date(2017, 3, 1), **WHO)
    asked = {"electorate": roll.key, "closes_on": ""}
    assert runner.post(reverse("assembly_budget_vote", args=[round.key]), asked).status_code == 302
    return BudgetRound.objects.get()


def pressed(runner: Client, poll: Poll, name: str) -> None:
    done = runner.post(reverse(f"assembly_vote_{name}", args=[poll.key]), {"once": name})
    assert done.status_code == 302, done.content.decode()


def at_the_table(runner: Client, poll: Poll, voter: str, **marks: Any) -> None:
    assert runner.post(reverse("assembly_vote_table", args=[poll.key]), {"voter": voter}).status_code == 302
    address = reverse("assembly_vote_at_table", args=[poll.key])
    check = runner.post(address, {"step": "check", **marks}).content.decode()
    assert runner.post(address, hidden(check) | {"step": "cast"}).status_code == 200


def on_paper(runner: Client, poll: Poll, wrong: str, said: str, text: str) -> None:
    """A wrong line refuses the pile; the right pile is typed twice, by two."""
    address = reverse("assembly_vote_piles", args=[poll.key])
    typed = {"name": "Pile 1", "paper_count": str(text.count("\n") + 1)}
    refused = runner.post(address, {"name": "Pile 1", "paper_count": "1", "text": wrong})
    assert refused.status_code == 422 and said in refused.content.decode()
    assert runner.post(address, typed | {"text": text}).status_code == 302
    other, batch = signed_in("Tess", "assembly-facilitator"), PaperBatch.objects.get()
    assert other.post(reverse("assembly_vote_second", args=[batch.key]), {"text": text}).status_code == 302


def voted(runner: Client, round: BudgetRound, ways: dict[str, Any]) -> Poll:
    poll = Poll.objects.get(key=round.poll)
    pressed(runner, poll, "open")
    voters = {row.person.name.split()[0]: row.number for row in poll.voters.select_related("person")}
    account = signed_in("Ada")
    refused = account.post(reverse("assembly_vote", args=[poll.key]), {"step": "check", **ways["too much"]})
    assert refused.status_code == 422 and ways["refusal"] in refused.content.decode()
    assert (
        ways["given"]
        in account.post(
            reverse("assembly_vote", args=[poll.key]), {"step": "check", **ways["Ada"]}
        ).content.decode()
    )
    cast(account, poll, **ways["Ada"])
    cast(visit(poll, voters["Ben"]), poll, **ways["Ben"])
    cast(visit(poll, voters["Dov"]), poll, **ways["Dov"])
    at_the_table(runner, poll, voters["Cleo"], **ways["Cleo"])
    paper = "\n".join(f"{voters[name]}, {content}" for name, content in ways["paper"].items())
    on_paper(runner, poll, f"{voters['Eli']}, {ways['paper too much']}", ways["refusal"], paper)
    pressed(runner, poll, "close")
    pressed(runner, poll, "count")
    done = runner.post(reverse("assembly_budget_count", args=[round.key]), {"on": HELD.isoformat()})
    assert done.status_code == 302, done.content.decode()
    return Poll.objects.get(pk=poll.pk)


def stands(poll: Poll) -> list[tuple[str, str]]:
    rows = PollBallot.objects.filter(poll=poll, stands=True).order_by("channel", "voter")
    return list(rows.values_list("channel", "content"))


def everything_agrees(poll: Poll, chosen: list[str]) -> str:
    """Result, verifier and the .pb read back say the same; returns the page of the count."""
    result = poll_queries.result_of(poll)
    assert result is not None and result["chosen"] == chosen
    check = Check(bundles.bundle(poll))
    assert [said for said, holds, _why in check.claims if not holds] == []
    address = reverse("assembly_count_of", args=[poll.key])
    file = pabulib.parse(Client().get(address, {"format": "pb"}).content.decode())
    again = file.count("equal-shares")
    assert list(again.selected) == chosen and file.selected == set(chosen)
    assert again.voters_with_a_project == result["count"]["voters_with_a_project"]
    sent = {"file": _upload(file), "rule": "", "answer": "page"}
    assert "Equal shares" in Client().post(reverse("assembly_count_file"), sent).content.decode()
    return Client().get(address).content.decode()


def _upload(file: Any) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("street.pb", pabulib.write(file).encode())


def test_points_are_given_by_every_way_and_counted_by_both_rules(runner: Client) -> None:
    """Pool: Ada 10, Ben 5, Eli 10 = 25 points of 3 voters; lake: Ben 5, Cleo 4 = 9 of 2; path: Cleo 6, Dov 10 = 16 of 2.

    Equal Shares: 900 / 5 = 180 each. Pool: 500 / 25 = 20 a point would ask 200 of Ada and of Eli, so they give all 180
    and Ben 140, 28 for each of his 5 points; for its cost 28 / 500 = 0.056. Path: 300 / 16 = 18.75 would ask 187.50 of
    Dov, so he gives 180 and Cleo 120, 20 a point; 20 / 300 = 0.067. The pool asks less and is first, then the path. For
    the lake (400) Ben has 40 and Cleo 60 left; raised by so much that they can pay it, 1,200 would be spent.
    """
    ways = {
        "too much": {"points_1": "7", "points_2": "4"},
        "refusal": "There are 10 points to give; this ballot gives 11.",
        "given": "10 of 10 points given.",
        "Ada": {"points_1": "10"},
        "Ben": {"points_1": "5", "points_2": "5"},
        "Cleo": {"points_2": "4", "points_3": "6"},
        "Dov": {"points_2": "10"},
        "paper": {"Dov": "3:10", "Eli": "1:10"},
        "paper too much": "1:5 2:6",
    }
    poll = voted(runner, prepared(runner), ways)
    assert stands(poll) == [
        ("account", "1:10"), ("code", "1:5 2:5"), ("paper", "3:10"), ("paper", "1:10"), ("table", "2:4 3:6"),
    ]  # fmt: skip
    page = everything_agrees(poll, ["pool", "path"])
    assert "Most votes first" in page and "5 of 5" in page
    assert "25 points from 3 voters. It costs $500, and $900 was there: taken." in page
    assert states() == {"pool": "chosen", "lake": "not-chosen", "path": "chosen"}


def states() -> dict[str, str]:
    return dict(BudgetRound.objects.get().projects.values_list("key", "state"))


def test_projects_that_fit_together_are_ticked_by_every_way_and_counted_by_both_rules(runner: Client) -> None:
    """Pool and lake: Ada and Ben (900 fit); pool and path: Cleo; path: Dov on paper; lake: Eli.

    Equal Shares: 180 each. Lake and pool have three supporters and are level; the cheaper lake is bought at 133.33 each.
    Ada and Ben keep 46.67, Cleo 180. With r more for everybody Ada and Ben have 46.67 + r, and the pool asks the rest of
    500 of Cleo: under 250, half its cost, from r = 79 on, so that it comes before the path (half its cost each). Lake and
    pool make 900. A little later Dov and Cleo could pay the path too: 1,200 is too much, and the outcome before it stays.
    """
    ways = {
        "too much": {"choice": ["1", "2", "3"]},
        "refusal": "What is ticked costs $1200.00; the budget is $900.00.",
        "given": "Together $900.00 of $900.00.",
        "Ada": {"choice": ["1", "2"]},
        "Ben": {"choice": ["1", "2"]},
        "Cleo": {"choice": ["1", "3"]},
        "Dov": {"choice": ["1"]},
        "paper": {"Dov": "3", "Eli": "2"},
        "paper too much": "1 2 3",
    }
    poll = voted(runner, prepared(runner, method="budget-knapsack", points=""), ways)
    page = everything_agrees(poll, ["lake", "pool"])
    assert "4 of 5" in page and "Both ways choose the same projects." in page
    assert "3 votes. It costs $400, and $900 was there: taken." in page
    text = Client().get(reverse("assembly_count_of", args=[poll.key]), {"format": "pb"}).content.decode()
    assert "max_sum_cost;900.00" in text
    assert states() == {"pool": "chosen", "lake": "chosen", "path": "not-chosen"}


def test_each_part_of_a_budget_has_its_own_pb_file() -> None:
    from tests.rooms.assembly import test_budget_votes as rounds

    pots = [
        budget_rounds.Pot("north", "North", 700_00, "district"),
        budget_rounds.Pot("south", "South", 300_00),
    ]
    round = rounds.voted(rounds.costed(pots=pots, rule="equal-shares", method="budget-knapsack"))
    poll = Poll.objects.get(key=round.poll)
    north, south = (budgeted.as_file(poll, pot) for pot in budgeted.parts_of(poll))
    assert (north.votes.voters, north.count("equal-shares").selected) == (3, ("pool",))
    assert (south.votes.voters, south.count("equal-shares").selected) == (1, ("path",))
    address = reverse("assembly_count_of", args=[poll.key])
    assert "Street budget: South" in Client().get(address, {"format": "pb", "part": "1"}).content.decode()
    assert "part=1" in Client().get(address).content.decode()
