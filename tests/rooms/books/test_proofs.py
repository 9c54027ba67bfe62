"""Proofs find what a trigger's owner could do: each invariant is broken once behind the guards' back, and seen."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from commonwork.books import actions as books
from commonwork.books import guards
from commonwork.books.actions import costs, holds, periods
from commonwork.books.models import Balance, Book
from commonwork.books.proofs import CLAIMS, prove
from tests.rooms.books import make
from tests.rooms.books.attacks.by_hand import sql
from tests.rooms.books.season import Season
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db


def _book() -> Book:
    """A book with entries, a memo, a closed period, and a movement to another book, which has holds."""
    nubias, farm = make.book("nubias"), make.book("freedom_farm")
    make.cash(nubias, 5000)
    costs.pay(
        organisation=nubias.organisation,
        on=make.FIRST,
        account="5200",
        amount_minor=1000,
        what="ink",
        by=make.BY,
        at=make.AT,
    )
    periods.close(organisation=nubias.organisation, ends_on=date(2016, 2, 1), by=make.BY, at=make.AT)
    books.post_mirrored(
        sides=[
            (
                nubias.organisation,
                [books.Line("5010", 70, "freedom_farm"), books.Line("2000", -70, "freedom_farm")],
            ),
            (farm.organisation, [books.Line("1100", 70, "nubias"), books.Line("4010", -70, "nubias")]),
        ],
        on=date(2016, 3, 1),
        kind="invoice",
        source=make.fact(),
    )
    who = {"by": make.BY, "at": make.AT}
    asked = {"account": "1000", "against": "5200", "expires_on": date(2016, 2, 1), **who}
    holds.place(organisation=farm.organisation, amount_minor=300, **asked)
    held = holds.place(organisation=farm.organisation, amount_minor=200, **asked)
    holds.post(hold=held, amount_minor=150, on=make.FIRST, **who)
    return nubias


book = kept_world(_book)


def unguard() -> None:
    """What only the owner of the tables can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            tables = ("entry", "posting", "balance", "monthsum", "book", "memo", "period", "hold", "holdend")
            for table in tables:
                cursor.execute(f"ALTER TABLE books_{table} DISABLE TRIGGER USER")
            return
        for statement in guards.statements("sqlite"):
            if found := guards._TRIGGER.match(statement):
                cursor.execute(f"DROP TRIGGER {found.group(1)}")


def broken() -> set[str]:
    return {proof.code for proof in prove().proofs if not proof.holds} - {"guards"}


def test_sound_books_hold(book: Book) -> None:
    report = prove()
    assert report.holds and {proof.code for proof in report.proofs} == set(CLAIMS)
    assert report.heads["nubias"][0] == 3


TAMPERINGS: list[tuple[str, set[str]]] = [
    (
        "UPDATE books_posting SET amount_minor = 4999 WHERE seq = 1 AND line = 1 AND amount_minor = 5000",
        {"I1", "I2", "I4", "I5", "I8"},
    ),
    (
        "UPDATE books_posting SET amount_minor = amount_minor * 2 WHERE seq = 1",
        {"I2", "I4", "I5", "I9", "I10"},
    ),
    ("UPDATE books_posting SET party = '' WHERE seq = 3", {"I4", "I9"}),
    ("UPDATE books_posting SET fund = 'x' WHERE seq = 1", {"I4"}),
    ("UPDATE books_posting SET effective_on = '2016-01-02' WHERE seq = 1", {"I2", "I4"}),  # March to January
    ("UPDATE books_balance SET amount_minor = 1 WHERE amount_minor = 4000", {"I2"}),
    ("UPDATE books_monthsum SET amount_minor = 1 WHERE amount_minor = 4000", {"I2"}),
    ("UPDATE books_balance SET floor_minor = 0", set()),
    ("UPDATE books_entry SET kind = 'other' WHERE seq = 2", {"I4"}),
    ("UPDATE books_entry SET kind = 'other' WHERE seq = 3", {"I4", "I10"}),
    ("UPDATE books_entry SET recorded_at = '2016-01-01 00:00:00+00' WHERE seq = 2", {"I4"}),
    ("UPDATE books_entry SET source = 'NOBODY' WHERE seq = 2 AND kind = 'cost'", {"I4", "I6"}),
    ("UPDATE books_entry SET effective_on = '2016-01-05' WHERE seq = 3", {"I4", "I5", "I10"}),
    ("UPDATE books_entry SET prev_hash = 'x' WHERE seq = 2", {"I4"}),
    ("UPDATE books_entry SET is_closing = 1 = 1 WHERE seq = 2", {"I4"}),
    ("UPDATE books_book SET head_seq = 2 WHERE key = 'nubias'", {"I4"}),
    ("UPDATE books_memo SET text = 'pen'", {"I4"}),
    ("UPDATE books_period SET sums = '{\"1000\": 1}'", {"I5"}),
    ("UPDATE books_period SET head_hash = 'x'", {"I5"}),
    ("UPDATE books_balance SET pending_minor = 9 WHERE pending_minor = 300", {"I3"}),
    ("UPDATE books_hold SET amount_minor = 100 WHERE amount_minor = 200", {"I7"}),
    ("UPDATE books_hold SET party = 'x' WHERE amount_minor = 200", {"I7"}),
    ("UPDATE books_holdend SET how = 'voided', seq = NULL, amount_minor = 0", {"I7"}),
    ("DELETE FROM books_holdend", {"I3", "I7"}),
]


@pytest.mark.parametrize(("statement", "codes"), TAMPERINGS, ids=[statement for statement, _ in TAMPERINGS])
def test_tampering_is_seen(book: Book, statement: str, codes: set[str]) -> None:
    unguard()
    if "floor_minor = 0" in statement:
        statement = "UPDATE books_balance SET floor_minor = -100000"
    sql(statement)
    assert broken() == codes


