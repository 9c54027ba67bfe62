"""The pages of a vote: who sees and may do what, and a ballot of every method without JavaScript."""

import re
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from commonwork.assembly import poll_queries
from commonwork.assembly.actions import paper_piles, polls, voting_codes
from commonwork.assembly.actions.polls import Voter
from commonwork.assembly.models import PaperBatch, Poll, PollBallot, PollKeeper, SealedBallot
from commonwork.registry.models import BodySeat, Contact
from tests.rooms.assembly import make, make_polls
from tests.rooms.assembly.make_polls import AFTER, NOON, WHO

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    """The network stands on the day of the vote, at noon."""
    make.network()
    with time_machine.travel(NOON, tick=False):
        make.Network.objects.update(demo_on=make.HELD)
        yield


def signed_in(name: str, role: str = "") -> Client:
    client = Client()
    client.force_login(make.account(name, role), backend=BACKEND)
    return client


@pytest.fixture
def facilitator() -> Client:
    return signed_in("Sol", "assembly-facilitator")


def get(client: Client, name: str, *args: str, **asked: str) -> str:
    response = client.get(reverse(name, args=args), asked)
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def code_of(poll: Poll, voter: str) -> str:
    codes = voting_codes.drawn([voter])
    voting_codes.make(poll=poll, codes=codes, **WHO)
    return codes[voter]


def visit(poll: Poll, voter: str = "R-1") -> Client:
    """A phone that has typed the code of a voter."""
    client = Client()
    typed = code_of(poll, voter).lower()
    response = client.post(
        reverse("assembly_vote_code", args=[poll.key]), {"code": f"{typed[:4]} {typed[4:]}"}
    )
    assert response.status_code == 302
    return client


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', page))


def cast(client: Client, poll: Poll, *, presses: int = 2, **marks: Any) -> str:
    """Fill in, look over, cast (the button pressed twice); returns the last page."""
    address = reverse("assembly_vote", args=[poll.key])
    check = client.post(address, {"step": "check", **marks})
    assert check.status_code == 200 and "Is this right?" in check.content.decode()
    sent = hidden(check.content.decode()) | {"step": "cast"}
    done = client.post(address, sent)
    assert done.status_code == 200, done.content.decode()
    for _ in range(presses - 1):
        assert "It is cast" in client.post(address, sent).content.decode(), "a second press is answered again"
    return done.content.decode()


@pytest.mark.parametrize(
    ("method", "more", "marks", "content"),
    [
        ("majority", {}, {"answer": "yes"}, "yes"),
        ("approval", {}, {"choice": ["3", "1"]}, "1 3"),
        ("score", {"most_each": 5}, {"points_1": "5", "points_2": "0", "points_3": "2"}, "1:5 3:2"),
        ("dots", {"points": 4}, {"points_2": "4"}, "2:4"),
        ("irv", {}, {"order": "3 1"}, "3 1"),
        ("scottish", {"seats": 2}, {"order": "2 1 3"}, "2 1 3"),
        ("approval", {}, {}, ""),
    ],
)
def test_a_ballot_of_every_method_is_cast_without_javascript(
    method: str, more: dict[str, Any], marks: dict[str, Any], content: str
) -> None:
    poll = make_polls.opened(method, **more)
    assert "It is cast" in cast(visit(poll), poll, **marks)
    assert [(row.content, row.channel) for row in PollBallot.objects.filter(stands=True)] == [
        (content, "code")
    ]


def test_a_ranking_is_put_in_order_by_buttons() -> None:
    poll = make_polls.opened("irv")
    client, address = visit(poll), reverse("assembly_vote", args=[poll.key])
    order = ""
    for do, wanted in (
        ("rank:2", "2"),
        ("rank:1", "2 1"),
        ("up:1", "1 2"),
        ("out:2", "1"),
        ("rank:3", "1 3"),
    ):
        order = hidden(client.post(address, {"order": order, "do": do}).content.decode())["order"]
        assert order == wanted
    assert "Move Path up" in client.post(address, {"order": order, "do": ""}).content.decode()


def test_a_ballot_that_says_too_much_is_shown_again_with_what_was_typed() -> None:
    poll = make_polls.opened("dots", points=4)
    response = visit(poll).post(reverse("assembly_vote", args=[poll.key]), {"step": "check", "points_1": "9"})
    assert response.status_code == 422
    assert "There are 4 points to give; this ballot gives 9." in response.content.decode()
    assert 'value="9"' in response.content.decode()


