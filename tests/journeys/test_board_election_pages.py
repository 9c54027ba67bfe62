"""Journey: Freedom Farms elects a board of three with one seat for a class; a member follows the count; a vacancy is
filled by countback. Figures are those of `tests/rooms/assembly/elections.py`, worked by hand."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.access.models import Account
from commonwork.assembly.models import Election, Electorate, Office, Poll
from commonwork.registry.models import Organisation, Person
from commonwork.rules.counting import blt
from tests.rooms.assembly import elections as farm
from tests.rooms.assembly import make
from tests.worlds import begins_in

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def as_person(name: str) -> Client:
    """A browser in which a person of the farm is signed in."""
    client = Client()
    person = make.person(name)
    account = Account.objects.filter(person=person).first()
    client.force_login(account or make.account(name), backend=BACKEND)
    return client


def post(client: Client, page: str, /, *args: Any, **data: Any) -> str:
    """Send a form; returns where it led."""
    answer = client.post(reverse(page, args=args), {"once": uuid4().hex, **data})
    assert answer.status_code == 302, (
        page,
        re.findall(r'class="error[^>]*>([^<]+)', answer.content.decode()),
    )
    return str(answer["Location"])


def test_freedom_farms_elects_its_board_and_fills_a_vacancy() -> None:
    board, _meeting = farm.bodies()
    runner = Client()
    runner.force_login(make.account("Sol", "assembly-facilitator", "freedom_farm"), backend=BACKEND)
    for name in farm.NAMES:
        farm.member(name, "candidate" if name == "Dov" else "member")
    kept = {"kept_class": "candidate", "kept_seats": 1}
    post(
        runner, "assembly_office_create", body=board.key, name="Board member", seats=3, term_months=12, **kept
    )
    days = {"nominations_until": "2017-04-01", "term_starts_on": "2017-04-02", "rule": "scottish"}
    post(runner, "assembly_election_call", Office.objects.get().key, **days)
    election = Election.objects.get()
    for name in farm.NAMES:
        post(runner, "assembly_nominate", election.key, person=make.person(name).key)
        nomination = election.nominations.get(person=make.person(name))
        assert runner.get(reverse("assembly_nomination_answer", args=[nomination.key])).status_code == 403
        post(
            as_person(name), "assembly_nomination_answer", nomination.key, answer="yes", statement=f"{name}!"
        )
    roll = farm.roll()
    post(runner, "assembly_election_vote", election.key, electorate=roll.key)
    election.refresh_from_db()
    farm.voted(election)
    post(runner, "assembly_election_seat", election.key, on="2017-03-31")
    page = Client().get(election.get_absolute_url()).content.decode()
    assert "3 seats were filled" in page and "Dov!" in page

    steps = as_person("Cleo").get(reverse("assembly_count_of", args=[election.poll])).content.decode()
    assert steps.count('class="chart count-stage"') == 4
    assert "4 votes win a seat: 12 papers divided by 4" in steps
    assert "Seats are kept for a group" in steps
    assert re.search(r"Ada \(invented\) has 5 votes, 1 more than needed", steps)


@begins_in(farm.seated)
def test_a_vacancy_is_filled_and_anyone_can_follow_how(client: Client) -> None:
    election = farm.seated()
    Organisation.objects.get(key="freedom_farm")
    runner = Client()
    runner.force_login(make.account("Sol", "assembly-facilitator", "freedom_farm"), backend=BACKEND)
    ben = election.terms.get(person=make.person("Ben"))
    assert as_person("Cleo").get(reverse("assembly_term_leave", args=[ben.key])).status_code == 403
    post(as_person("Ben"), "assembly_term_leave", ben.key, on="2017-03-28", because="resigned")
    page = client.get(election.get_absolute_url()).content.decode()
    assert "1 seat is vacant." in page
    keys = [farm.nomination(election, name).key for name in ("Cleo", "Eli")]
    post(runner, "assembly_vacancy", election.key, on="2017-03-31", available=keys, seed="")
    recount = client.get(reverse("assembly_countback", args=[election.key, 4])).content.decode()
    assert "Eli (invented) took the vacant seat" in recount
    assert 'class="chart count-stage"' in recount
    assert client.get(reverse("assembly_countback", args=[election.key, 1])).status_code == 404
    page = client.get(election.get_absolute_url()).content.decode()
    assert "by countback" in page and "is vacant" not in page
    office = client.get(election.office.get_absolute_url()).content.decode()
    serving = office.split('id="serving"')[1].split("</section>")[0]
    assert "Eli (invented)" in serving and "Ben (invented)" not in serving


@begins_in(farm.seated)
def test_the_ballots_go_out_as_blt_and_give_the_same_count(client: Client) -> None:
    election = farm.seated()
    poll = Poll.objects.get(key=election.poll)
    address = reverse("assembly_count_of", args=[poll.key])
    text = client.get(address, {"format": "blt"}).content.decode()
    found = blt.parse(text)
    assert (found.ballots.total, found.seats, len(found.candidates)) == (12, 3, 5)
    first = found.count(seed="die 4 1 6").stages[0]
    assert dict(first.totals)["Ada (invented)"] == 500_000
    assert client.get(address, {"format": "csv"}).status_code == 200
    assert client.get(address, {"format": "json"}).json()["seats"] == 3
    figures = client.get(address, {"format": "figures"})
    assert b"4.00000" in figures.getvalue() or b"4.00000" in figures.content
    assert Person.objects.filter(key="invented_ada").exists()


@begins_in(farm.seated)
def test_a_recall_is_seen_by_those_on_the_roll_alone() -> None:
    election = farm.seated()
    make.adopt("assembly.recall_petition_bp", 2500)
    ben = election.terms.get(person=make.person("Ben"))
    roll = Electorate.objects.get()
    at = post(as_person("Eli"), "assembly_recall_ask", ben.key, electorate=roll.key, reason="Never came.")
    key = at.rstrip("/").rpartition("/")[2]
    assert Client().get(at).status_code == 302
    stranger = Client()
    stranger.force_login(make.account("Zoe"), backend=BACKEND)
    assert stranger.get(at).status_code == 403
    for name in ("Cleo", "Ada"):
        post(as_person(name), "assembly_recall_sign", key)
    page = as_person("Dov").get(at).content.decode()
    assert "3 of 3 signatures are there" in page and "Never came." in page
    assert "Eli" not in page.split("<main")[1]
    runner = Client()
    runner.force_login(make.account("Sol", "assembly-facilitator", "freedom_farm"), backend=BACKEND)
    post(runner, "assembly_recall_vote", key)
    assert Poll.objects.filter(purpose="recall").count() == 1
