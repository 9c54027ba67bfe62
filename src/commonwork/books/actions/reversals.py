"""Reversals: take back an entry that was wrong. The first stays where it is; a second one undoes it."""

from datetime import date, datetime

from commonwork.books.actions.entries import lock
from commonwork.books.actions.entries import reverse as post_reversal
from commonwork.books.models import Book, Entry, Equipment
from commonwork.books.queries import parties
from commonwork.record.acts import Who, act, state
from commonwork.record.models import Fact
from commonwork.rules.refusal import Refusal, sentence


class UndoneElsewhere(Refusal):
    sentence = sentence(
        "This entry was made by another room together with records of its own. Undo it there, so that both agree."
    )
    status = 409


class EquipmentInUse(Refusal):
    sentence = sentence("The wear of this equipment has been charged already.")
    status = 409


@act
def reverse(*, entry: Entry, on: date, by: Who, at: datetime) -> Book:
    """Take back an entry of the books' own acts, in every book it touched, with a counter-entry on a day.

    Raises UndoneElsewhere, EquipmentInUse, AlreadyReversed, PeriodIsClosed. Returns the entry's book.
    """
    organisation = entry.book.organisation
    book = lock(organisation)[organisation.key]
    first = Fact.objects.filter(code=entry.source).first()
    if first is None or not first.kind.startswith("books.") or first.kind.startswith("books.claim."):
        raise UndoneElsewhere()
    if first.kind == "books.equipment.bought":
        _unlist(first, entry)
    fact = state(
        "books.entry.reversed",
        subject=book,
        by=by,
        at=at,
        organisation=organisation,
        about=[organisation, first.subject],
        data={"on": on.isoformat(), "number": entry.seq, "fact": first.number},
    )
    post_reversal(entry=entry, on=on, source=fact)
    return book


def _unlist(fact: Fact, entry: Entry) -> None:
    key = fact.subject.partition("/")[2]
    if parties(entry.book.organisation, "1510").get(key):
        raise EquipmentInUse()
    Equipment.objects.filter(key=key).delete()
