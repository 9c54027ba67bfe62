"""Pages of bank accounts: journey 1 as a treasurer walks it, who may see what, and the files that come out."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import strip_tags

from commonwork.access.models import Account as SignIn
from commonwork.access.models import RoleHolding
from commonwork.books import queries
from commonwork.books.actions import bank_lines
from commonwork.books.models import BankAccount, BankLine, BankStatement, Book, CsvLayout, Entry, MatchRule
from commonwork.registry.models import Organisation, Person
from commonwork.rules.money import parse_minor
from tests.rooms.books import make as books_make
from tests.rooms.books.bank_feed import make
from tests.rooms.books.bank_feed.make import AT, BY
from tests.rooms.books.bank_files.samples import CAMT, CSV_US, ofx
from tests.worlds import kept_world, lasting

pytestmark = pytest.mark.django_db
HOME = "/books/freedom_farm/bank/"


def signed_in(role: str, organisation: str | None, **more: Any) -> Client:
    person = Person.objects.create(key=f"who_{role}_{organisation}", name=f"A {role}")
    account = SignIn.objects.create_user(f"{role}.{organisation}@example.org", person=person)
    place = Organisation.objects.get(key=organisation) if organisation else None
    RoleHolding.objects.create(
        person=person, role=role, organisation=place, starts_on=date(2000, 1, 1), **more
    )
    client = Client()
    client.force_login(account)
    return client


@lasting
def _farm() -> Book:
    return make.farm_book()[0]


farm = kept_world(_farm)


@pytest.fixture
def treasurer(farm: Book) -> Client:
    return signed_in("treasurer", "freedom_farm")


def words(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def hidden(answer: Any) -> dict[str, str]:
    """The hidden fields of the first form that has `file`."""
    page = answer.content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(once|file)" value="([^"]*)"', page))
    assert {"once", "file"} <= set(found)
    return found


def send(client: Client, where: str, raw: bytes, name: str = "bank.ofx") -> Any:
    return client.post(f"{where}import/", {"file": SimpleUploadedFile(name, raw)})


def press(client: Client, where: str, button: str) -> Any:
    """Press the one-click button of the row of a payee on the list."""
    page = client.get(where).content.decode()
    row = next(part for part in page.split("<tr>") if button in part and "<form" in part)
    action = re.search(r'action="([^"]+/accept/)"', row)
    assert action
    data = dict(re.findall(r'<input type="hidden" name="(once|posting|rule)" value="([^"]*)"', row))
    return client.post(action[1], data, follow=True)


def account_page() -> str:
    return BankAccount.objects.get().get_absolute_url()


def test_journey_1_a_treasurer_takes_in_a_month_twice_matches_splits_and_reconciles(
    treasurer: Client,
) -> None:
    asked = {"name": "Checking", "account": "1000", "number": "", "match_days": "7", "once": "a1"}
    assert treasurer.post(f"{HOME}new/", asked).status_code == 302
    where = account_page()

    looked = send(treasurer, where, make.month())
    assert "4 new lines, 0 known already, closes at $1,164.50. Nothing is saved yet." in words(looked)
    assert not BankLine.objects.exists()
    took = treasurer.post(f"{where}import/", {**hidden(looked), "record": "yes"}, follow=True)
    assert took.redirect_chain[-1] == (where, 302) and "4 lines were taken in." in words(took)
    twice = treasurer.post(f"{where}import/", {**hidden(looked), "record": "yes"}, follow=True)
    assert twice.redirect_chain[-1] == (where, 302)
    assert BankLine.objects.count() == 4

    again = send(treasurer, where, make.month())
    assert "0 new lines, 4 known already" in words(again)
    assert "There is nothing to take in." in words(again) and b'name="record"' not in again.content
    forced = treasurer.post(f"{where}import/", {**hidden(again), "record": "yes"})
    assert forced.status_code == 422 and "Nothing was added." in words(forced)
    assert (BankLine.objects.count(), BankStatement.objects.count()) == (4, 1)

    for payee in ("SEED HOUSE 112", "Market day", "Water Works"):
        answer = press(treasurer, where, payee)
        assert "done." in words(answer), words(answer)
    assert BankLine.objects.filter(match=None).count() == 1

    line = BankLine.objects.get(payee="Tool Barn")
    split = {"account_1": "5000", "amount_1": "30.00", "account_2": "5200", "amount_2": "60.00", "once": "s1"}
    answer = treasurer.post(f"{line.get_absolute_url()}record/", split)
    assert answer.status_code == 302 and "/receipts/" in answer["Location"]
    receipt = words(treasurer.get(answer["Location"]))
    assert "$90.00 paid out" in receipt

    page = words(treasurer.get(f"{where}reconciliation/"))
    assert "Closes at the bank's figure" in page.replace("&#x27;", "'")
    assert "The bank says $1,164.50, the books say $1,364.50." in page
    assert "What the bank says1,164.50" in page and "Not explained" not in page


def test_pressing_a_button_twice_does_it_once(treasurer: Client) -> None:
    row = make.bank_account(Book.objects.get())
    make.take_in(row)
    line = make.line("Tool Barn")
    data = {"account_1": "5000", "amount_1": "90.00", "once": "same"}
    first, second = (treasurer.post(f"{line.get_absolute_url()}record/", data) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Entry.objects.filter(kind="bank-line").count() == 1


def test_a_rule_records_the_next_line_of_a_payee_in_one_press(treasurer: Client) -> None:
    row = make.bank_account(Book.objects.get())
    make.take_in(row)
    bank_lines.record(line=make.line("Tool Barn"), parts=[bank_lines.Part("5200", -90_00)], by=BY, at=AT)
    make.take_in(
        row, ofx([("20170206", "-40.00", "TOOL BARN 7", "g1")], closing="1124.50", closing_on="20170228")
    )
    answer = press(treasurer, row.get_absolute_url(), "TOOL BARN 7")
    assert "$40.00, TOOL BARN 7: done." in words(answer)
    entry = Entry.objects.order_by("seq").last()
    assert entry is not None
    assert [(p.account.code, p.amount_minor) for p in queries.lines_of(entry)] == [
        ("1000", -40_00),
        ("5200", 40_00),
    ]


def test_what_was_typed_stays_when_a_split_does_not_add_up(treasurer: Client) -> None:
    make.take_in(make.bank_account(Book.objects.get()))
    line = make.line("Tool Barn")
    answer = treasurer.post(
        f"{line.get_absolute_url()}record/",
        {"account_1": "5000", "amount_1": "30.00", "amount_2": "5.00", "once": "x"},
    )
    assert answer.status_code == 422 and 'value="30.00"' in answer.content.decode()
    assert "Which account does this amount belong to?" in words(answer)
    answer = treasurer.post(
        f"{line.get_absolute_url()}record/", {"account_1": "5000", "amount_1": "30.00", "once": "x"}
    )
    assert "The bank says -90.00, what was chosen adds up to -30.00." in words(answer)


def test_several_lines_are_joined_with_one_entry_and_the_match_undone(treasurer: Client) -> None:
    row = make.bank_account(Book.objects.get())
    make.take_in(row, ofx([("20170109", "300.00", "Card A", "a"), ("20170110", "40.00", "Card B", "b")]))
    first, second = make.line("Card A"), make.line("Card B")
    entry = Entry.objects.get(memo_row=None, effective_on=date(2017, 1, 9))
    join = {"posting": [f"{entry.seq}-1", "junk", "9-x"], "line": [second.key], "once": "j"}
    answer = treasurer.post(f"{first.get_absolute_url()}join/", {"posting": "junk", "once": "j0"})
    assert answer.status_code == 422 and "Choose at least one entry" in words(answer)
    treasurer.post(f"{first.get_absolute_url()}join/", join)
    assert make.line("Card B").match == make.line("Card A").match is not None
    assert "Card B" in words(treasurer.get(first.get_absolute_url()))
    assert "The entry in the books stays" in words(treasurer.get(f"{first.get_absolute_url()}unmatch/"))
    treasurer.post(f"{first.get_absolute_url()}unmatch/", {"once": "u"})
    assert make.line("Card A").is_open and make.line("Card B").is_open


def test_an_entry_recorded_from_a_line_can_be_taken_back_with_the_match(treasurer: Client) -> None:
    make.take_in(make.bank_account(Book.objects.get()))
    line = make.line("Tool Barn")
    before = queries.balance(line.bank_account.book.organisation, "1000")
    treasurer.post(
        f"{line.get_absolute_url()}record/", {"account_1": "5000", "amount_1": "90.00", "once": "r"}
    )
    asked = treasurer.post(f"{line.get_absolute_url()}unmatch/", {"once": "u", "reverse": "on", "on": ""})
    assert asked.status_code == 422 and "Say the day" in words(asked)
    treasurer.post(f"{line.get_absolute_url()}unmatch/", {"once": "u", "reverse": "on", "on": "2017-01-31"})
    assert make.line("Tool Barn").is_open
    assert queries.balance(line.bank_account.book.organisation, "1000") == before


def test_a_line_is_set_aside_taken_up_and_erased_by_its_buttons(treasurer: Client) -> None:
    make.take_in(make.bank_account(Book.objects.get()))
    where = make.line("Tool Barn").get_absolute_url()
    treasurer.post(f"{where}aside/", {"once": "1"})
    assert make.line("Tool Barn").is_set_aside
    assert "Set aside (1)" in words(treasurer.get(account_page()))
    assert "is set aside as not ours" in words(treasurer.get(f"{account_page()}reconciliation/"))
    treasurer.post(f"{where}back/", {"once": "2"})
    assert make.line("Tool Barn").is_open
    treasurer.post(f"{where}erase/", {"once": "3"})
    assert not BankLine.objects.filter(payee="Tool Barn").exists()
    assert "Texts erased" in words(treasurer.get(where))


def test_a_csv_is_asked_about_read_as_said_and_remembered(treasurer: Client) -> None:
    row = make.bank_account(Book.objects.get())
    raw = b"When,Who,How much,Left\n01/02/2017,Seed House,-60.00,940.00\n03/02/2017,Market,10.00,950.00\n"
    where = row.get_absolute_url()
    looked = send(treasurer, where, raw, "bank.csv")
    assert "How to read this bank" in words(looked) and "Seed House" in words(looked)
    columns = {
        "column_on": "0",
        "column_payee": "1",
        "column_amount": "2",
        "column_balance": "3",
        "mark": ".",
    }
    answers = {**hidden(looked), **columns, "order": "dmy", "bank": "Hope Credit Union"}
    again = treasurer.post(f"{where}import/", {**answers, "check": "yes"})
    assert "2 new lines, 0 known already, closes at $950.00" in words(again) and not BankLine.objects.exists()
    took = treasurer.post(f"{where}import/", {**answers, "record": "yes"})
    assert took.status_code == 302, words(took)
    assert list(BankLine.objects.order_by("on").values_list("on", flat=True)) == [
        date(2017, 2, 1),
        date(2017, 2, 3),
    ]
    assert CsvLayout.objects.get().bank == "Hope Credit Union"
    longer = raw + b"04/02/2017,Market,5.00,955.00\n"
    assert "1 new line, 2 known already, closes at $955.00" in words(
        send(treasurer, where, longer, "bank.csv")
    )


def test_a_file_that_states_no_balance_asks_for_it_and_takes_it(treasurer: Client) -> None:
    row = make.bank_account(Book.objects.get())
    where = row.get_absolute_url()
    looked = send(treasurer, where, ofx(make.LINES, closing=None))
    assert "The file states no balance." in words(looked) and b'name="record"' not in looked.content
    answers = {**hidden(looked), "closing": "1,164.50", "closing_on": "2017-01-31"}
    assert "closes at $1,164.50" in words(treasurer.post(f"{where}import/", {**answers, "check": "yes"}))
    treasurer.post(f"{where}import/", {**answers, "record": "yes"})
    assert BankAccount.objects.get().opening_minor == 1_000_00


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"a letter", "has no columns"),
        (CAMT.replace("{closing}", "1175.50").encode(), "the file is in EUR"),
        (CSV_US.replace("2140.00", "2141.00").encode(), "which makes 2140.00"),
        (b"PK\x03\x04", "packed file or a workbook"),
    ],
)
def test_a_file_that_does_not_fit_says_why_and_offers_no_button(
    treasurer: Client, raw: bytes, said: str
) -> None:
    where = make.bank_account(Book.objects.get()).get_absolute_url()
    answer = send(treasurer, where, raw, "bank.bin")
    assert answer.status_code == 200 and said in words(answer)
    assert b'name="record"' not in answer.content


def test_a_preview_that_was_tampered_with_is_refused_in_words(treasurer: Client) -> None:
    where = make.bank_account(Book.objects.get()).get_absolute_url()
    for text in ("", "not base64!", "aGVsbG8="):
        answer = treasurer.post(f"{where}import/", {"file": text, "once": "z", "record": "yes"})
        assert answer.status_code == 422
    assert not BankLine.objects.exists()


PLACES = ["", "new/", "rules/", "{account}", "{account}?show=all", "{account}settings/", "{account}import/",
          "{account}reconciliation/", "{line}", "{line}unmatch/"]  # fmt: skip


@pytest.mark.parametrize("role", ["worker-owner", "auditor", "treasurer-elsewhere", "visitor", "treasurer"])
def test_only_those_of_the_book_see_and_only_its_treasurer_acts(farm: Book, role: str) -> None:
    Organisation.objects.update(has_open_books=True)
    books_make.book("nubias")
    row = make.bank_account(farm)
    make.take_in(row)
    line = make.line("Tool Barn")
    client = {
        "worker-owner": lambda: signed_in("worker-owner", "freedom_farm"),
        "auditor": lambda: signed_in("auditor", None),
        "treasurer-elsewhere": lambda: signed_in("treasurer", "nubias"),
        "visitor": Client,
        "treasurer": lambda: signed_in("treasurer", "freedom_farm"),
    }[role]()
    reads = {
        "worker-owner": 200,
        "auditor": 200,
        "treasurer-elsewhere": 403,
        "visitor": 302,
        "treasurer": 200,
    }[role]
    acts = {
        "worker-owner": 403,
        "auditor": 403,
        "treasurer-elsewhere": 403,
        "visitor": 302,
        "treasurer": 200,
    }[role]
    for place in PLACES:
        address = place.format(account=f"{row.key}/", line=f"lines/{line.key}/")
        is_act = place.endswith(("new/", "settings/", "import/", "unmatch/"))
        status = client.get(HOME + address).status_code
        expected = 302 if role == "treasurer" and place.endswith("unmatch/") else acts if is_act else reads
        assert status == expected, (role, place)
    for act in ("accept/", "record/", "join/", "aside/", "erase/"):
        status = client.post(f"{line.get_absolute_url()}{act}", {"once": act}).status_code
        if role != "treasurer":
            assert status == acts, (role, act)
    assert role == "treasurer" or (make.line("Tool Barn").is_open and not MatchRule.objects.exists())


def test_an_auditor_tied_to_a_day_sees_nothing_later(farm: Book) -> None:
    row = make.bank_account(farm)
    make.take_in(row)
    auditor = signed_in("auditor", None, as_of_on=date(2017, 1, 15))
    page = words(auditor.get(row.get_absolute_url()))
    assert "SEED HOUSE 112" in page and "Tool Barn" not in page
    assert auditor.get(make.line("Tool Barn").get_absolute_url()).status_code == 404
    assert "Water Works" not in words(auditor.get(f"{row.get_absolute_url()}reconciliation/?on=2017-01-31"))


def test_things_of_other_books_are_not_found(treasurer: Client) -> None:
    other = books_make.book("nubias")
    row = make.bank_account(other)
    assert treasurer.get(f"{HOME}{row.key}/").status_code == 404
    assert treasurer.get(f"{HOME}lines/nothing/").status_code == 404


def test_the_column_of_the_reconciliation_adds_up(treasurer: Client) -> None:
    row = make.bank_account(Book.objects.get())
    make.take_in(row)
    rows = treasurer.get(f"{row.get_absolute_url()}reconciliation/?format=json").json()["rows"]
    parts = [parse_minor(one["amount"], "USD") for one in rows]
    *between, expected, stated, missing = parts
    assert (sum(between), expected, stated, missing) == (make.CLOSING, make.CLOSING, make.CLOSING, 0)
    assert len(between) == 1 + 4 + 4


@pytest.mark.parametrize("format", ["csv", "xlsx", "json"])
def test_lines_and_reconciliation_come_as_files(treasurer: Client, format: str) -> None:
    row = make.bank_account(Book.objects.get())
    make.take_in(row)
    for address in (
        f"{row.get_absolute_url()}?show=all&format=",
        f"{row.get_absolute_url()}reconciliation/?format=",
    ):
        answer = treasurer.get(address + format)
        assert answer.status_code == 200 and f".{format}" in answer["Content-Disposition"]
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if format == "csv":
            assert b"Tool Barn" in body and (b"-90.00" in body)


def test_the_list_asks_few_queries_however_long(
    treasurer: Client, django_assert_max_num_queries: Any
) -> None:
    row = make.bank_account(Book.objects.get())
    moves = [(f"201701{n % 28 + 1:02d}", f"{n + 1}.00", f"Payee {n}", f"r{n}") for n in range(120)]
    make.take_in(row, ofx(moves, closing="9000.00"))
    treasurer.get(row.get_absolute_url())
    with django_assert_max_num_queries(45):
        answer = treasurer.get(row.get_absolute_url())
    assert answer.content.count(b"Record or split it") == 25


def test_a_treasurer_elsewhere_who_sees_these_books_does_not_act_in_them(farm: Book) -> None:
    books_make.book("nubias")
    row = make.bank_account(farm)
    make.take_in(row)
    client = signed_in("treasurer", "nubias")
    person = Person.objects.get(key="who_treasurer_nubias")
    RoleHolding.objects.create(
        person=person, role="worker-owner", organisation=farm.organisation, starts_on=date(2000, 1, 1)
    )
    line = make.line("Tool Barn")
    assert client.get(line.get_absolute_url()).status_code == 200
    for act in ("accept/", "record/", "join/", "aside/", "erase/"):
        assert client.post(f"{line.get_absolute_url()}{act}", {"once": act}).status_code == 403, act
    for place in ("import/", "settings/"):
        assert client.get(f"{row.get_absolute_url()}{place}").status_code == 403, place
    assert make.line("Tool Barn").is_open
