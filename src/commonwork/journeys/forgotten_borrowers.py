"""Join: whoever is forgotten leaves no words behind in reviews of loans and in the stories of loans."""

from commonwork.bank.actions import stories
from commonwork.bank.queries import telling
from commonwork.record.models import Fact
from commonwork.record.refs import resolve
from commonwork.registry.models import Person

BY = "system/journeys"


def erase_words(fact: Fact) -> None:
    """A person was forgotten: erase what they wrote about loans, if anything."""
    person = resolve(fact.subject)
    if isinstance(person, Person) and telling.has_words_of(person):
        stories.forget(person=person, on=fact.at.date(), by=BY, at=fact.at)
