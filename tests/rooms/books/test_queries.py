"""Reads: ledgers page by page, statements, all books added up. Every figure is the sum of the rows it links to."""

from datetime import date, timedelta

import pytest

from commonwork.books import account_names, charts, queries
from commonwork.books.models import Book
from tests.rooms.books import make
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
YEAR = {"starts_on": date(2016, 1, 1), "ends_on": date(2017, 1, 1)}


def _book() -> Book:
    """60 sales of 1 to 60 cents, one a day, each followed by a cost of 1 cent."""
    found = make.book("nubias")
    for number in range(60):
        make.cash(found, number + 1, on=make.FIRST + timedelta(number))
        make.cash(found, -1, on=make.FIRST + timedelta(number), against="5200")
    return found


book = kept_world(_book)


def ledger(book: Book, code: str, **more: object) -> queries.Ledger:
    account = queries.account_of(book.organisation, code)
    assert account is not None
    return queries.ledger(account, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("far", [queries.ledgers.FAR, 0])
def test_the_running_balance_carries_over_from_page_to_page(
    book: Book, far: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries.ledgers, "FAR", far)
    whole = ledger(book, "1000", per_page=None)
    paged = [row for page in range(1, 6) for row in ledger(book, "1000", page=page).rows]
    assert paged == whole.rows
    assert (whole.row_count, whole.closing_minor) == (120, 1830 - 60)
    assert paged[-1].running_minor == whole.closing_minor == queries.balance(book.organisation, "1000")
    assert ledger(book, "1000").page_count == 5


def test_a_period_begins_with_what_was_brought_forward(book: Book) -> None:
    part = ledger(book, "1000", starts_on=date(2016, 1, 11), ends_on=date(2016, 1, 13))
    assert part.opening_minor == 55 - 10, "1 + ... + 10, less ten costs"
    assert [row.amount_minor for row in part.rows] == [11, -1, 12, -1]
    assert (part.debit_minor, part.credit_minor) == (23, -2)
    assert part.closing_minor == queries.balance(book.organisation, "1000", on=date(2016, 1, 12))


def test_pages_out_of_reach_are_the_nearest(book: Book) -> None:
    assert ledger(book, "1000", page=99).page == 5
    assert ledger(book, "1000", page=0).page == 1
    assert ledger(book, "3200").rows == [] and ledger(book, "3200").page_count == 1


def test_one_partys_rows_add_up_to_that_partys_balance() -> None:
    from commonwork.books import actions as books

    nubias = make.book("nubias")
    for person, amount in (("ada", 300), ("ben", 500), ("ada", 200)):
        books.post(
            organisation=nubias.organisation,
            on=make.FIRST,
            kind="share",
            lines=[books.Line("1000", amount), books.Line("3000", -amount, person)],
            source=make.fact(),
        )
    assert ledger(nubias, "3000", party="ada").sum_minor == -500
    assert queries.parties(nubias.organisation, "3000") == {"ada": -500, "ben": -500}
    assert queries.balance(nubias.organisation, "3000", party="ada") == -500
    assert queries.parties(nubias.organisation, "3000", on=date(2015, 1, 1)) == {}


def test_the_income_statement_is_the_sum_of_its_rows_and_the_same_after_closing(book: Book) -> None:
    from commonwork.books.actions import years

    def statement() -> queries.IncomeStatement:
        return queries.income_statement(book.organisation, **YEAR)

    before = statement()
    assert (before.income_minor, before.expenses_minor, before.surplus_minor) == (1830, 60, 1770)
    assert before.surplus_minor == queries.result(book.organisation, **YEAR)
    years.close(organisation=book.organisation, on=date(2016, 12, 31), by=make.BY, at=make.AT)
    assert statement() == before
    lines = [queries.account_of(book.organisation, code) for code in ("4000", "5200")]
    assert queries.ledger(*lines, with_closing=False, **YEAR).sum_minor == -1770  # type: ignore[arg-type]


def test_a_second_column_shows_the_period_before(book: Book) -> None:
    statement = queries.income_statement(
        book.organisation,
        starts_on=date(2016, 2, 1),
        ends_on=date(2016, 3, 1),
        before=(date(2016, 1, 1), date(2016, 2, 1)),
    )
    sales = statement.income[0].rows[0]
    january, february = sum(range(1, 32)), sum(range(32, 61))
    assert (sales.amount_minor, sales.before_minor) == (february, january)
    assert sales.change_minor == february - january
    assert statement.before and statement.before.income_minor == january


def test_the_balance_sheet_balances_before_and_after_closing(book: Book) -> None:
    sheet = queries.balance_sheet(book.organisation, on=date(2016, 6, 30))
    assert sheet.balances and sheet.assets.amount_minor == 1770
    assert sheet.equity.rows[-1].amount_minor == 1770 and sheet.equity.rows[-1].code == ""


def test_an_organisation_without_books_stands_at_nothing() -> None:
    bare = make.organisation("bare")
    assert queries.balance(bare, "1000") == queries.balance(bare, "1000", on=make.FIRST) == 0
    assert queries.trial_balance(bare, on=make.FIRST) == [] and queries.parties(bare, "3000") == {}
    assert queries.result(bare, **YEAR) == 0 and queries.book_of(bare) is None


def test_what_only_one_side_knows_is_left_over() -> None:
    from commonwork.books import actions as books

    bank = make.book("bank")
    books.post(
        organisation=bank.organisation,
        on=make.FIRST,
        kind="draw",
        lines=[books.Line("1200", 500, "outside"), books.Line("1000", -500)],
        source=make.fact(),
    )
    found = queries.consolidated(on=make.FIRST)
    (pair,) = found.struck
    assert (pair.amount_minor, pair.left_minor) == (0, 500)
    assert {row.code: row.balance_minor for row in found.left()} == {"1000": -500, "1200": 500}


def test_every_name_in_the_charts_can_be_translated() -> None:
    assert {account.name for account in charts.accounts()} == set(account_names.ACCOUNTS)
    assert {pair.what for pair in charts.eliminations()} == set(account_names.ELIMINATIONS)


def test_the_charts_are_those_of_the_published_list(published: object) -> None:
    import tomllib
    from pathlib import Path

    assert isinstance(published, Path)
    given = tomllib.loads((published / "jackson" / "season.toml").read_text())["account"]
    wanted = {row["code"]: (row["name"], row["kind"], row.get("by", "")) for row in given}
    wanted |= {  # ours: the list knows no claims, no loans of members, no notes to those who left
        "2300": ("Claims to be paid", "liability", "claim"),
        "2120": ("Loans of members", "liability", "member"),
        "2220": ("Notes to former members", "liability", "member"),
        "5410": ("Interest to members", "expense", "member"),
        # ours: what the bank takes in, holds for borrowers and forgives
        "1130": ("Held by the bank on loans", "asset", "loan"),
        "1220": ("Set aside for loan losses", "asset", "lender"),
        "2130": ("Held for borrowers", "liability", "loan"),
        "2400": ("Savings of members", "liability", "holding"),
        "2410": ("Notes of supporters", "liability", "holding"),
        "3010": ("Member shares of the bank", "equity", "holding"),
        "3420": ("Guarantee fund", "equity", ""),
        "4310": ("Loan debt forgiven", "income", "loan"),
        "5420": ("Interest to savers and supporters", "expense", "holding"),
        "5700": ("Loans forgiven and written off", "expense", "loan"),
        "5710": ("Cost of setting aside for loan losses", "expense", "lender"),
    }
    assert {a.code: (a.name, a.kind, a.by) for a in charts.accounts()} == wanted
