"""The year-end of the golden season, to the cent: SEASON.md's tables, from the year's figures through the acts."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from commonwork.books import queries as book_queries
from commonwork.federation.actions import year_ends
from commonwork.federation.models import DuesCharge, YearEnd
from commonwork.federation.queries.dues import wages
from tests.rooms.federation.make import BY, YEAR_END, Town, noon, played_2016
from tests.rules.season import Season, cents
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
PAY_DAY, SOLIDARITY_DAY = date(2017, 2, 15), date(2017, 1, 31)
TABLE = {  # SEASON.md, "By hand": result, patronage-sourced, other, individual, reserve, education, solidarity, cash, kept
    "freedom_farm": (1143190, 1143190, 0, 743074, 228638, 114319, 57159, 297231, 445843),
    "nubias": (1122682, 924562, 198120, 600965, 184913, 92456, 46228, 240386, 360579),
    "green_team": (211915, 211915, 0, 137745, 42383, 21191, 10596, 55099, 82646),
}


played = kept_world(played_2016)


def close_and_share(made: Town) -> dict[str, YearEnd]:
    at = noon(YEAR_END)
    for coop in made.coops.values():
        row = year_ends.close(organisation=coop, year=2016, by=BY, at=at)
        year_ends.allocate(year_end=row, on=YEAR_END, by=BY, at=at)
    return {row.organisation.key: row for row in YearEnd.objects.select_related("organisation")}


def balances(made: Town, key: str, on: date, *, before_closing: bool = False) -> dict[str, str]:
    coop = made.federation if key == "federation" else made.coops[key]
    rows = book_queries.trial_balance(coop, on=on, before_closing=before_closing)
    return {row.code: f"{Decimal(row.balance_minor) / 100:.2f}" for row in rows}


def test_the_year_end_of_all_three_co_ops_is_the_published_one(played: tuple[Town, Season]) -> None:
    made, season = played
    before = season.answers["trial_balances"]["before_closing"]
    for key in made.coops:
        assert balances(made, key, YEAR_END) == before[key]["balances"]
    rows = close_and_share(made)
    after = season.answers["trial_balances"]["after_closing"]
    for key, row in rows.items():
        assert balances(made, key, YEAR_END) == after[key]["balances"]
        assert balances(made, key, YEAR_END, before_closing=True) == before[key]["balances"]
        assert TABLE[key] == (
            row.result_minor,
            row.patronage_sourced_minor,
            row.non_patronage_minor,
            row.individual_minor,
            row.reserve_minor,
            row.education_minor,
            row.solidarity_minor,
            row.cash_minor,
            row.retained_minor,
        )
        check_members(row, season.answers["year_end"]["coops"][key])
        check_book_value(made, row, season.answers["year_end"]["coops"][key]["invariant"])
    assert rows["nubias"].to_reserve_minor == 383033  # SEASON.md: (3,830.33)
    assert balances(made, "federation", YEAR_END)["1110"] == "1139.83"
    assert book_queries.parties(made.federation, "1110") == {
        key: cents(amount)
        for key, amount in season.answers["subledgers"]["after_closing"]["solidarity_receivable"][
            "federation"
        ].items()
    }
    assert "1110" not in balances(made, "federation", YEAR_END, before_closing=True)


def check_members(row: YearEnd, answer: dict[str, Any]) -> None:
    """(f) Ada and Ben, 1,380 h each: 2,127.48 and 2,127.47; (g) Ada's cash 850.992 becomes 851.00."""
    members = {part.person.key: part for part in row.allocations.select_related("person")}
    assert members.keys() == answer["members"].keys()
    for key, expected in answer["members"].items():
        part, ledger = members[key], expected["capital_account"]
        assert Decimal(part.minutes) / 60 == Decimal(expected["hours"])
        assert (part.total_minor, part.cash_minor, part.retained_minor) == (
            cents(expected["allocation"]),
            cents(expected["cash"]),
            cents(expected["retained"]),
        )
        assert (part.opening_minor, part.closing_minor) == (
            cents(ledger["opening"]),
            cents(ledger["closing"]),
        )
        account = book_queries.balance(row.organisation, "3100", party=key, on=YEAR_END)
        assert -account == cents(ledger["closing"])


def check_book_value(made: Town, row: YearEnd, answer: dict[str, str]) -> None:
    coop = row.organisation
    shares = -sum(book_queries.parties(coop, "3000", on=YEAR_END).values())
    accounts = -sum(book_queries.parties(coop, "3100", on=YEAR_END).values())
    reserve = -book_queries.balance(coop, "3200", on=YEAR_END)
    education = -book_queries.balance(coop, "3210", on=YEAR_END)
    trial = book_queries.trial_balance(coop, on=YEAR_END)
    net = sum(line.balance_minor for line in trial if line.kind in {"asset", "liability"})
    assert (shares, accounts, reserve, education) == (
        cents(answer["member_shares"]),
        cents(answer["capital_accounts"]),
        cents(answer["indivisible_reserve"]),
        cents(answer["education_fund"]),
    )
    assert shares + accounts + reserve + education == net == cents(answer["net_book_value"])


def test_dues_are_the_minimum_for_both_members(played: tuple[Town, Season]) -> None:
    made, season = played
    for key, answer in season.answers["dues"].items():
        row = DuesCharge.objects.get(organisation=made.coops[key])
        assert (row.wages_minor, row.at_rate_minor, row.due_minor) == (
            cents(answer["wages"]),
            cents(answer["at_rate"]),
            cents(answer["due"]),
        )
    close_and_share(made)
    assert wages(made.coops["freedom_farm"], year=2016) == 7230000  # closing entries do not count


def test_paying_empties_what_was_owed_in_both_books(played: tuple[Town, Season]) -> None:
    made, _ = played
    for row in close_and_share(made).values():
        cash = book_queries.balance(row.organisation, "1000")
        year_ends.pay_solidarity(year_end=row, on=SOLIDARITY_DAY, by=BY, at=noon(SOLIDARITY_DAY))
        year_ends.pay_patronage(year_end=row, on=PAY_DAY, by=BY, at=noon(PAY_DAY))
        paid = cash - book_queries.balance(row.organisation, "1000")
        assert paid == row.cash_minor + row.solidarity_minor
        assert book_queries.balance(row.organisation, "2210") == 0
        assert book_queries.parties(row.organisation, "2200") == {}
    # SEASON.md: 571.59 + 462.28 + 105.96 = 1,139.83
    assert book_queries.balance(made.federation, "3300") == -113983
    assert book_queries.balance(made.federation, "1110") == 0
    assert book_queries.balance(made.federation, "1000") == 40000 + 113983
