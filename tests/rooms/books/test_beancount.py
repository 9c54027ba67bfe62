"""Beancount text: the real bean-check reads every book of the golden season, and asserts our balances in it."""

import re
import shutil
import subprocess
import sys
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from commonwork.books import actions as books
from commonwork.books import queries
from commonwork.books.actions import costs, periods
from commonwork.books.exports import beancount, ledger, reading
from commonwork.books.models import Account, Balance, Book
from commonwork.rules import money
from commonwork.rules.money import add_units, units_listed
from tests.rooms.books import make

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
CHECKER = shutil.which("bean-check") or shutil.which("bean-check", path=str(Path(sys.executable).parent))
needs_checker = pytest.mark.skipif(CHECKER is None, reason="bean-check is not installed here")


def complaints(text: str, folder: Path) -> str:
    """What the real bean-check says about a text; empty when all is well."""
    assert CHECKER
    file = folder / "ledger.beancount"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run([CHECKER, str(file)], check=False, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stderr + done.stdout


def all_books() -> list[Book]:
    return list(Book.objects.select_related("organisation").order_by("key"))


@needs_checker
@pytest.mark.season
def test_the_real_checker_passes_on_every_book_of_the_season_and_on_all_together(tmp_path: Path) -> None:
    found = all_books()
    assert len(found) >= 7
    for book in found:
        assert complaints("".join(beancount.text([book])), tmp_path) == "", book.key
    assert complaints("".join(beancount.text(found)), tmp_path) == ""


@needs_checker
@pytest.mark.season
def test_the_real_checker_stops_at_a_balance_that_is_not_ours(tmp_path: Path) -> None:
    text = "".join(beancount.text([Book.objects.get(key="bank")]))
    wrong = re.sub(r"(balance Assets:Cash:1000  )(\d+)", lambda m: f"{m[1]}{int(m[2]) + 1}", text)
    assert wrong != text
    assert "Balance failed" in complaints(wrong, tmp_path)


@pytest.mark.season
def test_the_balances_asserted_at_the_end_are_those_of_the_trial_balance() -> None:
    for book in all_books():
        asserted = dict(
            re.findall(r"balance \S+:(\d{4})  (-?[\d.]+) ~ 0 USD", "".join(beancount.text([book])))
        )
        rows = queries.trial_balance(book.organisation, on=date(2100, 1, 1))
        ours = {row.code: Decimal(row.balance_minor).scaleb(-2) for row in rows}
        assert {code: Decimal(amount) for code, amount in asserted.items() if Decimal(amount)} == ours


@needs_checker
def test_a_close_is_asserted_on_the_day_it_opens_again(tmp_path: Path) -> None:
    book = make.book()
    make.cash(book, 10_000)
    periods.close(organisation=book.organisation, ends_on=date(2016, 2, 1), by=make.BY, at=make.AT)
    make.cash(book, 500, on=date(2016, 3, 1))
    text = "".join(beancount.text([book]))
    assert "2016-02-01 balance Assets:Cash:1000  100.00 ~ 0 USD" in text
    assert "2016-03-02 balance Assets:Cash:1000  105.00 ~ 0 USD" in text
    assert complaints(text, tmp_path) == ""


@needs_checker
def test_names_and_memos_that_mean_something_to_beancount_do_no_harm(tmp_path: Path) -> None:
    book = make.book()
    strange = Account.objects.create(
        book=book, code="5999", name='Señor "Q" \\ ; * 2016-01-01 {x}', kind="expense"
    )
    Balance.objects.create(account=strange)
    make.cash(book, 9_000)
    costs.pay(
        organisation=book.organisation, on=make.FIRST, account="5999", amount_minor=100,
        what='a "quoted" \\ back\nslash ; 2016-01-01 close Assets:Cash:1000', by=make.BY, at=make.AT,
    )  # fmt: skip
    with_memos = "".join(beancount.text([book], eyes=lambda _book: beancount.Eyes(sees_memos=True)))
    assert 'a \\"quoted\\"' in with_memos
    assert complaints(with_memos, tmp_path) == ""


def test_text_as_of_a_day_holds_nothing_later() -> None:
    book = make.book()
    make.cash(book, 10_000)
    make.cash(book, 500, on=date(2016, 3, 1))
    make.cash(book, 700, on=date(2016, 2, 1))
    text = "".join(beancount.text([book], on=date(2016, 2, 15)))
    assert "2016-03-01" not in text
    assert "2016-02-02 balance Assets:Cash:1000  107.00 ~ 0 USD" in text


def test_hours_are_written_in_minutes_so_that_they_stay_exact() -> None:
    assert beancount.commodity("HOUR") == "HOUR-MINUTES"
    assert beancount.number(100, "HOUR") == "100"


@needs_checker
def test_the_real_checker_passes_on_a_book_with_hours_and_a_unit_of_its_own(tmp_path: Path) -> None:
    add_units(units_listed("MEAL:0, ACORN:3"))  # as COMMONWORK_UNITS names them
    book = make.book()
    make.cash(book, 90_00)
    for unit, amount, code in (("HOUR", 465, "91"), ("MEAL", 3, "92"), ("ACORN", 1250, "93")):
        for end, kind in (("00", "asset"), ("90", "equity")):
            account = Account.objects.create(book=book, code=code + end, name=unit, kind=kind, unit=unit)
            Balance.objects.create(account=account)
        lines = [books.Line(f"{code}00", amount), books.Line(f"{code}90", -amount)]
        books.post(
            organisation=book.organisation, on=make.FIRST, kind="mixed", lines=lines, source=make.fact()
        )
    try:
        text = "".join(beancount.text([book]))
        assert complaints(text, tmp_path) == ""
    finally:
        del money._known["MEAL"], money._known["ACORN"]
    for asserted in ("465 ~ 0 HOUR-MINUTES", "3 ~ 0 MEAL", "1.250 ~ 0 ACORN", "90.00 ~ 0 USD"):
        assert asserted in text
    wrong = text.replace("1.250 ~ 0 ACORN", "1.251 ~ 0 ACORN")
    assert "Balance failed" in complaints(wrong, tmp_path)


@given(st.text(max_size=30))
def test_every_text_makes_a_part_of_an_account_name(text: str) -> None:
    assert re.fullmatch(r"[A-Z0-9][A-Za-z0-9-]*", beancount.component(text))


@given(st.lists(st.text(alphabet="ab-_ é", min_size=1, max_size=4), unique=True, max_size=12))
def test_no_two_accounts_share_a_name(codes: list[str]) -> None:
    names = beancount.account_names(Account(code=code, name="Cash", kind="asset") for code in codes)
    assert len(set(names.values())) == len(codes)


def test_the_public_reads_neither_memos_nor_codes_nor_names_of_members(client: Client) -> None:
    book = make.book(is_open=True)
    make.cash(book, 9_000)
    books.post(
        organisation=book.organisation, on=make.FIRST, kind="share", source=make.fact(), memo="from her savings",
        lines=[books.Line("1000", 100), books.Line("3000", -100, "ada_lovelace")],
    )  # fmt: skip
    for name in ("beancount/", "ledger/?format=csv"):
        shown = b"".join(client.get(f"/books/nubias/{name}"))  # type: ignore[call-overload]
        assert b"ada_lovelace" not in shown and b"savings" not in shown and b"a member" in shown
        assert make.fact().code.encode() not in shown


def test_books_that_are_not_open_are_not_found(client: Client) -> None:
    make.book()
    for page in ("beancount", "ledger"):
        assert client.get(f"/books/nubias/{page}/").status_code == 404
    assert client.get("/books/all/beancount/").status_code == 404


@pytest.mark.season
def test_the_general_ledger_adds_up_to_the_trial_balance(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "AT_ONCE", 3)  # many small rounds give the same as one
    monkeypatch.setattr(reading, "AT_ONCE", 3)
    book = Book.objects.get(key="bank")
    sums: dict[str, Decimal] = defaultdict(Decimal)
    last: dict[str, Decimal] = {}
    for row in ledger.rows(book):
        sums[row[0]] += Decimal(row[8] or 0) - Decimal(row[9] or 0)
        last[row[0]] = Decimal(row[10])
    rows = queries.trial_balance(book.organisation, on=date(2100, 1, 1))
    ours = {row.code: Decimal(row.balance_minor).scaleb(-2) for row in rows}
    assert {code: amount for code, amount in sums.items() if amount} == ours
    assert sums == last
