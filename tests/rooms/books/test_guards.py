"""The database refuses, whoever asks: every attack bounces off its guard, and gets through once the guard is gone."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from commonwork.books import actions as books
from commonwork.books import guards, queries
from commonwork.books.actions import accounts, costs, periods
from commonwork.books.models import Balance, Book
from commonwork.books.proofs import prove
from tests.rooms.books import make
from tests.rooms.books.attacks import on_both, on_postgresql, on_sqlite
from tests.rooms.books.attacks.by_hand import Attack, add_line, forge, replace_entry, sql
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
TABLES = [
    model._meta.db_table for label in ("books", "record") for model in apps.get_app_config(label).get_models()
]
HERE = on_both.ATTACKS + (on_sqlite if connection.vendor == "sqlite" else on_postgresql).ATTACKS


def _book() -> Book:
    """A book with a closed period, two entries, a memo, and a floor of 0 on cash."""
    found = make.book("nubias")
    make.organisation("bare")
    periods.close(organisation=found.organisation, ends_on=date(2016, 1, 1), by=make.BY, at=make.AT)
    make.cash(found, 5000)
    costs.pay(
        organisation=found.organisation,
        on=make.FIRST,
        account="5200",
        amount_minor=1000,
        what="printing",
        by=make.BY,
        at=make.AT,
    )
    Balance.objects.filter(account__book=found, account__code="1000").update(floor_minor=0)
    found.refresh_from_db()
    return found


book = kept_world(_book)


def every_row() -> dict[str, list[Any]]:
    """All that the tables of the books and of the record hold."""
    found: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def settle() -> None:
    """What a commit would check at its end."""
    connection.check_constraints()


@pytest.mark.parametrize("attack", HERE, ids=str)
def test_the_database_refuses(attack: Attack, book: Book) -> None:
    before = every_row()
    with pytest.raises(DatabaseError), transaction.atomic():
        attack.run(book)
    assert every_row() == before


def test_what_is_attacked_holds(book: Book) -> None:
    assert prove().holds
    assert sum(map(len, every_row().values())) > 50


@pytest.mark.parametrize("attack", HERE, ids=str)
def test_without_its_guard_the_attack_gets_through(attack: Attack, book: Book) -> None:
    names = attack.guards[connection.vendor]
    with transaction.atomic():
        for name in names:
            _drop(name)
        assert set(names) <= set(guards.missing(connection)), "the boot check notices"
        attack.run(book)
        transaction.set_rollback(True)
    assert guards.missing(connection) == []


def test_every_guard_is_attacked_once() -> None:
    attacked = {name for attack in HERE for name in attack.guards[connection.vendor]}
    wanted = {
        found.group(1)
        for text in guards.statements(connection.vendor)
        if (found := guards._TRIGGER.match(text))
    }
    elsewhere = {
        "books_entry_posted",  # moves the head; without it no entry follows another
        "books_book_counted_few",  # the same for one entry of few lines
        "books_book_counted",  # moves the balances: test_the_kept_sums_move_even_when_conflicts_replace
        "books_book_no_lines_left",  # test_lines_without_an_entry...
        "books_entry_no_delete",  # in the way of replacing; deletion is refused first by the lines
        "books_book_no_delete",
        "books_account_no_delete",
        "books_entry_no_truncate",
        "books_book_no_truncate",
        "books_account_no_truncate",
    }
    of_holds = {name for name in wanted if name.startswith("books_hold")}  # test_holds.py
    of_holds |= {"books_book_posts_its_holds", "books_balance_closed"}
    assert wanted - attacked - elsewhere - of_holds == set()


@pytest.mark.parametrize("table", ["books_entry", "books_book", "books_account"])
def test_a_row_that_others_rest_on_cannot_be_deleted_either(table: str, book: Book) -> None:
    with pytest.raises(DatabaseError, match="never changed, replaced or deleted"), transaction.atomic():
        sql(f"DELETE FROM {table}")


def test_an_entry_beyond_the_floor_is_refused_by_the_database(book: Book) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        forge(book, -4001, 4001)
    forge(book, -4000, 4000)
    assert queries.balance(book.organisation, "1000") == 0


def test_a_forged_entry_that_passes_the_guards_is_caught_by_the_chain(book: Book) -> None:
    forge(book, 100, -100)
    broken = {proof.code for proof in prove().proofs if not proof.holds}
    assert broken == {"I4", "I6"}, "its hash follows from nothing, and no fact caused it"


def test_lines_without_an_entry_do_not_survive_the_transaction(book: Book) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        add_line(book, 3, 1, 500)
        add_line(book, 3, 2, -500)
        settle()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SET CONSTRAINTS is PostgreSQL's")
def test_a_line_after_constraints_were_made_immediate_is_refused(book: Book) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        forge(book, 100, -100)
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        add_line(book, 3, 3, 500)
    with pytest.raises(DatabaseError), transaction.atomic():
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        add_line(book, 3, 1, 500)


LINES = (
    "INSERT INTO books_posting (book_id, seq, line, account_id, effective_on, amount_minor, party, fund, is_closing) "
    "SELECT b.id, b.head_seq + 1 + one.ahead, one.line, a.id, '2016-01-01', one.amount, '', '', false FROM books_book b "
    "JOIN books_account a ON a.book_id = b.id AND a.code = '4000', "
    "(VALUES {rows}) AS one (ahead, line, amount) WHERE b.key = 'nubias' RETURNING line"
)
ENTRY = (
    "INSERT INTO books_entry (id, book_id, seq, effective_on, recorded_at, kind, source, memo_hash, is_closing, "
    "line_count, payload_hash, prev_hash, hash) SELECT gen_random_uuid(), id, head_seq + 1, '2016-01-01', now(), "
    "'forged', 'FORGED', '', false, 2, repeat('a', 64), head_hash, repeat('b', 64) FROM books_book"
)


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="only PostgreSQL writes two tables in one statement"
)
@pytest.mark.parametrize(
    ("rows", "first", "is_refused"),
    [
        ("(0, 1, 5), (0, 2, -5)", "lines", False),
        ("(0, 1, 5), (0, 2, -5)", "entry", True),
        ("(0, 1, 5), (0, 2, -4)", "lines", True),
        ("(0, 1, 5), (0, 2, -5), (0, 3, 1)", "lines", True),
        ("(0, 1, 5), (0, 2, -5), (1, 1, 1)", "lines", True),
        ("(1, 1, 5), (1, 2, -5)", "lines", True),
    ],
)
def test_an_entry_and_its_lines_in_one_statement_are_checked_as_well(
    rows: str, first: str, is_refused: bool, book: Book
) -> None:
    lines = LINES.format(rows=rows)
    sealing = {
        "lines": f"WITH l AS ({lines}) {ENTRY} WHERE key = 'nubias' AND (SELECT count(*) FROM l) > 0",
        "entry": f"WITH l AS ({lines}) {ENTRY} WHERE key = 'nubias'",
    }[first]
    if is_refused:
        with pytest.raises(DatabaseError), transaction.atomic():
            sql(sealing)
            settle()
        return
    sql(sealing)
    settle()
    broken = {proof.code for proof in prove().proofs if not proof.holds}
    assert broken == {"I4", "I6"}, "its hash follows from nothing, and no fact caused it"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="OR REPLACE is SQLite's")
@pytest.mark.parametrize("verb", ["UPDATE", "UPDATE OR REPLACE", "UPDATE OR IGNORE"])
def test_the_kept_sums_move_even_when_conflicts_replace(verb: str, book: Book) -> None:
    forge(book, 100, -100, verb="INSERT OR REPLACE", seal=verb)
    broken = {proof.code for proof in prove().proofs if not proof.holds}
    assert broken == {"I4", "I6"}, "balances and sums of months are right"


@pytest.mark.parametrize("lines", [2, 8, 9, 30])
def test_few_lines_and_many_move_the_same_sums(lines: int, book: Book) -> None:
    """Short questions are asked for up to eight lines, one over all for more."""
    amounts = [100] * (lines - 1)
    forge(book, *amounts, -sum(amounts), codes=("1000", "4000", "5200") * lines)
    broken = {proof.code for proof in prove().proofs if not proof.holds}
    assert broken == {"I4", "I6"}, "balances and sums of months are right"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="pragmas are SQLite's")
def test_replacing_is_refused_even_when_delete_triggers_do_not_recurse(book: Book) -> None:
    sql("PRAGMA recursive_triggers = OFF")
    try:
        with pytest.raises(DatabaseError), transaction.atomic():
            add_line(book, 1, 1, 500, verb="INSERT OR REPLACE")
        with pytest.raises(DatabaseError), transaction.atomic():
            replace_entry(book)
    finally:
        sql("PRAGMA recursive_triggers = ON")


def test_a_unit_cannot_be_balanced_with_another(book: Book) -> None:
    hours = book.accounts.create(code="9000", name="Hours", kind="asset", unit="HOUR")
    Balance.objects.create(account=hours)
    with pytest.raises(DatabaseError, match="do not balance"), transaction.atomic():
        forge(book, 100, -100, codes=("1000", "9000"))


def test_the_guards_come_back_after_a_migration(book: Book) -> None:
    _drop("books_entry_no_update")
    assert guards.missing(connection) == ["books_entry_no_update"]
    guards.install(connection)
    assert guards.missing(connection) == []


def test_posting_still_works_after_all_that(book: Book) -> None:
    entry = make.cash(book, 700)
    assert entry.seq == 3
    assert books.reverse(entry=entry, on=make.FIRST, source=make.fact()).seq == 4
    assert prove().holds


def _drop(name: str) -> None:
    if connection.vendor == "sqlite":
        sql(f"DROP TRIGGER {name}")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [name])
        table = cursor.fetchone()[0]
    sql(f"DROP TRIGGER {name} ON {table}")


MANY_LINES = (
    "INSERT INTO books_posting (book_id, seq, line, account_id, effective_on, amount_minor, party, fund, is_closing) "
    "SELECT b.id, b.head_seq + n, line, a.id, '2016-01-01', "
    "CASE line WHEN 1 THEN 5 ELSE -5 END + CASE WHEN n = 77 AND line = 2 THEN {off} ELSE 0 END, '', '', false "
    "FROM books_book b, generate_series(1, 120) n, generate_series(1, 2) line, books_account a "
    "WHERE b.key = 'nubias' AND a.book_id = (SELECT o.id FROM books_book o "
    "WHERE o.key = CASE WHEN n = 77 AND line = 2 THEN '{whose}' ELSE 'nubias' END) "
    "AND a.code = CASE WHEN n = 77 AND line = 2 THEN '{code}' ELSE '4000' END"
)
MANY_ENTRIES = (
    "INSERT INTO books_entry (id, book_id, seq, effective_on, recorded_at, kind, source, memo_hash, is_closing, "
    "line_count, payload_hash, prev_hash, hash) "
    "SELECT gen_random_uuid(), id, CASE n WHEN 121 THEN -1 ELSE head_seq + n END, "
    "CASE WHEN n = 77 THEN date '{day}' ELSE '2016-01-01' END, now(), 'forged', 'FORGED', '', n = 77 AND {closes}, "
    "CASE WHEN n = 77 THEN {count} ELSE 2 END, repeat('a', CASE WHEN n = 77 THEN {length} ELSE 64 END), "
    "CASE n WHEN 1 THEN head_hash WHEN 77 THEN {link} ELSE lpad((n - 1)::text, 64, '0') END, lpad(n::text, 64, '0') "
    "FROM books_book, generate_series(1, {many}) n WHERE key = 'nubias'"
)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a batch is one statement on PostgreSQL only")
@pytest.mark.parametrize(
    ("fault", "is_refused"),
    [
        ({}, False),
        ({"off": 1}, True),
        ({"count": 3}, True),
        ({"day": "2016-01-02"}, True),
        ({"code": "9100"}, True),  # 5 dollars against 5 hours
        ({"closes": "true"}, True),  # and its lines do not
        ({"length": 63}, True),
        ({"link": "lpad('75', 64, '0')"}, True),
        ({"link": "head_hash"}, True),
        ({"whose": "freedom_farm"}, True),  # the other book's account
        ({"many": 121}, True),  # the last is numbered below all that are posted
    ],
    ids=str,
)
def test_one_bad_entry_in_a_batch_is_found(book: Book, fault: dict[str, Any], is_refused: bool) -> None:
    said = {"off": 0, "count": 2, "day": "2016-01-01", "code": "4000", "closes": "false", "length": 64}
    said |= {"link": "lpad('76', 64, '0')", "whose": "nubias", "many": 120} | fault
    make.book("freedom_farm")
    accounts.add(
        organisation=book.organisation,
        code="9100",
        name="Hours",
        kind="asset",
        unit="HOUR",
        by=make.BY,
        at=make.AT,
    )
    try:
        with transaction.atomic():
            sql(MANY_LINES.format(**said))
            sql(MANY_ENTRIES.format(**said))
            settle()
        found = False
    except DatabaseError:
        found = True
    assert found == is_refused
