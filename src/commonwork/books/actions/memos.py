"""Memos: free text beside an entry can be erased; the entry, its hash and the chain stay as they are."""

from datetime import datetime

from commonwork.books.models import Book, Entry, Memo
from commonwork.record.acts import Who, act, state
from commonwork.rules.refusal import Refusal, sentence


class NoMemo(Refusal):
    sentence = sentence("This entry has no memo, or it was erased already.")
    status = 409


@act
def erase(*, entry: Entry, by: Who, at: datetime) -> Book:
    """Erase the memo of an entry. Raises NoMemo. Returns the entry's book."""
    rows = Memo.objects.filter(entry=entry, is_erased=False)
    if not rows.update(text="", salt="", is_erased=True):
        raise NoMemo()
    state(
        "books.memo.erased",
        subject=entry.book,
        by=by,
        at=at,
        organisation=entry.book.organisation,
        data={"number": entry.seq},
    )
    return entry.book
