"""Bank lines that wait: on Home for whoever keeps the book, and for programs that read."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from commonwork.access.models import Account
from commonwork.books import queries
from commonwork.books.actions import bank_lines
from commonwork.books.models import MatchedPosting, Posting
from tests.rooms.books.bank_feed import make
from tests.rooms.books.test_api import program
from tests.rooms.books.test_pages import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
TODAY = date(2017, 2, 1)


@pytest.fixture(autouse=True)
def farm() -> Any:
    """January of Freedom Farms: four lines, of which the first is matched."""
    book, entries = make.farm_book()
    account = make.bank_account(book)
    make.take_in(account)
    posting = Posting.objects.get(book=book, seq=entries["seeds"].seq, account__code="1000")
    bank_lines.match(
        lines=[make.line("SEED HOUSE 112")],
        postings=[(entries["seeds"], posting.line)],
        by=make.BY,
        at=make.AT,
    )
    return account


def read(address: str, who: dict[str, str]) -> Any:
    return Client().get(f"/api/v1/books/freedom_farm/bank{address}", headers=who)


def test_home_asks_whoever_keeps_the_book_to_match_the_lines_that_wait() -> None:
    signed_in("treasurer", "freedom_farm")
    signed_in("worker-owner", "freedom_farm")
    (need,) = queries.needs(Account.objects.get(email="treasurer@example.org"), TODAY)
    assert need.title == "Match 3 lines of the bank"
    assert need.reason.startswith("Checking, Hope Credit Union (invented) of Freedom Farm: the oldest is of")
    assert need.href.startswith("/books/freedom_farm/bank/")
    assert queries.needs(Account.objects.get(email="worker-owner@example.org"), TODAY) == []
    for payee in ("Market day", "Water Works", "Tool Barn"):
        bank_lines.set_aside(line=make.line(payee), by=make.BY, at=make.AT)
    assert queries.needs(Account.objects.get(email="treasurer@example.org"), TODAY) == []


def test_a_program_reads_accounts_lines_and_what_they_were_matched_with(farm: Any) -> None:
    who = program("treasurer", "freedom_farm", "read:freedom_farm")
    (account,) = read("", who).json()["bank_accounts"]
    assert (account["key"], account["closing"], account["closing_on"]) == (farm.key, "1164.50", "2017-01-31")
    assert account["open_count"] == 3
    told = read(f"/{farm.key}/lines?state=matched", who).json()
    (line,) = told["lines"]
    posting = MatchedPosting.objects.select_related("entry").get()
    assert (line["amount"], line["payee"], line["state"]) == ("-60.00", "SEED HOUSE 112", "matched")
    assert line["postings"] == [{"entry": posting.entry.seq, "line": posting.line, "amount": "-60.00"}]
    days = [
        row["on"] for row in read(f"/{farm.key}/lines?state=open&last_on=2017-01-20", who).json()["lines"]
    ]
    assert days == ["2017-01-20", "2017-01-10"]
    assert read(f"/{farm.key}/lines?limit=2", who).json()["count"] == 4


def test_bank_lines_are_for_those_inside_the_book_alone(farm: Any) -> None:
    farm.book.organisation.has_open_books = True
    farm.book.organisation.save()
    assert read("", {}).status_code == 401
    assert read("", program("treasurer", "freedom_farm", "read:nubias")).status_code == 403
    make.make.book("nubias")
    outsider = program("worker-owner", "nubias", "read")
    assert [read(address, outsider).status_code for address in ("", f"/{farm.key}/lines")] == [403, 403]
    assert read("/nothing/lines", program("auditor", None, "read")).status_code == 404
