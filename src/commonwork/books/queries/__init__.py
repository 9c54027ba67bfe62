"""Reads of the books: balances, ledgers and entries, statements, all books added up."""

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
from commonwork.books.queries.ledgers import (
    Ledger,
    LedgerRow,
    account_of,
    entry_of,
    ledger,
    lines_of,
    mirrors_of,
    recent,
)
from commonwork.books.queries.network import (
    Consolidation,
    all_books,
    consolidated,
    consolidated_movements,
)
from commonwork.books.queries.statements import (
    BalanceSheet,
    IncomeStatement,
    balance_sheet,
    balance_sheet_of,
    income_statement,
    income_statement_of,
)

__all__ = [
    "BalanceSheet",
    "Consolidation",
    "IncomeStatement",
    "Ledger",
    "LedgerRow",
    "Row",
    "account_of",
    "all_books",
    "balance",
    "balance_sheet",
    "balance_sheet_of",
    "book_of",
    "consolidated",
    "consolidated_movements",
    "entries_of",
    "entry_of",
    "income_statement",
    "income_statement_of",
    "ledger",
    "lines_of",
    "mirrors_of",
    "movements",
    "parties",
    "recent",
    "result",
    "trial_balance",
]
