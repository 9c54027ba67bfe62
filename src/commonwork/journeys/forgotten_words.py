"""Join: who is forgotten has the words of comments on motions erased; that somebody said something there stays."""

from commonwork.assembly.actions import deliberation, following
from commonwork.assembly.following_reads import followed_by
from commonwork.assembly.queries.deliberation import comments_of
from commonwork.record.models import Fact
from commonwork.record.refs import resolve
from commonwork.registry.models import Person

BY = "system/journeys"


def erase_comments(fact: Fact) -> None:
    """A person was forgotten: erase what was said in talks about motions."""
    person = resolve(fact.subject)
    if isinstance(person, Person):
        for comment in comments_of(person):
            deliberation.erase(comment=comment, by=BY, at=fact.at)


def stop_letters(fact: Fact) -> None:
    """A person was forgotten: they follow nothing by mail any more."""
    person = resolve(fact.subject)
    if isinstance(person, Person) and followed_by(person).exists():
        following.end_all(person=person, by=BY, at=fact.at)
