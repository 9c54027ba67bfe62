"""Pages of statements: each figure is the sum of the lines it leads to, book by book and over all books."""

import csv
import json
import re
from datetime import date
from functools import cache
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from commonwork.books import papers, queries
from commonwork.registry.models import Network, Organisation, Person
from tests.paper import read
from tests.rooms.books import make
from tests.rooms.books.season import Season, cents, play
from tests.rooms.books.test_pages import signed_in, text_of
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
OPEN = ("freedom_farm", "nubias", "green_team", "federation", "school", "incubator", "bank")
FOLLOWED = (
    ("nubias", "from=2016-01-01&to=2016-12-31"),
    ("green_team", "from=2017-01-01&to=2017-03-31&beside=previous"),
    ("federation", "from=2016-07-01&to=2017-03-31&beside=day&second=2016-06-30"),
)


@pytest.fixture
def season(published: Path) -> Season:
    """The season of the demo network; all books are open."""
    return opened(Season(published).found())


played = kept_world(play)


@pytest.fixture
def books_alone(played: Season) -> Season:
    """The season as the books alone play it: where the demo network stands on a later day, or says more."""
    return opened(played)


def opened(season: Season) -> Season:
    Organisation.objects.filter(key__in=OPEN).update(has_open_books=True)
    Person.objects.get_or_create(key="invented_ada", defaults={"name": "Ada (invented)", "is_invented": True})
    return season


def figures(page: str) -> list[tuple[str, list[str], list[tuple[int, str]]]]:
    """(kind and text of the row, its column names, [(figure, address)]) of every row that leads somewhere."""
    found = []
    for kind, row in re.findall(r'<tr id="row-[^"]*"(?: class="(\w+)")?>(.*?)</tr>', page, re.S):
        head = re.search(r'<th scope="row"><a href="([^"]+)">([^<]*)</a>', row)
        if head is None:
            continue
        cells = re.findall(r'<td class="num" data-label="([^"]*)">(?:<a href="([^"]+)">)?([^<]*)', row)
        shown = [
            (cents(amount.replace("−\xa0", "-").replace(",", "")), unescape(href))
            for _label, href, amount in cells
            if amount and not amount.startswith("+")
        ]
        names = [label for label, _href, _amount in cells]
        found.append((f"{kind} {head[2]}", names, [(shown[0][0], unescape(head[1])), *shown[1:]]))
    return found


@cache
def sum_of(client: Client, address: str) -> int:
    """What the lines on a page add up to, read from its export; several figures lead to the same lines."""
    rows = csv.DictReader(StringIO(text_of(client, f"{address}&format=csv").lstrip("\ufeff")))
    return sum(cents(row["Amount"]) for row in rows if row["Entry"])


@pytest.mark.season
def test_every_figure_is_the_sum_of_the_lines_it_leads_to(season: Season, client: Client) -> None:
    """A trial balance shows sides without signs, so there the figures are compared without them."""
    for what in ("income", "sheet", "cash", "funds", "equity", "trial"):
        checked = 0
        for key, span in FOLLOWED:
            page = text_of(client, f"/books/{key}/statements/{what}/?{span}")
            for number, (text, _names, cells) in enumerate(figures(page)):
                for figure, address in cells:
                    if address and (number + len(key)) % 2:  # every second row, other ones in each book
                        found = sum_of(client, address)
                        assert (abs(found) if what == "trial" else found) == figure, (key, text, address)
                        checked += 1
        assert checked > 10, f"of {what} this test looks at nothing"


@pytest.mark.season
def test_before_closing_leads_to_lines_without_the_close(season: Season, client: Client) -> None:
    page = text_of(client, "/books/nubias/statements/sheet/?to=2016-12-31&before_closing=yes")
    assert "11,226.82" in page, "SEASON.md: the surplus of 2016, not yet shared"
    for text, _names, cells in figures(page):
        for figure, address in cells:
            assert not address or sum_of(client, address) == figure, text


