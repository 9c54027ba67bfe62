"""Gifts promised on the open form: which wait."""

from django.db.models import QuerySet

from commonwork.bank.models import Promise
from commonwork.registry.models import Organisation, Person


def waiting(house: Organisation) -> QuerySet[Promise]:
    """Promises whose money has not come yet, the oldest first."""
    return Promise.objects.filter(house=house, state=Promise.State.WAITING).order_by("made_on", "pk")


def waiting_of(person: Person) -> QuerySet[Promise]:
    """What a person of the network promised and has not paid yet."""
    return Promise.objects.filter(person=person, state=Promise.State.WAITING).order_by("pk")
