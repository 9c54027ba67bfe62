"""Join: who is forgotten loses name, address, account and promises as a supporter of the bank; amounts and days stay."""

from django.utils import timezone

from commonwork.bank.actions import pay_accounts, promises, supporters
from commonwork.bank.queries import promises as promised
from commonwork.bank.queries import whereabouts
from commonwork.record.models import Fact
from commonwork.record.refs import resolve
from commonwork.registry.models import Person

BY = "system/journeys"


def erase_supporter(fact: Fact) -> None:
    """A person was forgotten: erase what the bank keeps about them as a supporter or payee."""
    person = resolve(fact.subject)
    if not isinstance(person, Person):
        return
    house = whereabouts.house_of_supporters()
    if house is None:
        return
    for promise in promised.waiting_of(person):
        promises.withdraw(promise=promise, on=timezone.localdate(fact.at), by=BY, at=fact.at)
    supporter = whereabouts.supporter_of(person)
    if supporter is not None and not supporter.is_forgotten:
        supporters.forget(supporter=supporter, lender=house, by=BY, at=fact.at)
    if pay_accounts.is_on_file(person):
        pay_accounts.erase(owner=person, lender=house, by=BY, at=fact.at)