@pytest.mark.season
def test_the_networks_figures_lead_to_books_and_these_to_lines(season: Season, client: Client) -> None:
    for what in ("income", "sheet", "cash", "funds", "equity"):
        page = text_of(client, f"/books/all/statements/{what}/?from=2016-01-01&to=2016-12-31")
        rows = figures(page)
        for number, (text, names, cells) in enumerate(rows):
            everything, struck, whole = (figure for figure, _href in cells[:3])
            assert names == ["All books", "Struck out", "Network"] and everything + struck == whole, text
            if number % 3:
                continue  # every third is followed to its lines
            books = text_of(client, cells[0][1])
            parts = re.findall(r'<th scope="row"><a href="([^"]+)">.*?<td[^>]*>([^<]*)<', books)
            amounts = [cents(amount.replace("−\xa0", "-").replace(",", "")) for _href, amount in parts]
            assert sum(amounts) == everything, text
            for (href, _amount), amount in zip(parts, amounts, strict=True):
                assert sum_of(client, unescape(href)) == amount, (text, href)
        assert len(rows) > 9, what


@pytest.mark.season
def test_an_auditor_goes_from_the_networks_sheet_to_a_receipt(season: Season) -> None:
    auditor = signed_in("auditor", None, as_of_on=date(2016, 12, 31))
    sheet = text_of(auditor, "/books/all/statements/sheet/?to=2017-03-31")
    assert "31 December 2016" in sheet and "141,913.43" in sheet, "the published total of that day"
    (cash,) = (cells for text, _names, cells in figures(sheet) if text.strip() == "Cash")
    book = re.search(r'href="(/books/bank/accounts/1000/[^"]+)"', text_of(auditor, cash[0][1]))
    assert book is not None
    lines = text_of(auditor, unescape(book[1]))
    entry = re.search(r'<th scope="row"><a href="(/books/bank/entries/\d+/)"', lines)
    assert entry is not None
    assert "/receipts/" in text_of(auditor, entry[1])


@pytest.mark.season
def test_an_auditor_never_sees_later_days(season: Season) -> None:
    auditor = signed_in("auditor", None, as_of_on=date(2016, 12, 31))
    for what in ("income", "sheet", "cash", "funds", "equity", "trial"):
        for place in ("freedom_farm", "all"):
            late = f"/books/{place}/statements/{what}/?from=2016-01-01&to=2017-03-31&beside=day&second=2017-03-31"
            early = f"/books/{place}/statements/{what}/?from=2016-01-01&to=2016-12-31"
            shown = text_of(auditor, f"{late}&format=json")
            wanted = text_of(auditor, f"{early}&beside=day&second=2016-12-31&format=json")
            assert json.loads(shown)["rows"] == json.loads(wanted)["rows"], (place, what)
    rows = text_of(auditor, "/books/freedom_farm/ledger/?from=2016-01-01&to=2017-03-31&format=csv")
    assert "2016-12-31" in rows and "2017-" not in rows


def test_closed_books_have_no_statements_for_others(books_alone: Season, client: Client) -> None:
    Organisation.objects.filter(key="green_team").update(has_open_books=False)
    for address in (
        "statements/",
        "statements/income/",
        "statements/cash/",
        "ledger/",
        "statements/equity/members/",
    ):
        assert client.get(f"/books/green_team/{address}").status_code in {302, 404}, address
    for what in ("income", "funds"):
        files = text_of(client, f"/books/all/statements/{what}/?format=csv")
        assert "Green Team" not in files and "Nubias" in files
    assert "\ngreen_team," not in text_of(client, "/books/all/ledger/?format=csv")


