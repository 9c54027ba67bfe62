"""The reconciliation closes at the bank's figure, whatever is matched, recorded, set aside or taken back."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonwork.books.actions import bank_lines, costs, reversals
from commonwork.books.actions.bank_lines import Part
from commonwork.books.models import BankAccount, BankLine, Entry
from commonwork.books.queries.bank_lines import latest_closing, suggestions
from commonwork.books.queries.reconciliation import Reconciliation, reconcile
from tests.rooms.books import make as books_make
from tests.rooms.books.bank_feed import make
from tests.rooms.books.bank_feed.make import AT, BY, JANUARY
from tests.rooms.books.bank_files.samples import ofx

pytestmark = pytest.mark.django_db


def now(account: BankAccount, on: date = JANUARY) -> Reconciliation:
    account = BankAccount.objects.get(pk=account.pk)
    stated = latest_closing(account, on=on)
    return reconcile(
        account, on=on, bank_minor=stated.closing_minor if stated and stated.closing_on == on else None
    )


def test_before_anything_is_matched_it_closes_with_everything_in_between() -> None:
    book, _entries = make.farm_book()
    account = make.bank_account(book)
    make.take_in(account)
    found = now(account)
    # 1,454.50 - (-60.00 + 340.00 - 25.50 + 200.00) + (-60.00 + 340.00 - 25.50 - 90.00) = 1,164.50
    assert (found.book_minor, found.postings_minor, found.lines_minor) == (1_454_50, 454_50, 164_50)
    assert (found.before_minor, found.expected_minor, found.bank_minor) == (0, make.CLOSING, make.CLOSING)
    assert found.closes and not found.is_clean


def test_lines_that_cancel_out_are_still_open() -> None:
    """Bank and books agree on 1,000.00 while the books lack 50.00 in and 50.00 out."""
    book = books_make.book("freedom_farm")
    make.entry(book, date(2016, 12, 31), 1_000_00, "4000")
    account = make.bank_account(book)
    moved = [("20170105", "50.00", "In", "f1"), ("20170106", "-50.00", "Out", "f2")]
    make.take_in(account, ofx(moved, closing="1000.00"))
    found = now(account)
    assert found.closes and found.book_minor == found.bank_minor == 1_000_00
    assert not found.is_clean


def test_three_matches_and_a_split_leave_only_the_cheque() -> None:
    book, entries = make.farm_book()
    account = make.bank_account(book)
    make.take_in(account)
    for payee, name in (("SEED HOUSE 112", "seeds"), ("Market day", "market"), ("Water Works", "water")):
        bank_lines.match(lines=[make.line(payee)], postings=[(entries[name], 1)], by=BY, at=AT)
    bank_lines.record(
        line=make.line("Tool Barn"), parts=[Part("5000", -30_00), Part("5200", -60_00)], by=BY, at=AT
    )
    found = now(account)
    # books 1,454.50 - 90.00 = 1,364.50; less the cheque of 200.00 = 1,164.50
    assert (found.book_minor, [row.amount_minor for row in found.postings], found.lines) == (
        1_364_50, [200_00], (),
    )  # fmt: skip
    assert found.closes and found.expected_minor == make.CLOSING


def test_a_missing_line_shows_as_a_difference() -> None:
    book, _entries = make.farm_book()
    account = make.bank_account(book)
    make.take_in(account)
    # the bank says 1,100.00 at the end of February, and only +12.00 of it came in a file: 76.50 is missing
    make.take_in(account, ofx([("20170202", "12.00", "x", "z")], closing="1100.00", closing_on="20170228"))
    found = now(account, date(2017, 2, 28))
    assert not found.closes and found.difference_minor == 1_100_00 - (make.CLOSING + 12_00)


def test_a_cheque_written_before_the_first_statement_closes_when_it_clears() -> None:
    book, _entries = make.farm_book()
    written = make.entry(book, date(2016, 12, 30), -75_00, "5200")
    account = make.bank_account(book, match_days=30)
    # the bank began January at 1,000.00, the books at 925.00: the cheque of 75.00 was on its way
    make.take_in(account)
    assert (now(account).before_minor, now(account).closes) == (75_00, True)
    make.take_in(
        account, ofx([("20170203", "-75.00", "Cheque 12", "c")], closing="1089.50", closing_on="20170228")
    )
    bank_lines.match(lines=[make.line("Cheque 12")], postings=[(written, 1)], by=BY, at=AT)
    february = now(account, date(2017, 2, 28))
    assert (february.before_minor, february.closes) == (0, True)
    assert (now(account).before_minor, now(account).closes) == (75_00, True), "January stays as it was"


def test_an_entry_and_its_reversal_are_left_out_together() -> None:
    book, entries = make.farm_book()
    account = make.bank_account(book)
    make.take_in(account)
    costs.pay(
        organisation=book.organisation, on=date(2017, 1, 8), account="5200", amount_minor=33_00, what="twice", by=BY, at=AT
    )  # fmt: skip
    wrong = Entry.objects.order_by("seq").last()
    assert wrong is not None
    before = now(account)
    reversals.reverse(entry=wrong, on=date(2017, 1, 9), by=BY, at=AT)
    found = now(account)
    assert len(found.postings) == len(before.postings) - 1 == len(entries) - 1
    assert found.closes


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_closes_after_any_walk_of_acts(db: None, data: st.DataObject) -> None:
    with transaction.atomic():
        _walk(data)
        transaction.set_rollback(True)


def _walk(data: st.DataObject) -> None:
    book = books_make.book(f"farm_{books_make.Book.objects.count()}")
    account = make.bank_account(book, match_days=20)
    cents = st.integers(-30, 30).filter(bool).map(lambda n: n * 100)
    days = st.integers(1, 28)
    amounts = data.draw(st.lists(st.tuples(days, cents), min_size=1, max_size=8))
    for day, amount in data.draw(st.lists(st.tuples(days, cents), max_size=8)):
        make.entry(book, date(2017, 1, day), amount, "4000")
    closing = data.draw(st.integers(-50_000, 50_000))
    moves = [
        (f"201701{day:02d}", f"{amount // 100}", f"P{n % 3}", f"r{n}")
        for n, (day, amount) in enumerate(amounts)
    ]
    make.take_in(account, ofx(moves, closing=f"{closing // 100}.00", closing_on="20170131"))
    for _ in range(data.draw(st.integers(0, 8))):
        _step(data, account)
        assert now(account).closes
    for day in (5, 14, 31):
        on = date(2017, 1, day)
        account = BankAccount.objects.get(pk=account.pk)
        assert account.opening_minor is not None
        lines = BankLine.objects.filter(bank_account=account, on__lte=on)
        if account.starts_on and account.starts_on <= on:
            assert reconcile(account, on=on, bank_minor=None).expected_minor == account.opening_minor + sum(
                lines.values_list("amount_minor", flat=True)
            )


def _step(data: st.DataObject, account: BankAccount) -> None:
    line = data.draw(st.sampled_from(list(BankLine.objects.filter(bank_account=account).order_by("ref"))))
    line = BankLine.objects.select_related("bank_account__account", "bank_account__book").get(pk=line.pk)
    if line.match_id:
        back = date(2017, 1, 31) if data.draw(st.booleans()) else None
        bank_lines.unmatch(line=line, reverse_on=back, by=BY, at=AT)
    elif line.is_set_aside:
        bank_lines.take_up(line=line, by=BY, at=AT)
    elif (best := suggestions([line])[0].best) and data.draw(st.booleans()):
        bank_lines.match(lines=[line], postings=[(best.entry, best.line)], by=BY, at=AT)
    elif data.draw(st.booleans()):
        bank_lines.record(line=line, parts=[Part("5000", line.amount_minor)], by=BY, at=AT)
    else:
        bank_lines.set_aside(line=line, by=BY, at=AT)
