"""A bank account with a month of lines, for tests. The month of the figures, worked by hand:

books of Freedom Farms            bank (Hope Credit Union, invented)
2016-12-31 opening     1,000.00   before the first line   1,000.00
2017-01-06 seed house    -60.00   2017-01-05 Seed House     -60.00
2017-01-09 market sale   340.00   2017-01-10 Market day     340.00
2017-01-20 water         -25.50   2017-01-20 Water Works    -25.50
                                  2017-01-25 Tool Barn      -90.00  (split: 30.00 supplies, 60.00 running costs)
2017-01-30 sale, cheque  200.00   (not at the bank yet)
                        -------                            --------
                       1,454.50                            1,164.50
"""

from datetime import date, datetime

from commonwork.books import actions as books
from commonwork.books.actions import bank_accounts, bank_statements
from commonwork.books.models import BankAccount, BankLine, BankStatement, Book, Entry
from commonwork.registry.clock import at_time
from tests.rooms.books import make
from tests.rooms.books.bank_files.samples import Movement, ofx

BY = make.BY
JANUARY = date(2017, 1, 31)
AT = at_time(JANUARY)
LINES: list[Movement] = [
    ("20170105", "-60.00", "SEED HOUSE 112", "f1"),
    ("20170110", "340.00", "Market day", "f2"),
    ("20170120", "-25.50", "Water Works", "f3"),
    ("20170125", "-90.00", "Tool Barn", "f4"),
]
CLOSING = 1_164_50


def month() -> bytes:
    return ofx(LINES, closing="1164.50")


def entry(book: Book, on: date, amount_minor: int, against: str, memo: str = "") -> Entry:
    return books.post(
        organisation=book.organisation,
        on=on,
        kind="test",
        memo=memo,
        lines=[books.Line("1000", amount_minor), books.Line(against, -amount_minor)],
        source=make.fact(),
    )


def farm_book() -> tuple[Book, dict[str, Entry]]:
    """The book of Freedom Farms with the entries above."""
    book = make.book("freedom_farm")
    return book, {
        "opening": entry(book, date(2016, 12, 31), 1_000_00, "4000"),
        "seeds": entry(book, date(2017, 1, 6), -60_00, "5000"),
        "market": entry(book, date(2017, 1, 9), 340_00, "4000"),
        "water": entry(book, date(2017, 1, 20), -25_50, "5200"),
        "cheque": entry(book, date(2017, 1, 30), 200_00, "4000"),
    }


def bank_account(book: Book, *, match_days: int = 7) -> BankAccount:
    return bank_accounts.add(
        organisation=book.organisation,
        account="1000",
        name="Checking, Hope Credit Union (invented)",
        number="",
        match_days=match_days,
        by=BY,
        at=AT,
    )


def take_in(account: BankAccount, raw: bytes | None = None, *, at: datetime = AT) -> BankStatement:
    return bank_statements.take_in(bank_account=account, raw=month() if raw is None else raw, by=BY, at=at)


def line(payee: str) -> BankLine:
    return BankLine.objects.get(payee=payee)
