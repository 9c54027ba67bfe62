"""Periods: close the books up to a day; what they stood at is kept, and nothing more is posted before that day."""

from datetime import date, datetime, timedelta

from commonwork.books.actions.entries import lock
from commonwork.books.models import Book, Period
from commonwork.books.queries import trial_balance
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence


class ClosedAlready(Refusal):
    sentence = sentence("The books of {organisation} are closed for all days before {closed_until} already.")
    status = 409


@act
def close(*, organisation: Organisation, ends_on: date, by: Who, at: datetime) -> Book:
    """Close all days before `ends_on` for good. Corrections then go into an open day. Raises ClosedAlready."""
    book = lock(organisation)[organisation.key]
    if book.closed_until and ends_on <= book.closed_until:
        raise ClosedAlready(organisation=organisation.name, closed_until=book.closed_until.isoformat())
    rows = trial_balance(organisation, on=ends_on - timedelta(days=1))
    Period.objects.create(
        book=book,
        ends_on=ends_on,
        closed_at=at,
        head_seq=book.head_seq,
        head_hash=book.head_hash,
        sums={row.code: row.balance_minor for row in rows},
    )
    Book.objects.filter(pk=book.pk).update(closed_until=ends_on)
    book.closed_until = ends_on
    state(
        "books.period.closed",
        subject=book,
        by=by,
        at=at,
        organisation=organisation,
        about=[organisation],
        data={"ends_on": ends_on.isoformat(), "head_seq": book.head_seq, "head_hash": book.head_hash},
    )
    return book
