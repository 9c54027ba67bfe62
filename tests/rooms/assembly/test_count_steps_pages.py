"""Stepping through the count of every kind of vote: words, bars, ties, a missed quorum, what a yes needed."""

import json
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from commonwork.assembly.actions import consent
from commonwork.assembly.actions.polls import Option, Voter
from commonwork.assembly.models import Poll
from tests.rooms.assembly import make, make_polls, roll_make
from tests.rooms.assembly.make_polls import NOON

pytestmark = pytest.mark.django_db
TOWN = (
    Option("Van", cost_minor=800_00),
    Option("Path", cost_minor=500_00),
    Option("Trees", cost_minor=300_00),
)


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    make.network()
    with time_machine.travel(NOON, tick=False):
        make.Network.objects.update(demo_on=make.HELD)
        yield


def steps_of(poll: Poll, **asked: str) -> str:
    answer = Client().get(reverse("assembly_count_of", args=[poll.key]), asked)
    assert answer.status_code == 200
    return answer.getvalue().decode()


def counted(method: str, *cast: str, **more: Any) -> Poll:
    return make_polls.counted(make_polls.cast(make_polls.opened(method, **more), *cast))


@pytest.mark.parametrize(
    ("method", "more", "cast", "said"),
    [
        ("approval", {"seats": 2}, ("1 2", "2", "3 1"), "Park and Pool are chosen."),
        ("score", {"most_each": 5}, ("1:5 2:4", "2:4"), "Pool is chosen."),  # 8 points against 5
        ("dots", {"points": 6, "seats": 2}, ("1:6", "1:6"), "2 could be chosen; 1 are."),
        ("irv", {}, ("1 2", "1", "3"), "Park is chosen."),
        ("schulze", {}, ("1 2 3", "1 3"), "Park is chosen."),
        ("scottish", {"seats": 2}, ("1 3", "1 3", "1 3", "2"), "2 votes win a seat"),  # 4 // 3 + 1
        ("meek", {"seats": 2}, ("1 3", "1 3", "1 3", "2"), "At the end"),
        (
            "budget-approval",
            {"options": TOWN, "budget_minor": 800_00},
            ("1", "2 3"),
            "Step by step: Equal shares",
        ),
    ],
)
def test_every_method_has_its_steps_and_the_result_leads_to_them(
    method: str, more: dict[str, Any], cast: tuple[str, ...], said: str
) -> None:
    poll = counted(method, *cast, **more)
    page = steps_of(poll)
    assert said in page
    assert "Did enough take part?" in page and 'class="chart' in page
    shown = Client().get(poll.get_absolute_url()).content.decode()
    assert reverse("assembly_count_of", args=[poll.key]) in shown


def test_a_tie_in_points_is_told_with_what_decided_it() -> None:
    poll = make_polls.cast(make_polls.opened("dots", points=4), "1:4", "2:4")
    page = steps_of(make_polls.counted(poll, seed="dice 3 1"))
    assert "Park and Pool were level." in page
    assert "A lot drawn from the public words “dice 3 1” fell on" in page


def test_two_thirds_of_the_votes_cast_are_told_with_their_figures() -> None:
    """6 yes, 3 no, 3 abstained: two thirds of 9 is 6 (docs/rooms/assembly-votes.md)."""
    page = steps_of(counted("majority", *["yes"] * 6, *["no"] * 3, *["abstain"] * 3, threshold="2/3"))
    assert "6 and 3 make 9" in page
    assert "2/3 of 9, rounded up, is 6." in page
    assert "6 said yes. That is enough: the motion is carried." in page


def test_a_level_vote_carries_nothing_and_says_why() -> None:
    page = steps_of(counted("majority", "yes", "yes", "no", "no"))
    assert "A level vote does not carry a motion." in page
    assert "More than half of 4 is at least 3." in page
    assert "That is 1 too few" in page


def test_a_missed_quorum_is_told_first_with_what_follows_from_it() -> None:
    """A quarter of 12 on the roll is 3; two took part."""
    poll = counted("majority", "yes", "yes", quorum_bp=2500, without_quorum="advice")
    page = steps_of(poll)
    assert "25\xa0% of the 12 votes on the roll, rounded up: 3." in page
    assert "With 2 it was missed. By the rule fixed before, the result counts as advice." in page
    assert "The quorum was missed, so the result counts as advice." in page.split('class="lede"')[1][:300]


