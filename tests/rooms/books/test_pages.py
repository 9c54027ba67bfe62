"""Pages: who sees what, that each figure is the sum of the rows it links to, and what a treasurer can do."""

import re
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils.html import strip_tags

from commonwork.access.models import Account, RoleHolding
from commonwork.books import queries
from commonwork.books.models import Book, Entry
from commonwork.registry.models import Organisation, Person
from commonwork.rules.money import parse_minor
from tests.rooms.books import make
from tests.rooms.books.season import Season, play
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
NAMED = ("invented_ada", "invented_emil", "invented_iris")
UNKNOWN = ("invented_cleo", "invented_dina", "invented_gus")  # in the books, not in the register

played = kept_world(play)


@pytest.fixture
def season(played: Season) -> Season:
    """The season in the books, with its members as persons; farm and nubias open to all, The Green Team not."""
    Organisation.objects.filter(key__in=["freedom_farm", "nubias", "federation"]).update(has_open_books=True)
    for key in NAMED:
        Person.objects.create(key=key, name=f"Name of {key}", is_invented=True)
    Person.objects.create(key="invented_ben", name="Ben who agreed", shows_name=True)
    return played


def signed_in(role: str, organisation: str | None, **more: Any) -> Client:
    person = Person.objects.create(key=f"who_{role}", name=f"A {role}")
    account = Account.objects.create_user(f"{role}@example.org", person=person)
    place = Organisation.objects.get(key=organisation) if organisation else None
    RoleHolding.objects.create(
        person=person, role=role, organisation=place, starts_on=date(2000, 1, 1), **more
    )
    client = Client()
    client.force_login(account)
    return client


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return _body(answer).decode()


def raw_of(client: Client, address: str) -> bytes:
    """The body of an answer; of a workbook all its sheets."""
    body = _body(client.get(address))
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as files:
        return b"".join(files.read(name) for name in files.namelist())


def _body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


PAGES = [
    "/books/",
    "/books/all/",
    "/books/freedom_farm/",
    "/books/freedom_farm/?year=2016",
    "/books/freedom_farm/trial-balance/?on=2016-12-31",
    "/books/freedom_farm/accounts/3100/",
    "/books/freedom_farm/accounts/1510/",
    "/books/freedom_farm/lines/?of=result&from=2016-01-01&to=2016-12-31",
    "/books/freedom_farm/entries/",
    "/books/freedom_farm/entries/1/",
    "/books/federation/",
]


def test_the_public_reads_open_books_without_names_of_people(season: Season, client: Client) -> None:
    for address in PAGES:
        page = text_of(client, address)
        assert "Name of" not in page and not any(key in page for key in NAMED + UNKNOWN), address
        assert "greenhouse" not in page and "sessions" not in page, "no memos either"


def test_exports_for_the_public_hold_no_names_either(season: Season, client: Client) -> None:
    for address in PAGES[2:9]:
        for format in ("csv", "json", "xlsx"):
            text = raw_of(client, f"{address}{'&' if '?' in address else '?'}format={format}")
            assert not any(key.encode() in text for key in NAMED + UNKNOWN) and b"Name of" not in text, (
                address
            )


def test_who_agreed_to_be_named_is_named(season: Season, client: Client) -> None:
    assert "Ben who agreed" in text_of(client, "/books/freedom_farm/accounts/3100/")


def test_members_see_names_and_memos(season: Season) -> None:
    member = signed_in("worker-owner", "freedom_farm")
    assert "Name of invented_ada" in text_of(member, "/books/freedom_farm/accounts/3100/")
    assert "Name of invented_emil" not in text_of(member, "/books/nubias/accounts/3100/"), "not next door"


def test_closed_books_are_not_there_for_others(season: Season, client: Client) -> None:
    for address in ("", "accounts/1000/", "entries/1/", "entries/", "trial-balance/", "lines/?of=income"):
        text_of(client, f"/books/green_team/{address}", 404)
    assert "green_team" not in text_of(client, "/books/") + text_of(client, "/books/all/")
    text_of(signed_in("worker-owner", "green_team"), "/books/green_team/")


def test_the_public_cannot_ask_for_a_person(season: Season, client: Client) -> None:
    text_of(client, "/books/freedom_farm/accounts/3100/?party=invented_ada", 404)
    text_of(client, "/books/freedom_farm/accounts/3100/?party=invented_ben")
    text_of(client, "/books/freedom_farm/accounts/1100/?party=nubias")


def test_an_auditor_sees_the_books_as_of_a_day(season: Season) -> None:
    auditor = signed_in("auditor", None, as_of_on=date(2016, 12, 31))
    page = text_of(auditor, "/books/freedom_farm/?year=2017")
    assert "books of 2016" in page
    entry = Entry.objects.filter(book__key="freedom_farm", effective_on__gt=date(2016, 12, 31)).first()
    assert entry is not None
    text_of(auditor, entry.get_absolute_url(), 404)
    assert "2017" not in re.sub(
        r"<head.*?</head>", "", text_of(auditor, "/books/freedom_farm/entries/?format=csv")
    )
    balance = text_of(auditor, "/books/freedom_farm/trial-balance/?on=2017-03-31&format=csv")
    assert balance == text_of(auditor, "/books/freedom_farm/trial-balance/?on=2016-12-31&format=csv")


