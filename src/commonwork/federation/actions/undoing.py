"""Taking a step back: the entries of the fact that made it get their opposites, in every book they touched."""

from datetime import date

from django.db.models import Model

from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.record.models import Fact
from commonwork.record.queries import trail
from commonwork.rules.refusal import Refusal, sentence


class AlreadyTakenBack(Refusal):
    sentence = sentence("This was taken back on {on}.")
    status = 409


class TakenBackTooEarly(Refusal):
    sentence = sentence("This happened on {on}; it cannot be taken back before.")
    field = "on"


def fact_of(thing: Model, *kinds: str) -> Fact:
    """The latest fact of some kinds about a thing; there is one."""
    fact = trail(thing).filter(kind__in=kinds).order_by("-pk").first()
    assert fact is not None, "every step has stated a fact"
    return fact


def undo(fact: Fact, *, on: date, source: Fact) -> None:
    """Post the opposite of what a fact posted. One entry is enough: its mirrors in other books are reversed with it."""
    for entry in book_queries.entries_of(fact)[:1]:
        books.reverse(entry=entry, on=on, source=source)
