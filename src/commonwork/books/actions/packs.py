"""Packs for auditors: that one was drawn is a fact with the hash of its bytes, so that a pack can be known again."""

from datetime import date, datetime

from commonwork.books.models import Book
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Network


@act
def drawn(*, book: Book, on: date, sha256: str, by: Who, at: datetime) -> Book:
    """A pack of one book was drawn as of a day. sha256: of the whole file."""
    state(
        "books.pack.drawn",
        subject=book,
        by=by,
        at=at,
        organisation=book.organisation,
        about=[book.organisation],
        data={"on": on.isoformat(), "sha256": sha256, "entries": book.head_seq},
    )
    return book


@act
def all_drawn(*, network: Network, on: date, sha256: str, by: Who, at: datetime) -> Network:
    """A pack of all books was drawn as of a day. sha256: of the whole file."""
    state("books.packs.drawn", subject=network, by=by, at=at, data={"on": on.isoformat(), "sha256": sha256})
    return network
