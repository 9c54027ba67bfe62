"""Statements of the golden season, to the cent: published answers, and sums by hand where none are published."""

from datetime import date
from pathlib import Path

import pytest

from commonwork.books import queries
from commonwork.books.models import Book
from commonwork.books.queries import Span, Statement, statement
from commonwork.rules.money import show_minor
from tests.rooms.books import make
from tests.rooms.books.season import Season, cents, play
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
YEAR = Span(date(2016, 1, 1), date(2017, 1, 1))
QUARTER = Span(date(2017, 1, 1), date(2017, 4, 1))


@pytest.fixture
def season(published: Path) -> Season:
    return Season(published).found()


played = kept_world(play)  # where the demo network calls a movement otherwise: gifts, shares


def of_network(what: str, span: Span, before: Span | None = None) -> Statement:
    return statement(what, books=list(queries.all_books()), span=span, before=before)


def of(season: Season, what: str, key: str, span: Span, before: Span | None = None) -> Statement:
    found = queries.of_book(what, season.org[key], span=span, before=before)
    assert found is not None
    return found


def shown(found: Statement, *ids: str) -> list[str]:
    return [show_minor(found.amount(id), "USD") for id in ids]


@pytest.mark.season
def test_the_networks_statements_are_the_published_ones(season: Season) -> None:
    for name, span in (("2016", YEAR), ("2017-Q1", QUARTER)):
        answer = season.answers["consolidated"][name]
        income, sheet = of_network("income", span), of_network("sheet", span)
        totals = [answer[f"total_{key}"] for key in ("income", "expenses")]
        assert shown(income, "income", "expenses", "result") == [*totals, answer["result"]]
        assert shown(sheet, "asset", "liability", "equity") == [
            answer[f"total_{key}"] for key in ("assets", "liabilities", "equity")
        ]
        for side in ("assets", "liabilities", "equity"):
            assert shown(sheet, *answer[side]) == list(answer[side].values()), (name, side)
        line = income.line("result")
        assert line is not None
        assert {key: show_minor(amount, "USD") for key, amount in line.by_book.items() if amount} == {
            key: amount for key, amount in answer["result_by_book"].items() if amount != "0.00"
        }
        for struck in answer["eliminations"]:
            found = (income if struck["statement"] == "income" else sheet).line(struck["debit"])
            assert found is not None and abs(found.struck_minor) == cents(struck["amount"]), struck


def test_the_networks_equity_moves_as_the_published_bridge_says(played: Season) -> None:
    bridge = played.answers["consolidated"]["2016"]["equity_bridge"]
    found = of_network("equity", YEAR)
    kinds = {
        "opening": "opening",
        "earned": "result",
        "grant": "restricted_gift_to_revolving_fund",
        "share": "buy_ins",
        "allocation": "patronage_cash_declared",
    }
    assert shown(found, *(f"equity-{kind}" for kind in kinds)) == [bridge[name] for name in kinds.values()]
    assert shown(found, "equity") == [bridge["closing"]]
    later = of_network("equity", QUARTER)
    bridge = played.answers["consolidated"]["2017-Q1"]["equity_bridge"]
    assert shown(later, "equity-open", "equity-earned", "equity") == [
        bridge["opening"],
        bridge["result"],
        bridge["closing"],
    ]


@pytest.mark.season
def test_the_networks_cash_of_2016_comes_from_outside_only(season: Season) -> None:
    """By hand from SEASON.md: operating = 276,400.00 sales + 20,000 grant + 3,000 gifts - 41,670.00 materials
    - 163,447.00 - 12,600.00 wages - 33,636.24 running - 1,200.00 trainer = 46,846.76; investing = the truck, 7,000;
    financing = 60,000 for the revolving fund + 1,500 buy-ins. What books paid each other is struck out."""
    found = of_network("cash", YEAR)
    assert shown(found, "operating", "investing", "financing") == ["46846.76", "-7000.00", "61500.00"]
    assert shown(found, "opening", "opened", "change", "closing") == [
        "0.00",
        "16500.00",  # 9,000 of the farm and 7,500 of nubias
        "101346.76",
        season.answers["consolidated"]["2016"]["assets"]["1000"],
    ]


@pytest.mark.season
def test_the_green_teams_cash_is_classed_as_asc_230_says(season: Season) -> None:
    """By hand: draws 8,000 + 4,000 and buy-ins 3 x 500 finance; the truck invests; 317.44 of interest operates."""
    found = of(season, "cash", "green_team", YEAR)
    assert shown(found, "investing", "financing", "2110-out") == ["-7000.00", "13500.00", "-317.44"]
    flows = sum(found.amount(flow) for flow in ("operating", "investing", "financing"))
    assert flows == found.amount("closing"), "it began with nothing"
    first = of(season, "cash", "green_team", QUARTER)
    assert shown(first, "2100-out", "opening") == ["-1277.28", show_minor(found.amount("closing"), "USD")]


