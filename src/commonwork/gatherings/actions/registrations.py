"""Registrations: register (with or without an account), change the number of places, cancel, forget the guests of a
gathering that is over. When a room is full and keeps a waiting list, people wait there and move up by themselves."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.translation import get_language

from commonwork.gatherings import letter_texts
from commonwork.gatherings.actions import letters, waiting
from commonwork.gatherings.actions.gatherings import WasCalledOff
from commonwork.gatherings.models import Answer, Gathering, Guest, Registration
from commonwork.record.acts import ALPHABET, Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence
from commonwork.ui.money import dollars


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


class TooManyPlaces(Refusal):
    sentence = sentence("One registration may ask for at most {most} places.")
    field = "places"


class NoNumberOfPlaces(Refusal):
    sentence = sentence("Ask for at least one place.")
    field = "places"


class AnswerNeeded(Refusal):
    sentence = sentence("Please answer: {question}")


class NotWithinThePrice(Refusal):
    sentence = sentence("Choose an amount from {least} to {most}.")
    field = "pledged_minor"


class SamePlaces(Refusal):
    sentence = sentence("The registration already asks for that many places.")
    status = 409
    field = "places"


class NobodyOnTheList(Refusal):
    sentence = sentence("The list names nobody.")


@dataclass(frozen=True)
class Asked:
    """What somebody writes when they register, beside who they are."""

    needs: Sequence[str] = ()
    places: int = 1
    answers: Mapping[int, str] = field(default_factory=dict)
    pledged_minor: int | None = None


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
    places: int = 1,
    answers: Mapping[int, str] | None = None,
    pledged_minor: int | None = None,
    language: str = "",
) -> Registration:
    """Keep places for a person of the network, or for a guest by name, and write to them; where the room is full and
    keeps a waiting list they wait. Help asked for is kept where it is offered. answers: {number of the question: text}.

    A gathering of a series or conference with one registration keeps it at its lead. Raises WasCalledOff, IsOver,
    NoRegistrationNeeded, NameNeeded, TooManyPlaces, AnswerNeeded, NotWithinThePrice, AlreadyRegistered, RoomIsFull.
    """
    gathering = Gathering.objects.select_for_update().get(pk=gathering.registers_at_id or gathering.pk)
    _must_be_open(gathering, at)
    if person is None and not name.strip():
        raise NameNeeded()
    asked = Asked(needs, places, answers or {}, pledged_minor)
    _check(gathering, asked)
    there = gathering.registrations.filter(cancelled_at=None)
    if there.filter(_same(person, email, phone)).exists():
        raise AlreadyRegistered()
    waits = _must_wait(gathering, places)
    registration = _write(gathering, person=person, asked=asked, at=at, waits=waits)
    if person is None:
        said_in = (language or get_language() or "en").split("-")[0]
        _write_name(registration, name, email, phone, said_in)
    _state("waiting" if waits else "made", registration, by=by, at=at)
    _confirm(registration, at)
    return registration


@act
def register_many(
    *, gathering: Gathering, names: Sequence[str], by: Who, at: datetime, needs: Sequence[Sequence[str]] = ()
) -> Gathering:
    """Register a list of guests by name, as from a paper list, all or none; one fact counts them. Nobody is written to.

    needs: the help each asked for, in the order of the names. Raises NobodyOnTheList, WasCalledOff, RoomIsFull.
    """
    gathering = Gathering.objects.select_for_update().get(pk=gathering.registers_at_id or gathering.pk)
    if gathering.called_off_at:
        raise WasCalledOff(title=gathering.title)
    wanted = [name.strip() for name in names if name.strip()]
    if not wanted:
        raise NobodyOnTheList()
    free = waiting.left(gathering)
    if free is not None and free < len(wanted):
        raise RoomIsFull(capacity=gathering.capacity)
    asked = [*needs, *([()] * (len(wanted) - len(needs)))]
    made = [_new(gathering, None, Asked(needs=codes), at) for codes in asked]
    Registration.objects.bulk_create(made, batch_size=500)
    Guest.objects.bulk_create(
        (Guest(registration=row, name=name) for row, name in zip(made, wanted, strict=True)), batch_size=500
    )
    state(
        "gatherings.registrations.made",
        subject=gathering,
        by=by,
        at=at,
        organisation=gathering.host or "",
        data={"count": len(made)},
    )
    return gathering


@act
def resize(*, registration: Registration, places: int, by: Who, at: datetime) -> Registration:
    """Ask for another number of places. Places given back go to those who wait; more must be free.

    Raises AlreadyCancelled, IsOver, SamePlaces, NoNumberOfPlaces, TooManyPlaces, RoomIsFull.
    """
    gathering, registration = _locked(registration)
    _must_be_open(gathering, at)
    if places == registration.party_count:
        raise SamePlaces()
    _check_places(gathering, places)
    more, free = places - registration.party_count, waiting.left(gathering)
    has_place = registration.waiting_since is None
    if (has_place and free is not None and more > free) or places > (gathering.capacity or places):
        raise RoomIsFull(capacity=gathering.capacity)
    registration.party_count = places
    registration.save(update_fields=["party_count"])
    _state("resized", registration, by=by, at=at)
    for row in waiting.ready(gathering, at=at):
        waiting.move_up(registration=row, by=by, at=at)
    registration.refresh_from_db()
    return registration


@act
def cancel(*, registration: Registration, by: Who, at: datetime) -> Registration:
    """Give the places back, or leave the waiting list; whoever waits moves up. A guest's name and contact, the help
    asked for and the answers are erased. Raises AlreadyCancelled."""
    gathering, registration = _locked(registration)
    Guest.objects.filter(registration=registration).delete()
    Answer.objects.filter(registration=registration).delete()
    registration.cancelled_at, registration.needs, registration.waiting_since = at, [], None
    registration.save(update_fields=["cancelled_at", "needs", "waiting_since"])
    _state("cancelled", registration, by=by, at=at)
    for row in waiting.ready(gathering, at=at):
        waiting.move_up(registration=row, by=by, at=at)
    return registration


@act
def forget_guests(*, gathering: Gathering, by: Who, at: datetime) -> Gathering:
    """Erase names and contacts of all guests, the help people asked for and what they answered, once a gathering (and
    every other that shares its registrations) is over.

    The registrations stay, without names, so that counts do not change. Raises NotYetOver.
    """
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    last = gathering.registering.order_by("-ends_at").values_list("ends_at", flat=True).first()
    if at < max(gathering.ends_at, last or gathering.ends_at):
        raise NotYetOver(title=gathering.title)
    erased, _ = Guest.objects.filter(registration__gathering=gathering).delete()
    Answer.objects.filter(registration__gathering=gathering).delete()
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


def write_guest(gathering: Gathering, *, name: str, at: datetime) -> Registration:
    """The rows of a guest's registration. Part of an act; states nothing itself."""
    registration = _write(gathering, person=None, asked=Asked(), at=at)
    _write_name(registration, name, "", "", "en")
    return registration


