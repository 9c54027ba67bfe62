"""Attacks on posted rows by plain SQL. Each names the guards that stand in its way; dropping those lets it through,
which shows that it is they who refuse (and that the attack is a real one)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from commonwork.books.models import Book, Entry, Posting

BOTH = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Attack:
    """run: does it, given the book that holds two entries. guards: {engine: those to drop to let it through}."""

    name: str
    run: Callable[[Book], Any]
    guards: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def stored(value: Any) -> Any:
    """A value as the engine keeps it."""
    return value.hex if connection.vendor == "sqlite" and hasattr(value, "hex") else value


def add_line(book: Book, seq: int, line: int, amount: int, *, code: str = "1000", **more: Any) -> None:
    account = more.get("account") or book.accounts.get(code=code).pk
    verb = more.get("verb", "INSERT")
    sql(
        f"{verb} INTO books_posting (book_id, seq, line, account_id, effective_on, amount_minor, party, fund, "
        "is_closing) VALUES (%s, %s, %s, %s, %s, %s, '', '', %s)",
        *(book.pk, seq, line, account, more.get("on", "2016-01-01"), amount, False),
    )


def add_entry(book: Book, **more: Any) -> None:
    """Write an entry row as if one knew the whole scheme; the book's own next number and link unless told."""
    book.refresh_from_db()
    row = {
        "id": stored(uuid4()),
        "book_id": book.pk,
        "seq": book.head_seq + 1,
        "effective_on": "2016-01-01",
        "recorded_at": "2016-01-01 12:00:00+00:00",
        "kind": "forged",
        "source": "FORGED",
        "memo_hash": "",
        "mirror": None,
        "reverses_id": None,
        "is_closing": False,
        "line_count": 2,
        "payload_hash": "a" * 64,
        "prev_hash": book.head_hash,
        "hash": "b" * 64,
    }
    verb = more.pop("verb", "INSERT")
    row |= more
    marks = ", ".join(["%s"] * len(row))
    sql(f"{verb} INTO books_entry ({', '.join(row)}) VALUES ({marks})", *row.values())


def forge(book: Book, *amounts: Any, codes: tuple[str, ...] = ("1000", "4000", "5200"), **more: Any) -> None:
    """Lines, their entry, the head of the book: the way the writer does it."""
    book.refresh_from_db()
    seq = more.pop("seq", book.head_seq + 1)
    on, account, seal = (
        more.get("effective_on", "2016-01-01"),
        more.pop("account", None),
        more.pop("seal", "UPDATE"),
    )
    for number, amount in enumerate(amounts, 1):
        add_line(book, seq, number, amount, code=codes[number - 1], on=on, account=account)
    add_entry(book, seq=seq, line_count=more.pop("line_count", len(amounts)), **more)
    move_head(book, seal)


def move_head(book: Book, verb: str = "UPDATE") -> None:
    """On SQLite the move of the head seals the entries; on PostgreSQL the entries moved it themselves."""
    if connection.vendor == "sqlite":
        last = Entry.objects.filter(book=book).order_by("-seq").values_list("seq", "hash")[0]
        sql(f"{verb} books_book SET head_seq = %s, head_hash = %s WHERE id = %s", *last, book.pk)


def _other_account(book: Book) -> int:
    from tests.rooms.books import make

    return make.book("freedom_farm").accounts.get(code="1000").pk


def _other_entry() -> UUID:
    from tests.rooms.books import make

    return make.cash(make.book("freedom_farm"), 700).pk


def _replace_entry(book: Book) -> None:
    last = Entry.objects.filter(book=book).latest("seq")
    add_entry(book, verb="INSERT OR REPLACE", id=stored(last.id), prev_hash=last.hash, kind="rewritten")


def _on_conflict(book: Book) -> None:
    line = Posting.objects.filter(book=book, seq=1).first()
    assert line is not None
    sql(
        "INSERT INTO books_posting (book_id, seq, line, account_id, effective_on, amount_minor, party, fund, "
        "is_closing) VALUES (%s, 1, 1, %s, '2016-01-01', 5, '', '', %s) "
        "ON CONFLICT (book_id, seq, line) DO UPDATE SET amount_minor = 5",
        *(book.pk, line.account_id, False),
    )


SEALED = ("books_book_sealed", "books_book_sealed_one")
CHECKED = {"sqlite": SEALED, "postgresql": ("books_entry_posted",)}
BOOK_STAYS = dict.fromkeys(BOTH, ("books_book_stays",))
DRAFTED = {"sqlite": ("books_posting_checked",), "postgresql": ("books_posting_drafted",)}


def no_change(table: str, verb: str = "update") -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(BOTH, (f"{table}_no_{verb}",))