def figures_and_links(page: str) -> list[tuple[int, str]]:
    """Amounts in statement tables with the address their row links to."""
    rows = re.findall(
        r'<th scope="row"><a href="([^"]+)">.*?</th>\s*<td class="num"[^>]*>([^<]+)</td>', page, re.S
    )
    return [(cents(amount), href.replace("&amp;", "&")) for href, amount in rows if "/books/" in href]


def cents(text: str) -> int:
    plain = text.replace("\xa0", "").replace("−", "-").replace("+", "").replace("$", "").strip()
    return parse_minor(plain, "USD")


def test_every_figure_is_the_sum_of_the_rows_it_links_to(season: Season, client: Client) -> None:
    checked = 0
    for key in ("freedom_farm", "nubias", "federation"):
        for year in ("2016", "2017"):
            page = text_of(client, f"/books/{key}/?year={year}")
            for shown, href in figures_and_links(page[: page.index("Latest entries")]):
                rows = text_of(client, f"{href}&format=csv").lstrip("\ufeff").splitlines()[1:]
                column = [row.rsplit(",", 2)[1] for row in rows if row.count(",") >= 6]
                assert sum(cents(amount) for amount in column) == shown, (key, href)
                checked += 1
    assert checked > 80


def test_the_three_numbers_lead_to_their_rows(season: Season, client: Client) -> None:
    page = text_of(client, "/books/nubias/?year=2016")
    numbers = re.findall(r'<div class="figure"><b>([^<]+)</b>.*?href="([^"]+)"', page, re.S)
    assert [number for number, _ in numbers] == ["$142,000", "$75,600", "$11,226.82"], (
        "SEASON.md, 2016 results"
    )
    for number, href in numbers:
        assert number in strip_tags(text_of(client, href.replace("&amp;", "&"))).replace(".00", "")


def test_mirrored_entries_lead_to_each_other(season: Season, client: Client) -> None:
    entry = Entry.objects.filter(book__key="nubias", kind="invoice").order_by("seq").first()
    assert entry is not None
    other = queries.mirrors_of(entry)[0]
    assert other.get_absolute_url() in text_of(client, entry.get_absolute_url())


def test_only_those_who_keep_the_books_get_the_forms(season: Season, client: Client) -> None:
    treasurer = signed_in("treasurer", "nubias")
    member = signed_in("worker-owner", "nubias")
    for form in ("costs", "gifts", "months"):
        assert client.get(f"/books/nubias/{form}/new/").status_code == 302
        text_of(member, f"/books/nubias/{form}/new/", 403)
        text_of(treasurer, f"/books/freedom_farm/{form}/new/", 403)
        text_of(treasurer, f"/books/green_team/{form}/new/", 404)
        text_of(treasurer, f"/books/nubias/{form}/new/")


def test_a_cost_recorded_twice_by_a_double_press_is_one_cost() -> None:
    make.book("nubias")
    treasurer = signed_in("treasurer", "nubias")
    form = {"once": "t1", "on": "2016-02-01", "account": "5200", "amount": "1,250.00", "what": "rent"}
    first = treasurer.post("/books/nubias/costs/new/", form)
    again = treasurer.post("/books/nubias/costs/new/", form)
    assert first.status_code == again.status_code == 302 and first["location"] == again["location"]
    assert "/receipts/" in first["location"]
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ("costs", {"on": "2016-02-01", "account": "4000", "amount": "5.00", "what": "x"}),
        ("costs", {"on": "2016-02-01", "account": "5200", "amount": "-5.00", "what": "x"}),
        ("costs", {"on": "2016-02-01", "account": "5200", "amount": "5.001", "what": "x"}),
        ("gifts", {"on": "2015-02-01", "amount": "5.00"}),
        ("months", {"month": "2016-13", "sales": "5"}),
        ("months", {"month": "2016-01", **dict.fromkeys(["sales", "materials", "member_wages"], "0")}),
    ],
)
def test_what_cannot_be_recorded_comes_back_with_what_was_typed(form: str, wrong: dict[str, str]) -> None:
    from commonwork.books.actions import periods

    nubias = make.book("nubias")
    periods.close(organisation=nubias.organisation, ends_on=date(2016, 1, 1), by=make.BY, at=make.AT)
    answer = signed_in("treasurer", "nubias").post(f"/books/nubias/{form}/new/", {"once": "t", **wrong})
    assert answer.status_code == 422 and Entry.objects.count() == 0


def test_a_gift_and_a_month_are_recorded_from_their_forms() -> None:
    make.book("nubias")
    treasurer = signed_in("treasurer", "nubias")
    gift = {"once": "g", "on": "2016-02-01", "amount": "100.00", "donor": ""}
    month = {"once": "m", "month": "2016-02", "sales": "500", "materials": "100", "member_wages": "0"}
    month |= {"other_wages": "0", "other_costs": "0"}
    assert treasurer.post("/books/nubias/gifts/new/", gift).status_code == 302
    assert treasurer.post("/books/nubias/months/new/", month).status_code == 302
    assert queries.balance(Organisation.objects.get(key="nubias"), "1000") == 50_000


