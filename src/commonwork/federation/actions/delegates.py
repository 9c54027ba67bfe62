"""Delegates: open a body, adopt its way of sharing seats, share them, send a delegate, end a term, report back."""

from datetime import date, datetime, timedelta

from commonwork.access.actions import roles
from commonwork.access.models import RoleHolding
from commonwork.federation.actions.days import demand_come
from commonwork.federation.models import Apportionment, DelegateTerm, Question, ReportBack, SeatRule
from commonwork.federation.queries import delegates as queries
from commonwork.federation.queries.coops import house
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.actions import memberships as seats
from commonwork.registry.keys import key_from, new_key
from commonwork.registry.models import Body, Membership, Organisation, Person
from commonwork.registry.queries import memberships
from commonwork.rules.refusal import Refusal, sentence

ROLE = "delegate"


class BodyExists(Refusal):
    sentence = sentence("There is a body of this name already.")
    field = "name"
    status = 409


class SeatsNotShared(Refusal):
    sentence = sentence("The seats of {body} are not shared yet.")
    status = 409


class NoSeatFree(Refusal):
    sentence = sentence("{coop} has {seats} seats in {body}, and all are filled.")
    field = "organisation"
    status = 409


class NotAnOwnerThere(Refusal):
    sentence = sentence(
        "{person} is not a worker-owner of {coop} on that day; only worker-owners are delegates."
    )
    field = "person"


class AlreadySits(Refusal):
    sentence = sentence("{person} already sits in {body}.")
    field = "person"
    status = 409


class TermHasEnded(Refusal):
    sentence = sentence("This term has ended, on {on}.")
    status = 409


class EndsTooEarly(Refusal):
    sentence = sentence("The term began on {began}; it can end on a later day only.")
    field = "on"


class MembersSaidNo(Refusal):
    sentence = sentence("{no} members were against the recall and {yes} for it; more must be for it.")
    field = "votes_yes"


class TermNeedsDays(Refusal):
    sentence = sentence("A term has at least one day.")
    field = "term_days"


@act
def open_body(*, name: str, by: Who, at: datetime) -> Body:
    """The federation opens a body of delegates. Raises BodyExists."""
    key = key_from(name) or new_key("body")
    if Body.objects.filter(key=key).exists():
        raise BodyExists()
    body = Body.objects.create(key=key, name=name, kind=Body.Kind.COUNCIL, organisation=house())
    state("federation.body.opened", subject=body, by=by, at=at, organisation=body.organisation or "")
    return body


@act
def adopt_rule(
    *,
    body: Body,
    method: str,
    on: date,
    term_days: int,
    source: str,
    by: Who,
    at: datetime,
    seat_count: int = 0,
    floor: int = 0,
    cap: int | None = None,
) -> Body:
    """A body takes its own way of sharing seats from a day on; the same day again replaces it. Raises TermNeedsDays."""
    if term_days < 1:
        raise TermNeedsDays()
    SeatRule.objects.update_or_create(
        body=body,
        starts_on=on,
        defaults={
            "method": SeatRule.Way(method),
            "seats": seat_count,
            "floor": floor,
            "cap": cap,
            "term_days": term_days,
            "source": source,
        },
    )
    state(
        "federation.seats.rule_adopted",
        subject=body,
        by=by,
        at=at,
        organisation=body.organisation or "",
        data={"method": method, "seats": seat_count, "floor": floor, "cap": cap or 0, "on": on.isoformat()},
    )
    return body


