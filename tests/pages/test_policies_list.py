"""The list of policies: numbers in a column of numbers, sentences and choices as text that wraps."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from commonwork.assembly.effects.fields import NotAChoice, policy_value
from commonwork.charter.kinds import POLICIES, typed

pytestmark = [pytest.mark.django_db, pytest.mark.season]
NUMBERS = {"bp", "amount", "count", "days"}


def test_only_numbers_stand_in_the_column_that_does_not_wrap(client: Client) -> None:
    rows = BeautifulSoup(client.get("/policies/").content, "html.parser").select("table.ledger tbody tr")
    assert len(rows) > 40
    told = {row.select_one("th span").get_text(): row.find_all("td")[1] for row in rows}
    wrong = [
        code
        for code, cell in told.items()
        if ("num" in cell.get("class", [])) != (POLICIES[code].unit in NUMBERS)
    ]
    assert wrong == []
    assert len(told["bank.give_by_transfer"].get_text()) > 80


def test_what_was_chosen_stands_in_words(client: Client) -> None:
    page = BeautifulSoup(client.get("/policies/").content, "html.parser").get_text()
    assert "most approved first, while it fits" in page
    assert [
        code for code in ("approval-while-fits", "hours_x_wage", "whole-dollars-down") if code in page
    ] == []


def test_every_choice_has_words_of_its_own() -> None:
    chosen = {code: kind for code, kind in POLICIES.items() if kind.unit == "code"}
    assert len(chosen) >= 10
    assert [
        code for code, kind in chosen.items() if len(set(map(str, kind.choices.values()))) < len(kind.choices)
    ] == []
    assert [code for code, kind in chosen.items() if not kind.choices] == []


@pytest.mark.parametrize("typed_as", ["exact", "to the cent", "To the cent "])
def test_a_choice_is_named_by_its_code_or_its_words(typed_as: str) -> None:
    assert typed("assembly.budget", typed_as) == "exact"
    assert policy_value("assembly.budget", typed_as) == "exact"


def test_what_cannot_be_chosen_is_refused() -> None:
    with pytest.raises(NotAChoice, match="none of: whole dollars, rounded down, to the cent"):
        policy_value("assembly.budget", "to the dollar")
    with pytest.raises(NotAChoice):
        policy_value("federation.classes_that_vote", "start-up, ally")
    assert policy_value("federation.classes_that_vote", "start-up, member") == ["start-up", "member"]


@pytest.mark.parametrize(
    ("code", "is_number"), [("assembly.budget", False), ("bank.loan_annual_rate_bp", True)]
)
def test_the_head_of_a_policys_values_stands_above_them(client: Client, code: str, is_number: bool) -> None:
    table = BeautifulSoup(client.get(f"/policies/{code}/").content, "html.parser").select_one("table.ledger")
    assert table is not None
    head, value = table.select("th[scope=col]")[1], table.select_one("tbody td")
    assert value is not None
    assert ["num" in cell.get("class", []) for cell in (head, value)] == [is_number, is_number]
