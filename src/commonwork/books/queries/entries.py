"""Entries: those of a fact."""

from commonwork.books.models import Entry
from commonwork.record.models import Fact


def entries_of(fact: Fact) -> list[Entry]:
    """The entries a fact caused, book by book, in their order."""
    return list(Entry.objects.filter(source=fact.code).select_related("book").order_by("book__key", "seq"))
