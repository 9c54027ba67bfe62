"""Builders of elections: Freedom Farms elects a board of three, one seat kept for a candidate member.

Twelve ballots, quota 12 // 4 + 1 = 4 (the figures are worked by hand):
5 rank Ada Ben Cleo, 4 Ben Eli, 2 Cleo Ada, 1 Dov. Ada 5, Ben 4, Cleo 2, Dov 1, Eli 0: Ada and Ben are in. Ada's one spare
vote goes on to Cleo (Ben is in): 5 papers with 1/5 each, Cleo 3. The last seat is kept for the class of which only Dov is:
Eli (0) and Cleo (3) can no longer be elected and leave, Dov (1) is in.
Countback when Ben has left, with Cleo and Eli available: Ada 5, Eli 4, Cleo 2, Dov 1: Eli has the quota and takes the seat.
"""

from datetime import date, datetime, timedelta
from typing import Any

from commonwork.assembly.actions import casting, elections, electorates, offices, polls
from commonwork.assembly.models import Election, Electorate, Nomination, Office, Poll
from commonwork.registry.actions import memberships
from commonwork.registry.models import Body, Person
from tests.rooms.assembly import make
from tests.rooms.assembly.make import WHO
from tests.worlds import lasting

TERM = date(2017, 3, 20)
NAMES = ("Ada", "Ben", "Cleo", "Dov", "Eli")
WISHES = [(5, ("Ada", "Ben", "Cleo")), (4, ("Ben", "Eli")), (2, ("Cleo", "Ada")), (1, ("Dov",))]


def member(name: str, class_code: str = "member") -> Person:
    who = make.person(name)
    farm = make.organisation("freedom_farm")
    memberships.begin(person=who, organisation=farm, class_code=class_code, on=date(2016, 1, 1), **WHO)
    return who


def bodies() -> tuple[Body, Body]:
    """The board, and the members' meeting that elects it."""
    farm = make.organisation("freedom_farm")
    board = Body.objects.create(
        key="farm_board", name="Board of Freedom Farms", kind="board", organisation=farm
    )
    meeting = Body.objects.create(
        key="farm_members", name="Members of Freedom Farms", kind="committee", organisation=farm
    )
    return board, meeting


def office(board: Body) -> Office:
    return offices.create(
        body=board, name="Board member", seats=3, term_months=12, kept={"candidate": 1}, **WHO
    )


def roll() -> Electorate:
    """Twelve members: the five who stand, and seven more."""
    _board, meeting = Body.objects.get(key="farm_board"), Body.objects.get(key="farm_members")
    for number in range(6, 13):
        member(f"Member{number:02}")
    people = list(Person.objects.filter(memberships__organisation__key="freedom_farm"))
    memberships.take_seats(body=meeting, people=people, on=date(2016, 1, 1), **WHO)
    return electorates.take(body=meeting, record_on=date(2017, 3, 1), **WHO)


@lasting
def nominated() -> Election:
    board, _meeting = bodies()
    election = offices.call(
        office=office(board), nominations_until=date(2017, 3, 5), term_starts_on=TERM, **WHO
    )
    for name in NAMES:
        person = member(name, "candidate" if name == "Dov" else "member")
        nomination = offices.nominate(election=election, person=person, on=date(2017, 3, 2), **WHO)
        offices.accept(nomination=nomination, statement=f"{name} stands.", **WHO)
    return election


def voted(election: Election, at: datetime = make.NOON) -> Poll:
    """The vote of twelve, cast and counted."""
    poll = Poll.objects.get(key=election.poll)
    who: dict[str, Any] = {"by": "system/test", "at": at}
    polls.open(poll=poll, by="system/test", at=at - timedelta(hours=1))
    numbers = {row.person.name.split()[0]: row.number for row in poll.options.all() if row.person}
    contents = [" ".join(str(numbers[name]) for name in wish) for many, wish in WISHES for _ in range(many)]
    for voter, content in zip(poll.voters.order_by("number"), contents, strict=True):
        casting.cast(poll=poll, voter=voter.number, content=content, channel="account", at=at)
    polls.close(poll=poll, **who)
    return polls.count(poll=poll, **who, seed="die 4 1 6")


@lasting
def counted() -> Election:
    election = elections.prepare_vote(election=nominated(), electorate=roll(), **WHO)
    voted(election)
    return election


@lasting
def seated() -> Election:
    return elections.seat(election=counted(), on=date(2017, 3, 31), **WHO)


def nomination(election: Election, name: str) -> Nomination:
    return election.nominations.get(person=make.person(name))


def nomination_number(poll: Poll, name: str) -> int:
    """A person's number on the ballot paper."""
    return poll.options.get(person=make.person(name)).number
