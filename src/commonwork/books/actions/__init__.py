"""Acts of the books. Rooms write `from commonwork.books import actions as books` and call `books.post(...)`."""

from commonwork.books.actions import (
    costs,
    equipment,
    gifts,
    grants,
    journal,
    memos,
    months,
    openings,
    packs,
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
    "costs",
    "equipment",
    "gifts",
    "grants",
    "journal",
    "lock",
    "memos",
    "months",
    "open_book",
    "openings",
    "packs",
    "periods",
    "post",
    "post_many",
    "post_mirrored",
    "reversals",
    "reverse",
    "transfers",
    "years",
]
