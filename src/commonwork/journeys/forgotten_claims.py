"""Join: who is forgotten has the words and papers of their claims erased; amounts, days and entries stay."""

from commonwork.books import queries as book_queries
from commonwork.books.actions import claims
from commonwork.record.models import Fact
from commonwork.record.refs import resolve
from commonwork.registry.models import Person

BY = "system/journeys"


def erase_claims(fact: Fact) -> None:
    """A person was forgotten: erase what they wrote and photographed in claims."""
    person = resolve(fact.subject)
    if isinstance(person, Person):
        for claim in book_queries.claims_of(person):
            claims.erase_text(claim=claim, by=BY, at=fact.at)
