"""A close freezes sums: the trial balance of any past close, worked out again, is the one kept then (PROMISES 9)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from commonwork.books import actions as books
from commonwork.books import queries
from commonwork.books.actions import periods, years
from commonwork.books.models import Book, Period
from commonwork.books.proofs import prove
from commonwork.rules.refusal import Refusal
from tests.rooms.books import make
from tests.rooms.books.attacks.by_hand import sql
from tests.rooms.books.test_proofs import unguard

pytestmark = pytest.mark.django_db
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["post", "post", "post", "close", "reverse", "year"]),
        st.integers(0, 360),
        st.integers(-9_000, 9_000),
        st.sampled_from(["4000", "5200", "3200", "1500"]),
    ),
    min_size=5,
    max_size=30,
)


def walked(steps: list[tuple[str, int, int, str]]) -> dict[date, dict[str, int]]:
    """Do the steps in a new book; {day a close begins: the trial balance printed just after it}."""
    book, posted, kept = make.book("nubias"), [], {}
    for what, day, amount, code in steps:
        on = make.FIRST + timedelta(day)
        try:
            with transaction.atomic():
                if what == "post":
                    posted.append(make.cash(book, amount, on=on, against=code))
                elif what == "reverse" and posted:
                    books.reverse(entry=posted[day % len(posted)], on=on, source=make.fact())
                elif what == "year":
                    years.close(organisation=book.organisation, on=on, by=make.BY, at=make.AT)
                elif what == "close":
                    periods.close(organisation=book.organisation, ends_on=on, by=make.BY, at=make.AT)
                    kept[on] = balances(book, on)
        except Refusal:
            continue
    return kept


def balances(book: Book, ends_on: date) -> dict[str, int]:
    rows = queries.trial_balance(book.organisation, on=ends_on - timedelta(1))
    return {row.code: row.balance_minor for row in rows}


def every_close_is_kept(steps: list[tuple[str, int, int, str]]) -> None:
    with transaction.atomic():
        kept = walked(steps)
        book = Book.objects.get(key="nubias")
        assert {period.ends_on: period.sums for period in Period.objects.all()} == kept
        assert {ends_on: balances(book, ends_on) for ends_on in kept} == kept, "worked out again at the end"
        assert all(is_kept for _, is_kept in queries.closed_periods(book))
        proof = next(proof for proof in prove().proofs if proof.code == "I5")
        assert (proof.holds, proof.evidence) == (True, f"closed periods: {len(kept)}")
        transaction.set_rollback(True)


@settings(max_examples=30, deadline=None)
@given(steps=STEPS)
def test_a_trial_balance_of_a_past_close_is_the_one_kept_at_that_close(steps: Any) -> None:
    every_close_is_kept(steps)


@pytest.mark.soak
@settings(max_examples=3000, deadline=None)
@given(steps=STEPS)
def test_3000_walks_keep_every_close(steps: Any) -> None:
    every_close_is_kept(steps)


def test_a_close_that_no_longer_adds_up_is_seen() -> None:
    book = make.book("nubias")
    make.cash(book, 70_00)
    periods.close(organisation=book.organisation, ends_on=date(2016, 2, 1), by=make.BY, at=make.AT)
    assert queries.closed_periods(book)[0][1]
    unguard()
    sql("UPDATE books_posting SET amount_minor = amount_minor * 2")
    assert not queries.closed_periods(book)[0][1]
