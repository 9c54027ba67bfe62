"""Many at once: an account with a floor is never overspent, and one press sent many times acts once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from commonwork.books import actions as books
from commonwork.books import queries
from commonwork.books.actions import gifts, holds, transfers
from commonwork.books.actions.entries import FloorCrossed
from commonwork.books.models import Balance, Book, Entry
from commonwork.books.proofs import prove
from commonwork.record.acts import TokenUsedBefore
from commonwork.record.models import Fact
from tests.rooms.books import make

pytestmark = pytest.mark.django_db(transaction=True)
LATER = make.FIRST + timedelta(10)


def at_once(work: Callable[[int], Any], times: int, threads: int = 8) -> list[Any]:
    """Run `work` many times in threads that start together, each with a connection of its own."""
    start = Barrier(threads)

    def share(first: int) -> list[Any]:
        try:
            start.wait(60)
            return [work(number) for number in range(first, times, threads)]
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        shares = list(pool.map(share, range(threads)))
    return [shares[number % threads][number // threads] for number in range(times)]


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


def set_aside(book: Book, number: int, **more: Any) -> bool:
    try:
        holds.place(
            organisation=book.organisation,
            account="1000",
            against="5200",
            amount_minor=100,
            expires_on=LATER,
            by=make.BY,
            at=make.AT,
            **more,
        )
    except FloorCrossed:
        return False
    return True


def test_64_who_set_aside_money_for_17_get_17_holds(book: Book) -> None:
    with transaction.atomic():
        make.cash(book, 1799, against="4110")
    Balance.objects.filter(account__book=book, account__code="1000").update(floor_minor=0)
    assert sum(at_once(lambda number: set_aside(book, number), 64, threads=16)) == 17
    assert queries.available(book.organisation, "1000") == 99
    assert prove().holds


def test_a_hold_that_32_end_at_once_ends_once(book: Book) -> None:
    with transaction.atomic():
        make.cash(book, 1000, against="4110")
    set_aside(book, 0)
    hold = queries.open_holds(book).get()

    def end(number: int) -> bool:
        try:
            if number % 2:
                holds.post(hold=hold, on=make.FIRST, by=make.BY, at=make.AT)
            else:
                holds.void(hold=hold, by=make.BY, at=make.AT)
        except holds.HoldHasEnded:
            return False
        return True

    assert sum(at_once(end, 32, threads=16)) == 1
    assert queries.set_aside(book.organisation, "1000") == 0
    assert prove().holds


def pressed(book: Book, times: int, amounts: tuple[int, ...] = (5,)) -> list[str]:
    """The same token sent many times at once, with these amounts in turn: what each was answered."""

    def press(number: int) -> str:
        try:
            found = gifts.receive(
                organisation=book.organisation,
                on=make.FIRST,
                amount_minor=amounts[number % len(amounts)],
                donor="d",
                by=make.BY,
                at=make.AT,
                once="the same",
            )
        except TokenUsedBefore:
            return "conflict"
        return found.key

    return at_once(press, times, threads=16)


def test_one_token_sent_50_times_at_once_has_one_effect_and_50_equal_answers(book: Book) -> None:
    assert pressed(book, 50) == ["federation"] * 50
    assert Entry.objects.count() == 1
    assert Fact.objects.filter(kind="books.gift.received").count() == 1
    assert prove().holds


def test_the_same_token_with_another_payload_has_no_effect(book: Book) -> None:
    answers = pressed(book, 50, amounts=(5, 6))
    assert sorted(set(answers)) == ["conflict", "federation"]
    assert answers.count("federation") == 25, "those with the payload of the first"
    assert Entry.objects.count() == 1


@pytest.mark.soak
def test_64_threads_spend_again_and_again_and_never_below_the_floor(book: Book) -> None:
    """20 rounds of 64 spenders, each on a connection of its own, with money for k."""
    Balance.objects.filter(account__book=book, account__code="1000").update(floor_minor=0)
    for k in range(1, 21):
        with transaction.atomic():
            make.cash(book, k * 100 - queries.balance(book.organisation, "1000"), against="4110")
        source = make.fact()

        def spend(number: int, source: Fact = source) -> bool:
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

        assert sum(at_once(spend, 64, threads=64)) == k
        assert queries.balance(book.organisation, "1000") == 0
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
