"""Holds and statements through the API: what a token may set aside, post and let go, once for each Idempotency-Key."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from commonwork.books import queries
from commonwork.books.actions import accounts, holds
from commonwork.books.models import Book, Entry, Hold, HoldEnd
from commonwork.books.proofs import prove
from commonwork.record.models import Fact
from commonwork.registry.clock import now, today
from commonwork.registry.models import Organisation
from tests.rooms.books import make
from tests.rooms.books.test_api import post, program
from tests.worlds import kept_world, lasting

pytestmark = pytest.mark.django_db
HOLDS = "/api/v1/books/nubias/holds"
STATEMENTS = "/api/v1/books/nubias/statements"


@lasting
def _book() -> Book:
    """Nubia's Place with $100.00 in cash."""
    make.book("freedom_farm")
    found = make.book("nubias")
    make.cash(found, 100_00)
    return found


book = kept_world(_book)


def asked(amount: str = "60.00", **more: Any) -> dict[str, Any]:
    until = (today() + timedelta(20)).isoformat()
    return {"account": "1000", "against": "5200", "amount": amount, "expires_on": until, **more}


def placed(book: Book, amount_minor: int = 60_00) -> Hold:
    return holds.place(
        organisation=book.organisation, account="1000", against="5200", amount_minor=amount_minor,
        expires_on=today() + timedelta(20), by=make.BY, at=now(),
    )  # fmt: skip


def aside(book: Book) -> int:
    return queries.set_aside(book.organisation, "1000")


def read(page: str, who: dict[str, str] | None = None) -> Any:
    return Client().get(page, headers=who or {})


def test_an_amount_is_set_aside_posted_in_part_and_the_rest_is_free(book: Book) -> None:
    who = program("treasurer", "nubias", "write:nubias")
    answer = post(who, asked(what="a stove"), "k1", HOLDS)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["amount"], told["unit"], told["state"], told["entry"]) == ("60.00", "USD", "open", None)
    stated = Fact.objects.latest("pk")
    assert aside(book) == 60_00
    assert (told["fact"], stated.kind) == (stated.number, "books.hold.placed")
    assert read(told["receipt"]).status_code in {200, 302, 403}
    done = post(who, {"on": "2016-03-01", "amount": "45.50"}, "k2", f"{HOLDS}/{told['key']}/post")
    assert done.status_code == 201
    assert (done.json()["state"], done.json()["posted"]) == ("posted", "45.50")
    written = Entry.objects.get(book=book, seq=done.json()["entry"])
    assert queries.balance(book.organisation, "1000") == 54_50 and aside(book) == 0
    assert written.memo_row.text == "a stove"
    assert prove().holds


def test_a_hold_is_let_go_and_ends_once(book: Book) -> None:
    who, hold = program("treasurer", "nubias", "write"), placed(book)
    done = post(who, {}, "k1", f"{HOLDS}/{hold.key}/void")
    assert (done.status_code, done.json()["state"], done.json()["posted"]) == (201, "voided", "0.00")
    again = post(who, {"on": "2016-03-01"}, "k2", f"{HOLDS}/{hold.key}/post")
    assert again.status_code == 409 and again["Content-Type"] == "application/problem+json"
    assert "ended" in again.json()["detail"] and Entry.objects.count() == 1


@pytest.mark.parametrize("action", ["place", "post", "void"])
def test_the_same_key_gets_the_same_answer_and_another_payload_is_refused(book: Book, action: str) -> None:
    who, hold, second = program("treasurer", "nubias", "write"), placed(book, 30_00), placed(book, 1_00)
    body, page, other, other_page = {
        "place": (asked(), HOLDS, asked("61.00"), HOLDS),
        "post": (
            {"on": "2016-03-01"},
            f"{HOLDS}/{hold.key}/post",
            {"on": "2016-03-02"},
            f"{HOLDS}/{hold.key}/post",
        ),
        "void": ({}, f"{HOLDS}/{hold.key}/void", {}, f"{HOLDS}/{second.key}/void"),
    }[action]
    first, again = post(who, body, "k1", page), post(who, body, "k1", page)
    assert first.status_code == 201 and again.content == first.content
    assert again["Idempotent-Replayed"] == "true"
    before = (Hold.objects.count(), HoldEnd.objects.count(), Entry.objects.count(), Fact.objects.count())
    refused = post(who, other, "k1", other_page)
    assert refused.status_code == 409 and refused["Content-Type"] == "application/problem+json"
    after = (Hold.objects.count(), HoldEnd.objects.count(), Entry.objects.count(), Fact.objects.count())
    assert after == before


def test_a_hold_beyond_the_floor_is_refused_and_the_refusal_is_remembered(book: Book) -> None:
    accounts.set_limits(
        organisation=book.organisation, code="1000", floor_minor=0, ceiling_minor=None,
        soft_floor_minor=None, soft_ceiling_minor=None, by=make.BY, at=make.AT,
    )  # fmt: skip
    who = program("treasurer", "nubias", "write")
    first = post(who, asked("100.01"), "k1", HOLDS)
    assert first.status_code == 422 and "100.01" not in first.json()["title"]
    make.cash(book, 100)
    assert post(who, asked("100.01"), "k1", HOLDS).content == first.content
    assert not Hold.objects.exists() and aside(book) == 0


