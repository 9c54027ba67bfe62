"""How a locked book stands: its head, and the accounts a batch uses with what they hold. Read in one question."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from commonwork.books import charts
from commonwork.books.hashing import quoted
from commonwork.books.refusals import CeilingCrossed, FloorCrossed
from commonwork.rules.money import show_minor

_ROWS = """
    SELECT b.id, b.key, b.head_seq, b.head_hash, b.closed_until,
           a.id, a.code, a."by", a.unit, l.amount_minor, l.floor_minor, l.ceiling_minor,
           l.pending_minor, l.incoming_minor, l.closed_at IS NOT NULL
      FROM books_book b
      LEFT JOIN books_account a ON a.book_id = b.id {codes}
      LEFT JOIN books_balance l ON l.account_id = a.id
     WHERE b.key IN ({keys})"""


class Held:
    """One account while a batch is checked. `balance_minor` moves along, entry by entry, where there are limits; what
    holds set aside (`pending_minor`, `incoming_minor`) counts against them."""

    __slots__ = (
        "balance_minor", "by", "ceiling_minor", "closes", "code", "floor_minor", "id", "incoming_minor", "is_closed",
        "is_limited", "is_special", "pending_minor", "quoted", "unit",
    )  # fmt: skip

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.id, self.code, self.by, self.unit, self.balance_minor, self.floor_minor, self.ceiling_minor = (
            row[:7]
        )
        self.pending_minor, self.incoming_minor, self.is_closed = row[7:]
        self.is_limited = self.floor_minor is not None or self.ceiling_minor is not None
        self.closes = self.code in charts.result_codes()
        self.is_special = self.is_limited or self.closes or self.is_closed
        self.quoted = quoted(self.code)

    def move(self, amount_minor: int) -> None:
        """Move the balance by what one entry moves. Raises FloorCrossed, CeilingCrossed.

        The rule of limits, as members hear it; the guards hold it in the database.
        """
        balance = self.balance_minor + amount_minor
        lowest, highest = balance - self.pending_minor, balance + self.incoming_minor
        if self.floor_minor is not None and lowest < self.floor_minor:
            raise FloorCrossed(
                account=self.code, floor=self._show(self.floor_minor), balance=self._show(lowest)
            )
        if self.ceiling_minor is not None and highest > self.ceiling_minor:
            raise CeilingCrossed(
                account=self.code, ceiling=self._show(self.ceiling_minor), balance=self._show(highest)
            )
        self.balance_minor = balance

    def _show(self, minor: int) -> str:
        return show_minor(minor, self.unit)


class Standing:
    """One locked book: the head moves along while entries are added."""

    __slots__ = ("accounts", "closed_until", "head_hash", "head_seq", "id", "key", "quoted")

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.id, self.key, self.head_seq, self.head_hash, closed = row
        self.closed_until = date.fromisoformat(closed) if isinstance(closed, str) else closed
        self.quoted = quoted(self.key)
        self.accounts: dict[str, Held] = {}


def lock_and_read(
    database: BaseDatabaseWrapper, keys: Collection[str], codes: Iterable[str] | None
) -> dict[str, Standing]:
    """{key of a book: how it stands}, those that exist, locked in the order of their keys. codes: the accounts
    wanted, None for all."""
    wanted = None if codes is None else sorted(codes)
    read = _of_postgresql if database.vendor == "postgresql" else _of_sqlite
    found: dict[str, Standing] = {}
    for row in read(database, sorted(keys), wanted):
        standing = found.get(row[1])
        if standing is None:
            standing = found[row[1]] = Standing(row[:5])
        if row[5] is not None:
            standing.accounts[row[6]] = Held(row[5:])
    return found


def _of_postgresql(
    database: BaseDatabaseWrapper, keys: list[str], codes: list[str] | None
) -> list[tuple[Any, ...]]:
    """The function locks first and reads after: what another transaction wrote while we waited is seen."""
    with database.wrap_database_errors:
        question = "SELECT * FROM books_standing(%s, %s)"
        rows: list[tuple[Any, ...]] = database.connection.execute(
            question, (keys, codes), prepare=True
        ).fetchall()
    return rows


def _of_sqlite(
    database: BaseDatabaseWrapper, keys: list[str], codes: list[str] | None
) -> list[tuple[Any, ...]]:
    """A transaction that writes holds the only lock there is."""
    question = _question(len(keys), None if codes is None else len(codes))
    with database.wrap_database_errors:
        rows: list[tuple[Any, ...]] = database.connection.execute(
            question, [*(codes or ()), *keys]
        ).fetchall()
    return rows


@lru_cache(maxsize=256)
def _question(keys: int, codes: int | None) -> str:
    wanted = "" if codes is None else f"AND a.code IN ({_marks(codes)})"
    return _ROWS.format(codes=wanted, keys=_marks(keys))


def _marks(count: int) -> str:
    return ", ".join("?" * count)
