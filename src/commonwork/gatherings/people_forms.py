"""Naming people of the network by their full name, where those who prepare something are not shown a list of everyone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonwork.registry.models import Person
from commonwork.ui.forms import ActForm


def person_named(name: str) -> Person:
    """The one person of this full name. Raises ValidationError where there is nobody, or more than one."""
    found = list(Person.objects.filter(name__iexact=name.strip(), is_forgotten=False)[:2])
    if not found:
        raise forms.ValidationError(
            _("Nobody called “%(name)s” is among the people of the network. A steward can add them."),
            params={"name": name.strip()},
        )
    if len(found) > 1:
        raise forms.ValidationError(
            _("There are several people called “%(name)s”. A steward can tell them apart."),
            params={"name": name.strip()},
        )
    return found[0]


class PersonField(forms.CharField):
    """A full name; cleaned to the Person, or None where it is empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)

    def clean(self, value: Any) -> Any:
        name = super().clean(value)
        return person_named(name) if name else None


class PeopleField(forms.CharField):
    """Full names, one a line; cleaned to a list of Persons, each once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)

    def clean(self, value: Any) -> Any:
        people, complaints = {}, []
        for line in filter(str.strip, super().clean(value).splitlines()):
            try:
                person = person_named(line)
                people[person.pk] = person
            except forms.ValidationError as complaint:
                complaints.append(complaint)
        if complaints:
            raise forms.ValidationError(complaints)
        return list(people.values())


class HostsForm(ActForm):
    """Who welcomes people at a gathering."""

    people = PeopleField(
        label=_("Who welcomes people?"),
        required=False,
        help_text=_("Full names as they stand in the people of the network, one a line."),
    )