@pytest.mark.season
def test_cash_before_and_flows_make_cash_after_in_every_book_and_month(season: Season) -> None:
    for key in season.org:
        for month in range(1, 13):
            ends = date(2016, month + 1, 1) if month < 12 else date(2017, 1, 1)
            found = of(season, "cash", key, Span(date(2016, month, 1), ends))
            parts = [found.amount(id) for id in ("opening", "opened", "operating", "investing", "financing")]
            assert sum(parts) == found.amount("closing"), (key, month)
            on = Span(date(2016, month, 1), ends).last_on
            assert found.amount("closing") == queries.balance(season.org[key], "1000", on=on)


@pytest.mark.season
def test_funds_add_up_to_equity_and_follow_the_assembly(season: Season) -> None:
    """SEASON.md: fund 1,139.83, three grants 1,010, left 129.83; 510 + 500 wait with school and incubator."""
    found = of_network("funds", QUARTER)
    assert shown(found, "account-3300-open", "account-3300-out", "account-3300") == [
        "1139.83",
        "-1010.00",
        "129.83",
    ]
    assert shown(found, "party-3400-tool_chest") == ["500.00"]
    assert found.amount("all") == of_network("equity", QUARTER).amount("equity")
    assert shown(found, "account-3410") == ["60000.00"]
    for key in season.org:
        for span in (YEAR, QUARTER):
            mine = of(season, "funds", key, span)
            assert mine.amount("all") == of(season, "sheet", key, span).amount("equity"), key


def test_a_members_equity_statement_tells_what_moved_each_account(played: Season) -> None:
    """By hand, farm 2016: individual 7,430.74 of which 4,458.43 retained; reserve 2,286.38; education 1,143.19."""
    found = of(played, "equity", "freedom_farm", YEAR)
    ids = ("3100-allocation", "3200-allocation", "3210-allocation", "result-earned", "result")
    assert shown(found, *ids) == ["4458.43", "2286.38", "1143.19", "11431.90", "0.00"]


@pytest.mark.season
def test_another_span_stands_beside(season: Season) -> None:
    found = of(season, "income", "freedom_farm", QUARTER, YEAR)
    answer = season.answers["consolidated"]
    line = found.line("result")
    assert line is not None and line.before_minor is not None
    assert [show_minor(found.amount("result"), "USD"), show_minor(line.before_minor, "USD")] == [
        answer["2017-Q1"]["result_by_book"]["freedom_farm"],
        answer["2016"]["result_by_book"]["freedom_farm"],
    ]
    assert line.change_minor == line.amount_minor - line.before_minor


@pytest.mark.season
def test_before_closing_leaves_the_result_open(season: Season) -> None:
    open_year = Span(YEAR.starts_on, YEAR.ends_on, before_closing=True)
    found = of(season, "sheet", "freedom_farm", open_year)
    assert shown(found, "open-result") == ["11431.90"]
    assert found.amount("asset") == found.amount("owned")
    trial = of(season, "trial", "freedom_farm", open_year)
    answer = season.answers["trial_balances"]["before_closing"]["freedom_farm"]["balances"]
    assert {
        line.id: show_minor(line.amount_minor, "USD") for line in trial.lines if line.kind == "row"
    } == answer


@pytest.mark.season
def test_months_of_bills_are_cash_by_average_costs(season: Season) -> None:
    """By hand, farm, twelve months of 2016: costs 8,500 + 675 + 72,300 + 10,813.10 + 200 = 92,488.10 without wear;
    cash of the published trial balance; rounded down to a tenth."""
    cash = cents(season.answers["trial_balances"]["after_closing"]["freedom_farm"]["balances"]["1000"])
    found = queries.bills_of(season.org["freedom_farm"], on=date(2016, 12, 31), window_months=12)
    assert found is not None
    assert (found.cash_minor, found.costs_minor, found.month_count) == (cash, 9_248_810, 12)
    assert found.tenths == int(cash * 12 * 10 / 9_248_810)
    young = queries.bills_of(season.org["green_team"], on=date(2016, 12, 31), window_months=12)
    assert young is not None and young.month_count == 8, "it opened in May"


def test_an_empty_book_has_empty_statements() -> None:
    empty = make.book("nubias")
    for what in queries.STATEMENTS:
        found = statement(what, books=[empty], span=YEAR, before=YEAR.previous())
        assert all(line.is_empty for line in found.lines), what
    assert queries.bills([empty], on=date(2016, 12, 31), window_months=12) is None
    assert Book.objects.count() == 1