COMMON = [
    Attack(
        "an amount changed",
        lambda b: sql("UPDATE books_posting SET amount_minor = 1"),
        no_change("books_posting"),
    ),
    Attack(
        "a party changed", lambda b: sql("UPDATE books_posting SET party = 'x'"), no_change("books_posting")
    ),
    Attack(
        "a line deleted",
        lambda b: sql("DELETE FROM books_posting WHERE line = 1"),
        no_change("books_posting", "delete"),
    ),
    Attack(
        "an entry's day changed",
        lambda b: sql("UPDATE books_entry SET effective_on = '2015-01-01'"),
        no_change("books_entry"),
    ),
    Attack(
        "an entry's hash changed",
        lambda b: sql("UPDATE books_entry SET hash = %s", "c" * 64),
        no_change("books_entry"),
    ),
    Attack(
        "an entry turned into a closing",
        lambda b: sql("UPDATE books_entry SET is_closing = %s", True),
        no_change("books_entry"),
    ),
    Attack("a line added to a posted entry", lambda b: add_line(b, 1, 3, 500), DRAFTED),
    Attack(
        "a line of another book's account",
        lambda b: forge(b, 500, -500, account=_other_account(b)),
        {
            "sqlite": SEALED,
            "postgresql": ("books_posting_drafted", "books_book_no_lines_left"),
        },
    ),
    Attack("an entry off by a cent", lambda b: forge(b, 100, -99), CHECKED),
    Attack("an entry of one line", lambda b: forge(b, 100), CHECKED),
    Attack("an entry without lines", lambda b: forge(b), CHECKED),
    Attack("an entry that says it has more lines", lambda b: forge(b, 100, -100, line_count=3), CHECKED),
    Attack("a gap in the numbers", lambda b: forge(b, 100, -100, seq=4), CHECKED),
    Attack("a wrong link to the entry before", lambda b: forge(b, 100, -100, prev_hash="d" * 64), CHECKED),
    Attack("a hash of the wrong length", lambda b: forge(b, 100, -100, hash="b"), CHECKED),
    Attack("a day in a closed period", lambda b: forge(b, 100, -100, effective_on="2015-12-31"), CHECKED),
    Attack(
        "the head moved back",
        lambda b: sql(
            "UPDATE books_book SET head_seq = 1, head_hash = (SELECT hash FROM books_entry WHERE seq = 1)"
        ),
        {"sqlite": ("books_book_sealed",), "postgresql": ("books_book_stays",)},
    ),
    Attack("a closed period opened", lambda b: sql("UPDATE books_book SET closed_until = NULL"), BOOK_STAYS),
    Attack("a book renamed", lambda b: sql("UPDATE books_book SET key = 'other'"), BOOK_STAYS),
    Attack(
        "a book begun with a head",
        lambda b: sql(
            "INSERT INTO books_book (key, organisation_id, chart, unit, opened_on, head_seq, head_hash) "
            "SELECT 'forged', id, 'co-op', 'USD', '2016-01-01', 7, %s FROM registry_organisation WHERE key = 'bare'",
            "e" * 64,
        ),
        dict.fromkeys(BOTH, ("books_book_begins_empty",)),
    ),
    Attack(
        "an account turned into another",
        lambda b: sql("UPDATE books_account SET code = '9999' WHERE code = '1000'"),
        dict.fromkeys(BOTH, ("books_account_stays",)),
    ),
    Attack(
        "a balance given to another account",
        lambda b: sql("UPDATE books_balance SET account_id = -account_id"),
        dict.fromkeys(BOTH, ("books_balance_stays",)),
    ),
    Attack(
        "a balance deleted",
        lambda b: sql("DELETE FROM books_balance"),
        no_change("books_balance", "delete"),
    ),
    Attack(
        "a month's sum given to another month",
        lambda b: sql("UPDATE books_monthsum SET month = '2015-01-01'"),
        {"sqlite": ("books_monthsum_stays",), "postgresql": ("books_monthsum_moves_with_entries",)},
    ),
    Attack(
        "a month begun with money",
        lambda b: sql(
            "INSERT INTO books_monthsum (account_id, month, amount_minor) SELECT id, '2015-01-01', 5 FROM books_account"
        ),
        {"sqlite": ("books_monthsum_begins_empty",), "postgresql": ("books_monthsum_moves_with_entries",)},
    ),
    Attack(
        "a month's sum deleted",
        lambda b: sql("DELETE FROM books_monthsum"),
        no_change("books_monthsum", "delete"),
    ),
    Attack(
        "a reversal of an entry of another book",
        lambda b: forge(b, 5, -5, reverses_id=stored(_other_entry())),
        CHECKED,
    ),
    Attack("a reversal of nothing", lambda b: forge(b, 5, -5, reverses_id=stored(uuid4())), CHECKED),
    Attack(
        "a closed period's sums changed",
        lambda b: sql("UPDATE books_period SET sums = '{}'"),
        no_change("books_period"),
    ),
    Attack(
        "a period deleted", lambda b: sql("DELETE FROM books_period"), no_change("books_period", "delete")
    ),
    Attack(
        "a memo rewritten",
        lambda b: sql("UPDATE books_memo SET text = 'other'"),
        dict.fromkeys(BOTH, ("books_memo_only_erased",)),
    ),
    Attack("a memo deleted", lambda b: sql("DELETE FROM books_memo"), no_change("books_memo", "delete")),
    Attack(
        "an upsert onto a posted line",
        _on_conflict,
        {
            "sqlite": ("books_posting_checked", "books_posting_no_update"),
            "postgresql": ("books_posting_no_update", "books_posting_drafted"),
        },
    ),
]


