"""Join: who is forgotten may be named in what their teams wrote about their people; that chapter is erased, the rest of
the plan stays."""

from commonwork.incubator import queries
from commonwork.incubator.actions import answers
from commonwork.incubator.chapters import PEOPLE
from commonwork.record.models import Fact
from commonwork.record.refs import resolve
from commonwork.registry.models import Person

BY = "system/journeys"


def erase_words(fact: Fact) -> None:
    """A person was forgotten: erase the chapter about people of every team they ever belonged to."""
    person = resolve(fact.subject)
    if isinstance(person, Person):
        for team in queries.teams_with_words_about(person, part=PEOPLE):
            answers.erase(team=team, parts=[PEOPLE], on=fact.at.date(), by=BY, at=fact.at)
