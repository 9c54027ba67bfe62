"""Offices and elections: create an office, call an election, nominate, accept, decline, step back, call off."""

from collections.abc import Mapping
from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from commonwork.assembly.models import Election, Nomination, Office
from commonwork.assembly.telling import tell_election
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import key_from, new_key
from commonwork.registry.models import Body, Membership, Person
from commonwork.registry.queries import memberships
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.dates import day


class OfficeThere(Refusal):
    sentence = sentence("{body} already has an office called “{name}”.")
    status = 409
    field = "name"


class TooManyKept(Refusal):
    sentence = sentence("{kept} seats would be kept, but there are {seats}.")
    field = "kept_seats"


class KeptNeedScottish(Refusal):
    sentence = sentence("Seats kept for a class are counted by the Scottish rules only.")
    field = "rule"


class TermBeforeTheVote(Refusal):
    sentence = sentence("The term must begin after nominations end on {until}.")
    field = "term_starts_on"


class NominationsClosed(Refusal):
    sentence = sentence("Nominations for this election are closed.")
    status = 409


class NotAMember(Refusal):
    sentence = sentence("{person} is not a member of {organisation}.")
    field = "person"


class AlreadyNominated(Refusal):
    sentence = sentence("{person} is nominated already.")
    status = 409
    field = "person"


class NotYourAnswer(Refusal):
    sentence = sentence("This nomination has been answered already.")
    status = 409


class ElectionOver(Refusal):
    sentence = sentence("This election is decided or called off already.")
    status = 409


@act
def create(
    *,
    body: Body,
    name: str,
    seats: int,
    term_months: int,
    by: Who,
    at: datetime,
    kept: Mapping[str, int] | None = None,
) -> Office:
    """Create an office of a body. kept: {class of membership: least seats}. Raises OfficeThere, TooManyKept."""
    name = name.strip()
    if Office.objects.filter(body=body, name__iexact=name).exists():
        raise OfficeThere(body=body.name, name=name)
    least = {code: count for code, count in (kept or {}).items() if count}
    if sum(least.values()) > seats:
        raise TooManyKept(kept=sum(least.values()), seats=seats)
    key = key_from(f"{body.key} {name}") or new_key("office")
    office = Office.objects.create(
        key=new_key("office") if Office.objects.filter(key=key).exists() else key,
        body=body,
        name=name,
        seats=seats,
        term_months=term_months,
        kept=least,
    )
    state(
        "assembly.office.created",
        subject=office,
        by=by,
        at=at,
        organisation=body.organisation or "",
        about=[body],
        data={"body": ref(body), "seats": seats, "months": term_months, "kept": least},
    )
    return office


@act
def call(
    *,
    office: Office,
    nominations_until: date,
    term_starts_on: date,
    by: Who,
    at: datetime,
    rule: str = "scottish",
    key: str = "",
) -> Election:
    """Call an election to all seats of an office; seats, kept seats and the length of the term are taken over from it.

    Raises TermBeforeTheVote, KeptNeedScottish.
    """
    office = (
        Office.objects.select_for_update(of=("self",)).select_related("body__organisation").get(pk=office.pk)
    )
    if term_starts_on <= nominations_until:
        raise TermBeforeTheVote(until=day(nominations_until))
    if office.kept and Election.Rule(rule) != Election.Rule.SCOTTISH:
        raise KeptNeedScottish()
    election = Election.objects.create(
        key=key or new_key("election"),
        office=office,
        seats=office.seats,
        kept=office.kept,
        rule=Election.Rule(rule),
        nominations_until=nominations_until,
        term_starts_on=term_starts_on,
        term_ends_on=term_starts_on + relativedelta(months=office.term_months),
    )
    data = {"seats": election.seats, "rule": rule, "term_starts_on": term_starts_on.isoformat()}
    tell_election("assembly.election.called", election, by=by, at=at, data=data)
    return election