def _write(
    gathering: Gathering, *, person: Person | None, asked: Asked, at: datetime, waits: bool = False
) -> Registration:
    registration = _new(gathering, person, asked, at)
    registration.waiting_since = at if waits else None
    registration.save()
    numbers = dict(gathering.questions.values_list("number", "pk"))
    Answer.objects.bulk_create(
        Answer(registration=registration, question_id=numbers[number], text=text.strip()[:500])
        for number, text in asked.answers.items()
        if number in numbers and text.strip()
    )
    return registration


def _write_name(registration: Registration, name: str, email: str, phone: str, language: str) -> None:
    Guest.objects.create(
        registration=registration, name=name.strip(), email=email.lower(), phone=phone, language=language
    )


def _new(gathering: Gathering, person: Person | None, asked: Asked, at: datetime) -> Registration:
    return Registration(
        key=new_key("registration"),
        code="".join(secrets.choice(ALPHABET) for _ in range(12)),
        gathering=gathering,
        person=person,
        needs=[code for code in asked.needs if code in gathering.needs_offered],
        party_count=asked.places,
        pledged_minor=asked.pledged_minor,
        registered_at=at,
    )


def _confirm(registration: Registration, at: datetime) -> None:
    said = letter_texts.kept(registration, waiting.language_of(registration))
    letters.write(
        address=waiting.reach(registration),
        subject=said.subject,
        text=said.text,
        about=registration,
        at=at,
        person=registration.person,
    )


def _locked(registration: Registration) -> tuple[Gathering, Registration]:
    """The gathering first, then the registration, which must stand. Raises AlreadyCancelled."""
    gathering = Gathering.objects.select_for_update().get(pk=registration.gathering_id)
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    if registration.cancelled_at:
        raise AlreadyCancelled()
    return gathering, registration


def _must_be_open(gathering: Gathering, at: datetime) -> None:
    if gathering.called_off_at:
        raise WasCalledOff(title=gathering.title)
    if at >= gathering.ends_at and not gathering.registering.filter(ends_at__gt=at).exists():
        raise IsOver(title=gathering.title)
    if not gathering.takes_registrations:
        raise NoRegistrationNeeded(title=gathering.title)


def _must_wait(gathering: Gathering, places: int) -> bool:
    """Is there no room now? Whoever waited and fits has moved up already. Raises RoomIsFull where nobody can wait."""
    free = waiting.left(gathering)
    if free is None or places <= free:
        return False
    if not gathering.has_waiting_list or places > (gathering.capacity or 0):
        raise RoomIsFull(capacity=gathering.capacity)
    return True


def _check(gathering: Gathering, asked: Asked) -> None:
    """Places, answers and price are as the gathering asks."""
    _check_places(gathering, asked.places)
    for question in gathering.questions.filter(is_required=True).order_by("number"):
        if not asked.answers.get(question.number, "").strip():
            raise AnswerNeeded(question=question.words, field=f"question_{question.number}")
    least = gathering.price_minor if gathering.price_least_minor is None else gathering.price_least_minor
    if asked.pledged_minor is not None and not least <= asked.pledged_minor <= gathering.price_minor:
        raise NotWithinThePrice(least=dollars(least), most=dollars(gathering.price_minor))


def _check_places(gathering: Gathering, places: int) -> None:
    if places < 1:
        raise NoNumberOfPlaces()
    if places > gathering.most_places:
        raise TooManyPlaces(most=gathering.most_places)


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
        data={"gathering": ref(gathering), "places_count": registration.party_count},
    )
