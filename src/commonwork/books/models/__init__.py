from commonwork.books.models.account import Account, Balance
from commonwork.books.models.book import Book
from commonwork.books.models.entry import Entry, Memo, Posting
from commonwork.books.models.equipment import Equipment
from commonwork.books.models.month_sum import MonthSum
from commonwork.books.models.period import Period

__all__ = ["Account", "Balance", "Book", "Entry", "Equipment", "Memo", "MonthSum", "Period", "Posting"]