@act
def apportion(*, body: Body, on: date, by: Who, at: datetime) -> Apportionment:
    """Share a body's seats among the co-ops that vote on a day. Where a co-op now has more delegates than seats, the
    last it sent step back. Raises StillToCome, PolicyMissing and what the rule `apportion` refuses."""
    demand_come(on, at)
    body = Body.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=body.pk)
    terms = queries.seat_terms(body, on=on)
    coops = queries.voting_coops(on=on)
    weights, shared = queries.reckoned(terms, coops, on=on)
    row = Apportionment.objects.create(
        key=new_key("apportionment"),
        body=body,
        on=on,
        terms=terms.as_data() | {"classes": {one.organisation.key: one.class_code for one in coops}},
        weights=weights,
        seats=shared,
    )
    for bench in queries.benches(body, on=on):
        for term in bench.terms[bench.seats :]:
            _leave(term, _later(term, on), DelegateTerm.Reason.SEAT_LOST, by, at)
    state(
        "federation.seats.shared",
        subject=row,
        by=by,
        at=at,
        organisation=body.organisation or "",
        about=[body, *(one.organisation for one in coops)],
        data={
            "body": ref(body),
            "coops": len(shared),
            "seats": sum(shared.values()),
            "by_coop": shared,
            "on": on.isoformat(),
        },
    )
    return row


@act
def send(
    *,
    body: Body,
    organisation: Organisation,
    person: Person,
    on: date,
    by: Who,
    at: datetime,
    mandate: str = DelegateTerm.Mandate.FREE,
) -> DelegateTerm:
    """A co-op sends a worker-owner to a body for one term: a seat there, and the role of a delegate. Raises
    SeatsNotShared, NoSeatFree, NotAnOwnerThere, AlreadySits, StillToCome, PolicyMissing."""
    demand_come(on, at)
    body = Body.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=body.pk)
    shared = queries.latest_apportionment(body, on=on)
    if shared is None:
        raise SeatsNotShared(body=body.name)
    owners = memberships(on=on, organisation=organisation).filter(class_code=Membership.Class.MEMBER)
    if not owners.filter(person=person).exists():
        raise NotAnOwnerThere(person=person.name, coop=organisation.name)
    there = list(queries.sitting(body, on=on))
    if DelegateTerm.objects.filter(body=body, person=person, ended_on=None).exists():
        raise AlreadySits(person=person.name, body=body.name)
    had = shared.seats.get(organisation.key, 0)
    if sum(term.organisation_id == organisation.pk for term in there) >= had:
        raise NoSeatFree(coop=organisation.name, seats=had, body=body.name)
    ends_on = on + timedelta(days=queries.seat_terms(body, on=on).term_days)
    seats.take_seat(body=body, person=person, on=on, by=by, at=at)
    roles.give(person=person, role=ROLE, organisation=organisation, on=on, ends_on=ends_on, by=by, at=at)
    term = DelegateTerm.objects.create(
        key=new_key("term"),
        body=body,
        organisation=organisation,
        person=person,
        seat=body.seats.get(person=person, starts_on=on),
        starts_on=on,
        ends_on=ends_on,
        mandate=DelegateTerm.Mandate(mandate),
    )
    _state("sent", term, by, at, on=on.isoformat(), until=ends_on.isoformat(), mandate=str(mandate))
    return term


@act
def recall(
    *, term: DelegateTerm, on: date, votes_yes: int, votes_no: int, by: Who, at: datetime
) -> DelegateTerm:
    """A co-op's members recall their delegate from a day on, more for it than against it. Raises TermHasEnded,
    EndsTooEarly, MembersSaidNo, StillToCome."""
    demand_come(on, at)
    term = _locked(term, on)
    if votes_yes <= votes_no:
        raise MembersSaidNo(yes=votes_yes, no=votes_no)
    term.votes_yes, term.votes_no = votes_yes, votes_no
    _leave(term, on, DelegateTerm.Reason.RECALLED, by, at)
    _state("recalled", term, by, at, on=on.isoformat(), votes_yes=votes_yes, votes_no=votes_no)
    return term


@act
def step_down(*, term: DelegateTerm, on: date, by: Who, at: datetime) -> DelegateTerm:
    """A delegate steps down. Raises TermHasEnded, EndsTooEarly, StillToCome."""
    demand_come(on, at)
    term = _locked(term, on)
    _leave(term, on, DelegateTerm.Reason.RESIGNED, by, at)
    _state("stepped_down", term, by, at, on=on.isoformat())
    return term


