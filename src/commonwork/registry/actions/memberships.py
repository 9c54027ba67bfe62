"""Memberships and seats: begin, end."""

from datetime import date, datetime

from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Body, BodySeat, Membership, Organisation, Person
from commonwork.rules.refusal import Refusal, sentence


class AlreadyMember(Refusal):
    sentence = sentence("{person} already belongs to {organisation} at that time.")
    status = 409


@act
def begin(
    *, person: Person, organisation: Organisation, class_code: str, on: date, by: Who, at: datetime
) -> Organisation:
    """A person joins an organisation in a class from a day on. Raises AlreadyMember."""
    running = Membership.objects.filter(person=person, organisation=organisation, ends_on=None)
    if running.exists():
        raise AlreadyMember(person=person.name, organisation=organisation.name)
    membership = Membership.objects.create(
        person=person, organisation=organisation, class_code=Membership.Class(class_code), starts_on=on
    )
    state(
        "registry.membership.began",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        about=[person],
        data={
            "person": ref(person),
            "class": class_code,
            "class_name": str(membership.get_class_code_display()),
            "on": on.isoformat(),
        },
    )
    return organisation


@act
def end(*, membership: Membership, on: date, by: Who, at: datetime) -> Organisation:
    """A membership ends on a day (that day is no longer part of it)."""
    membership.ends_on = on
    membership.save(update_fields=["ends_on"])
    state(
        "registry.membership.ended",
        subject=membership.organisation,
        by=by,
        at=at,
        organisation=membership.organisation,
        about=[membership.person],
        data={"person": ref(membership.person), "on": on.isoformat()},
    )
    return membership.organisation


@act
def take_seat(*, body: Body, person: Person, on: date, by: Who, at: datetime) -> Body:
    """A person takes a seat in a body, or a place on an assembly's roll."""
    BodySeat.objects.create(body=body, person=person, starts_on=on)
    state(
        "registry.seat.taken",
        subject=body,
        by=by,
        at=at,
        organisation=body.organisation or "",
        about=[person],
        data={"person": ref(person), "on": on.isoformat()},
    )
    return body
