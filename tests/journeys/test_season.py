"""The golden season: every balance of every book at every stage, to the cent, and the figures of the loop."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commonwork.access.models import RoleHolding
from commonwork.bank.queries import position, rows
from commonwork.books import queries as books
from commonwork.books.queries import consolidated
from commonwork.horizon import queries as horizon
from commonwork.journeys import loop
from commonwork.record import seals
from commonwork.record.models import Fact, SealMember
from commonwork.record.refs import resolve
from commonwork.registry.models import Organisation
from commonwork.school.queries import trained_count

pytestmark = [pytest.mark.django_db, pytest.mark.season]
STAGES = {  # name -> (day, before closing)
    "on_2016-06-30": (date(2016, 6, 30), False),
    "on_2016-11-30": (date(2016, 11, 30), False),
    "before_closing": (date(2016, 12, 31), True),
    "after_closing": (date(2016, 12, 31), False),
    "end": (date(2017, 3, 31), False),
}
SUBLEDGERS = {
    "member_shares": "3000",
    "capital_accounts": "3100",
    "patronage_payable": "2200",
    "due_from_sisters": "1100",
    "due_to_sisters": "2000",
    "solidarity_receivable": "1110",
    "restricted_grants": "3400",
}


@pytest.fixture(scope="module")
def answers(published: Path) -> dict[str, Any]:
    return dict(json.loads((published / "jackson" / "season-expected.json").read_text()))


def cents(text: str) -> int:
    return int(Decimal(text) * 100)


@pytest.mark.parametrize("stage", STAGES)
def test_every_book_shows_the_published_balances(stage: str, answers: dict[str, Any]) -> None:
    on, before_closing = STAGES[stage]
    for key, want in answers["trial_balances"][stage].items():
        found = books.trial_balance(Organisation.objects.get(key=key), on=on, before_closing=before_closing)
        shown = {row.code: row.balance_minor for row in found}
        assert shown == {code: cents(text) for code, text in want["balances"].items()}, (stage, key)
        assert sum(minor for minor in shown.values() if minor > 0) == cents(want["total_debit"])


@pytest.mark.parametrize("stage", ["after_closing", "end"])
def test_every_subledger_shows_the_published_balances(stage: str, answers: dict[str, Any]) -> None:
    on, _ = STAGES[stage]
    for name, by_book in answers["subledgers"][stage].items():
        for key, want in by_book.items():
            found = books.parties(Organisation.objects.get(key=key), SUBLEDGERS[name], on=on)
            shown = {party: minor for party, minor in found.items() if minor}
            sign = (
                1 if name in {"due_from_sisters", "solidarity_receivable"} else -1
            )  # liabilities are credits
            assert shown == {party: sign * cents(text) for party, text in want.items()}, (stage, name, key)


def test_every_book_has_the_published_number_of_entries(answers: dict[str, Any]) -> None:
    for key, count in answers["counts"]["entries_by_book"].items():
        book = books.book_of(key)
        assert book is not None
        assert book.entries.count() == count, key


def test_the_loan_runs_as_published(answers: dict[str, Any]) -> None:
    loan: Any = resolve("bank.loan/green_team_1")
    shown = rows(loan)
    for want, row in zip(answers["loan"]["rows"], shown, strict=True):
        assert row.quarter.surplus_minor == cents(want["surplus"])
        assert row.quarter.interest_minor == cents(want["interest_accrued"])
    assert position(loan).due_minor == cents("1102.50")
    assert position(loan).principal_minor == cents("10722.72")


def test_the_network_consolidates_as_published(answers: dict[str, Any]) -> None:
    want = answers["consolidated"]["2016"]
    whole = {row.code: row.balance_minor for row in consolidated(on=date(2016, 12, 31)).left()}
    told = want["assets"] | want["liabilities"] | want["equity"]
    signs = {code: 1 if code in want["assets"] else -1 for code in told}
    assert whole == {code: signs[code] * cents(text) for code, text in told.items()}


def test_nine_were_trained_and_the_loop_says_so_with_its_dates(answers: dict[str, Any]) -> None:
    assert trained_count(date(2016, 1, 1), date(2017, 4, 1)) == answers["counts"]["trained"]
    turn = loop.turn(on=date(2017, 4, 1))
    assert turn.trained[1:] == (answers["counts"]["trained"], answers["counts"]["teams"])
    assert turn.lent[2] == cents(answers["counts"]["lent"])
    assert turn.solidarity[1] == cents(answers["counts"]["solidarity_pledged"])
    assert turn.chosen[1] == answers["counts"]["projects_funded"]
    assert turn.trained[0].ends_on == date(
        2016, 3, 6
    )  # nothing in the last twelve months: the latest that have


def test_ten_worker_owners_and_one_other_work_in_the_federation(answers: dict[str, Any]) -> None:
    want = answers["counts"]["workers"]["2017-03-31"]
    goal = horizon.goal(on=date(2017, 3, 31))
    assert (goal.members, goal.others) == (want["members"], want["others"])
    assert goal.year_ago == 8  # before The Green Team opened
    assert goal.share_ppm == 36  # 11 of 298,800 jobs


def test_every_fact_of_the_season_is_sealed_and_the_seals_hold() -> None:
    assert SealMember.objects.count() == Fact.objects.count() > 400
    assert list(seals.check()) == []


def test_whoever_became_a_worker_owner_holds_the_role() -> None:
    holders = RoleHolding.objects.filter(role="worker-owner", organisation__key="green_team")
    assert set(holders.values_list("person__key", flat=True)) == {
        "invented_iris",
        "invented_jonah",
        "invented_kemi",
    }


def test_no_real_person_is_in_the_season() -> None:
    from commonwork.registry.models import Person

    assert set(Person.objects.values_list("is_invented", flat=True)) == {True}
    assert all(name.endswith("(invented)") for name in Person.objects.values_list("name", flat=True))
