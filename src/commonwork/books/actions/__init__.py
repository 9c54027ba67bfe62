"""Acts of the books. Rooms write `from commonwork.books import actions as books` and call `books.post(...)`."""

from commonwork.books.actions import (
    accounts,
    costs,
    equipment,
    gifts,
    grants,
    holds,
    memos,
    months,
    openings,
    periods,
    reversals,
    transfers,
    years,
)
from commonwork.books.actions.books import open_book
from commonwork.books.actions.entries import (
    Line,
    NewEntry,
    lock,
    post,
    post_many,
    post_mirrored,
    reverse,
)

__all__ = [
    "Line",
    "NewEntry",
    "accounts",
    "costs",
    "equipment",
    "gifts",
    "grants",
    "holds",
    "lock",
    "memos",
    "months",
    "open_book",
    "openings",
    "periods",
    "post",
    "post_many",
    "post_mirrored",
    "reversals",
    "reverse",
    "transfers",
    "years",
]
