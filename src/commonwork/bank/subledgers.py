"""The bank's registers that `commonwork verify` holds against the books."""

from commonwork.bank.queries import registers, reserves
from commonwork.bank.queries.holdings import held_by_account
from commonwork.books.subledgers import Subledger, declare

declare(
    Subledger("bank.loans", "1200", registers.lent),
    Subledger("bank.borrowed", "2100", registers.borrowed),
    Subledger("bank.shares", "3010", lambda: held_by_account("member_share")),
    Subledger("bank.savings", "2400", lambda: held_by_account("savings")),
    Subledger("bank.notes", "2410", lambda: held_by_account("term_note")),
    Subledger("bank.reserve", "1220", reserves.register),
)
