"""The API of the books: what a token may read and write, and one effect for each Idempotency-Key."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonwork.access.actions import tokens
from commonwork.access.models import Account, Answer, RoleHolding, Token
from commonwork.books import actions as books
from commonwork.books.actions import periods
from commonwork.books.models import Book, Entry
from commonwork.registry.models import Organisation, Person
from tests.rooms.books import make
from tests.rooms.books.test_concurrency import at_once
from tests.worlds import kept_world, lasting

pytestmark = pytest.mark.django_db
ENTRIES = "/api/v1/books/nubias/entries"


def program(
    role: str, organisation: str | None, *scopes: str, ends_in: int = 9, **more: Any
) -> dict[str, str]:
    """The headers of a program whose token has these scopes."""
    person = Person.objects.create(key=f"who_{Person.objects.count()}", name="A program's person")
    account = Account.objects.create_user(f"{person.key}@example.org", person=person)
    place = Organisation.objects.get(key=organisation) if organisation else None
    RoleHolding.objects.create(
        person=person, role=role, organisation=place, starts_on=date(2000, 1, 1), **more
    )
    secret = tokens.new_secret()
    tokens.issue(
        account=account, name="t", scopes=list(scopes), secret=secret, at=make.AT,
        expires_on=date.today() + timedelta(days=ends_in),
    )  # fmt: skip
    return {"Authorization": f"Bearer {secret}"}


def entry(amount: str = "12.50", **more: Any) -> dict[str, Any]:
    lines = [{"account": "5200", "amount": amount}, {"account": "1000", "amount": f"-{amount}"}]
    return {"on": "2016-03-01", "memo": "stamps", "lines": lines, **more}


def post(who: dict[str, str], body: Any, key: str | None = "key-1", page: str = ENTRIES) -> Any:
    headers = {**who, **({"Idempotency-Key": key} if key is not None else {})}
    return Client().post(page, json.dumps(body), content_type="application/json", headers=headers)


@lasting
def _book() -> Book:
    make.book("freedom_farm")
    return make.book("nubias")


book = kept_world(_book)


def test_an_entry_is_recorded_and_the_same_key_gets_the_same_answer(book: Book) -> None:
    who = program("treasurer", "nubias", "write:nubias")
    first = post(who, entry())
    assert first.status_code == 201
    told = first.json()
    written = Entry.objects.get()
    assert (told["seq"], told["hash"]) == (written.seq, written.hash)
    assert [line["amount"] for line in told["lines"]] == ["12.50", "-12.50"]
    again = post(who, entry())
    assert (again.status_code, again.json()) == (201, told)
    assert again["Idempotent-Replayed"] == "true" and Entry.objects.count() == 1


def test_the_same_key_with_another_entry_is_refused_and_changes_nothing(book: Book) -> None:
    who = program("treasurer", "nubias", "write")
    post(who, entry())
    other = post(who, entry("99.00"))
    assert other.status_code == 409 and other["Content-Type"] == "application/problem+json"
    assert Entry.objects.count() == 1


def test_a_refusal_is_remembered_too(book: Book) -> None:
    who = program("treasurer", "nubias", "write")
    make.cash(book, 10)
    periods.close(organisation=book.organisation, ends_on=date(2016, 4, 1), by=make.BY, at=make.AT)
    first = post(who, entry())
    assert first.status_code == 409 and "closed" in first.json()["detail"]
    Book.objects.filter(pk=book.pk)
    answer = Answer.objects.get()
    assert answer.status == 409
    assert post(who, entry()).json() == first.json()
    assert Entry.objects.count() == 1, "only what was there before"


@pytest.mark.parametrize("key", [None, "", "x" * 201, "línea"])
def test_without_a_proper_key_nothing_is_done(book: Book, key: str | None) -> None:
    answer = post(program("treasurer", "nubias", "write"), entry(), key)
    assert answer.status_code == 400 and "Idempotency-Key" in answer.json()["detail"]
    assert Entry.objects.count() == 0


def test_keys_of_two_accounts_do_not_meet(book: Book) -> None:
    assert post(program("treasurer", "nubias", "write"), entry()).status_code == 201
    assert post(program("treasurer", "nubias", "write"), entry("1.00")).status_code == 201
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("role", "place", "scopes", "status"),
    [
        ("treasurer", "nubias", ["write"], 201),
        ("treasurer", "nubias", ["write:nubias"], 201),
        ("steward", None, ["write:nubias"], 201),
        ("treasurer", "nubias", ["read"], 403),
        ("treasurer", "nubias", ["read:nubias"], 403),
        ("steward", None, ["write:freedom_farm"], 404),  # it does not even see the book
        ("treasurer", "freedom_farm", ["write"], 404),
        ("worker-owner", "nubias", ["write"], 403),
        ("auditor", None, ["write"], 403),
    ],
)
def test_scopes_and_roles_say_together_who_may_write(
    book: Book, role: str, place: str | None, scopes: list[str], status: int
) -> None:
    assert post(program(role, place, *scopes), entry()).status_code == status
    assert Entry.objects.count() == (1 if status == 201 else 0)


def test_tokens_that_ended_or_were_withdrawn_open_nothing(book: Book) -> None:
    over = program("treasurer", "nubias", "write", ends_in=0)
    assert post(over, entry()).status_code == 401
    who = program("treasurer", "nubias", "write")
    tokens.revoke(token=Token.objects.order_by("-pk")[0], at=make.AT)
    assert post(who, entry()).status_code == 401
    assert post({}, entry()).status_code == 401
    assert Client().get("/api/v1/books/", headers=who).status_code == 401, "nor as if nobody asked"


def test_a_token_reads_the_books_of_its_scopes_and_no_other(book: Book) -> None:
    make.cash(book, 500)
    reader = Client()
    who = program("steward", None, "read:nubias")

    def keys(headers: dict[str, str]) -> list[str]:
        return [row["key"] for row in reader.get("/api/v1/books/", headers=headers).json()]

    assert keys(who) == ["nubias"] and keys({}) == []
    assert keys(program("steward", None, "read")) == ["freedom_farm", "nubias"]
    for page in (
        "trial-balance",
        "balance-sheet",
        "entries",
        "income-statement?first_on=2016-01-01&last_on=2016-12-31",
    ):
        assert reader.get(f"/api/v1/books/nubias/{page}", headers=who).status_code == 200
        assert reader.get(f"/api/v1/books/freedom_farm/{page}", headers=who).status_code == 404
        assert reader.get(f"/api/v1/books/nubias/{page}").status_code == 404


def test_statements_add_up(book: Book) -> None:
    make.cash(book, 50_000)
    who = program("treasurer", "nubias", "read")
    post(program("treasurer", "nubias", "write"), entry("120.00"))
    sheet = Client().get("/api/v1/books/nubias/balance-sheet?on=2016-12-31", headers=who).json()
    assert [(row["name"], row["amount"]) for row in sheet["rows"]] == [
        ("Cash", "380.00"),
        ("Result so far", "380.00"),
    ]
    query = "first_on=2016-01-01&last_on=2016-12-31"
    income = Client().get(f"/api/v1/books/nubias/income-statement?{query}", headers=who).json()
    assert [(row["account"], row["amount"]) for row in income["rows"]] == [
        ("4000", "500.00"),
        ("5200", "120.00"),
    ]


def test_an_auditors_token_sees_nothing_after_their_day(book: Book) -> None:
    make.cash(book, 500)
    make.cash(book, 700, on=date(2017, 2, 1))
    who = program("auditor", None, "read", as_of_on=date(2016, 12, 31))
    assert Client().get(ENTRIES, headers=who).json()["count"] == 1
    balance = Client().get("/api/v1/books/nubias/trial-balance", headers=who).json()
    assert balance["on"] == "2016-12-31" and balance["accounts"][0]["balance"] == "5.00"


def test_members_are_named_by_key_to_those_inside_alone(book: Book) -> None:
    Person.objects.create(key="invented_ada", name="Ada")
    Organisation.objects.filter(key="nubias").update(has_open_books=True)
    books.post(
        organisation=book.organisation, on=make.FIRST, kind="share", source=make.fact(),
        lines=[books.Line("1000", 100), books.Line("3000", -100, "invented_ada")],
    )  # fmt: skip
    inside = program("treasurer", "nubias", "read:nubias")
    assert b"invented_ada" in Client().get(ENTRIES, headers=inside).content
    assert b"invented_ada" not in Client().get(ENTRIES).content
    elsewhere = program("treasurer", "nubias", "read:freedom_farm")
    assert b"invented_ada" not in Client().get(ENTRIES, headers=elsewhere).content


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
LINES = st.lists(
    st.fixed_dictionaries(
        {"account": st.sampled_from(["1000", "5200", "3000", "1100", "x", ""]) | JSON,
         "amount": st.sampled_from(["1.00", "-1.00", "1", "1e9", "9" * 20, "0.001", "7:45", "NaN"]) | JSON},
        optional={"party": JSON, "fund": JSON, "more": JSON},
    ),
    max_size=4,
)  # fmt: skip
BODIES = JSON | st.fixed_dictionaries(
    {"on": st.sampled_from(["2016-03-01", "0001-01-01", "9999-12-31", "soon"]) | JSON, "lines": LINES},
    optional={"memo": JSON},
)


@pytest.mark.one_engine
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=BODIES,
    key=st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=9),
)
def test_whatever_is_sent_gets_an_answer_the_document_allows(book: Book, body: Any, key: str) -> None:
    who = _one(book)
    answer = post(who, body, key)
    assert answer.status_code in {201, 409, 422}
    if answer.status_code != 201:
        assert set(answer.json()) == {"type", "title", "status", "detail"}
    for found in Entry.objects.filter(kind="journal"):
        assert sum(line.amount_minor for line in found.book.postings.filter(seq=found.seq)) == 0


def _one(book: Book) -> dict[str, str]:
    """One treasurer's program for all examples."""
    if not hasattr(book, "program"):
        book.program = program("treasurer", "nubias", "write")  # type: ignore[attr-defined]
    return book.program  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "query", ["on=soon", "on=0000-01-01", "limit=0", "limit=9999", "offset=-1", "starts_on=1"]
)
def test_strange_questions_get_a_plain_no(book: Book, query: str) -> None:
    who = program("treasurer", "nubias", "read")
    for page in ("entries", "trial-balance", "balance-sheet", "income-statement"):
        assert Client().get(f"/api/v1/books/nubias/{page}?{query}", headers=who).status_code in {200, 422}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_too(book: Book, day: str) -> None:
    who = program("treasurer", "nubias", "read")
    for query in (f"balance-sheet?on={day}", f"income-statement?first_on={day}&last_on={day}"):
        assert Client().get(f"/api/v1/books/nubias/{query}", headers=who).status_code == 200


def test_the_document_is_openapi_3_1_and_says_what_is_needed() -> None:
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    operation = document["paths"]["/api/v1/books/{key}/entries"]["post"]
    assert {p["name"] for p in operation["parameters"]} == {"key", "Idempotency-Key"}
    assert {"201", "400", "401", "403", "404", "409", "422"} <= set(operation["responses"])
    assert operation["security"]
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    assert named <= set(document["components"]["schemas"])
    ids = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(ids) == len(set(ids))


@pytest.mark.django_db(transaction=True)
def test_50_posts_with_one_key_at_once_have_one_effect_and_one_answer() -> None:
    make.book("nubias")
    who = program("treasurer", "nubias", "write")
    answers = at_once(lambda number: post(who, entry()), 50, threads=10)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Entry.objects.count() == 1 and Answer.objects.count() == 1
