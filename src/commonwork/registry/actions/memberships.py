"""Memberships and seats: begin, end; take, leave."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Body, BodySeat, Membership, Organisation, Person
from commonwork.rules.refusal import Refusal, sentence


class AlreadyMember(Refusal):
    sentence = sentence("{person} already belongs to {organisation} at that time.")
    status = 409


class AlreadyEnded(Refusal):
    sentence = sentence("This has already ended, on {on}.")
    status = 409


class EndsBeforeItBegan(Refusal):
    sentence = sentence("It began on {began}; it can end on a later day only.")
    field = "on"


class AlreadySeated(Refusal):
    sentence = sentence("{person} already has a seat in {body} at that time.")
    status = 409


class NobodyNamed(Refusal):
    sentence = sentence("Nobody was named.")


@act
def begin(
    *, person: Person, organisation: Organisation, class_code: str, on: date, by: Who, at: datetime
) -> Organisation:
    """A person joins an organisation in a class from a day on. Raises AlreadyMember."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    held = Membership.objects.filter(person=person, organisation=organisation)
    if held.filter(Q(ends_on=None) | Q(ends_on__gt=on)).exists():
        raise AlreadyMember(person=person.name, organisation=organisation.name)
    Membership.objects.create(
        person=person, organisation=organisation, class_code=Membership.Class(class_code), starts_on=on
    )
    state(
        "registry.membership.began",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        about=[person],
        data={"person": ref(person), "class": str(class_code), "on": on.isoformat()},
    )
    return organisation


@act
def end(*, membership: Membership, on: date, by: Who, at: datetime) -> Organisation:
    """A membership ends on a day (that day is no longer part of it). Raises AlreadyEnded, EndsBeforeItBegan."""
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("person", "organisation")
        .get(pk=membership.pk)
    )
    if membership.ends_on is not None:
        raise AlreadyEnded(on=membership.ends_on.isoformat())
    if on <= membership.starts_on:
        raise EndsBeforeItBegan(began=membership.starts_on.isoformat())
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
    """A person takes a seat in a body, or a place on an assembly's roll. Raises AlreadySeated."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    held = BodySeat.objects.filter(body=body, person=person)
    if held.filter(Q(ends_on=None) | Q(ends_on__gt=on)).exists():
        raise AlreadySeated(person=person.name, body=body.name)
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


@act
def leave_seat(*, seat: BodySeat, on: date, by: Who, at: datetime) -> Body:
    """A seat ends on a day (that day is no longer part of it). Raises AlreadyEnded, EndsBeforeItBegan."""
    seat = (
        BodySeat.objects.select_for_update(of=("self",))
        .select_related("body__organisation", "person")
        .get(pk=seat.pk)
    )
    if seat.ends_on is not None:
        raise AlreadyEnded(on=seat.ends_on.isoformat())
    if on <= seat.starts_on:
        raise EndsBeforeItBegan(began=seat.starts_on.isoformat())
    seat.ends_on = on
    seat.save(update_fields=["ends_on"])
    state(
        "registry.seat.left",
        subject=seat.body,
        by=by,
        at=at,
        organisation=seat.body.organisation or "",
        about=[seat.person],
        data={"person": ref(seat.person), "on": on.isoformat()},
    )
    return seat.body


@act
def begin_many(
    *,
    organisation: Organisation,
    people: Sequence[Person],
    class_code: str,
    on: date,
    by: Who,
    at: datetime,
) -> Organisation:
    """Many people join an organisation in one class from a day on, all or none; one fact names them all.

    At most 10,000 at a time. Gives nobody a role: only the fact of a single membership does. Raises
    NobodyNamed, AlreadyMember.
    """
    _lock(people)
    held = Membership.objects.filter(person__in=people, organisation=organisation)
    running = held.filter(Q(ends_on=None) | Q(ends_on__gt=on)).select_related("person")
    if (first := running.order_by("person__key").first()) is not None:
        raise AlreadyMember(person=first.person.name, organisation=organisation.name)
    code = Membership.Class(class_code)
    Membership.objects.bulk_create(
        Membership(person=one, organisation=organisation, class_code=code, starts_on=on) for one in people
    )
    state(
        "registry.memberships.began",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        about=people,
        data={"count": len(people), "class": str(code), "on": on.isoformat()},
    )
    return organisation


@act
def take_seats(*, body: Body, people: Sequence[Person], on: date, by: Who, at: datetime) -> Body:
    """Many people take seats in a body, or places on an assembly's roll, all or none; one fact names them all.
    At most 10,000 at a time. Raises NobodyNamed, AlreadySeated.
    """
    _lock(people)
    held = BodySeat.objects.filter(body=body, person__in=people)
    running = held.filter(Q(ends_on=None) | Q(ends_on__gt=on)).select_related("person")
    if (first := running.order_by("person__key").first()) is not None:
        raise AlreadySeated(person=first.person.name, body=body.name)
    BodySeat.objects.bulk_create(BodySeat(body=body, person=one, starts_on=on) for one in people)
    state(
        "registry.seats.taken",
        subject=body,
        by=by,
        at=at,
        organisation=body.organisation or "",
        about=people,
        data={"count": len(people), "on": on.isoformat()},
    )
    return body


def _lock(people: Sequence[Person]) -> None:
    """Lock people in the order of their keys. Raises NobodyNamed."""
    if not people:
        raise NobodyNamed()
    wanted = Person.objects.select_for_update().filter(pk__in=[one.pk for one in people])
    found = wanted.order_by("key").values_list("pk", flat=True)
    assert len(found) == len(people), "each person is named once and is in the registry"
