"""The list of policies: numbers in a column of numbers, sentences and choices as text that wraps."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from commonwork.charter.kinds import POLICIES

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
