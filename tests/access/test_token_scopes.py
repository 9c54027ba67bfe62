"""Tokens for single books, and one effect for each key of a request."""

import re

import pytest
from django.http import HttpRequest
from django.test import Client

from commonwork.access.idempotency import KeyUsedBefore, NoIdempotencyKey, once
from commonwork.access.models import Account, Answer, Token
from commonwork.access.token_auth import allows
from commonwork.books import actions as books
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal
from tests.access import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def treasurer() -> Account:
    """Keeps the books of Nubia's, and none of those of the farm, which are not open."""
    make.network()
    account, coops = make.account(), [make.coop(key) for key in ("nubias", "freedom_farm")]
    for coop in coops:
        books.open_book(organisation=coop, on=make.JANUARY, **make.MOMENT)
    make.holding(account, "treasurer", coops[0])
    return account


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def form(**chosen: object) -> dict[str, object]:
    return {"name": "the till", "days": "30", **chosen}


def test_a_token_for_one_book_is_made_shown_once_and_said_in_words(treasurer: Account) -> None:
    client = signed_in(treasurer)
    made = client.post("/tokens/", form(reads=["read:nubias"], writes=["write:nubias"])).content.decode()
    (secret,) = set(re.findall(r"cw_[\w-]{20,}", made))
    token = Token.objects.get()
    assert token.scopes == ["read:nubias", "write:nubias"] and token.expires_on is not None
    page = client.get("/tokens/").content.decode()
    assert secret not in page and "record in the books of Nubias" in page


@pytest.mark.parametrize("chosen", [{}, {"writes": ["write:freedom_farm"]}, {"scopes": ["everything"]}])
def test_a_token_for_nothing_or_for_others_books_is_not_made(treasurer: Account, chosen: dict) -> None:
    client = signed_in(treasurer)
    assert "freedom_farm" not in client.get("/tokens/").content.decode()
    client.post("/tokens/", form(**chosen))
    assert not Token.objects.exists()


@pytest.mark.parametrize(
    ("scopes", "reads", "writes"),
    [
        ([], False, False),
        (["read"], True, False),
        (["write"], True, True),
        (["read:nubias"], True, False),
        (["write:nubias"], True, True),
        (["write:nubias_two", "read:nub"], False, False),
    ],
)
def test_scopes_reach_what_they_name(scopes: list[str], reads: bool, writes: bool) -> None:
    request = HttpRequest()
    request.token_scopes = frozenset(scopes)  # type: ignore[attr-defined]
    assert (allows(request, "read", "nubias"), allows(request, "write", "nubias")) == (reads, writes)


class Full(Refusal):
    sentence = "There is no room."
    status = 409


def test_one_key_acts_once_and_answers_the_same(treasurer: Account) -> None:
    done: list[int] = []

    def act() -> dict[str, int]:
        done.append(1)
        return {"z": len(done), "a": 2}

    plain = {"account": treasurer, "key": "k", "at": make.NOON, "act": act}
    first, second = once(request=["x", 1], **plain), once(request=["x", 1], **plain)
    assert first.body == second.body == '{"z": 1, "a": 2}'
    assert (first.is_replay, second.is_replay, len(done)) == (False, True, 1)
    with pytest.raises(KeyUsedBefore):
        once(request=["x", 2], **plain)
    assert len(done) == 1


def test_a_refusal_undoes_what_was_done_and_is_kept(treasurer: Account) -> None:
    def act() -> dict[str, int]:
        Person.objects.create(key="half_way", name="Half way")
        raise Full()

    answers = [once(account=treasurer, key="k", request=1, at=make.NOON, act=act) for _ in range(2)]
    assert [answer.status for answer in answers] == [409, 409] and "no room" in answers[0].body
    assert not Person.objects.filter(key="half_way").exists() and Answer.objects.count() == 1


def test_a_fault_leaves_no_answer_behind(treasurer: Account) -> None:
    def act() -> dict[str, int]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once(account=treasurer, key="k", request=1, at=make.NOON, act=act)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("key", [None, "", "k" * 201, "two\nlines", "clé"])
def test_a_key_is_asked_for(treasurer: Account, key: str | None) -> None:
    with pytest.raises(NoIdempotencyKey):
        once(account=treasurer, key=key, request=1, at=make.NOON, act=dict)
