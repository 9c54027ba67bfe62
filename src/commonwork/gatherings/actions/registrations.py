"""Registrations: register (with or without an account), cancel, forget the guests of a gathering that is
over."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from commonwork.gatherings.actions.gatherings import WasCalledOff
from commonwork.gatherings.models import Gathering, Guest, Registration
from commonwork.record.acts import ALPHABET, Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence


class NoRegistrationNeeded(Refusal):
    sentence = sentence("{title} takes no registrations here.")


class IsOver(Refusal):
    sentence = sentence("{title} is over, so nobody can register any more.")
    status = 409


class RoomIsFull(Refusal):
    sentence = sentence(
        "The room is full: every place is taken ({capacity} in all). If someone cancels, a place opens up again."
    )
    status = 409


class AlreadyRegistered(Refusal):
    sentence = sentence("You are already registered: someone with the same details has a place.")
    status = 409


class NameNeeded(Refusal):
    sentence = sentence("Write the name you want to be greeted by.")
    field = "name"


class AlreadyCancelled(Refusal):
    sentence = sentence("This registration was cancelled before.")
    status = 409


class NotYetOver(Refusal):
    sentence = sentence("{title} is not over yet, so the names are still needed.")
    status = 409


@act
def register(
    *,
    gathering: Gathering,
    by: Who,
    at: datetime,
    person: Person | None = None,
    name: str = "",
    email: str = "",
    phone: str = "",
    needs: Sequence[str] = (),
) -> Registration:
    """Keep a place for a person of the network, or for a guest by name. Help asked for is kept where it is
    offered.

    Raises WasCalledOff, IsOver, NoRegistrationNeeded, NameNeeded, AlreadyRegistered, RoomIsFull.
    """
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    _must_be_open(gathering, at)
    if person is None and not name.strip():
        raise NameNeeded()
    there = gathering.registrations.filter(cancelled_at=None)
    if there.filter(_same(person, email, phone)).exists():
        raise AlreadyRegistered()
    if gathering.capacity is not None and there.count() >= gathering.capacity:
        raise RoomIsFull(capacity=gathering.capacity)
    if person is None:
        registration = write_guest(gathering, name=name, email=email, phone=phone, needs=needs, at=at)
    else:
        registration = _write(gathering, person=person, needs=needs, at=at)
    _state("made", registration, by=by, at=at)
    return registration


@act
def cancel(*, registration: Registration, by: Who, at: datetime) -> Registration:
    """Give the place back. A guest's name and contact, and the help asked for, are erased. Raises
    AlreadyCancelled."""
    Gathering.objects.select_for_update().get(pk=registration.gathering_id)
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.cancelled_at:
        raise AlreadyCancelled()
    Guest.objects.filter(registration=registration).delete()
    registration.cancelled_at, registration.needs = at, []
    registration.save(update_fields=["cancelled_at", "needs"])
    _state("cancelled", registration, by=by, at=at)
    return registration


@act
def forget_guests(*, gathering: Gathering, by: Who, at: datetime) -> Gathering:
    """Erase names and contacts of all guests, and the help people asked for, once a gathering is over.

    The registrations stay, without names, so that counts do not change. Raises NotYetOver.
    """
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if at < gathering.ends_at:
        raise NotYetOver(title=gathering.title)
    erased, _ = Guest.objects.filter(registration__gathering=gathering).delete()
    gathering.registrations.update(needs=[])
    state(
        "gatherings.guests.forgotten",
        subject=gathering,
        by=by,
        at=at,
        organisation=gathering.host or "",
        data={"count": erased},
    )
    return gathering


def write_guest(
    gathering: Gathering,
    *,
    name: str,
    at: datetime,
    email: str = "",
    phone: str = "",
    needs: Sequence[str] = (),
) -> Registration:
    """The rows of a guest's registration. Part of an act; states nothing itself."""
    registration = _write(gathering, person=None, needs=needs, at=at)
    Guest.objects.create(registration=registration, name=name.strip(), email=email.lower(), phone=phone)
    return registration


def _write(
    gathering: Gathering, *, person: Person | None, needs: Sequence[str], at: datetime
) -> Registration:
    return Registration.objects.create(
        key=new_key("registration"),
        code="".join(secrets.choice(ALPHABET) for _ in range(12)),
        gathering=gathering,
        person=person,
        needs=[code for code in needs if code in gathering.needs_offered],
        registered_at=at,
    )


def _must_be_open(gathering: Gathering, at: datetime) -> None:
    if gathering.called_off_at:
        raise WasCalledOff(title=gathering.title)
    if at >= gathering.ends_at:
        raise IsOver(title=gathering.title)
    if not gathering.takes_registrations:
        raise NoRegistrationNeeded(title=gathering.title)


def _same(person: Person | None, email: str, phone: str) -> Q:
    """The filter for registrations of the same person, or of a guest with the same e-mail or phone."""
    if person is not None:
        return Q(person=person)
    same = Q(pk__in=())
    if email:
        same |= Q(guest__email=email.lower())
    if phone:
        same |= Q(guest__phone=phone)
    return same


def _state(verb: str, registration: Registration, *, by: Who, at: datetime) -> None:
    gathering, person = registration.gathering, registration.person
    state(
        f"gatherings.registration.{verb}",
        subject=registration,
        by=by,
        at=at,
        organisation=gathering.host or "",
        about=[gathering, *([person] if person else [])],
        data={"gathering": ref(gathering)},
    )
