"""Members of a co-op: become a candidate, be admitted, leave. The dated memberships stand in the registry."""

from datetime import date, datetime, timedelta

from commonwork.charter.queries import in_force
from commonwork.federation.actions.days import demand_come
from commonwork.federation.models import BuyInPlan, MemberExit, ShareCertificate
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.actions import memberships as registry
from commonwork.registry.keys import new_key
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.registry.queries import memberships
from commonwork.rules.refusal import Refusal, sentence


class AlreadyOwner(Refusal):
    sentence = sentence("{person} is a worker-owner of {coop} already.")
    field = "person"
    status = 409


class AlreadyCandidate(Refusal):
    sentence = sentence("{person} is a candidate in {coop} already.")
    field = "person"
    status = 409


class NotACandidate(Refusal):
    sentence = sentence("{person} is not a candidate of {coop} on that day; candidacy comes first.")
    field = "person"


class TooSoon(Refusal):
    sentence = sentence("{person} is a candidate since {since}; the members can admit from {from_day} on.")
    field = "on"


class MembersSaidNo(Refusal):
    sentence = sentence("{no} members were against it and {yes} for it; more must be for it than against it.")
    field = "votes_yes"


class NotOnTheRoll(Refusal):
    sentence = sentence("{person} does not belong to {coop} on that day.")
    field = "person"


@act
def begin_candidacy(
    *, organisation: Organisation, person: Person, on: date, by: Who, at: datetime
) -> Organisation:
    """Somebody becomes a candidate from a day on; a worker's membership without a share ends the same day.
    Raises AlreadyOwner, AlreadyCandidate, StillToCome, and what the registry refuses."""
    demand_come(on, at)
    held = _held(organisation, person, on)
    if held and held.class_code == Membership.Class.MEMBER:
        raise AlreadyOwner(person=person.name, coop=organisation.name)
    if held and held.class_code == Membership.Class.CANDIDATE:
        raise AlreadyCandidate(person=person.name, coop=organisation.name)
    _change(organisation, person, held, Membership.Class.CANDIDATE, on, by, at)
    _state("candidacy_began", organisation, person, on, by, at)
    return organisation


@act
def admit(
    *,
    organisation: Organisation,
    person: Person,
    on: date,
    by: Who,
    at: datetime,
    votes_yes: int | None = None,
    votes_no: int | None = None,
) -> Organisation:
    """The members admit a candidate as worker-owner from a day on. Raises NotACandidate, TooSoon (policy
    `federation.candidacy_days`), MembersSaidNo, AlreadyOwner, StillToCome."""
    demand_come(on, at)
    held = _held(organisation, person, on)
    if held and held.class_code == Membership.Class.MEMBER:
        raise AlreadyOwner(person=person.name, coop=organisation.name)
    if held is None or held.class_code != Membership.Class.CANDIDATE:
        raise NotACandidate(person=person.name, coop=organisation.name)
    least = in_force("federation.candidacy_days", on=on, organisation=organisation)
    from_day = held.starts_on + timedelta(days=least.value if least else 0)
    if on < from_day:
        since, first = held.starts_on.isoformat(), from_day.isoformat()
        raise TooSoon(person=person.name, since=since, from_day=first)
    if (votes_yes is not None or votes_no is not None) and (votes_yes or 0) <= (votes_no or 0):
        raise MembersSaidNo(yes=votes_yes or 0, no=votes_no or 0)
    _change(organisation, person, held, Membership.Class.MEMBER, on, by, at)
    votes = {"votes_yes": votes_yes, "votes_no": votes_no}
    given = {name: count for name, count in votes.items() if count is not None}
    _state("admitted", organisation, person, on, by, at, **given)
    return organisation


@act
def leave(
    *, organisation: Organisation, person: Person, reason: str, on: date, by: Who, at: datetime
) -> MemberExit:
    """Somebody leaves a co-op on a day (that day is no longer part of the membership); the certificate is cancelled.
    What is owed is written in a note (`exits.write_note`). Raises NotOnTheRoll, StillToCome, and what the registry
    refuses."""
    demand_come(on, at)
    held = _held(organisation, person, on)
    if held is None:
        raise NotOnTheRoll(person=person.name, coop=organisation.name)
    row = MemberExit.objects.create(
        key=new_key("exit"),
        organisation=organisation,
        person=person,
        left_on=on,
        reason=MemberExit.Reason(reason),
    )
    registry.end(membership=held, on=on, by=by, at=at)
    ShareCertificate.objects.filter(organisation=organisation, person=person, cancelled_on=None).update(
        cancelled_on=on
    )
    BuyInPlan.objects.filter(organisation=organisation, person=person, ended_on=None).update(ended_on=on)
    state(
        "federation.member.left",
        subject=row,
        by=by,
        at=at,
        organisation=organisation,
        about=[person, organisation],
        data={"person": ref(person), "reason": str(reason), "on": on.isoformat()},
    )
    return row


def _held(organisation: Organisation, person: Person, on: date) -> Membership | None:
    Person.objects.select_for_update().get(pk=person.pk)
    return memberships(on=on, organisation=organisation).filter(person=person).first()


def _change(
    organisation: Organisation,
    person: Person,
    held: Membership | None,
    class_code: str,
    on: date,
    by: Who,
    at: datetime,
) -> None:
    """From one class to the next, without a day between."""
    if held is not None:
        registry.end(membership=held, on=on, by=by, at=at)
    registry.begin(person=person, organisation=organisation, class_code=class_code, on=on, by=by, at=at)


def _state(
    verb: str, organisation: Organisation, person: Person, on: date, by: Who, at: datetime, **data: int
) -> None:
    state(
        f"federation.member.{verb}",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        about=[person],
        data={"person": ref(person), "on": on.isoformat(), **data},
    )