@pytest.mark.parametrize(
    ("role", "place", "scopes", "status"),
    [
        ("treasurer", "nubias", ["write:nubias"], 201),
        ("treasurer", "nubias", ["read"], 403),
        ("treasurer", "nubias", ["read:nubias"], 403),
        ("treasurer", "nubias", ["write:freedom_farm"], 404),
        ("treasurer", "freedom_farm", ["write"], 404),
        ("worker-owner", "nubias", ["write"], 403),
        ("auditor", None, ["write"], 403),
    ],
)
def test_scopes_and_roles_say_together_who_sets_aside_posts_and_lets_go(
    book: Book, role: str, place: str | None, scopes: list[str], status: int
) -> None:
    who, hold, second = program(role, place, *scopes), placed(book, 1_00), placed(book, 2_00)
    assert post(who, asked(), "k1", HOLDS).status_code == status
    assert post(who, {"on": "2016-03-01"}, "k2", f"{HOLDS}/{hold.key}/post").status_code == status
    assert post(who, {}, "k3", f"{HOLDS}/{second.key}/void").status_code == status
    assert Hold.objects.count() == (3 if status == 201 else 2)
    assert HoldEnd.objects.count() == (2 if status == 201 else 0)


def test_holds_are_read_by_those_inside_whose_token_reaches_the_book(book: Book) -> None:
    hold = placed(book)
    holds.void(hold=placed(book, 5_00), by=make.BY, at=now())
    who = program("treasurer", "nubias", "read:nubias")
    found = read(HOLDS, who).json()
    assert (found["count"], [row["amount"] for row in found["holds"]]) == (2, ["5.00", "60.00"])
    assert [row["key"] for row in read(f"{HOLDS}?is_open=true", who).json()["holds"]] == [hold.key]
    assert [row["state"] for row in read(f"{HOLDS}?is_open=false", who).json()["holds"]] == ["voided"]
    assert read(f"{HOLDS}/{hold.key}", who).json()["amount"] == "60.00"
    assert read(HOLDS, program("treasurer", "nubias", "read:freedom_farm")).status_code == 404
    Organisation.objects.filter(key="nubias").update(has_open_books=True)
    assert read(HOLDS).status_code == 401, "open books do not show what is set aside"
    assert read(HOLDS, program("treasurer", "freedom_farm", "read")).status_code == 403
    assert read(HOLDS, program("treasurer", "nubias", "read:freedom_farm")).status_code == 403


def test_an_auditors_token_sees_no_hold_of_a_later_day(book: Book) -> None:
    hold = placed(book)
    who = program("auditor", None, "read", as_of_on=date(2016, 12, 31))
    assert read(HOLDS, who).json()["count"] == 0
    assert read(f"{HOLDS}/{hold.key}", who).status_code == 404


def test_a_hold_that_is_not_there_is_not_found(book: Book) -> None:
    who = program("treasurer", "nubias", "write")
    elsewhere = placed(book)
    for answer in (
        read(f"{HOLDS}/nothing", who),
        post(who, {"on": "2016-03-01"}, "k1", f"{HOLDS}/nothing/post"),
        post(who, {}, "k2", f"{HOLDS}/nothing/void"),
        post(
            program("steward", None, "write"),
            {},
            "k3",
            f"/api/v1/books/freedom_farm/holds/{elsewhere.key}/void",
        ),
    ):
        assert answer.status_code in {403, 404} and answer["Content-Type"] == "application/problem+json"
    assert not HoldEnd.objects.exists()
    assert read(f"{HOLDS}/nothing", who).status_code == 404


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"account": "0000"}, 422),
        ({"against": "1000"}, 422),
        ({"amount": "0.00"}, 422),
        ({"amount": "-1.00"}, 422),
        ({"amount": 5}, 422),
        ({"expires_on": "2016-01-01"}, 422),
        ({"against": "1100", "against_party": "nobody"}, 422),
        ({"fund": "A NAME"}, 422),
        ({"more": 1}, 422),
    ],
)
def test_what_makes_no_hold_is_refused_and_sets_nothing_aside(
    book: Book, change: dict[str, Any], status: int
) -> None:
    answer = post(program("treasurer", "nubias", "write"), asked(**change), "k1", HOLDS)
    assert answer.status_code == status
    assert set(answer.json()) == {"type", "title", "status", "detail"}
    assert not Hold.objects.exists() and aside(book) == 0


def test_without_a_key_nothing_is_set_aside(book: Book) -> None:
    answer = post(program("treasurer", "nubias", "write"), asked(), None, HOLDS)
    assert answer.status_code == 400 and "Idempotency-Key" in answer.json()["detail"]
    assert not Hold.objects.exists()


