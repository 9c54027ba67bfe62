"""Attacks by what PostgreSQL alone offers, and on what it keeps by itself."""

from commonwork.books.models import Book
from tests.rooms.books.attacks.by_hand import Attack, sql


def _truncate(table: str) -> None:
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to come is refused anyway
    sql(f"TRUNCATE {table} CASCADE")


def _rich_account(book: Book) -> None:
    sql(
        "INSERT INTO books_account (book_id, code, name, kind, by, unit) "
        "VALUES (%s, '1999', 'x', 'asset', '', 'USD')",
        book.pk,
    )
    sql("INSERT INTO books_balance (account_id, amount_minor) SELECT max(id), 5 FROM books_account")


ATTACKS = [
    Attack(
        f"{table} emptied",
        lambda b, table=table: _truncate(table),
        {"postgresql": (f"{table}_no_truncate",)},
    )
    for table in ("books_posting", "books_period", "books_memo", "books_balance", "books_monthsum")
]
ATTACKS += [
    Attack("a balance begun with money", _rich_account, {"postgresql": ("books_balance_begins_empty",)}),
    Attack(
        "a balance changed by hand",
        lambda b: sql("UPDATE books_balance SET amount_minor = amount_minor + 1"),
        {"postgresql": ("books_balance_moves_with_entries",)},
    ),
    Attack(
        "a month's sum changed by hand",
        lambda b: sql("UPDATE books_monthsum SET amount_minor = amount_minor + 1"),
        {"postgresql": ("books_monthsum_moves_with_entries",)},
    ),
]
