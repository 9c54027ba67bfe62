"""What one organisation takes away, and its arrival elsewhere: both are facts with the hashes of that moment."""

from datetime import date, datetime

from commonwork.books.models import Book
from commonwork.record.acts import Who, act, state


@act
def drawn(*, book: Book, on: date, sha256: str, by: Who, at: datetime) -> Book:
    """Everything an organisation owns was written to one file. sha256: of the whole file."""
    state(
        "books.bundle.drawn",
        subject=book,
        by=by,
        at=at,
        organisation=book.organisation,
        about=[book.organisation],
        data={"on": on.isoformat(), "sha256": sha256, "entries": book.head_seq},
    )
    return book


@act
def arrive(*, book: Book, by: Who, at: datetime) -> Book:
    """A book was brought in alone: of movements up to this entry the other side stands in a book elsewhere."""
    state(
        "books.book.arrived",
        subject=book,
        by=by,
        at=at,
        organisation=book.organisation,
        about=[book.organisation],
        data={"entries": book.head_seq, "hash": book.head_hash},
    )
    return book
