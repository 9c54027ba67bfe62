"""What the registry knows about the people of a list, read in a few queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from commonwork.registry.models import Contact, Membership, Organisation, Person
from commonwork.site.importing.reading import Line

AT_ONCE = 5_000


class Known:
    """Finds the person a line means: by key, else by e-mail, else by phone, else by name within the organisation."""

    class Unclear(Exception):
        """More than one person, or none that may be written about: (field, sentence)."""

    def __init__(self, lines: list[Line]) -> None:
        self._organisations = list(Organisation.objects.all())
        self._by_key = {
            person.key: person
            for person in _among(Person.objects.all(), "key__in", (line.key for line in lines))
        }
        self._by_email = _reached(Contact.Kind.EMAIL, (line.email.lower() for line in lines))
        self._by_phone = _reached(Contact.Kind.PHONE, (line.phone for line in lines))
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        there = Person.objects.filter(is_forgotten=False)
        for person in _among(there, "name__in", (line.name for line in lines)):
            self._by_name[person.name].append(person)
        people = {person.pk for group in self._groups() for person in group}
        self._memberships: dict[int, list[Membership]] = defaultdict(list)
        for row in _among(Membership.objects.order_by("starts_on"), "person__in", people):
            self._memberships[row.person_id].append(row)
        self._contacts: dict[int, dict[str, str]] = defaultdict(dict)
        for contact in _among(Contact.objects.order_by("pk"), "person__in", people):
            self._contacts[contact.person_id].setdefault(contact.kind, contact.value)

    def _groups(self) -> Iterator[Iterable[Person]]:
        yield self._by_key.values()
        for found in (self._by_email, self._by_phone, self._by_name):
            yield from found.values()

    def find(self, line: Line) -> Person | None:
        """The person a line means, or None for somebody new. Raises Unclear."""
        if line.key:
            person = self._by_key.get(line.key)
            if person is not None and person.is_forgotten:
                raise Known.Unclear("key", _("This person asked to be forgotten."))
            return person
        if line.email:
            return self._one("email", self._by_email.get(line.email.lower(), []), line)
        if line.phone:
            return self._one("phone", self._by_phone.get(line.phone, []), line)
        return self._one("name", self._namesakes(line), line)

    def _one(self, field: str, found: list[Person], line: Line) -> Person | None:
        if len(found) > 1:
            found = [person for person in found if person.name == line.name]
            if len(found) != 1:
                raise Known.Unclear(field, _("More than one person fits; write the key of the one you mean."))
        return found[0] if found else None

    def _namesakes(self, line: Line) -> list[Person]:
        """People of that name: in the line's organisation, or anywhere when it names none."""
        there = self.organisation(line.organisation)
        return [
            person
            for person in self._by_name.get(line.name, [])
            if not line.organisation
            or any(there and row.organisation_id == there.pk for row in self._memberships[person.pk])
        ]

    def has_namesake(self, line: Line) -> bool:
        """Is somebody else of that name, address or number in the registry?"""
        return bool(
            self._by_name.get(line.name)
            or (line.email and self._by_email.get(line.email.lower()))
            or (line.phone and self._by_phone.get(line.phone))
        )

    def organisation(self, said: str) -> Organisation | None:
        """The organisation with this key, else the only one with this name."""
        by_key = [row for row in self._organisations if row.key == said]
        by_name = [row for row in self._organisations if row.name.casefold() == said.casefold()]
        return by_key[0] if by_key else by_name[0] if len(by_name) == 1 else None

    def memberships(self, person: Person) -> list[Membership]:
        """The person's memberships, the earliest first."""
        return self._memberships[person.pk]

    def said_of(self, person: Person) -> dict[str, str]:
        """Name, language and contacts as they stand."""
        contacts = self._contacts[person.pk]
        return {
            "name": person.name,
            "language": person.language,
            "email": contacts.get(Contact.Kind.EMAIL, ""),
            "phone": contacts.get(Contact.Kind.PHONE, ""),
        }


def _among(rows: "QuerySet[Any]", lookup: str, values: Iterable[Any]) -> Iterator[Any]:
    """The rows whose field is one of the values, read in portions."""
    wanted = sorted({value for value in values if value})
    for start in range(0, len(wanted), AT_ONCE):
        yield from rows.filter(**{lookup: wanted[start : start + AT_ONCE]})


def _reached(kind: str, values: Iterable[str]) -> dict[str, list[Person]]:
    """{contact: people who have it}, forgotten people left out."""
    rows = Contact.objects.filter(kind=kind, person__is_forgotten=False).select_related("person")
    found: dict[str, list[Person]] = defaultdict(list)
    for row in _among(rows.annotate(said=Lower("value")), "said__in", (value.lower() for value in values)):
        found[row.value.lower() if kind == Contact.Kind.EMAIL else row.value].append(row.person)
    return found
