"""Every page a link leads to answers, for visitors and for every role, in both languages."""

import re
from collections import Counter, deque
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from commonwork.access.models import PracticeSignIn
from commonwork.access.roles import ROLES
from commonwork.charter.kinds import POLICIES
from commonwork.gatherings.models import Gathering

pytestmark = [pytest.mark.django_db, pytest.mark.season]
LINK = re.compile(r'href="(/[^"#]*)')
LEFT_OUT = re.compile(r"^/(static|accounts/logout|press/edit|api|uploads)|\.(ics|xml)$|format=|page=|sort=")
THING = re.compile(r"^[a-z]+/(?:[a-z]+/)?<\w+:\w+>/\?$")  # the page of one policy, gathering, co-op, loan
BOTH, ONE = ("steward",), ("treasurer",)  # let in almost everywhere


def in_turn(role: str) -> Any:
    """The widest roles in make test, on both engines or on one; all others in make soak."""
    marks = [] if role in BOTH else [pytest.mark.one_engine] if role in ONE else [pytest.mark.soak]
    return pytest.param(role, marks=marks)


def kind_of(path: str) -> str:
    """The address a path is written after, with the names of what it asks for: pages of one kind look alike."""
    plain, _, asked = path.partition("?")
    try:
        return f"{resolve(plain).route}?{re.sub(r'=[^&]*', '=', asked)}"
    except Resolver404:
        return path


def crawl(client: Client, things: int, others: int = 1, most: int = 2000) -> dict[str, int]:
    """Every address reachable by plain links from the front page and home, with its status: so many of each kind, and so
    many of the pages of one thing, which lead to others as the thing is new, open or over."""
    seen: dict[str, int] = {}
    waiting = deque(["/", "/home/"])
    kinds: Counter[str] = Counter()
    while waiting and len(seen) < most:
        path = waiting.popleft()
        if path in seen or LEFT_OUT.match(path):
            continue
        kind = kind_of(path)
        kinds[kind] += 1
        if kinds[kind] > (things if THING.match(kind) else others):
            continue
        answer = client.get(path)
        seen[path] = answer.status_code
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            waiting.extend(unescape(found) for found in LINK.findall(answer.content.decode()))
    return seen


@pytest.mark.one_engine  # all but the sign-in pages is met by the steward on both
@pytest.mark.parametrize(("language", "things"), [("en", 4), ("es", 2)])
def test_every_link_a_visitor_meets_leads_to_a_page(client: Client, language: str, things: int) -> None:
    client.cookies["django_language"] = language
    seen = crawl(client, things)
    assert len({kind_of(path) for path in seen}) > 140
    assert {path: status for path, status in seen.items() if status not in (200, 302)} == {}


@pytest.mark.one_engine
def test_every_policy_and_every_gathering_has_a_page(client: Client) -> None:
    paths = [f"/policies/{code}/" for code in POLICIES]
    paths += [f"/gatherings/{key}/" for key in Gathering.objects.values_list("key", flat=True)]
    assert {path: status for path in paths if (status := client.get(path).status_code) != 200} == {}


@pytest.mark.parametrize("role", [in_turn(role) for role in sorted(ROLES)])
def test_no_link_a_role_meets_is_refused_or_breaks(client: Client, role: str) -> None:
    account = PracticeSignIn.objects.get(role=role).account
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    seen = crawl(client, 2 if role in ONE else 12)
    assert len({kind_of(path) for path in seen}) > 40
    wrong = {path: status for path, status in seen.items() if status not in (200, 302)}
    if role == "auditor":  # sees the books as of a day: what was entered later is not there yet
        wrong = {
            path: status
            for path, status in wrong.items()
            if not (path.startswith("/books/") and status == 404)
        }
    assert wrong == {}


def test_practice_answers_this_machine_only(client: Client) -> None:
    assert client.get("/practice/").status_code == 200
    assert client.get("/practice/", REMOTE_ADDR="203.0.113.7").status_code == 403
    assert client.get("/practice/", HTTP_X_FORWARDED_FOR="203.0.113.7").status_code == 403
    assert client.post("/practice/steward/", REMOTE_ADDR="203.0.113.7").status_code == 403


def test_the_front_page_is_small_and_asks_little(client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    client.get("/")
    with django_assert_max_num_queries(12):
        answer = client.get("/", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 30_000
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


def test_errors_have_pages_in_words(client: Client) -> None:
    answer = client.get("/nothing-here/")
    assert answer.status_code == 404
    assert b"<h1" in answer.content
    assert client.get("/record/").status_code == 302  # led to the sign-in page


def test_the_api_says_what_it_offers_and_what_went_wrong(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path in ("network", "organisations", "figures", "health", "bank/figures", "horizon/goal"):
        assert client.get(f"/api/v1/{path}").status_code == 200, path
    missing = client.get("/api/v1/organisations/nobody")
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/problem+json")
    assert client.get("/api/v1/me").status_code == 401
