"""Join: who is forgotten is no mentor any more; their offer and what they noted is erased, the hours stay."""

from commonwork.incubator import queries
from commonwork.incubator.actions import mentors
from commonwork.record.models import Fact
from commonwork.record.refs import resolve
from commonwork.registry.models import Person

BY = "system/journeys"


def erase_offer(fact: Fact) -> None:
    """A person was forgotten: erase what they offered and noted as a mentor, if anything."""
    person = resolve(fact.subject)
    if isinstance(person, Person) and queries.is_known_as_mentor(person):
        mentors.forget(person=person, on=fact.at.date(), by=BY, at=fact.at)
