"""Reads of the books: balances, entries and ledgers, statements."""

from commonwork.books.queries.balances import (
    Row,
    balance,
    book_of,
    movements,
    parties,
    result,
    trial_balance,
)
from commonwork.books.queries.entries import entries_of

__all__ = [
    "Row",
    "balance",
    "book_of",
    "entries_of",
    "movements",
    "parties",
    "result",
    "trial_balance",
]