def _unsealed(book: Book, statement: str) -> None:
    """Lines without an entry, and what would let them be committed."""
    add_line(book, 3, 1, 500)
    sql("PRAGMA ignore_check_constraints = ON")
    try:
        sql(statement)
    finally:
        sql("PRAGMA ignore_check_constraints = OFF")


def _behind_an_older_head(book: Book) -> None:
    sql("INSERT INTO books_draft (book_id, head_seq, never) VALUES (%s, 0, 1)", book.pk)
    add_line(book, 1, 3, 500)


SQLITE = [
    Attack(
        "a posted line replaced",
        lambda b: add_line(b, 1, 1, 500, verb="INSERT OR REPLACE"),
        {"sqlite": ("books_posting_checked", "books_posting_no_delete")},
    ),
    Attack(
        "a posted line replaced by REPLACE",
        lambda b: add_line(b, 2, 1, 7, verb="REPLACE"),
        {"sqlite": ("books_posting_checked", "books_posting_no_delete")},
    ),
    Attack(
        "a posted entry replaced by its id",
        _replace_entry,
        {"sqlite": ("books_entry_checked", "books_entry_no_delete")},
    ),
    Attack(
        "an update that replaces",
        lambda b: sql("UPDATE OR REPLACE books_posting SET line = 1 WHERE line = 2"),
        {"sqlite": ("books_posting_no_update", "books_posting_no_delete")},
    ),
    Attack("an amount that is a fraction", lambda b: forge(b, 0.5, -0.5), CHECKED),
    Attack("an amount that is a word", lambda b: forge(b, "much", "less"), CHECKED),
    Attack("a day that is no day", lambda b: forge(b, 5, -5, effective_on="2016-02-30"), CHECKED),
    Attack(
        "an entry beyond the floor, ignoring it",
        lambda b: forge(b, -(10**9), 10**9, verb="INSERT OR IGNORE", seal="UPDATE OR IGNORE"),
        {"sqlite": ("books_balance_within_limits",)},
    ),
    Attack(
        "drafts swept away",
        lambda b: _unsealed(b, "DELETE FROM books_draft"),
        {"sqlite": ("books_draft_is_sealed",)},
    ),
    Attack(
        "a line added to a posted entry behind a draft of an older head",
        _behind_an_older_head,
        {"sqlite": ("books_draft_begins_at_the_head",)},
    ),
    Attack(
        "drafts of one book given to another",
        lambda b: _unsealed(b, "UPDATE books_draft SET book_id = -1"),
        {"sqlite": ("books_draft_stays",)},
    ),
    Attack(
        "drafts made good by a row that may not be",
        lambda b: _unsealed(b, "INSERT INTO books_never (id) VALUES (1)"),
        {"sqlite": ("books_never_stays_empty",)},
    ),
    Attack(
        "a month's sum replaced",
        lambda b: sql("REPLACE INTO books_monthsum SELECT account_id, month, 0 FROM books_monthsum"),
        {"sqlite": ("books_monthsum_begins_empty", "books_monthsum_no_delete")},
    ),
    Attack(
        "a book replaced",
        lambda b: sql(
            "REPLACE INTO books_book (id, key, organisation_id, chart, unit, opened_on, head_seq, head_hash) "
            "SELECT id, key, organisation_id, chart, unit, opened_on, 0, %s FROM books_book",
            "0" * 64,
        ),
        {"sqlite": ("books_book_begins_empty", "books_book_no_delete")},
    ),
    Attack(
        "an account replaced",
        lambda b: sql(
            'REPLACE INTO books_account (id, book_id, code, name, kind, "by", unit) '
            "SELECT id, book_id, code, 'Other', 'asset', '', unit FROM books_account"
        ),
        {"sqlite": ("books_account_once", "books_account_no_delete")},
    ),
    Attack(
        "a balance replaced",
        lambda b: sql(
            "REPLACE INTO books_balance (account_id, amount_minor) SELECT account_id, 0 FROM books_balance"
        ),
        {"sqlite": ("books_balance_begins_empty", "books_balance_no_delete")},
    ),
    Attack(
        "a memo replaced",
        lambda b: sql("REPLACE INTO books_memo SELECT entry_id, salt, 'other', 0 FROM books_memo"),
        {"sqlite": ("books_memo_once", "books_memo_no_delete")},
    ),
    Attack(
        "a closed period replaced",
        lambda b: sql("REPLACE INTO books_period SELECT * FROM books_period"),
        {"sqlite": ("books_period_once", "books_period_no_delete")},
    ),
]


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


POSTGRESQL = [
    Attack(
        f"{table} emptied",
        lambda b, table=table: _truncate(table),
        {"postgresql": (f"{table}_no_truncate",)},
    )
    for table in ("books_posting", "books_period", "books_memo", "books_balance", "books_monthsum")
]
POSTGRESQL += [
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
