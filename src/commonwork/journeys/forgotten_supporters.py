"""Join: who is forgotten loses name, address and account as a supporter of the bank; amounts, days and entries stay."""

from commonwork.bank.actions import pay_accounts, supporters
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
    supporter = whereabouts.supporter_of(person)
    if supporter is not None and not supporter.is_forgotten:
        supporters.forget(supporter=supporter, lender=house, by=BY, at=fact.at)
    if pay_accounts.is_on_file(person):
        pay_accounts.erase(owner=person, lender=house, by=BY, at=fact.at)