def test_a_wrong_code_is_refused_and_without_a_code_nobody_gets_to_the_ballot() -> None:
    poll = make_polls.opened()
    client, address = Client(), reverse("assembly_vote_code", args=[poll.key])
    response = client.post(address, {"code": "WRNG WRNG WRNG"})
    assert response.status_code == 422 and "This code is not known here." in response.content.decode()
    assert client.get(reverse("assembly_vote", args=[poll.key])).headers["Location"] == address
    assert signed_in("Mo").get(reverse("assembly_vote", args=[poll.key])).headers["Location"] == address


def test_who_stands_on_the_roll_votes_by_account_and_changes_it() -> None:
    client = signed_in("Ada")
    poll = make_polls.opened(voters=[Voter("R-1", make.person("Ada")), *make_polls.roll()[1:]])
    assert "Vote" in get(client, "assembly_poll", poll.key)
    cast(client, poll, choice=["1"])
    assert "Change my ballot" in get(client, "assembly_poll", poll.key)
    page = get(client, "assembly_vote", poll.key)
    assert re.search(r'value="1" id="choice_1" checked', page)
    cast(client, poll, choice=["2"])
    assert [row.content for row in poll_queries.standing_ballots(poll)] == ["2"]


def test_a_sealed_ballot_gives_a_secret_that_changes_it_and_a_code_that_finds_it() -> None:
    poll, codes = make_polls.sealed()
    page = cast(visit(poll), poll, choice=["1"])
    secret, receipt = re.findall(r'<p class="ballot-code">([^<]+)</p>', page)
    phone, address = visit(poll), reverse("assembly_vote", args=[poll.key])
    check = phone.post(address, {"step": "check", "choice": ["2"]}).content.decode()
    assert "Your secret code" in check
    refused = phone.post(address, hidden(check) | {"step": "cast", "own_secret": "AAAA BBBB CCCC DDDD EEEE"})
    assert refused.status_code == 422 and "your vote stands as it is" in refused.content.decode()
    done = phone.post(address, hidden(check) | {"step": "cast", "own_secret": secret})
    assert done.status_code == 200 and receipt in done.content.decode()
    assert SealedBallot.objects.count() == 1
    make_polls.closed(poll)
    make_polls.unsealed(poll, codes, 1, 2)
    polls.count(poll=poll, **AFTER)
    shown = get(Client(), "assembly_vote_ballots", poll.key, code=receipt)
    assert "Your ballot is in the count:</strong> ✓ Pool" in shown
    assert "No ballot stands beside this code" in get(
        Client(), "assembly_vote_ballots", poll.key, code="NOPE"
    )


def test_a_draft_is_seen_by_those_who_run_it_only(facilitator: Client) -> None:
    poll = make_polls.draft()
    assert Client().get(poll.get_absolute_url()).status_code == 404
    assert "Open the voting" in get(facilitator, "assembly_poll", poll.key)
    assert poll.title not in get(Client(), "assembly_votes")


def test_a_facilitator_prepares_opens_closes_and_counts_a_vote(facilitator: Client) -> None:
    body = make.body()
    for name in ("Ada", "Ben", "Cleo"):
        BodySeat.objects.create(body=body, person=make.person(name), starts_on=make.HELD)
    typed = {
        "body": body.pk,
        "title": "Which tools?",
        "method": "budget-approval",
        "options": "Tool chest; 500.00\nVan; 420.00",
        "budget": "900",
        "budget_rule": "greedy",
        "seats": "1",
        "points": "0",
        "most_each": "0",
        "threshold": "1/2",
        "threshold_base": "cast",
        "quorum_percent": "33.33",
        "quorum_base": "present",
        "without_quorum": "nothing",
        "secrecy": "open",
        "channel_rule": "paper",
        "closes_at": "",
    }
    wrong = facilitator.post(reverse("assembly_vote_draft"), typed | {"options": "Tool chest; plenty"})
    assert wrong.status_code == 422 and "“plenty” is not an amount" in wrong.content.decode()
    assert facilitator.post(reverse("assembly_vote_draft"), typed).status_code == 302
    poll = Poll.objects.get()
    assert "500.00" in get(facilitator, "assembly_vote_change", poll.key)
    changed = facilitator.post(
        reverse("assembly_vote_change", args=[poll.key]), typed | {"title": "What to buy?"}
    )
    assert changed.status_code == 302
    for name in ("assembly_vote_open", "assembly_vote_close", "assembly_vote_count"):
        if name == "assembly_vote_close":
            make_polls.casting.cast(poll=poll, voter="R-002", content="1 2", channel="account", at=NOON)
        get(facilitator, name, poll.key)
        assert facilitator.post(reverse(name, args=[poll.key]), {"once": name}).status_code == 302, name
    page = get(Client(), "assembly_poll", poll.key)
    assert "What to buy?" in page and "Chosen: Van." in page and "The quorum of 1 was reached: 1." in page


