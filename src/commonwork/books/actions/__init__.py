"""Acts of the books. Rooms write `from commonwork.books import actions as books` and call `books.post(...)`."""

from commonwork.books.actions.books import open_book
from commonwork.books.actions.entries import (
    Line,
    NewEntry,
    post,
    post_many,
    post_mirrored,
    reverse,
)

__all__ = ["Line", "NewEntry", "open_book", "post", "post_many", "post_mirrored", "reverse"]