@act
def nominate(*, election: Election, person: Person, on: date, by: Who, at: datetime) -> Nomination:
    """Put a member forward; the person then accepts or declines. One's own nomination is accepted in a second step too.

    Raises NominationsClosed, NotAMember, AlreadyNominated.
    """
    election = in_state(election, Election.State.NOMINATING)
    if on > election.nominations_until:
        raise NominationsClosed()
    if Nomination.objects.filter(election=election, person=person).exists():
        raise AlreadyNominated(person=person.name)
    nomination = Nomination.objects.create(
        key=new_key("nomination"),
        election=election,
        person=person,
        proposer=by if isinstance(by, Person) else None,
        class_key=class_of(election, person, on=on),
    )
    _tell_nomination("assembly.nomination.made", nomination, by=by, at=at)
    return nomination


@act
def accept(*, nomination: Nomination, by: Who, at: datetime, statement: str = "") -> Nomination:
    """The person stands, with a statement of her or his own. Raises NominationsClosed, NotYourAnswer."""
    nomination = _open(nomination, Nomination.State.PROPOSED)
    nomination.state, nomination.statement = Nomination.State.ACCEPTED, statement.strip()
    nomination.save(update_fields=["state", "statement"])
    _tell_nomination("assembly.nomination.accepted", nomination, by=by, at=at)
    return nomination


@act
def decline(*, nomination: Nomination, by: Who, at: datetime) -> Nomination:
    """The person does not stand, or steps back while nominations are open. Raises NominationsClosed, NotYourAnswer."""
    nomination = _open(nomination, Nomination.State.PROPOSED, Nomination.State.ACCEPTED)
    stood = nomination.state == Nomination.State.ACCEPTED
    nomination.state = Nomination.State.WITHDRAWN if stood else Nomination.State.DECLINED
    nomination.statement = ""
    nomination.save(update_fields=["state", "statement"])
    _tell_nomination("assembly.nomination.declined", nomination, by=by, at=at)
    return nomination


@act
def call_off(*, election: Election, by: Who, at: datetime) -> Election:
    """Call an election off before anyone is seated. Raises ElectionOver."""
    election = in_state(election, Election.State.NOMINATING, Election.State.VOTING)
    election.state = Election.State.VOID
    election.save(update_fields=["state"])
    tell_election("assembly.election.voided", election, by=by, at=at, data={})
    return election


def class_of(election: Election, person: Person, *, on: date) -> str:
    """The class of a person's membership where the body belongs to an organisation, else "". Raises NotAMember."""
    organisation = election.office.body.organisation
    if organisation is None:
        return ""
    row: Membership | None = memberships(on=on, organisation=organisation).filter(person=person).first()
    if row is None:
        raise NotAMember(person=person.name, organisation=organisation.name)
    return str(row.class_code)


def in_state(election: Election, *wanted: Election.State) -> Election:
    """The election, locked, in one of these states. Raises NominationsClosed, ElectionOver."""
    rows = Election.objects.select_for_update(of=("self",)).select_related("office__body__organisation")
    election = rows.get(pk=election.pk)
    if election.state not in wanted:
        raise NominationsClosed() if wanted == (Election.State.NOMINATING,) else ElectionOver()
    return election


def _open(nomination: Nomination, *wanted: Nomination.State) -> Nomination:
    rows = Nomination.objects.select_for_update(of=("self",)).select_related("person")
    nomination = rows.get(pk=nomination.pk)
    nomination.election = in_state(nomination.election, Election.State.NOMINATING)
    if nomination.state not in wanted:
        raise NotYourAnswer()
    return nomination


def _tell_nomination(kind: str, nomination: Nomination, *, by: Who, at: datetime) -> None:
    election = nomination.election
    state(
        kind,
        subject=nomination,
        by=by,
        at=at,
        organisation=election.office.body.organisation or "",
        about=[election, nomination.person],
        data={"person": ref(nomination.person), "election": ref(election)},
    )
