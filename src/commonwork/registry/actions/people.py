"""Persons: record, correct and forget."""

from datetime import datetime

from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import new_key
from commonwork.registry.models import Contact, Person
from commonwork.rules.refusal import Refusal, sentence


class KeyTaken(Refusal):
    sentence = sentence("Another person already has the key {key}.")
    status = 409


class IsForgotten(Refusal):
    sentence = sentence("This person asked to be forgotten; nothing is written about them any more.")
    status = 409


@act
def record(
    *,
    name: str,
    by: Who,
    at: datetime,
    key: str = "",
    language: str = "en",
    is_invented: bool = False,
    shows_name: bool = False,
    email: str = "",
    phone: str = "",
) -> Person:
    """Add a person. Without a key a random one is made. Raises KeyTaken."""
    if key and Person.objects.filter(key=key).exists():
        raise KeyTaken(key=key)
    person = Person.objects.create(
        key=key or new_key("person"),
        name=name,
        language=language,
        is_invented=is_invented,
        shows_name=shows_name,
    )
    _reach(person, email=email, phone=phone)
    state("registry.person.recorded", subject=person, by=by, at=at)
    return person


@act
def correct(
    *,
    person: Person,
    by: Who,
    at: datetime,
    name: str = "",
    language: str = "",
    email: str = "",
    phone: str = "",
) -> Person:
    """Write a person's name, language or contacts anew; what is left empty stays. Raises IsForgotten.

    The fact says which of them were written, never what they are.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.is_forgotten:
        raise IsForgotten()
    person.name, person.language = name or person.name, language or person.language
    person.save(update_fields=["name", "language"])
    _reach(person, email=email, phone=phone)
    given = {"name": name, "language": language, "email": email, "phone": phone}
    state(
        "registry.person.corrected",
        subject=person,
        by=by,
        at=at,
        data={"fields": sorted(field for field, value in given.items() if value)},
    )
    return person


@act
def forget(*, person: Person, by: Who, at: datetime) -> Person:
    """Erase a person's name and contacts everywhere; facts and books never held them, so they still verify."""
    Contact.objects.filter(person=person).delete()
    person.name, person.is_forgotten, person.shows_name = "—", True, False
    person.save(update_fields=["name", "is_forgotten", "shows_name"])
    state("registry.person.forgotten", subject=person, by=by, at=at)
    return person


def _reach(person: Person, *, email: str, phone: str) -> None:
    """Keep these contacts instead of earlier ones of the same kind."""
    for kind, value in ((Contact.Kind.EMAIL, email), (Contact.Kind.PHONE, phone)):
        if value:
            person.contacts.filter(kind=kind).exclude(value=value).delete()
            Contact.objects.get_or_create(person=person, kind=kind, value=value)
