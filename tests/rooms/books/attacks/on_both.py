"""Attacks that both engines refuse."""

from uuid import UUID, uuid4

from commonwork.books.models import Book, Posting
from tests.rooms.books import make
from tests.rooms.books.attacks.by_hand import (
    BOOK_STAYS,
    BOTH,
    CHECKED,
    DRAFTED,
    Attack,
    add_line,
    forge,
    no_change,
    sql,
    stored,
)


def _other_account(book: Book) -> int:
    return make.book("freedom_farm").accounts.get(code="1000").pk


def _other_entry() -> UUID:
    return make.cash(make.book("freedom_farm"), 700).pk


def _on_conflict(book: Book) -> None:
    line = Posting.objects.filter(book=book, seq=1).first()
    assert line is not None
    sql(
        "INSERT INTO books_posting (book_id, seq, line, account_id, effective_on, amount_minor, party, fund, "
        "is_closing) VALUES (%s, 1, 1, %s, '2016-01-01', 5, '', '', %s) "
        "ON CONFLICT (book_id, seq, line) DO UPDATE SET amount_minor = 5",
        *(book.pk, line.account_id, False),
    )


ATTACKS = [
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
        CHECKED,
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
