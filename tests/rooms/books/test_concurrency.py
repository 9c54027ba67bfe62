"""Many at once: an account with a floor is never overspent, and one press sent many times acts once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from commonwork.books import actions as books
from commonwork.books import queries
from commonwork.books.actions import gifts, transfers
from commonwork.books.actions.entries import FloorCrossed
from commonwork.books.models import Balance, Book, Entry
from commonwork.books.proofs import prove
from tests.rooms.books import make

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work: Callable[[int], Any], times: int, threads: int = 8) -> list[Any]:
    """Run `work` many times on connections of their own."""

    def run(number: int) -> Any:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(times)))


@pytest.fixture
def book() -> Book:
    return make.book("federation")


def test_64_spenders_with_money_for_17_leave_17_entries_and_the_floor_untouched(book: Book) -> None:
    with transaction.atomic():
        make.cash(book, 1799, against="4110")
    Balance.objects.filter(account__book=book, account__code="1000").update(floor_minor=0)
    source = make.fact()

    def spend(number: int) -> bool:
        try:
            with transaction.atomic():
                books.post(
                    organisation=book.organisation,
                    on=make.FIRST,
                    kind="spend",
                    lines=[books.Line("1000", -100), books.Line("5200", 100)],
                    source=source,
                )
        except FloorCrossed:
            return False
        return True

    assert sum(at_once(spend, 64)) == 17
    assert queries.balance(book.organisation, "1000") == 99
    assert prove().holds


def test_one_press_sent_20_times_at_once_acts_once(book: Book) -> None:
    def press(number: int) -> str:
        found = gifts.receive(
            organisation=book.organisation,
            on=make.FIRST,
            amount_minor=5,
            donor="d",
            by=make.BY,
            at=make.AT,
            once="the same",
        )
        return found.key

    assert at_once(press, 20) == ["federation"] * 20
    assert Entry.objects.count() == 1
    assert prove().holds


def test_movements_to_and_fro_do_not_lock_each_other_out(book: Book) -> None:
    school = make.book("school").organisation

    def give(number: int) -> None:
        giver, receiver = (book.organisation, school) if number % 2 else (school, book.organisation)
        transfers.support(
            giver=giver, receiver=receiver, on=make.FIRST, amount_minor=number + 1, by=make.BY, at=make.AT
        )

    at_once(give, 24)
    assert Entry.objects.count() == 48
    assert prove().holds
