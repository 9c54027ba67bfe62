"""Journey 1: the volunteer treasurer goes through the 2016 year-end of Freedom Farms, task by task, to the cent."""

import json
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from commonwork.books import queries as book_queries
from commonwork.federation.models import CheckedStep, Notice, YearEnd
from commonwork.record.models import Fact
from commonwork.registry.models import Network
from tests.rooms.federation.make import YEAR_END, Town, account, played_2016
from tests.rules.season import Season
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
TASKS = "/federation/coops/freedom_farm/year-ends/2016/tasks/"
ORDER = [
    *("taxes", "close", "surplus", "sources", "split", "allocation", "cash", "losses", "interest", "share"),
    *("notices", "payment", "forms", "redemption", "solidarity"),
]


def cents(text: str) -> int:
    return int(Decimal(text) * 100)


played = kept_world(played_2016)


@pytest.fixture
def made(played: tuple[Town, Season]) -> Town:
    Network.objects.update(demo_on=date(2017, 2, 15))
    return played[0]


@pytest.fixture
def ada(made: Town) -> Client:
    client = Client()
    client.force_login(account(made.people["invented_ada"], "treasurer", made.coops["freedom_farm"]))
    return client


def page(client: Client, code: str = "") -> str:
    answer = client.get(f"{TASKS}{code}/" if code else TASKS)
    assert answer.status_code == 200, (code, answer.status_code)
    return unescape(answer.content.decode())


def do(client: Client, code: str, **given: str) -> None:
    """Press the button of a task, twice; the second press changes nothing."""
    given = {"once": f"press-{code}", **given}
    for _ in range(2):
        answer = client.post(f"{TASKS}{code}/", given)
        assert answer.status_code == 302, (code, unescape(answer.content.decode()))
    assert answer["Location"].startswith(TASKS)


def go_through(client: Client) -> dict[str, str]:
    """All tasks in the order the list leads to; returns each page as it was before its button was pressed."""
    days = {
        "share": "2016-12-31",
        "notices": "2017-02-01",
        "payment": "2017-02-15",
        "solidarity": "2017-01-31",
    }
    seen = {}
    for code in ORDER:
        assert f"{TASKS}{code}/" in page(client), "the list leads to the task"
        seen[code] = page(client, code)
        given = {"tax_mode": "subchapter-t"} if code == "taxes" else {}
        do(client, code, **({"on": days[code]} if code in days else given))
    return seen


def test_every_figure_of_the_year_end_is_the_golden_seasons(ada: Client, made: Town, published: Path) -> None:
    """SEASON.md: surplus 11,431.90; 65 % 7,430.74; reserve 2,286.38; education 1,143.19; solidarity 571.59; cash
    2,972.31; kept 4,458.43; Ada 2,127.48 = 851.00 + 1,276.48."""
    seen = go_through(ada)
    assert "All 15 tasks are done." in page(ada)
    wanted = {
        "surplus": ["11,431.90"],
        "sources": ["4,820 of 4,820", "$11,431.90"],
        "split": ["7,430.74", "2,286.38", "1,143.19", "571.59", "golden season"],
        "allocation": ["2,127.48", "2,127.47", "7,430.74", "For example, Ada"],
        "cash": ["851.00", "1,276.48", "2,972.31", "4,458.43", "without a consent on file: 4"],
        "losses": ["no loss to carry"],
        "share": ["4,458.43", "2,972.31", "2,286.38", "1,143.19", "571.59", "11,431.90"],
        "payment": ["$2,972.31", "15 September 2017"],
        "redemption": ["4,458.43"],
        "solidarity": ["$571.59"],
    }
    for code, texts in wanted.items():
        assert [text for text in texts if text not in seen[code]] == [], code
    answers = json.loads((published / "jackson" / "season-expected.json").read_text())
    want = answers["trial_balances"]["after_closing"]["freedom_farm"]["balances"]
    found = book_queries.trial_balance(made.coops["freedom_farm"], on=YEAR_END)
    assert {row.code: row.balance_minor for row in found} == {
        code: cents(text) for code, text in want.items()
    }
    row = YearEnd.objects.get()
    assert (row.patronage_paid_on, row.solidarity_paid_on) == (date(2017, 2, 15), date(2017, 1, 31))
    assert book_queries.balance(made.federation, "3300") == -57159, "mirrored in the federation's book"
    assert not Notice.objects.exclude(lacks="consent").exists(), "nobody consented: all are nonqualified"