def test_votes_of_different_weight_are_told_as_votes() -> None:
    voters = [Voter("R-1", weight=3), Voter("R-2")]
    page = steps_of(counted("majority", "yes", "no", voters=voters))
    assert "together they are 4 of 4 votes" in page
    assert "3 said yes. That is enough" in page


def test_greedy_says_of_each_project_why_it_was_taken_or_passed_over() -> None:
    more = {"options": TOWN, "budget_minor": 900_00, "budget_rule": "greedy"}
    page = steps_of(counted("budget-approval", "1", "1", "2", **more))
    assert "2 votes. It costs $800, and $900 was there: taken." in page
    assert "1 vote. It costs $500, but only $100 was there: passed over." in page
    assert "Nobody chose it." in page


def test_equal_shares_say_why_a_project_was_not_bought() -> None:
    """900 among 3 is 300 each; the van asks 800 of its one supporter. Raised by 200 its path would pay, no more fits."""
    page = steps_of(counted("budget-approval", "1", "2", "2", options=TOWN, budget_minor=900_00))
    assert "$500. Of its 2 supporters, 2 paid $250 each." in page
    assert "The share of its one supporter is" in page and "less than the $800 it costs" in page


@pytest.mark.parametrize(
    ("method", "more", "cast"),
    [
        ("majority", {}, ("yes", "no", "no")),
        ("dots", {"points": 4}, ("1:4", "2:3")),
        ("budget-points", {"options": TOWN, "budget_minor": 800_00, "points": 4}, ("1:4", "2:3 3:1")),
    ],
)
def test_the_figures_of_a_count_can_be_taken_home(
    method: str, more: dict[str, Any], cast: tuple[str, ...]
) -> None:
    poll = counted(method, *cast, **more)
    assert steps_of(poll, format="figures").count("\n") >= 4
    assert isinstance(json.loads(steps_of(poll, format="json")), dict)


def test_a_vote_that_is_not_counted_has_no_steps() -> None:
    poll = make_polls.cast(make_polls.opened("score", most_each=5), "1:5")
    assert Client().get(reverse("assembly_count_of", args=[poll.key])).status_code == 404


def test_a_consent_round_is_told_once_it_is_over_with_what_became_of_an_objection() -> None:
    make.Network.objects.update(demo_on=roll_make.DAY)
    meeting, (ada, ben, cleo, dina) = roll_make.farm()
    roll_make.adopt("assembly.quorum_bp", 5000)
    roll_make.adopt("assembly.consent_days", 7)
    electorate, on = roll_make.affirmed(meeting), roll_make.DAY
    motion = roll_make.open_motion(meeting, ada)
    row = consent.open_round(motion=motion, electorate=electorate, on=on, **roll_make.WHO)
    address, member = reverse("assembly_round_steps", args=[row.key]), Client()
    member.force_login(make.account("Ada"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert member.get(address).status_code == 404
    for who in (ada, ben, cleo):
        consent.answer(consent_round=row, person=who, answer="agree", **roll_make.WHO)
    why = {"reason": "The fund runs dry by the summer.", "aim": "purpose"}
    consent.answer(consent_round=row, person=dina, answer="object", **why, **roll_make.WHO)
    consent.take_back(consent_round=row, person=dina, **roll_make.WHO)
    consent.close(consent_round=row, on=on, **roll_make.WHO)
    page = member.get(address).content.decode()
    assert "50\xa0% of the 4 on the roll must take part, rounded up: 2." in page
    assert "With 4 that was reached." in page
    assert "1 was taken back by its author." in page
    assert "that is consent, and the text is decided" in page
    assert address in member.get(row.get_absolute_url()).content.decode()
    assert Client().get(address).status_code == 404, "others do not see this body"


def test_only_blank_ballots_choose_nothing_by_ticks() -> None:
    page = steps_of(counted("approval", "", ""))
    assert "Nothing was chosen." in page
