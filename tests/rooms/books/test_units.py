"""Units: each account keeps one, an entry balances in each of its own, and a network may name further ones."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from commonwork.books import actions as books
from commonwork.books import queries
from commonwork.books import subledgers as registers
from commonwork.books.actions import accounts, years
from commonwork.books.actions.entries import DoesNotBalance
from commonwork.books.models import Book
from commonwork.books.proofs import prove
from commonwork.rules import money
from commonwork.rules.money import (
    NotAUnit,
    Unit,
    UnitIsDifferent,
    UnknownUnit,
    add_units,
    show_minor,
    units_listed,
)
from commonwork.ui.money import money as shown
from tests.databases import ROOT
from tests.rooms.books import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meals() -> Iterator[None]:
    """A network that also counts meals, which have no parts."""
    add_units(units_listed("MEAL:0"))
    yield
    del money._known["MEAL"]


@pytest.fixture
def book(meals: None) -> Book:
    found = make.book("nubias")
    for code, kind, unit, by in (
        ("9100", "asset", "HOUR", ""),
        ("9190", "income", "HOUR", ""),
        ("9200", "asset", "MEAL", ""),
        ("9290", "equity", "MEAL", ""),
        ("9300", "asset", "CREDIT", "co-op"),
        ("9390", "equity", "CREDIT", ""),
    ):
        accounts.add(
            organisation=found.organisation,
            code=code,
            name=f"Account {code}",
            kind=kind,
            unit=unit,
            kept_by=by,
            by=make.BY,
            at=make.AT,
        )
    return found


def post(book: Book, *lines: tuple[object, ...]) -> None:
    books.post(
        organisation=book.organisation,
        on=make.FIRST,
        kind="mixed",
        lines=[books.Line(*line) for line in lines],  # type: ignore[arg-type]
        source=make.fact(),
    )


def test_one_entry_may_hold_several_units_and_balances_in_each(book: Book) -> None:
    post(book, ("1000", 500), ("4000", -500), ("9100", 90), ("9190", -90), ("9200", 3), ("9290", -3))
    rows = {
        row.code: (row.balance_minor, row.unit)
        for row in queries.trial_balance(book.organisation, on=make.FIRST)
    }
    assert rows["9100"] == (90, "HOUR")
    assert rows["9200"] == (3, "MEAL")
    assert prove().holds


def test_a_unit_cannot_make_up_for_another(book: Book) -> None:
    with pytest.raises(DoesNotBalance, match="1:30"):
        post(book, ("9100", 90), ("9290", -90))


def test_hours_and_meals_are_shown_as_people_say_them(meals: None) -> None:
    assert (shown(90, "HOUR"), shown(3, "MEAL")) == ("1\xa0h\xa030\xa0min", "3\xa0MEAL")


def test_the_result_and_the_close_of_a_year_count_the_own_unit_only(book: Book) -> None:
    post(book, ("1000", 500), ("4000", -500), ("9100", 90), ("9190", -90))
    period = {"starts_on": make.FIRST, "ends_on": make.FIRST.replace(year=2017)}
    assert queries.result(book.organisation, **period) == 500
    assert queries.income_statement(book.organisation, **period).income_minor == 500
    years.close(organisation=book.organisation, on=make.FIRST, by=make.BY, at=make.AT)
    assert queries.balance(book.organisation, "3900") == -500
    assert queries.balance(book.organisation, "9190") == -90, "hours have no result to go to"


def test_mutual_credit_between_sisters_must_add_up_to_zero(book: Book) -> None:
    post(book, ("9300", 40_00, "freedom_farm"), ("9300", -40_00, "green_team"))
    assert prove().holds
    post(book, ("9300", 1, "freedom_farm"), ("9390", -1))
    proof = next(proof for proof in prove().proofs if not proof.holds)
    assert (proof.code, proof.faults) == (
        "I9",
        ["nubias: account 9300: mutual credit adds up to 0.01, not 0"],
    )


def test_a_register_that_differs_from_its_account_is_named(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(book, ("1100", 70, "freedom_farm"), ("4000", -70))
    said = {("nubias", "freedom_farm"): 70}
    ours = registers.Subledger("test.owed", "1100", lambda: said)
    monkeypatch.setitem(registers.SUBLEDGERS, "test.owed", ours)
    assert prove().holds
    said["nubias", "green_team"] = 5
    faults = next(proof.faults for proof in prove().proofs if proof.code == "I9")
    assert faults == ["nubias: test.owed, account 1100, green_team: 5 in the register, 0 here"]


def test_an_unknown_unit_is_refused(book: Book) -> None:
    with pytest.raises(UnknownUnit):
        accounts.add(
            organisation=book.organisation,
            code="9400",
            name="Bread",
            kind="asset",
            unit="BREAD",
            by=make.BY,
            at=make.AT,
        )


@pytest.mark.parametrize("text", ["meal:0", "MEAL", "MEAL:7", "MEAL:0;EUR:2", "M:0"])
def test_a_list_of_units_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(NotAUnit):
        units_listed(text)


def test_a_known_unit_keeps_its_decimals() -> None:
    add_units([Unit.decimal("USD", 2)])
    with pytest.raises(UnitIsDifferent):
        add_units([Unit.decimal("USD", 3)])


def test_units_come_from_the_setting() -> None:
    """The setting is read in a program of its own, because that is done once, while it starts."""
    program = "from commonwork.site import settings; print(settings.UNITS)"
    environment = os.environ | {
        "COMMONWORK_UNITS": "ACORN:3, MEAL:0",
        "PYTHONPATH": str(ROOT / "src"),
    }
    answer = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert answer.stdout == "ACORN:3, MEAL:0\n", answer.stderr
    with override_settings(UNITS=answer.stdout.strip()):
        apps.get_app_config("books").ready()
    try:
        assert show_minor(1250, "ACORN") == "1.250"
    finally:
        del money._known["MEAL"], money._known["ACORN"]


def test_a_setting_that_names_no_units_stops_the_start() -> None:
    with override_settings(UNITS="ACORN"), pytest.raises(ImproperlyConfigured, match="COMMONWORK_UNITS"):
        apps.get_app_config("books").ready()