@pytest.mark.season
def test_members_are_listed_for_those_inside_only(season: Season, client: Client) -> None:
    address = "/books/freedom_farm/statements/equity/members/?from=2016-01-01&to=2016-12-31"
    assert client.get(address).status_code == 302
    text_of(signed_in("worker-owner", "nubias"), address, 403)
    treasurer = signed_in("treasurer", "freedom_farm")
    page = text_of(treasurer, address)
    assert "Ada (invented)" in page
    rows = json.loads(text_of(treasurer, f"{address}&format=json"))["rows"]
    answers = season.answers["subledgers"]["after_closing"]
    for kind, column in (("member_shares", "shares"), ("capital_accounts", "closing")):
        assert {row["id"]: row[column] for row in rows if row["kind"] == "row"} == answers[kind][
            "freedom_farm"
        ]


@pytest.mark.season
def test_the_public_cannot_ask_for_a_member_through_a_fund(season: Season, client: Client) -> None:
    page = text_of(client, "/books/freedom_farm/lines/?of=funds&fund=party:3100:invented_ada")
    assert "2,127.48" not in page and "$0.00" in page


@pytest.mark.season
def test_a_figure_that_is_not_there_is_not_found(season: Season, client: Client) -> None:
    for address in (
        "freedom_farm/statements/wealth/",
        "freedom_farm/lines/?of=nothing",
        "freedom_farm/lines/?of=cash&cash=much",
        "all/statements/income/row/?row=nothing",
        "all/statements/wealth/",
    ):
        text_of(client, f"/books/{address}", 404)


@pytest.mark.season
def test_wishes_that_make_no_sense_are_answered_with_a_statement(season: Season, client: Client) -> None:
    for wish in (
        "from=2017-01-01&to=2016-01-01",
        "from=soon",
        "to=9999-12-31",
        "beside=soon",
        "second=0001-01-01",
    ):
        text_of(client, f"/books/freedom_farm/statements/income/?{wish}")
        text_of(client, f"/books/all/statements/sheet/?{wish}")


@pytest.mark.season
def test_the_ledger_as_a_file_adds_up(season: Season, client: Client) -> None:
    rows = list(
        csv.DictReader(StringIO(text_of(client, "/books/nubias/ledger/?format=csv").lstrip("\ufeff")))
    )
    lines = [row for row in rows if row["Entry"]]
    assert sum(cents(row["Debit"] or "0") for row in lines) == sum(
        cents(row["Credit"] or "0") for row in lines
    )
    last = {row["Account"]: row["Balance"] for row in rows if row["Account"]}
    trial = queries.trial_balance(season.org["nubias"], on=date(2017, 12, 31))
    assert {code: cents(balance) for code, balance in last.items() if cents(balance)} == {
        row.code: row.balance_minor for row in trial
    }
    assert json.loads(text_of(client, "/books/nubias/ledger/?format=json"))["rows"][0]["account"] == "1000"


@pytest.mark.season
def test_statements_read_themselves_aloud(season: Season, client: Client) -> None:
    Network.objects.update_or_create(key="network", defaults={"name": "Cooperation Jackson"})
    page = text_of(client, "/books/freedom_farm/statements/income/?from=2016-01-01&to=2016-12-31")
    assert "ended 2016 ahead by $11,431.90." in page
    network = text_of(client, "/books/all/statements/cash/?from=2016-01-01&to=2016-12-31")
    assert "The cash of Cooperation Jackson grew by $117,846.76, from $0 to $117,846.76." in network


@pytest.mark.season
def test_the_overviews_read_the_balance_sheet_and_lead_to_every_statement(
    season: Season, client: Client
) -> None:
    for place in ("nubias", "all"):
        page = text_of(client, f"/books/{place}/statements/")
        for what in queries.STATEMENTS:
            assert f'href="/books/{place}/statements/{what}/"' in page, (place, what)
        assert f'href="/books/{place}/ledger/"' in page and " has $" in page
        assert "/statements/" in text_of(client, f"/books/{place}/"), "the books lead there"


