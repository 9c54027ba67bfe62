"""Hours and credit on the trial balances of a book and of the network, as page and as paper."""

from datetime import date

import pytest
from django.db import transaction
from django.test import Client

from commonwork.books import actions as books
from commonwork.books.actions import accounts
from commonwork.books.models import Book
from tests.paper import read
from tests.rooms.books import make

pytestmark = pytest.mark.django_db
DAYS = "from=2017-01-01&to=2017-12-31&beside=year"


@pytest.fixture(autouse=True)
def given() -> None:
    """Nubia's gave 2 h in 2016 and 5 h 30 min more in 2017; the farm gave 1 h in 2017."""
    for key, worked in (("nubias", ((2016, 120), (2017, 330))), ("freedom_farm", ((2017, 60),))):
        book = make.book(key, is_open=True)
        make.cash(book, 100_00)
        for code, kind in (("9100", "asset"), ("9190", "equity")):
            accounts.add(
                organisation=book.organisation, code=code, name=f"Hours {kind}", kind=kind, unit="HOUR",
                kept_by="", by=make.BY, at=make.AT,
            )  # fmt: skip
        for year, minutes in worked:
            _give(book, date(year, 5, 1), minutes)


def _give(book: Book, on: date, minutes: int) -> None:
    with transaction.atomic():
        lines = [books.Line("9100", minutes), books.Line("9190", -minutes)]
        books.post(organisation=book.organisation, on=on, kind="hours", lines=lines, source=make.fact())


def lines_of(address: str) -> list[str]:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return b"".join(answer).decode("utf-8-sig").splitlines()


def test_hours_of_all_books_stand_on_their_own_book_by_book_beside_the_year_before() -> None:
    rows = lines_of(f"/books/all/statements/trial/?{DAYS}&unit=HOUR&format=csv")
    by_row = {row.split(",")[0]: row.split(",")[3:] for row in rows}
    assert by_row["HOUR-nubias-9100"] == ["7.5000", "", "2.0000", ""]
    assert by_row["HOUR-freedom_farm-9190"] == ["", "1.0000", "", ""]
    assert by_row["HOUR-together"] == ["8.5000", "8.5000", "2.0000", "2.0000"]
    page = Client().get(f"/books/all/statements/trial/?{DAYS}").content.decode()
    assert 'id="hour"' in page and "/books/nubias/accounts/9100/?to=2017-12-31" in page
    assert Client().get(f"/books/all/statements/trial/?{DAYS}&unit=CREDIT&format=csv").status_code == 404


def test_a_book_shows_its_hours_below_its_dollars_and_neither_counts_in_the_other() -> None:
    rows = lines_of(f"/books/nubias/statements/trial/?{DAYS}&format=csv")
    assert not [row for row in rows if "9100" in row]
    page = Client().get(f"/books/nubias/statements/trial/?{DAYS}").content.decode()
    assert page.index("100.00") < page.index('id="hour"') < page.index("7:30")


def test_the_networks_hours_come_on_paper() -> None:
    raw = b"".join(Client().get(f"/books/all/statements/trial/?{DAYS}&unit=HOUR&format=pdf"))
    paper = read(raw)
    assert paper.is_tagged and "8:30" in paper.text and "Hours" in paper.text


def test_the_general_ledger_counts_hours_as_hours() -> None:
    """450 minutes once stood there as 4.50, as if they were cents."""
    page = Client().get("/books/nubias/ledger/?from=2017-01-01&to=2017-12-31").content.decode()
    assert "7:30" in page and "4.50" not in page and '<span class="quiet">hours</span>' in page
    rows = [
        row.split(",") for row in lines_of("/books/nubias/ledger/?from=2017-01-01&to=2017-12-31&format=csv")
    ]
    (moved,) = [row for row in rows if row[1] == "9100" and row[8]]
    assert moved[8:] == ["5.5000", "", "7.5000", "HOUR"]


def test_an_entry_in_hours_is_told_in_hours() -> None:
    page = Client().get("/books/freedom_farm/entries/2/").content.decode()
    assert page.count("1:00") == 4 and "0.60" not in page and "dollars" not in page
    assert "1\u00a0h" in Client().get("/books/freedom_farm/entries/").content.decode()
