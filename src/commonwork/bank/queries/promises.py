"""Gifts promised on the open form: whether it takes them, and which wait."""

from datetime import date

from django.db.models import QuerySet

from commonwork.bank import ways_to_give
from commonwork.bank.models import Fund, Promise
from commonwork.bank.policies_promises import PROMISES_A_DAY
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation, Person


def are_taken(house: Organisation, *, on: date) -> bool:
    """Whether the open form takes gifts on a day: a body has opened it, a fund is there, and a way to pay."""
    is_opened = in_force(PROMISES_A_DAY, on=on, organisation=house) is not None
    has_fund = Fund.objects.filter(organisation=house, opened_on__lte=on).exists()
    return is_opened and has_fund and bool(ways_to_give.open_ways(house, on=on))


def waiting(house: Organisation) -> QuerySet[Promise]:
    """Promises whose money has not come yet, the oldest first."""
    return Promise.objects.filter(house=house, state=Promise.State.WAITING).order_by("made_on", "pk")


def waiting_of(person: Person) -> QuerySet[Promise]:
    """What a person of the network promised and has not paid yet."""
    return Promise.objects.filter(person=person, state=Promise.State.WAITING).order_by("pk")