def test_a_table_is_shown_before_it_is_recorded_and_refused_where_one_keeps_no_books(published: Path) -> None:
    for key in ("freedom_farm", "nubias", "green_team"):
        make.book(key)
    treasurer = signed_in("treasurer", "nubias")
    lines = (published / "jackson" / "sales.csv").read_text().splitlines()
    refused = treasurer.post("/books/import/", {"once": "t", "text": "\n".join(lines)})
    assert refused.status_code == 422 and "You do not keep the books" in refused.content.decode()
    mine = "\n".join([lines[0], *(line for line in lines if ",nubias," in line)])
    shown = treasurer.post("/books/import/", {"once": "t", "text": mine})
    assert shown.status_code == 200 and "Record 15 months" in shown.content.decode()
    assert Entry.objects.count() == 0
    for _ in range(2):
        done = treasurer.post("/books/import/", {"once": "t", "text": mine, "record": "yes"})
        assert done.status_code == 302
    assert Entry.objects.count() == 30


def test_a_treasurer_takes_an_entry_back_and_gets_a_receipt() -> None:
    make.book("nubias")
    treasurer = signed_in("treasurer", "nubias")
    treasurer.post(
        "/books/nubias/costs/new/",
        {"once": "t", "on": "2016-02-01", "account": "5200", "amount": "5.00", "what": "x"},
    )
    assert "Take this entry back" in text_of(treasurer, "/books/nubias/entries/1/")
    done = treasurer.post("/books/nubias/entries/1/reverse/", {"once": "r", "on": "2016-02-02"})
    assert done.status_code == 302 and Entry.objects.count() == 2
    assert "Take this entry back" not in text_of(treasurer, "/books/nubias/entries/1/")
    again = treasurer.post("/books/nubias/entries/1/reverse/", {"once": "r2", "on": "2016-02-02"})
    assert again.status_code == 422 and Entry.objects.count() == 2


def test_a_receiver_cannot_undo_what_a_giver_did(season: Season) -> None:
    entry = Entry.objects.filter(book__key="school", kind="support").get()
    loan_officer = signed_in("treasurer", "school")
    text_of(loan_officer, f"{entry.get_absolute_url()}reverse/", 403)


@pytest.mark.parametrize(
    "address",
    [
        "/books/nubias/entries/99999999999999999999999999/",
        "/books/nubias/entries/0/",
        "/books/nubias/accounts/9999/",
        "/books/nubias/lines/?of=everything",
        "/books/nobody/",
    ],
)
def test_what_is_not_there_is_404(client: Client, address: str) -> None:
    make.book("nubias", is_open=True)
    text_of(client, address, 404)


@pytest.mark.parametrize(
    "asked",
    ["?from=x&to=9999-12-31", "?page=0", "?page=-1", "?page=99999999999", "?from=0001-01-01", "?party="],
)
def test_odd_questions_are_answered_calmly(client: Client, asked: str) -> None:
    nubias = make.book("nubias", is_open=True)
    make.cash(nubias, 5)
    for page in ("accounts/1000/", "entries/", "trial-balance/", "", "lines/?of=income&"):
        text_of(client, f"/books/nubias/{page}{asked if '?' not in page else asked[1:]}")
    text_of(client, "/books/nubias/?year=abcd")
    text_of(client, "/books/all/?on=9999-12-31")


def test_an_empty_book_says_so(client: Client) -> None:
    make.book("nubias", is_open=True)
    assert "Nothing is recorded in these books yet." in text_of(client, "/books/nubias/")


def test_the_page_of_a_book_asks_few_questions(
    season: Season, client: Client, django_assert_max_num_queries: Any
) -> None:
    assert Book.objects.count() == 7
    with django_assert_max_num_queries(24):
        text_of(client, "/books/nubias/?year=2016")
    with django_assert_max_num_queries(20):
        text_of(client, "/books/nubias/accounts/4000/")


def test_the_api_shows_open_books_only_and_no_person(season: Season, client: Client) -> None:
    listed = [book["key"] for book in client.get("/api/v1/books/").json()]
    assert listed == ["federation", "freedom_farm", "nubias"]
    shown = client.get("/api/v1/books/freedom_farm/trial-balance?on=2016-12-31&before_closing=true").json()
    answer = season.answers["trial_balances"]["before_closing"]["freedom_farm"]["balances"]
    assert {row["code"]: row["balance"] for row in shown["accounts"]} == answer
    page = client.get("/api/v1/books/freedom_farm/entries?limit=500")
    entries = page.json()["entries"]
    assert len(entries) == page.json()["count"] == 99
    assert all(after["prev_hash"] == before["hash"] for before, after in pairwise(entries))
    assert not any(key in page.content.decode() for key in NAMED + UNKNOWN)
    for address in ("green_team/entries", "green_team/trial-balance", "nobody/entries"):
        assert client.get(f"/api/v1/books/{address}").status_code == 404
    assert client.get("/api/v1/books/nubias/entries?limit=501").status_code in {400, 422}
