"""Daily work of the books: holds whose days have passed are set free."""

from datetime import date

from commonwork.books import queries
from commonwork.books.actions import holds
from commonwork.record.daily import daily
from commonwork.registry.clock import at_time


@daily("books.expire_holds")
def expire_holds(on: date) -> None:
    """End every hold that is due on this day, each in its own transaction."""
    for hold in queries.holds_due(on=on):
        try:
            holds.expire(hold=hold, by="system/books", at=at_time(on))
        except holds.HoldHasEnded:
            continue  # somebody posted it or let it go meanwhile