@pytest.mark.season
def test_the_networks_ledger_shows_what_is_struck_out(season: Season, client: Client) -> None:
    """SEASON.md, end of 2016: sister balances 590.00, solidarity shares 1,139.83, loan 12,000, interest 280.47."""
    address = "/books/all/ledger/?from=2016-01-01&to=2016-12-31"
    assert "Struck out between the books" in text_of(client, address)
    rows = csv.DictReader(StringIO(text_of(client, f"{address}&format=csv").lstrip("\ufeff")))
    struck = {row["Account"]: row["Credit"] for row in rows if not row["Book"] and row["Credit"]}
    assert struck == {"1100": "590.00", "1110": "1139.83", "1200": "12000.00", "1210": "280.47"}


@pytest.mark.season
def test_statements_ask_the_database_a_few_times(
    season: Season, client: Client, django_assert_max_num_queries: Any
) -> None:
    for what in queries.STATEMENTS:
        with django_assert_max_num_queries(24):
            text_of(client, f"/books/nubias/statements/{what}/?from=2016-01-01&to=2016-12-31&beside=previous")
    with django_assert_max_num_queries(24):
        text_of(client, "/books/nubias/ledger/")


@pytest.mark.season
def test_nothing_reaches_beyond_today(season: Season, client: Client) -> None:
    Network.objects.update_or_create(
        key="network", defaults={"name": "Cooperation Jackson", "is_demo": True, "demo_on": date(2017, 4, 1)}
    )
    for address in ("/books/nubias/statements/sheet/", "/books/all/statements/sheet/?to=2017-12-31"):
        assert "1 April 2017" in text_of(client, address), address


def test_a_book_without_entries_says_so(client: Client) -> None:
    make.book("nubias", is_open=True)
    for address in ("statements/", "statements/cash/", "ledger/"):
        text_of(client, f"/books/nubias/{address}")
    text_of(client, "/books/all/statements/")


def pdf_of(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf", address
    return answer.content


def test_statements_come_on_tagged_paper_with_their_figures(books_alone: Season, client: Client) -> None:
    Network.objects.update_or_create(
        key="network", defaults={"name": "Cooperation Jackson", "is_demo": True, "demo_on": date(2017, 4, 1)}
    )
    year = "from=2016-01-01&to=2016-12-31"
    for what, figure in (("income", "11,431.90"), ("equity", "4,458.43"), ("cash", "9,000.00")):
        paper = read(pdf_of(client, f"/books/freedom_farm/statements/{what}/?{year}&format=pdf"))
        assert paper.is_tagged and paper.language == "en" and "Freedom Farm" in paper.title, what
        assert figure in paper.text and "Cooperation Jackson" in paper.text, what
        assert "Demo: invented data" in paper.text, what
    whole = read(pdf_of(client, f"/books/all/statements/sheet/?{year}&format=pdf"))
    for text in ("141,913.43", "Struck out", "Nubias", "12,000.00"):
        assert text in whole.text, text
    client.cookies["django_language"] = "es"
    assert read(pdf_of(client, f"/books/nubias/statements/income/?{year}&format=pdf")).language == "es"


@pytest.mark.season
def test_the_ledger_comes_on_paper_while_it_is_short(
    season: Season, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = read(pdf_of(client, "/books/nubias/ledger/?from=2016-01-01&to=2016-03-31&format=pdf"))
    assert "Balance brought forward" in paper.text and "1000 Cash" in paper.text
    monkeypatch.setattr("commonwork.books.views.general_ledger.MOST_ON_PAPER", 3)
    answer = client.get("/books/nubias/ledger/?format=pdf")
    assert answer.status_code == 422 and "take the CSV" in answer.content.decode()


@pytest.mark.season
def test_other_storeys_get_a_statement_on_paper_in_one_call(season: Season) -> None:
    span = {"starts_on": date(2016, 1, 1), "ends_on": date(2017, 1, 1)}
    paper = read(papers.statement_pdf(season.org["nubias"], "income", **span))
    assert "11,226.82" in paper.text
    network = read(papers.network_pdf("income", before=(date(2015, 1, 1), date(2016, 1, 1)), **span))
    assert "42,913.43" in network.text and "2015" in network.text
