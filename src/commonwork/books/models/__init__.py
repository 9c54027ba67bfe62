from commonwork.books.models.account import Account, Balance
from commonwork.books.models.book import Book
from commonwork.books.models.entry import Entry, Memo, Posting
from commonwork.books.models.equipment import Equipment
from commonwork.books.models.hold import Hold, HoldEnd, HoldNote
from commonwork.books.models.period import Period

__all__ = [
    "Account",
    "Balance",
    "Book",
    "Entry",
    "Equipment",
    "Hold",
    "HoldEnd",
    "HoldNote",
    "Memo",
    "Period",
    "Posting",
]