def test_every_statement_is_read_with_the_unit_of_its_rows(book: Book) -> None:
    make.cash(book, -20_00, against="5200", on=date(2016, 2, 1))
    who = program("treasurer", "nubias", "read:nubias")
    days = "first_on=2016-01-01&last_on=2016-12-31"

    def figures(what: str) -> dict[str, str]:
        answer = read(f"{STATEMENTS}/{what}?{days}", who)
        assert answer.status_code == 200
        rows = [row for row in answer.json()["rows"] if row["kind"] != "group"]
        assert {row["unit"] for row in rows} == {"USD"}
        return {row["id"]: row["amount"] for row in rows}

    assert figures("income")["result"] == "80.00"  # 100.00 sold, 20.00 spent
    assert figures("sheet")["owned"] == "80.00"
    assert (figures("cash")["change"], figures("cash")["closing"]) == ("80.00", "80.00")
    assert figures("funds")["all"] == figures("equity")["result"] == "80.00"
    assert figures("trial") == {"1000": "80.00", "4000": "-100.00", "5200": "20.00", "together": "0.00"}


def test_hours_stand_in_the_trial_balance_as_hours_and_not_in_statements_of_dollars(book: Book) -> None:
    for code, kind in (("9100", "asset"), ("9190", "income")):
        accounts.add(
            organisation=book.organisation, code=code, name=f"Hours {code}", kind=kind, unit="HOUR", kept_by="",
            by=make.BY, at=make.AT,
        )  # fmt: skip
    lines = [{"account": "9100", "amount": "7:45"}, {"account": "9190", "amount": "-7:45"}]
    who = program("treasurer", "nubias", "write")
    told = post(who, {"on": "2016-03-01", "lines": lines}).json()
    assert [(line["amount"], line["unit"]) for line in told["lines"]] == [("7:45", "HOUR"), ("-7:45", "HOUR")]
    balances = {row["code"]: (row["balance"], row["unit"]) for row in _trial(who)["accounts"]}
    assert balances["9100"] == ("7:45", "HOUR") and balances["1000"] == ("100.00", "USD")
    listed = read("/api/v1/books/nubias/entries", who).json()["entries"][-1]["lines"]
    assert [(line["amount"], line["unit"]) for line in listed] == [("7:45", "HOUR"), ("-7:45", "HOUR")]
    for what in queries.STATEMENTS:
        rows = read(f"{STATEMENTS}/{what}?first_on=2016-01-01&last_on=2016-12-31", who).json()["rows"]
        assert not any("Hours" in row["text"] for row in rows), what
    income = read(f"{STATEMENTS}/income?first_on=2016-01-01&last_on=2016-12-31", who).json()["rows"]
    assert income[-1]["amount"] == "100.00", "465 minutes are not $4.65"


def _trial(who: dict[str, str]) -> Any:
    return read("/api/v1/books/nubias/trial-balance?on=2016-12-31", who).json()


def test_statements_need_a_scope_for_the_book_unless_it_is_open(book: Book) -> None:
    elsewhere = program("steward", None, "read:freedom_farm")
    assert read(f"{STATEMENTS}/income", elsewhere).status_code == 404
    assert read(f"{STATEMENTS}/income").status_code == 404
    who = program("steward", None, "read:nubias")
    assert read(f"{STATEMENTS}/profit", who).status_code == 404
    assert "income" in read(f"{STATEMENTS}/profit", who).json()["detail"]
    assert read(f"{STATEMENTS}/income?first_on=2017-01-01&last_on=2016-01-01", who).status_code == 422
    for day in ("0001-01-01", "9999-12-31"):
        assert read(f"{STATEMENTS}/cash?first_on={day}&last_on={day}", who).status_code in {200, 422}
    Organisation.objects.filter(key="nubias").update(has_open_books=True)
    assert read(f"{STATEMENTS}/income").status_code == 200


def test_an_auditors_token_reads_statements_up_to_their_day(book: Book) -> None:
    make.cash(book, 7_00, on=date(2017, 2, 1))
    who = program("auditor", None, "read", as_of_on=date(2016, 12, 31))
    found = read(f"{STATEMENTS}/income?first_on=2016-01-01&last_on=2017-12-31", who).json()
    assert found["last_on"] == "2016-12-31" and found["rows"][-1]["amount"] == "100.00"


def test_the_document_names_the_key_and_every_answer_of_the_new_pages() -> None:
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    base = "/api/v1/books/{key}"
    for page in ("holds", "holds/{hold_key}/post", "holds/{hold_key}/void"):
        operation = paths[f"{base}/{page}"]["post"]
        assert "Idempotency-Key" in {one["name"] for one in operation["parameters"]}
        assert {"201", "400", "401", "403", "404", "409", "422"} <= set(operation["responses"])
        assert operation["security"] and operation["requestBody"]
    assert {"get", "post"} == set(paths[f"{base}/holds"])
    assert "get" in paths[f"{base}/statements/{{what}}"]
