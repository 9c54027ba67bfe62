"""Elections: prepare the vote, seat those elected, let somebody leave, fill a vacancy by countback."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from commonwork.assembly.actions import polls
from commonwork.assembly.actions.days import happened
from commonwork.assembly.actions.offices import in_state
from commonwork.assembly.counting import elected
from commonwork.assembly.models import Election, Electorate, Nomination, Poll, Term
from commonwork.assembly.poll_queries import result_of
from commonwork.assembly.queries.electorates import electors
from commonwork.assembly.telling import tell_election
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.actions import memberships
from commonwork.registry.keys import new_key
from commonwork.registry.models import BodySeat, Person
from commonwork.rules.counting.lots import ticket
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.dates import day

PURPOSE = "election"


class NobodyStands(Refusal):
    sentence = sentence("Nobody stands yet: at least one nomination must be accepted.")


class KeptSeatEmpty(Refusal):
    sentence = sentence("{least} seats are kept for a class in which {count} stand.")


class NotCountedYet(Refusal):
    sentence = sentence("The votes of this election are not counted yet.")
    status = 409


class NothingDecided(Refusal):
    sentence = sentence("Too few voted: by the rules fixed before, nothing is decided.")
    status = 409


class BeforeTheCount(Refusal):
    sentence = sentence("Nobody is seated before the count of {counted}.")
    field = "on"


class OutsideTheTerm(Refusal):
    sentence = sentence("The term runs from {starts} until {ends}.")
    field = "on"


class NotServing(Refusal):
    sentence = sentence("This person has left the office already.")
    status = 409


class NoneOfThose(Refusal):
    sentence = sentence("Only those who stood in this election and were not elected can fill the seat.")
    field = "available"


@act
def prepare_vote(
    *,
    election: Election,
    electorate: Electorate,
    by: Who,
    at: datetime,
    closes_at: datetime | None = None,
    secrecy: str = "open",
    quorum_bp: int = 0,
) -> Election:
    """Close nominations and put those who stand on the ballot of a poll, in an order drawn from the election's key.

    The poll is then opened, closed and counted like any other. Raises NominationsClosed, NobodyStands, KeptSeatEmpty.
    """
    election = in_state(election, Election.State.NOMINATING)
    standing = list(election.nominations.filter(state=Nomination.State.ACCEPTED).select_related("person"))
    if not standing:
        raise NobodyStands()
    for code, least in election.kept.items():
        of_class = sum(row.class_key == code for row in standing)
        if of_class < least:
            raise KeptSeatEmpty(least=least, count=of_class)
    standing.sort(key=lambda row: ticket(election.key, 0, row.key))
    for number, row in enumerate(standing, 1):
        row.number = number
        row.save(update_fields=["number"])
    poll = polls.draft(
        body=electorate.body,
        title=str(election)[:160],
        method=election.rule,
        seats=election.seats,
        purpose=PURPOSE,
        electorate=electorate.key,
        secrecy=secrecy,
        quorum_bp=quorum_bp,
        closes_at=closes_at,
        options=[
            polls.Option(
                title=row.person.name,
                key=row.key,
                text=row.statement,
                person=row.person,
                class_key=row.class_key,
            )
            for row in standing
        ],
        voters=voters_of(electorate),
        by=by,
        at=at,
    )
    election.poll, election.state = poll.key, Election.State.VOTING
    election.save(update_fields=["poll", "state"])
    tell_election(
        "assembly.election.opened", election, by=by, at=at, data={"count": len(standing), "poll": ref(poll)}
    )
    return election


@act
def seat(*, election: Election, on: date, by: Who, at: datetime) -> Election:
    """Seat those the count elected, from the start of the term; whoever served before and is not elected anew leaves.

    Raises ElectionOver, NotCountedYet, NothingDecided, BeforeTheCount, StillToCome.
    """
    election = in_state(election, Election.State.VOTING)
    happened(on, at)
    poll = counted_poll(election)
    assert poll.counted_at is not None, "a counted poll was counted"
    counted_on = timezone.localdate(poll.counted_at)
    if on < counted_on:
        raise BeforeTheCount(counted=day(counted_on))
    result = result_of(poll)
    if result is None or result["says"] != "decided":
        raise NothingDecided()
    people = elected.nominations_by_key(election)
    chosen = [people[key].person for key in result["chosen"]]
    _end_terms_before(election, keep={person.pk for person in chosen}, by=by, at=at)
    for number, person in enumerate(chosen, 1):
        _serve(election, person, number, Term.CameBy.ELECTION, election.term_starts_on, by=by, at=at)
    election.state, election.seated_on = Election.State.SEATED, on
    election.save(update_fields=["state", "seated_on"])
    data = {"count": len(chosen), "on": on.isoformat(), "poll": ref(poll)}
    tell_election("assembly.election.seated", election, by=by, at=at, data=data)
    return election


@act
def leave(*, term: Term, on: date, because: str, by: Who, at: datetime) -> Term:
    """Somebody leaves an office on a day (that day is no longer part of the term). Raises NotServing, OutsideTheTerm."""
    rows = Term.objects.select_for_update(of=("self",)).select_related("person", "seat")
    term = rows.get(pk=term.pk)
    if term.left_on is not None:
        raise NotServing()
    if not term.starts_on < on <= term.ends_on:
        raise OutsideTheTerm(starts=day(term.starts_on), ends=day(term.ends_on))
    term.left_on, term.left_because = on, Term.Left(because)
    term.save(update_fields=["left_on", "left_because"])
    memberships.leave_seat(seat=term.seat, on=on, by=by, at=at)
    _tell_term("assembly.term.left", term, by=by, at=at, data={"why": because, "on": on.isoformat()})
    return term


@act
def fill_vacancy(
    *, election: Election, available: Sequence[Nomination], on: date, by: Who, at: datetime, seed: str = ""
) -> Term:
    """Fill one vacant seat from the ballots of the election, without a new vote. available: those who stood, were not
    elected and would serve. Raises ElectionOver, NoneOfThose, OutsideTheTerm, StillToCome, NoVacancy, NobodyAvailable.
    """
    election = in_state(election, Election.State.SEATED)
    happened(on, at)
    if not election.term_starts_on <= on < election.term_ends_on:
        raise OutsideTheTerm(starts=day(election.term_starts_on), ends=day(election.term_ends_on))
    terms = list(election.terms.select_related("person"))
    served = {term.person_id for term in terms}
    if any(
        row.election_id != election.pk or row.person_id in served or row.number is None for row in available
    ):
        raise NoneOfThose()
    people = elected.nominations_by_key(election)
    sits = {term.person_id for term in terms if term.left_on is None or term.left_on > on}
    made_of: dict[str, Any] = {
        "sitting": sorted(
            key for key, row in people.items() if row.person_id in sits and row.number is not None
        ),
        "available": sorted(row.key for row in available),
        "seed": seed,
    }
    keys, recount = elected.vacancy_count(counted_poll(election), election.kept, **made_of)
    assert keys, "a count for a vacant seat fills it"
    person, number = people[keys[0]].person, len(terms) + 1
    term = _serve(election, person, number, Term.CameBy.COUNTBACK, on, made_of, by=by, at=at)
    data = {"on": on.isoformat(), "available": len(available), "stages": len(recount.stages), "seed": seed}
    _tell_term("assembly.term.filled", term, by=by, at=at, data=data)
    return term


def counted_poll(election: Election) -> Poll:
    """The poll of an election, once counted. Raises NotCountedYet."""
    poll = Poll.objects.select_related("body__organisation").filter(key=election.poll).first()
    if poll is None or poll.state != Poll.State.COUNTED:
        raise NotCountedYet()
    return poll


def voters_of(electorate: Electorate) -> list[polls.Voter]:
    """The lines of a roll as voters of a poll; a vote that was passed on is carried by whoever it was given to."""
    rows = list(electors(electorate))
    carried: dict[int, int] = {}
    for row in rows:
        if row.delegated_to_id is not None:
            carried[row.delegated_to_id] = carried.get(row.delegated_to_id, 0) + row.weight
    return [
        polls.Voter(row.roll_number, row.person, row.weight + carried.get(row.pk, 0), row.class_key)
        for row in rows
        if row.delegated_to_id is None
    ]


def _end_terms_before(election: Election, *, keep: set[int], by: Who, at: datetime) -> None:
    """Terms of earlier elections to the office end where the new one begins; who is elected anew keeps the seat."""
    earlier = Term.objects.filter(election__office=election.office, left_on=None)
    for term in earlier.exclude(election=election).select_related("person", "seat").order_by("pk"):
        term.left_on, term.left_because = election.term_starts_on, Term.Left.OVER
        term.save(update_fields=["left_on", "left_because"])
        if term.person_id not in keep and term.seat.ends_on is None:
            memberships.leave_seat(seat=term.seat, on=election.term_starts_on, by=by, at=at)
        data = {"why": str(Term.Left.OVER), "on": election.term_starts_on.isoformat()}
        _tell_term("assembly.term.left", term, by=by, at=at, data=data)


def _serve(
    election: Election,
    person: Person,
    number: int,
    came_by: Term.CameBy,
    on: date,
    recount: dict[str, Any] | None = None,
    *,
    by: Who,
    at: datetime,
) -> Term:
    """A person takes the seat (or keeps the one she or he has) and serves until the end of the term."""
    body = election.office.body
    held = BodySeat.objects.filter(body=body, person=person, ends_on=None)
    if not held.exists():
        memberships.take_seat(body=body, person=person, on=on, by=by, at=at)
    return Term.objects.create(
        key=new_key("term"),
        election=election,
        person=person,
        seat=held.latest("starts_on"),
        number=number,
        came_by=came_by,
        starts_on=on,
        ends_on=election.term_ends_on,
        recount=recount or {},
    )


def _tell_term(kind: str, term: Term, *, by: Who, at: datetime, data: Mapping[str, Any]) -> None:
    office = term.election.office
    state(
        kind,
        subject=term,
        by=by,
        at=at,
        organisation=office.body.organisation or "",
        about=[term.election, office, term.person],
        data={"person": ref(term.person), "office": ref(office), **data},
    )