@act
def end_due(*, body: Body, on: date, by: Who, at: datetime) -> Body:
    """End the terms of a body whose time is over by a day; one fact names them all."""
    body = Body.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=body.pk)
    due = DelegateTerm.objects.filter(body=body, ended_on=None, ends_on__lte=on)
    over = list(due.select_related("organisation", "person", "body", "seat").order_by("pk"))
    for term in over:
        _leave(term, term.ends_on, DelegateTerm.Reason.TERM_OVER, by, at)
    state(
        "federation.delegates.terms_over",
        subject=body,
        by=by,
        at=at,
        organisation=body.organisation or "",
        about=[term.person for term in over],
        data={"count": len(over), "on": on.isoformat()},
    )
    return body


@act
def report(
    *,
    term: DelegateTerm,
    says: str,
    on: date,
    by: Who,
    at: datetime,
    question: Question | None = None,
) -> ReportBack:
    """A delegate tells the co-op what was decided and how she or he voted; also after the term. Raises StillToCome."""
    demand_come(on, at)
    row = ReportBack.objects.create(
        key=new_key("report"), term=term, question=question, told_on=on, says=says
    )
    state(
        "federation.delegate.reported",
        subject=row,
        by=by,
        at=at,
        organisation=term.organisation,
        about=[term, term.person, *([question] if question else [])],
        data={"person": ref(term.person), "on": on.isoformat()},
    )
    return row


@act
def leave_seats(*, organisation: Organisation, on: date, by: Who, at: datetime) -> Organisation:
    """A co-op that leaves or is suspended has no delegates any more; one fact names them all."""
    rows = DelegateTerm.objects.filter(organisation=organisation, ended_on=None)
    terms = list(rows.select_related("organisation", "person", "body", "seat").order_by("pk"))
    for term in terms:
        _leave(term, _later(term, on), DelegateTerm.Reason.LEFT, by, at)
    state(
        "federation.delegates.seats_left",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        about=[term.person for term in terms],
        data={"count": len(terms), "on": on.isoformat()},
    )
    return organisation


def _later(term: DelegateTerm, on: date) -> date:
    """The day on which a term can end at the earliest, if it must by `on`."""
    return max(on, term.starts_on + timedelta(days=1))


def _locked(term: DelegateTerm, on: date) -> DelegateTerm:
    term = (
        DelegateTerm.objects.select_for_update(of=("self",))
        .select_related("organisation", "person", "body", "seat")
        .get(pk=term.pk)
    )
    if term.ended_on or term.ends_on <= on:
        raise TermHasEnded(on=term.last_on.isoformat())
    if on <= term.starts_on:
        raise EndsTooEarly(began=term.starts_on.isoformat())
    return term


def _leave(term: DelegateTerm, on: date, reason: str, by: Who, at: datetime) -> None:
    """The seat and the role end with the term."""
    term.ended_on, term.reason = on, reason
    term.save(update_fields=["ended_on", "reason", "votes_yes", "votes_no"])
    if term.seat.ends_on is None:
        seats.leave_seat(seat=term.seat, on=on, by=by, at=at)
    held = RoleHolding.objects.filter(
        person=term.person, organisation=term.organisation, role=ROLE, starts_on=term.starts_on
    )
    for holding in held.exclude(ends_on__lte=on):
        roles.end(holding=holding, on=on, by=by, at=at)


def _state(verb: str, term: DelegateTerm, by: Who, at: datetime, **data: object) -> None:
    state(
        f"federation.delegate.{verb}",
        subject=term,
        by=by,
        at=at,
        organisation=term.organisation,
        about=[term.person, term.body, term.organisation],
        data={"person": ref(term.person), "body": ref(term.body), **data},
    )
