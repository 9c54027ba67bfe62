"""A random walk of postings, movements, reversals and closes, held against a plain model after every step."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from commonwork.books import actions as books
from commonwork.books import queries
from commonwork.books.actions import holds, periods
from commonwork.books.models import Balance, Book, Entry, Hold
from commonwork.books.proofs import prove
from commonwork.registry.clock import at_time
from commonwork.rules.refusal import Refusal
from tests.rooms.books import make
from tests.rooms.books.attacks.by_hand import sql
from tests.rooms.books.model import PlainBook, PlainHold
from tests.worlds import begins_in, lasting

FIRST = date(2016, 1, 1)
CODES = ("1000", "4000", "5200", "2000", "5010")
ATTACKS = ["UPDATE books_posting SET amount_minor = 7", "DELETE FROM books_entry", "DELETE FROM books_hold"]
days = st.integers(0, 400).map(lambda n: FIRST + timedelta(n))
amounts = st.integers(-50_000, 50_000)
parties = st.sampled_from(["a", "b", "c"])


def free_line() -> st.SearchStrategy[tuple[str, int, str]]:
    return st.tuples(st.sampled_from(CODES), amounts, parties)


@st.composite
def lines(draw: Any) -> list[tuple[str, int, str]]:
    """Mostly balanced, sometimes off by one."""
    drawn = draw(st.lists(free_line(), min_size=1, max_size=4))
    off = draw(st.sampled_from([0] * 7 + [1]))
    return [*drawn, ("1000", -sum(amount for _, amount, _ in drawn) + off, "")]


@lasting
def two_books() -> dict[str, Book]:
    return {key: make.book(key) for key in ("nubias", "freedom_farm")}


class Walk(RuleBasedStateMachine):
    """Two books and their plain twins."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0
        self.walk = transaction.atomic()
        self.walk.__enter__()
        self.real: dict[str, Book] = {}
        self.plain: dict[str, PlainBook] = {}
        self.posted: list[tuple[str, Entry, int]] = []
        self.held: list[tuple[str, Hold, PlainHold]] = []

    @initialize(floor=st.sampled_from([None, 0, -10_000]))
    def open_books(self, floor: int | None) -> None:
        for key, book in two_books().items():
            self.real[key] = book
            self.plain[key] = PlainBook(floor=floor)
            Balance.objects.filter(account__book=self.real[key], account__code="1000").update(
                floor_minor=floor
            )

    @rule(key=st.sampled_from(["nubias", "freedom_farm"]), on=days, lines=lines())
    def post(self, key: str, on: date, lines: list[tuple[str, int, str]]) -> None:
        plain = self.plain[key]
        try:
            entry = books.post(
                organisation=self.real[key].organisation,
                on=on,
                kind="walk",
                lines=[books.Line(*line) for line in lines],
                source=make.fact(),
            )
        except Refusal:
            assert not plain.takes(on, lines)
            return
        assert plain.takes(on, lines)
        plain.write(on, lines)
        self.posted.append((key, entry, len(plain.entries) - 1))

    @rule(on=days, amount=st.integers(1, 20_000))
    def move_between_books(self, on: date, amount: int) -> None:
        sides = {
            "nubias": [("5010", amount, "freedom_farm"), ("2000", -amount, "freedom_farm")],
            "freedom_farm": [("1100", amount, "nubias"), ("4010", -amount, "nubias")],
        }
        takes = all(self.plain[key].takes(on, lines) for key, lines in sides.items())
        try:
            books.post_mirrored(
                sides=[
                    (self.real[key].organisation, [books.Line(*line) for line in lines])
                    for key, lines in sides.items()
                ],
                on=on,
                kind="walk",
                source=make.fact(),
            )
        except Refusal:
            assert not takes
            return
        assert takes
        for key, lines in sides.items():
            self.plain[key].write(on, lines)

    @precondition(lambda self: self.posted)
    @rule(data=st.data(), on=days)
    def take_back(self, data: st.DataObject, on: date) -> None:
        key, entry, place = data.draw(st.sampled_from(self.posted))
        plain = self.plain[key]
        opposite = [(code, -amount, party) for code, amount, party in plain.entries[place].lines]
        takes = plain.takes(on, opposite) and not plain.entries[place].is_reversed
        try:
            with transaction.atomic():
                books.reverse(entry=entry, on=on, source=make.fact())
        except Refusal:
            assert not takes
            return
        assert takes
        plain.entries[place].is_reversed = True
        plain.write(on, opposite)

    @rule(key=st.sampled_from(["nubias", "freedom_farm"]), ends_on=days)
    def close_period(self, key: str, ends_on: date) -> None:
        plain = self.plain[key]
        if ends_on > FIRST + timedelta(200):
            return
        try:
            periods.close(organisation=self.real[key].organisation, ends_on=ends_on, by=make.BY, at=make.AT)
        except Refusal:
            assert plain.closed_until and ends_on <= plain.closed_until
            return
        plain.closed_until = ends_on

    @rule(
        key=st.sampled_from(["nubias", "freedom_farm"]),
        amount=st.integers(0, 20_000),
        lasts=st.integers(1, 30),
    )
    def set_aside(self, key: str, amount: int, lasts: int) -> None:
        plain, until = self.plain[key], FIRST + timedelta(lasts)
        try:
            with transaction.atomic():
                hold = holds.place(
                    organisation=self.real[key].organisation,
                    account="1000",
                    against="5200",
                    amount_minor=amount,
                    expires_on=until,
                    by=make.BY,
                    at=make.AT,
                )
        except Refusal:
            assert not plain.has_room(amount)
            return
        assert plain.has_room(amount)
        plain.holds.append(PlainHold(amount, until))
        self.held.append((key, hold, plain.holds[-1]))

    @precondition(lambda self: self.held)
    @rule(data=st.data(), on=days, part=st.integers(0, 120), today=st.integers(0, 35))
    def post_what_was_set_aside(self, data: st.DataObject, on: date, part: int, today: int) -> None:
        key, hold, twin = data.draw(st.sampled_from(self.held))
        plain, amount, at = self.plain[key], twin.amount * part // 100, at_time(FIRST + timedelta(today))
        takes = not twin.has_ended and 0 < amount <= twin.amount and at.date() < twin.expires_on
        takes = takes and not (plain.closed_until and on < plain.closed_until)
        try:
            with transaction.atomic():
                holds.post(hold=hold, on=on, amount_minor=amount, by=make.BY, at=at)
        except Refusal:
            assert not takes
            return
        assert takes
        twin.has_ended = True
        plain.write(on, [("5200", amount, ""), ("1000", -amount, "")])

    @precondition(lambda self: self.held)
    @rule(data=st.data(), today=st.integers(0, 35), lets_go=st.booleans())
    def set_free(self, data: st.DataObject, today: int, lets_go: bool) -> None:
        _, hold, twin = data.draw(st.sampled_from(self.held))
        at = at_time(FIRST + timedelta(today))
        takes = not twin.has_ended and (lets_go or at.date() >= twin.expires_on)
        try:
            with transaction.atomic():
                (holds.void if lets_go else holds.expire)(hold=hold, by=make.BY, at=at)
        except Refusal:
            assert not takes
            return
        assert takes
        twin.has_ended = True

    @precondition(lambda self: self.posted)
    @rule(statement=st.sampled_from(ATTACKS))
    def attack(self, statement: str) -> None:
        if "hold" in statement and not self.held:
            return
        try:
            with transaction.atomic():
                sql(statement)
        except DatabaseError:
            return
        raise AssertionError("a posted row was changed")

    @invariant()
    def balances_are_equal(self) -> None:
        """What the accounts say, all of them; and every few steps, of one book in turn, what is behind them."""
        self.steps += 1
        rows = Balance.objects.filter(account__book__in=list(self.real.values())).values_list(
            "account__book__key", "account__code", "amount_minor", "pending_minor"
        )
        said = {(key, code): (amount, pending) for key, code, amount, pending in rows}
        for key, plain in self.plain.items():
            sums = plain.trial_balance(FIRST + timedelta(500))
            now = {code: amount for (of, code), (amount, _) in said.items() if of == key and amount}
            assert now == sums
            assert said[key, "1000"][1] == plain.set_aside()
        if self.steps % 3 == 0:
            self._lines_are_equal(("nubias", "freedom_farm")[self.steps % 2])

    def _lines_are_equal(self, key: str) -> None:
        """A day of a book's past, and whom it owes: a line that went wrong stays wrong until this is asked."""
        organisation, plain = self.real[key].organisation, self.plain[key]
        on = FIRST + timedelta(self.steps * 37 % 401)
        past = queries.trial_balance(organisation, on=on)
        assert {row.code: row.balance_minor for row in past} == plain.trial_balance(on)
        owed = {p: b for p in ("a", "b", "c", "freedom_farm") if (b := plain.balance("2000", party=p))}
        assert queries.parties(organisation, "2000") == owed

    def teardown(self) -> None:
        try:
            for key in self.real:
                self._lines_are_equal(key)
            report = prove()
            assert report.holds, [proof.faults for proof in report.proofs]
        finally:
            transaction.set_rollback(True)
            self.walk.__exit__(None, None, None)


@pytest.mark.django_db
@begins_in(two_books)
def test_a_random_walk_agrees_with_the_plain_model_after_every_step() -> None:
    """20 walks of up to 50 steps: 1,000 operations on SQLite, and a third of that on PostgreSQL; 100,000 in the soak."""
    walks = 20 if connection.vendor == "sqlite" else 7
    run_state_machine_as_test(
        Walk, settings=settings(max_examples=walks, stateful_step_count=50, deadline=None)
    )


@pytest.mark.soak
@pytest.mark.django_db
@begins_in(two_books)
def test_a_long_random_walk_agrees_with_the_plain_model() -> None:
    run_state_machine_as_test(
        Walk, settings=settings(max_examples=1000, stateful_step_count=100, deadline=None)
    )
