"""Persons: record and forget."""

from datetime import datetime

from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import new_key
from commonwork.registry.models import Contact, Person


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
    """Add a person. Without a key a random one is made."""
    person = Person.objects.create(
        key=key or new_key("person"),
        name=name,
        language=language,
        is_invented=is_invented,
        shows_name=shows_name,
    )
    Contact.objects.bulk_create(
        Contact(person=person, kind=kind, value=value)
        for kind, value in ((Contact.Kind.EMAIL, email), (Contact.Kind.PHONE, phone))
        if value
    )
    state("registry.person.recorded", subject=person, by=by, at=at)
    return person


@act
def forget(*, person: Person, by: Who, at: datetime) -> Person:
    """Erase a person's name and contacts everywhere; facts and books never held them, so they still verify."""
    Contact.objects.filter(person=person).delete()
    person.name, person.is_forgotten, person.shows_name = "—", True, False
    person.save(update_fields=["name", "is_forgotten", "shows_name"])
    state("registry.person.forgotten", subject=person, by=by, at=at)
    return person
