from commonwork.books.models.account import Account, Balance
from commonwork.books.models.bank_account import BankAccount, CsvLayout
from commonwork.books.models.bank_line import BankLine, BankStatement
from commonwork.books.models.bank_match import BankMatch, MatchedPosting, MatchRule
from commonwork.books.models.book import Book
from commonwork.books.models.budget import Budget, BudgetLine
from commonwork.books.models.claim import Claim
from commonwork.books.models.entry import Entry, Memo, Posting
from commonwork.books.models.equipment import Equipment
from commonwork.books.models.hold import Hold, HoldEnd, HoldNote
from commonwork.books.models.period import Period

__all__ = [
    "Account",
    "Balance",
    "BankAccount",
    "BankLine",
    "BankMatch",
    "BankStatement",
    "Book",
    "Budget",
    "BudgetLine",
    "Claim",
    "CsvLayout",
    "Entry",
    "Equipment",
    "Hold",
    "HoldEnd",
    "HoldNote",
    "MatchRule",
    "MatchedPosting",
    "Memo",
    "Period",
    "Posting",
]
from commonwork.books.models.month_sum import MonthSum

__all__ = ["Account", "Balance", "Book", "Entry", "Equipment", "Memo", "MonthSum", "Period", "Posting"]
