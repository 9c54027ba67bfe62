"""Attacks by what SQLite alone offers: REPLACE, drafts, pragmas, types that are not kept."""

from commonwork.books.models import Book
from tests.rooms.books.attacks.by_hand import CHECKED, Attack, add_line, forge, replace_entry, sql


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


ATTACKS = [
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
        replace_entry,
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