def test_codes_are_shown_once_and_mailed_where_there_is_an_address(facilitator: Client) -> None:
    ada = make.person("Ada")
    Contact.objects.create(person=ada, kind="email", value="ada@example.org")
    poll = make_polls.opened(voters=[Voter("R-1", ada), *make_polls.roll(3)[1:]])
    page = facilitator.post(
        reverse("assembly_vote_codes", args=[poll.key]), {"whom": "without", "by_mail": "on"}
    ).content.decode()
    slips = re.findall(r"<b>(\w{4} \w{4} \w{4})</b>", page)
    assert len(slips) == 2 and "1 letter was sent." in page
    assert voting_codes.voter_with(poll, slips[0]).number == "R-2"
    assert slips[0] not in get(facilitator, "assembly_vote_codes", poll.key)


def test_a_pile_is_typed_by_two_and_settled_on_pages(facilitator: Client) -> None:
    poll, other = make_polls.opened(), signed_in("Tess", "assembly-facilitator")
    address = reverse("assembly_vote_piles", args=[poll.key])
    wrong = facilitator.post(address, {"name": "Pile 1", "paper_count": "1", "text": "R-99, 1"})
    assert wrong.status_code == 422 and "R-99 does not stand on the roll" in wrong.content.decode()
    typed = {"name": "Pile 1", "paper_count": "2", "text": "R-1, 1\nR-2, 2 3\n"}
    assert facilitator.post(address, typed).status_code == 302
    batch = PaperBatch.objects.get()
    again = reverse("assembly_vote_second", args=[batch.key])
    own = facilitator.post(again, {"text": typed["text"]})
    assert own.status_code == 422 and "Somebody else must type" in own.content.decode()
    assert "R-2, 2 3" not in get(other, "assembly_vote_second", batch.key), "the first reading is not shown"
    assert other.post(again, {"text": "R-1, 1\nR-2, 2"}).headers["Location"].endswith("/settle/")
    settle = reverse("assembly_vote_settle", args=[batch.key])
    assert "R-2" in get(other, "assembly_vote_settle", batch.key)
    assert other.post(settle, {"line_0": "2 3"}).status_code == 302
    assert {row.voter: row.content for row in PollBallot.objects.all()} == {"R-1": "1", "R-2": "2 3"}


def test_a_helper_at_a_table_casts_for_a_voter(facilitator: Client) -> None:
    poll = make_polls.opened()
    address = reverse("assembly_vote_table", args=[poll.key])
    assert facilitator.post(address, {"voter": "R-77"}).status_code == 422
    assert facilitator.post(address, {"voter": "R-4"}).status_code == 302
    ballot = reverse("assembly_vote_at_table", args=[poll.key])
    check = facilitator.post(ballot, {"step": "check", "choice": ["2"]}).content.decode()
    assert facilitator.post(ballot, hidden(check) | {"step": "cast"}).status_code == 200
    assert PollBallot.objects.get().channel == "table"


