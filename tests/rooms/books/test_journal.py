"""Manual entries: what a treasurer may record, what is left to other acts, and the page with its two steps."""

import re
from datetime import date

import pytest
from django.test import Client

from commonwork.books import actions as books
from commonwork.books import queries
from commonwork.books.actions import journal, reversals
from commonwork.books.actions.entries import DoesNotBalance, NoParty, NoSuchAccount, PeriodIsClosed
from commonwork.books.models import Book, Entry
from commonwork.record.models import Fact
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.rules.refusal import Refusal
from tests.rooms.books import make
from tests.rooms.books.test_pages import signed_in
from tests.worlds import kept_world, lasting

pytestmark = pytest.mark.django_db
L = books.Line
PAGE = "/books/nubias/journal/new/"


@lasting
def _book() -> Book:
    return make.book()


book = kept_world(_book)


def record(of: Book, *lines: books.Line, memo: str = "rent for March", **more: object) -> Book:
    plain = {"organisation": of.organisation, "on": date(2016, 3, 1), "by": make.BY, "at": make.AT}
    return journal.record(lines=lines, memo=memo, **{**plain, **more})


def test_a_manual_entry_is_posted_with_its_fact_and_can_be_taken_back(book: Book) -> None:
    record(book, L("5200", 8_000), L("5000", 2_000), L("1000", -10_000))
    entry = Entry.objects.get(kind="journal")
    fact = Fact.objects.get(code=entry.source)
    assert (fact.kind, fact.data["number"], fact.data["amount_minor"]) == (
        "books.entry.recorded",
        entry.seq,
        10_000,
    )
    assert "rent" not in str(fact.data)
    reversals.reverse(entry=entry, on=date(2016, 3, 2), by=make.BY, at=make.AT)
    assert queries.balance(book.organisation, "1000") == 0


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([L("5200", 100), L("1000", -99)], DoesNotBalance),
        ([L("5200", 100), L("9999", -100)], NoSuchAccount),
        ([L("1100", 100, "farm"), L("1000", -100)], journal.KeptElsewhere),  # moves in two books at once
        ([L("3900", 100), L("1000", -100)], journal.KeptElsewhere),  # closing a year
        ([L("3000", -100), L("1000", 100)], NoParty),
        ([L("3000", -100, "Ada Lovelace"), L("1000", 100)], journal.NoSuchParty),
        ([L("5200", 100, "Ada Lovelace"), L("1000", -100)], journal.NoSuchParty),
        ([L("5200", 100, "", "for Ada!"), L("1000", -100)], journal.NotAFund),
        ([L("5200", 1), L("1000", -1)] * 101, journal.TooManyLines),
    ],
)
def test_what_is_refused_leaves_nothing(book: Book, lines: list[books.Line], refusal: type[Refusal]) -> None:
    before = Fact.objects.count(), Entry.objects.count()
    with pytest.raises(refusal):
        record(book, *lines)
    assert (Fact.objects.count(), Entry.objects.count()) == before


def test_a_closed_period_takes_no_entry(book: Book) -> None:
    make.cash(book, 10)
    books.periods.close(organisation=book.organisation, ends_on=date(2016, 4, 1), by=make.BY, at=make.AT)
    with pytest.raises(PeriodIsClosed):
        record(book, L("5200", 100), L("1000", -100))


def test_member_accounts_take_members_of_the_register(book: Book) -> None:
    Person.objects.create(key="invented_ada", name="Ada")
    record(book, L("1000", 25_000), L("3000", -25_000, "invented_ada"))
    assert queries.parties(book.organisation, "3000") == {"invented_ada": -25_000}


def typed(**changed: str) -> dict[str, str]:
    return {
        "once": "a-token", "on": "2016-03-01", "memo": "rent <March>", "lines": "2",
        "line-0-account": "5200", "line-0-debit": "80.00", "line-0-credit": "", "line-0-party": "",
        "line-1-account": "1000", "line-1-debit": "", "line-1-credit": "80.00", "line-1-party": "", **changed,
    }  # fmt: skip


@pytest.fixture
def treasurer(book: Book) -> Client:
    return signed_in("treasurer", "nubias")


def test_an_entry_is_written_checked_and_recorded_with_a_receipt(treasurer: Client) -> None:
    assert treasurer.get(PAGE).content.decode().count("<fieldset") == 2
    checked = treasurer.post(PAGE, {**typed(), "check": "yes"}).content.decode()
    assert "Nothing is recorded yet" in checked and "rent &lt;March&gt;" in checked
    assert Entry.objects.count() == 0
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', checked))
    sent["memo"] = "rent <March>"
    recorded = treasurer.post(PAGE, {**sent, "record": "yes"}, follow=True)
    assert "Entry recorded" in recorded.content.decode()
    assert treasurer.post(PAGE, {**sent, "record": "yes"}).status_code == 302
    assert Entry.objects.get().kind == "journal"


def test_a_line_is_added_without_losing_or_judging_what_was_typed(treasurer: Client) -> None:
    page = treasurer.post(PAGE, {**typed(**{"line-1-credit": "eighty"}), "add": "yes"}).content.decode()
    assert page.count("<fieldset") == 3
    assert 'value="eighty"' in page and "is not an amount" not in page and 'value="a-token"' in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"line-1-credit": "79.00"}, "Debits and credits differ by $1.00."),
        ({"line-1-debit": "80.00"}, "Write a debit or a credit, not both."),
        ({"line-1-account": ""}, "Choose an account."),
        ({"line-1-credit": ""}, "Write how much."),
        ({"line-1-credit": "eighty"}, "is not an amount"),
        ({"line-1-account": "", "line-1-credit": ""}, "Write at least two lines."),
        ({"line-1-account": "1100"}, "is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(treasurer: Client, changed: dict[str, str], said: str) -> None:
    answer = treasurer.post(PAGE, {**typed(**changed), "check": "yes"})
    assert answer.status_code == 422 and said in answer.content.decode()
    assert Entry.objects.count() == 0


def test_a_refusal_of_the_books_is_said_on_the_page(treasurer: Client, book: Book) -> None:
    make.cash(book, 10)
    books.periods.close(organisation=book.organisation, ends_on=date(2016, 4, 1), by=make.BY, at=make.AT)
    answer = treasurer.post(PAGE, {**typed(), "record": "yes"})
    assert answer.status_code == 422 and "closed for all days before" in answer.content.decode()


def test_only_those_who_keep_the_book_get_the_page(book: Book, client: Client) -> None:
    make.book("freedom_farm")
    Organisation.objects.update(has_open_books=True)
    assert client.get(PAGE).status_code == 302
    assert signed_in("worker-owner", "nubias").get(PAGE).status_code == 403
    assert signed_in("treasurer", "freedom_farm").get(PAGE).status_code == 403


def test_members_of_the_co_op_can_be_chosen(treasurer: Client, book: Book) -> None:
    person = Person.objects.create(key="invented_ada", name="Ada (invented)")
    Membership.objects.create(
        person=person, organisation=book.organisation, class_code="worker", starts_on=make.FIRST
    )
    assert "Ada (invented)" in treasurer.get(PAGE).content.decode()
