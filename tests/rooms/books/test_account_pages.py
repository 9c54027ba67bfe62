"""Pages about holds, accounts, closing and memos: who may, what they show, and what they do."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client

from commonwork.access.models import Account as SignIn
from commonwork.access.models import RoleHolding
from commonwork.books import actions as books
from commonwork.books import queries
from commonwork.books.actions import accounts, costs, holds
from commonwork.books.models import Book, Entry, Hold, HoldNote, Memo, Period
from commonwork.registry.models import Person
from tests.rooms.books import make
from tests.worlds import kept_world, lasting

pytestmark = pytest.mark.django_db
WHO = {"by": make.BY, "at": make.AT}
FAR = date(2090, 1, 1)


@lasting
def _book() -> Book:
    """Freedom Farms with open books, $500.00 in cash, and a cost of $120.00 in 2016."""
    found = make.book("freedom_farm", is_open=True)
    make.cash(found, 500_00)
    costs.pay(
        organisation=found.organisation,
        on=date(2016, 5, 2),
        account="5200",
        amount_minor=120_00,
        what="For Ada",
        **WHO,
    )
    return found


book = kept_world(_book)


def signed_in(role: str, book: Book) -> Client:
    person = Person.objects.create(key=f"who_{role}", name=f"A {role}")
    account = SignIn.objects.create_user(f"{role}@example.org", person=person)
    RoleHolding.objects.create(
        person=person, role=role, organisation=book.organisation, starts_on=date(2000, 1, 1)
    )
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def treasurer(book: Book) -> Client:
    return signed_in("treasurer", book)


def place(book: Book, amount_minor: int = 60_00) -> Hold:
    return holds.place(
        organisation=book.organisation,
        account="1000",
        against="5200",
        amount_minor=amount_minor,
        expires_on=FAR,
        what="Two new doors",
        **WHO,
    )


def limit(book: Book, code: str, **limits: int) -> None:
    asked = dict.fromkeys(("floor_minor", "ceiling_minor", "soft_floor_minor", "soft_ceiling_minor"))
    accounts.set_limits(organisation=book.organisation, code=code, **(asked | limits), **WHO)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def sent(client: Client, address: str, **values: object) -> str:
    """Send a form that goes through; the page it leads to."""
    answer = client.post(address, {"once": uuid4().hex, **values}, follow=True)
    assert [status for _, status in answer.redirect_chain] == [302], answer.content.decode()[:3000]
    return answer.content.decode()


def addresses(book: Book) -> dict[str, str]:
    """{address: what it says}"""
    hold, base = place(book), "/books/freedom_farm"
    return {
        f"{base}/accounts/": "1000",
        f"{base}/accounts/new/": "Its number",
        f"{base}/accounts/1000/limits/": "Never below",
        f"{base}/accounts/1000/rename/": "Its new name",
        f"{base}/accounts/1500/close/": "stays closed",
        f"{base}/holds/": "Two new doors",
        f"{base}/holds/new/": "Where is it set aside?",
        f"{base}/holds/{hold.key}/": "$60.00 set aside",
        f"{base}/holds/{hold.key}/post/": "60.00",
        f"{base}/holds/{hold.key}/void/": "free again",
        f"{base}/holds/{hold.key}/note/erase/": "gone for good",
        f"{base}/close/": "Close a year",
        f"{base}/close/year/": "Choose the day",
        f"{base}/close/year/?year_end=2016-12-31": "120.00",
        f"{base}/close/result/": "nothing to close",
        f"{base}/close/period/?until=2016-12-31": "500.00",
        f"{base}/entries/2/memo/erase/": "forgotten",
    }


def test_a_treasurer_sees_every_page(book: Book, treasurer: Client) -> None:
    for address, says in addresses(book).items():
        assert says in text(treasurer, address), address


def test_a_member_sees_what_is_set_aside_and_changes_nothing(book: Book) -> None:
    member = signed_in("worker-owner", book)
    for address in addresses(book):
        may = (
            address.count("/") == 4 and address.endswith(("accounts/", "holds/"))
        ) or "/holds/hold_" in address
        reads = may and not address.endswith(("/post/", "/void/", "/erase/"))
        assert member.get(address).status_code == (200 if reads else 403), address


def test_the_public_sees_none_of_it_even_in_open_books(book: Book, client: Client) -> None:
    for address in addresses(book):
        assert client.get(address).status_code in (302, 403), address
    page = text(client, "/books/freedom_farm/accounts/1000/")
    assert "set aside" not in page and "Set its limits" not in page


def test_an_amount_is_set_aside_and_posted_in_part_with_receipts(book: Book, treasurer: Client) -> None:
    base = "/books/freedom_farm/holds/"
    page = sent(
        treasurer, f"{base}new/", account="1000", amount="50", against="5200", expires_on=FAR, what="Doors"
    )
    assert "$50.00" in page and "Amount set aside" in page
    hold = Hold.objects.get()
    assert "$50.00 is set aside today; $330.00 is free." in text(
        treasurer, "/books/freedom_farm/accounts/1000/"
    )
    page = sent(treasurer, f"{base}{hold.key}/post/", on="2016-06-01", amount="42.10")
    assert "$42.10" in page
    page = text(treasurer, f"{base}{hold.key}/")
    assert "$42.10" in page and "$7.90 is free again" in page
    assert queries.balance(book.organisation, "1000") == 337_90, "500 - 120 - 42.10"


def test_letting_go_posts_nothing(book: Book, treasurer: Client) -> None:
    hold = place(book)
    sent(treasurer, f"/books/freedom_farm/holds/{hold.key}/void/")
    assert Entry.objects.count() == 2
    address = f"/books/freedom_farm/holds/{hold.key}/post/"
    assert treasurer.post(address, {"on": "2016-06-01", "amount": "1"}).status_code == 422


def test_the_list_of_holds_is_narrowed_and_exported(book: Book, treasurer: Client) -> None:
    holds.void(hold=place(book, 10_00), **WHO)
    place(book, 20_00)
    page = text(treasurer, "/books/freedom_farm/holds/?state=open")
    assert "$20.00" in page and "$10.00" not in page
    file = b"".join(treasurer.get("/books/freedom_farm/holds/?format=csv").streaming_content).decode()
    assert "20.00" in file and "10.00" in file and "let go" in file


def test_below_its_own_level_a_book_warns_after_posting_and_on_its_pages(
    book: Book, treasurer: Client
) -> None:
    limit(book, "1000", soft_floor_minor=300_00)
    assert "level set for these books" not in text(treasurer, "/books/freedom_farm/")
    page = sent(
        treasurer,
        "/books/freedom_farm/costs/new/",
        on="2016-06-01",
        account="5200",
        amount="80.01",
        what="Ink",
    )
    said = "Cash stands at $299.99. That is below $300.00, the level set for these books."
    assert said in page, "500 - 120 - 80.01"
    for address in ("", "accounts/1000/", "accounts/"):
        assert said in text(treasurer, f"/books/freedom_farm/{address}")
    assert said not in text(Client(), "/books/freedom_farm/"), "an inner matter"


def test_limits_are_asked_for_as_people_read_the_balance(book: Book, treasurer: Client) -> None:
    base = "/books/freedom_farm/accounts/3200"  # equity: what it holds counts positive
    sent(treasurer, f"{base}/limits/", low="-5", soft_low="100", high="", soft_high="")
    kept = book.accounts.get(code="3200").balance
    assert (kept.ceiling_minor, kept.soft_ceiling_minor, kept.floor_minor) == (5_00, -100_00, None)
    page = text(treasurer, f"{base}/")
    assert "That is below $100.00" in page, "it stands at $0.00"
    answer = treasurer.post(f"{base}/limits/", {"low": "9", "high": "8"})
    assert answer.status_code == 422 and "above the upper one" in answer.content.decode()


def test_an_account_of_another_unit_is_added_used_shown_and_closed(book: Book, treasurer: Client) -> None:
    base = "/books/freedom_farm/accounts"
    for code, kind in (("9100", "asset"), ("9200", "equity")):
        sent(treasurer, f"{base}/new/", code=code, name="Hours owed", kind=kind, unit="HOUR", kept_by="")
    for minutes in (90, -90):
        books.post(
            organisation=book.organisation,
            on=make.FIRST,
            kind="hours",
            lines=[books.Line("9100", minutes), books.Line("9200", -minutes)],
            source=make.fact(),
        )
        if minutes == 90:
            assert "1\xa0h\xa030\xa0min" in text(treasurer, f"{base}/9100/")
            page = text(treasurer, "/books/freedom_farm/trial-balance/")
            assert "HOUR" in page and "1:30" in page and "380.00" in page
    sent(treasurer, f"{base}/9100/rename/", name="Hours given")
    assert "Hours given" in text(treasurer, f"{base}/?page=2")
    sent(treasurer, f"{base}/9100/close/")
    assert "closed" in text(treasurer, f"{base}/9100/")
    assert "5200" in text(treasurer, "/books/freedom_farm/costs/new/")


def test_a_year_is_closed_as_the_preview_said(book: Book, treasurer: Client) -> None:
    address = "/books/freedom_farm/close/year/?year_end=2016-12-31"
    page = text(treasurer, address)
    assert "500.00" in page and "380.00" in page, "result: 500 - 120"
    assert Entry.objects.count() == 2, "a look posts nothing"
    assert "Year closed" in sent(treasurer, address)
    assert queries.balance(book.organisation, "3900") == -380_00
    assert "nothing to close" in text(treasurer, address)


def test_a_period_is_closed_with_a_receipt_and_worked_out_again(book: Book, treasurer: Client) -> None:
    page = sent(treasurer, "/books/freedom_farm/close/period/?until=2016-06-30")
    assert "Period closed" in page
    assert Period.objects.get().ends_on == date(2016, 7, 1)
    page = text(treasurer, "/books/freedom_farm/close/")
    assert "same as at the close" in page
    answer = treasurer.post("/books/freedom_farm/close/period/?until=2016-05-31", {"once": "again"})
    assert answer.status_code == 422, "closed already"


def test_an_institution_moves_its_result_to_the_general_fund(book: Book) -> None:
    school = make.book("school")
    make.cash(school, 70_00, against="4110")
    client = signed_in("treasurer", school)
    sent(client, "/books/school/close/year/?year_end=2016-12-31")
    assert "The result stands at" in text(client, "/books/school/close/")
    sent(client, "/books/school/close/result/?on=2016-12-31")
    assert queries.balance(school.organisation, "3500") == -70_00


def test_a_memo_and_a_note_are_erased_for_good(book: Book, treasurer: Client) -> None:
    assert "Erase the memo" in text(treasurer, "/books/freedom_farm/entries/2/")
    page = sent(treasurer, "/books/freedom_farm/entries/2/memo/erase/")
    assert "The memo was erased" in page and "For Ada" not in page
    assert Memo.objects.get().text == ""
    assert treasurer.post("/books/freedom_farm/entries/2/memo/erase/", {"once": "again"}).status_code == 422
    hold = place(book)
    assert "Two new doors" not in sent(treasurer, f"/books/freedom_farm/holds/{hold.key}/note/erase/")
    assert not HoldNote.objects.exists()


def test_the_list_of_holds_asks_the_database_little(
    book: Book, treasurer: Client, django_assert_max_num_queries: object
) -> None:
    for _ in range(30):
        place(book, 1_00)
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        text(treasurer, "/books/freedom_farm/holds/")