def test_keepers_make_their_codes_and_hand_in_their_parts_on_pages(facilitator: Client) -> None:
    poll = make_polls.draft(secrecy="sealed")
    clients = {name: signed_in(name) for name in ("Kim", "Lou")}
    people = [make.person(name).pk for name in clients]
    named = facilitator.post(
        reverse("assembly_vote_keepers", args=[poll.key]), {"people": people, "needed": "2"}
    )
    assert named.status_code == 302
    address, codes = reverse("assembly_vote_keep", args=[poll.key]), dict[str, str]()
    assert facilitator.get(address).status_code == 403
    for name, client in clients.items():
        codes[name] = hidden(client.get(address).content.decode())["code"]
        assert client.post(address, {"code": codes[name]}).status_code == 422, "it must be written down"
        assert client.post(address, {"code": codes[name], "has_written": "on"}).status_code == 302
    polls.open(poll=poll, **WHO)
    make_polls.casting.cast(poll=poll, voter="R-1", content="1", channel="code", at=NOON, secret="A" * 20)
    make_polls.closed(poll)
    for name, client in clients.items():
        assert client.post(address, {"code": "NO" * 12}).status_code == 422
        assert client.post(address, {"code": codes[name].lower()}).status_code == 302
    assert PollKeeper.objects.filter(has_opened=True).count() == 2
    assert [row.content for row in PollBallot.objects.all()] == ["1"]


def test_every_page_of_those_who_run_a_vote_is_closed_to_others() -> None:
    poll = make_polls.opened()
    batch = paper_piles.type_first(
        poll=poll, name="P", paper_count=1, lines=[paper_piles.Line("R-1", "1")], **WHO
    )
    names = (
        "change",
        "open",
        "close",
        "count",
        "void",
        "keepers",
        "codes",
        "table",
        "at_table",
        "piles",
        "mark",
    )
    addresses = [reverse(f"assembly_vote_{name}", args=[poll.key]) for name in names]
    addresses += [
        reverse(f"assembly_vote_{name}", args=[batch.key]) for name in ("second", "settle", "throw_away")
    ]
    addresses.append(reverse("assembly_vote_draft"))
    worker = signed_in("Wes", "worker-owner")
    for address in addresses:
        assert Client().get(address).status_code == 302, address
        assert worker.get(address).status_code == 403, address


def test_paper_and_board_are_for_anyone(facilitator: Client) -> None:
    poll = make_polls.opened("irv")
    assert "Park" in get(Client(), "assembly_vote_paper", poll.key)
    assert "opened" in get(Client(), "assembly_vote_board", poll.key)
    assert Client().get(reverse("assembly_vote_ballots", args=[poll.key])).status_code == 404


def test_home_says_what_a_vote_asks_of_whom() -> None:
    ada, run = signed_in("Ada"), signed_in("Sol", "assembly-facilitator")
    poll = make_polls.opened(voters=[Voter("R-1", make.person("Ada")), *make_polls.roll()[1:]])
    assert poll.title in get(ada, "home") and poll.title not in get(run, "home")
    cast(ada, poll, choice=["1"])
    assert poll.title not in get(ada, "home").partition("What changed")[0]
    make_polls.closed(poll)
    assert reverse("assembly_vote_count", args=[poll.key]) in get(run, "home")


def test_a_visit_is_over_with_the_ballot_even_for_who_copied_its_cookie() -> None:
    poll = make_polls.opened()
    phone, address = visit(poll), reverse("assembly_vote", args=[poll.key])
    copied = Client()
    copied.cookies.load({name: one.value for name, one in phone.cookies.items()})
    assert copied.get(address).status_code == 200
    cast(phone, poll, choice=["1"])
    for client in (phone, copied):
        assert client.get(address).status_code == 302
        assert client.post(address, {"step": "check", "choice": ["2"]}).status_code == 302
        sent = {"step": "cast", "content": "2", "once": "a fresh token"}
        assert client.post(address, sent).status_code == 302
    assert [row.content for row in poll_queries.standing_ballots(poll)] == ["1"]


def test_a_visit_ends_with_a_new_code_and_cannot_be_made_up() -> None:
    poll = make_polls.opened()
    phone, address = visit(poll), reverse("assembly_vote", args=[poll.key])
    code_of(poll, "R-1")
    assert phone.get(address).status_code == 302, "the letter with the old code was lost"
    phone = visit(poll)
    name = f"visit_{poll.key}"
    cookie = phone.cookies[name]
    assert cookie["path"] == poll.get_absolute_url() and cookie["httponly"] and cookie["samesite"] == "Lax"
    line, rest = cookie.value.split(".", 1)
    phone.cookies[name] = f"{int(line) + 1}.{rest}"
    assert phone.get(address).status_code == 302, "the line of a neighbour"


def test_a_visit_leaves_no_row_behind() -> None:
    poll = make_polls.opened()
    cast(visit(poll), poll, choice=["1"])
    assert not Session.objects.exists()
