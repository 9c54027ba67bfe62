"""Join: who is forgotten has the words of what they contested erased, and those of the answers; days and outcomes stay."""

from commonwork.federation import queries as federation
from commonwork.federation.actions import contests
from commonwork.record.models import Fact
from commonwork.record.refs import resolve
from commonwork.registry.models import Person

BY = "system/journeys"


def erase_contests(fact: Fact) -> None:
    """A person was forgotten: erase what was written about the own stakes."""
    person = resolve(fact.subject)
    if isinstance(person, Person):
        for contest in federation.contests_of(person):
            contests.erase_words(contest=contest, by=BY, at=fact.at)