def test_stopping_in_the_middle_and_starting_again_changes_nothing(
    ada: Client, made: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power fails while the surplus is shared: nothing is half done, and another treasurer goes on."""
    for code in ORDER[: ORDER.index("share")]:
        do(ada, code, **({"tax_mode": "subchapter-t"} if code == "taxes" else {}))
    farm, before = made.coops["freedom_farm"], Fact.objects.count()
    balances = book_queries.trial_balance(farm, on=YEAR_END)

    def breaks(*_args: object, **_given: object) -> None:
        raise RuntimeError("the power fails")

    with monkeypatch.context() as patch:
        patch.setattr("commonwork.federation.actions.year_ends.demand_book_value", breaks)
        with pytest.raises(RuntimeError):
            ada.post(f"{TASKS}share/", {"once": "first", "on": "2016-12-31"})
    assert Fact.objects.count() == before
    assert book_queries.trial_balance(farm, on=YEAR_END) == balances
    ben = Client()
    ben.force_login(account(made.people["invented_ben"], "treasurer", farm))
    assert "9 of 15 tasks are done" in page(ben)
    do(ben, "share", on="2016-12-31")
    assert -book_queries.balance(farm, "3100", on=YEAR_END) == sum(
        -minor for minor in book_queries.parties(farm, "3100", on=YEAR_END).values()
    )
    assert YearEnd.objects.get().retained_minor == 445843


def test_undoing_the_whole_step_leaves_the_books_as_before_plus_reversals(ada: Client, made: Town) -> None:
    farm = made.coops["freedom_farm"]
    for code in ("taxes", "close"):
        do(ada, code, **({"tax_mode": "subchapter-t"} if code == "taxes" else {}))
    closed = {key: book_queries.trial_balance(key, on=YEAR_END) for key in (farm, made.federation)}
    book = book_queries.book_of(farm)
    assert book is not None
    entries = book.entries.count()
    for code in ORDER[2:]:
        days = {
            "share": "2016-12-31",
            "notices": "2016-12-31",
            "payment": "2016-12-31",
            "solidarity": "2016-12-31",
        }
        do(ada, code, **({"on": days[code]} if code in days else {}))
    for press in range(4):  # solidarity, payment, notices, sharing
        url = "/federation/coops/freedom_farm/year-ends/2016/take-back/"
        answer = ada.post(url, {"once": f"back-{press}", "on": "2016-12-31"})
        assert answer["Location"].startswith("/receipts/")
    assert {key: book_queries.trial_balance(key, on=YEAR_END) for key in closed} == closed
    assert book.entries.count() == entries + 6, "three entries and their three reversals"
    assert not Notice.objects.exists()
    assert not CheckedStep.objects.exists()


@pytest.mark.one_engine
def test_only_the_treasurer_walks_through_and_the_list_stays_quick(
    made: Town, ada: Client, django_assert_max_num_queries: Any
) -> None:
    ben = Client()
    ben.force_login(account(made.people["invented_ben"], "worker-owner", made.coops["freedom_farm"]))
    for url in (TASKS, f"{TASKS}close/"):
        assert ben.get(url).status_code == 403
        assert Client().get(url).status_code == 302
    assert ada.get(f"{TASKS}nonsense/").status_code == 404
    assert ada.get(f"{TASKS}carry/").status_code == 404, "no loss to carry"
    go_through(ada)
    for code in ORDER:
        with django_assert_max_num_queries(60):
            page(ada, code)
