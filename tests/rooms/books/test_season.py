"""The golden season through the books: every published balance, count and consolidated figure, to the cent."""

from datetime import date

import pytest

from commonwork.books import queries
from commonwork.books.models import Entry
from commonwork.rules.money import show_minor
from tests.rooms.books.season import Season, cents, play
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
STAGES = {
    "opening": (date(2016, 1, 1), False),
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
YEAR = (date(2016, 1, 1), date(2017, 1, 1))
QUARTER = (date(2017, 1, 1), date(2017, 4, 1))

season = kept_world(play)


def test_every_published_figure_of_the_season_comes_out_of_the_books(season: Season) -> None:
    _trial_balances(season)
    _subledgers(season)
    _counts(season)
    _results(season)
    for name, on, period in (("2016", date(2016, 12, 31), YEAR), ("2017-Q1", date(2017, 3, 31), QUARTER)):
        _consolidated(season.answers["consolidated"][name], on, period)


def _trial_balances(season: Season) -> None:
    for stage, (on, before_closing) in STAGES.items():
        for key, answer in season.answers["trial_balances"][stage].items():
            rows = queries.trial_balance(season.org[key], on=on, before_closing=before_closing)
            assert {row.code: show_minor(row.balance_minor, "USD") for row in rows} == answer["balances"], (
                stage,
                key,
            )
            assert sum(max(0, row.balance_minor) for row in rows) == cents(answer["total_debit"]), (
                stage,
                key,
            )
            sheet = queries.balance_sheet(season.org[key], on=on, before_closing=before_closing)
            assert sheet.balances, (stage, key)


def _subledgers(season: Season) -> None:
    for stage in ("before_closing", "after_closing", "end"):
        for name, books in season.answers["subledgers"][stage].items():
            for key, parties in books.items():
                on, before_closing = STAGES[stage]
                if before_closing and name in {"capital_accounts", "patronage_payable"}:
                    continue  # those moved by the allocation of the same day
                found = queries.parties(season.org[key], SUBLEDGERS[name], on=on)
                shown = {party: show_minor(abs(amount), "USD") for party, amount in found.items()}
                assert shown == parties, (stage, name, key)


def _counts(season: Season) -> None:
    counted = {key: Entry.objects.filter(book__key=key).count() for key in season.org}
    assert counted == season.answers["counts"]["entries_by_book"]


def _results(season: Season) -> None:
    for name, (starts_on, ends_on) in {"2016": YEAR, "2017-Q1": QUARTER}.items():
        for key, answer in season.answers["consolidated"][name]["result_by_book"].items():
            got = queries.result(season.org[key], starts_on=starts_on, ends_on=ends_on)
            assert show_minor(got, "USD") == answer, (name, key)
    for row in season.answers["loan"]["rows"]:
        ends = date.fromisoformat(row["ends_before"])
        surplus = queries.result(
            season.org["green_team"],
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=ends,
            without={"5400"},
        )
        assert show_minor(surplus, "USD") == row["surplus"]


def _consolidated(answer: dict, on: date, period: tuple[date, date]) -> None:
    sheet = queries.consolidated(on=on)
    left = queries.balance_sheet_of(sheet.left(), on=on)
    for side, name in ((left.assets, "assets"), (left.liabilities, "liabilities"), (left.equity, "equity")):
        got = {row.code: show_minor(row.amount_minor, "USD") for row in side.rows if row.code}
        assert got == answer[name], name
        assert show_minor(side.amount_minor, "USD") == answer[f"total_{name}"]
    flow = queries.consolidated_movements(starts_on=period[0], ends_on=period[1])
    statement = queries.income_statement_of(flow.left(), None, starts_on=period[0], ends_on=period[1])
    assert show_minor(statement.surplus_minor, "USD") == answer["result"]
    assert show_minor(statement.income_minor, "USD") == answer["total_income"]
    assert show_minor(statement.expenses_minor, "USD") == answer["total_expenses"]
    struck = {
        frozenset((pair.first, pair.second)): show_minor(pair.amount_minor, "USD")
        for pair in (*flow.struck, *sheet.struck)
        if pair.amount_minor
    }
    wanted = {frozenset((row["debit"], row["credit"])): row["amount"] for row in answer["eliminations"]}
    assert {pair: struck[pair] for pair in wanted} == wanted
    assert all(pair.left_minor == 0 for pair in (*flow.struck, *sheet.struck))