def test_a_deleted_entry_leaves_a_gap(book: Book) -> None:
    unguard()
    sql("DELETE FROM books_posting WHERE seq = 1 AND book_id = %s", book.pk)
    sql("DELETE FROM books_entry WHERE seq = 1 AND book_id = %s", book.pk)
    assert {"I2", "I4", "I5"} <= broken()


def test_an_entry_slipped_into_a_closed_period_is_seen(book: Book) -> None:
    unguard()
    day = "2016-01-05"
    sql("UPDATE books_posting SET effective_on = %s WHERE seq = 3 AND book_id = %s", day, book.pk)
    sql("UPDATE books_entry SET effective_on = %s WHERE seq = 3 AND book_id = %s", day, book.pk)
    assert {"I4", "I5", "I10"} <= broken()


def test_a_missing_balance_is_seen(book: Book) -> None:
    unguard()
    sql("DELETE FROM books_balance WHERE account_id = %s", book.accounts.get(code="1000").pk)
    assert broken() == {"I2"}


def test_a_balance_beyond_its_floor_is_seen(book: Book) -> None:
    if connection.vendor == "sqlite":
        sql("PRAGMA ignore_check_constraints = ON")
        Balance.objects.filter(account__book=book, account__code="1000").update(floor_minor=10**6)
        sql("PRAGMA ignore_check_constraints = OFF")
    else:
        unguard()
        sql("ALTER TABLE books_balance DROP CONSTRAINT balance_above_floor")
        Balance.objects.filter(account__book=book, account__code="1000").update(floor_minor=10**6)
    assert broken() == {"I3"}


def test_guards_that_are_gone_are_named(book: Book) -> None:
    unguard()
    faults = {proof.code: proof.faults for proof in prove().proofs}["guards"]
    assert "books_posting_no_update" in faults


def test_one_book_alone_can_be_proved(book: Book) -> None:
    unguard()
    sql("UPDATE books_posting SET fund = 'x' WHERE book_id = %s", book.pk)
    assert {proof.code for proof in prove("nubias").proofs if not proof.holds} == {"I4", "guards"}
    assert {proof.code for proof in prove("freedom_farm").proofs if not proof.holds} == {"guards"}


@pytest.mark.parametrize("at_once", [1, 2, 3, 1000])
def test_the_pass_is_the_same_however_many_rows_are_read_at_once(
    book: Book, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commonwork.books.proof_pass.AT_ONCE", at_once)
    for number in range(7):
        make.cash(book, 10 + number, on=date(2016, 4, 1))
    assert prove().holds
    unguard()
    sql("UPDATE books_posting SET amount_minor = 11 WHERE seq = 10 AND amount_minor = 16")
    assert broken() == {"I1", "I2", "I4", "I8"}


def test_verify_prints_its_evidence_and_ends_with_1_when_broken(
    book: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify")
    assert "5 entries, 10 lines" in capsys.readouterr().out
    unguard()
    sql("UPDATE books_posting SET fund = 'x'")
    with pytest.raises(SystemExit) as left:
        call_command("verify", json=True)
    assert left.value.code == 1
    report = json.loads(capsys.readouterr().out)
    assert report["holds"] is False
    assert [proof["code"] for proof in report["proofs"] if not proof["holds"]] == ["I4", "guards"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify", "--book", "nothing"],
        ["trial_balance", "--book", "nothing", "--on", "2016-12-31"],
        ["trial_balance", "--book", "nubias", "--on", "soon"],
    ],
)
def test_bad_input_is_one_sentence_and_status_2(book: Book, arguments: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command(*arguments)
    assert refused.value.returncode == 2
    assert str(refused.value).endswith(".") and "\n" not in str(refused.value)


@pytest.mark.season
def test_the_trial_balance_has_the_published_shape(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    season = Season(published).found()
    answer = season.answers["trial_balances"]

    def printed(*more: str) -> dict[str, object]:
        call_command("trial_balance", "--book", "bank", "--on", "2016-12-31", "--json", *more)
        return json.loads(capsys.readouterr().out)

    after, before = printed(), printed("--before-closing")
    assert (after["book"], after["on"], after["unit"]) == ("bank", "2016-12-31", "USD")
    for shown, stage in ((after, "after_closing"), (before, "before_closing")):
        balances = {row["code"]: row["balance"] for row in shown["accounts"]}  # type: ignore[attr-defined]
        assert balances == answer[stage]["bank"]["balances"]
    assert after["accounts"][0] == {"code": "1000", "name": "Cash", "balance": "48317.44"}  # type: ignore[index]


def test_breaking_the_record_is_seen_too(book: Book) -> None:
    if connection.vendor == "sqlite":
        sql("DROP TRIGGER record_fact_no_update")
    else:
        sql("DROP TRIGGER record_fact_no_update ON record_fact")
    assert not prove().holds


def test_lines_behind_the_last_entry_are_seen(book: Book) -> None:
    """No head covers them, so a reader who stops at the last entry would never meet them."""
    unguard()
    head = Book.objects.get(pk=book.pk).head_seq
    sql(
        "INSERT INTO books_posting (book_id, seq, line, account_id, effective_on, amount_minor, party, fund, is_closing) "
        f"SELECT book_id, {head + 7}, line, account_id, effective_on, amount_minor, party, fund, is_closing "
        f"FROM books_posting WHERE book_id = {book.pk} AND seq = {head}"
    )
    faults = {proof.code: proof.faults for proof in prove("nubias").proofs}
    assert faults["I4"] == [f"nubias: lines of entry {head + 7}, which is not there"]
