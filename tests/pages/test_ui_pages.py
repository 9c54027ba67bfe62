"""The frame, the style page, the error pages and the sign-in screens."""

import gzip
import re
from collections import Counter
from pathlib import Path
from typing import Any

import django_htmx
import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from commonwork import ui
from commonwork.ui.parts import Room

TEMPLATES = Path(ui.__file__).parent / "templates"
STATIC = Path(ui.__file__).parent / "static" / "ui"
INLINE = re.compile(r"""\sstyle=["']|\son[a-z]+=["']|<style\b|javascript:""")
SCRIPT = re.compile(r"<script\b([^>]*)>")


@pytest.fixture
def page(db: None) -> str:
    return Client().get("/ui/").content.decode()


def test_the_style_page_opens_for_anyone_and_has_one_heading(db: None) -> None:
    response = Client().get("/ui/")
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_no_page_carries_inline_style_or_script(page: str) -> None:
    assert not INLINE.search(page)
    assert all(
        "src=" in attributes or "application/json" in attributes for attributes in SCRIPT.findall(page)
    )


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_no_template_carries_inline_style_or_script(template: Path) -> None:
    text = template.read_text()
    assert not INLINE.search(text)
    assert all(
        "src=" in attributes or "application/json" in attributes for attributes in SCRIPT.findall(text)
    )
    assert len(text.splitlines()) < 120


def test_every_id_stands_once_and_every_label_and_link_finds_its_own(page: str) -> None:
    ids = Counter(re.findall(r'\sid="([^"]+)"', page))
    assert [name for name, times in ids.items() if times > 1] == []
    wanted = set(re.findall(r'\sfor="([^"]+)"', page))
    wanted |= {
        name
        for names in re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', page)
        for name in names.split()
    }
    wanted |= set(re.findall(r'href="#([^"]+)"', page))
    assert wanted - set(ids) == set()


def test_the_policy_allows_no_inline_code(db: None) -> None:
    policy = Client().get("/ui/")["Content-Security-Policy"]
    assert "unsafe" not in policy


def test_a_first_view_is_under_100_kilobytes(page: str) -> None:
    htmx = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    files = [*STATIC.glob("*.css"), *STATIC.glob("*.js"), *STATIC.glob("*.svg"), htmx]
    weight = sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert weight + len(gzip.compress(page.encode())) < 100_000  # the style page is the heaviest there is


def frame(**context: object) -> str:
    text = '{% extends "ui/page.html" %}{% block title %}Loan{% endblock %}'
    text += "{% block side %}{% if with_side %}x{% endif %}{% endblock %}"
    return engines["django"].from_string(text).render(context)


def test_the_title_is_also_the_heading() -> None:
    html = frame()
    assert "<title>Loan · Commonwork</title>" in html
    assert "<h1>Loan</h1>" in html


def test_the_side_column_appears_only_when_it_says_something() -> None:
    assert "has-side" not in frame()
    assert "has-side" in frame(with_side=True)


def test_a_demo_network_says_so_on_every_page() -> None:
    demo = {"name": "Cooperation Jackson", "is_demo": True}
    assert "invented" in frame(network=demo)
    assert "invented" not in frame(network={"name": "Cooperation Jackson", "is_demo": False})


def test_public_links_may_be_tuples_or_objects() -> None:
    html = frame(public_links=[("/a/", "Learn", True), {"url": "/b/", "text": "Lend", "is_current": False}])
    assert '<a href="/a/" aria-current="page">Learn</a>' in html
    assert '<a href="/b/">Lend</a>' in html


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_pages_for_our_own_faults_need_neither_database_nor_context(name: str) -> None:
    html = render_to_string(name)
    assert html.count("<h1>") == 1
    assert "front page" in html
    assert "Stuck?" in html


def test_a_missing_page_says_what_happened_and_where_help_is(db: None) -> None:
    response = Client().get("/there-is-nothing-here/")
    assert response.status_code == 404
    assert "There is no page here" in response.content.decode()
    assert "Stuck?" in response.content.decode()


def test_a_refusal_has_a_page_with_its_sentence(db: None) -> None:
    html = render_to_string(
        "site/refusal.html", {"sentence": "The fund holds $900.00; the loan asks for $1,000.00."}
    )
    assert "The fund holds $900.00" in html
    assert "Nothing was changed" in html


def test_sign_in_offers_the_mailed_code_first_then_a_passkey_then_a_password(db: None, settings: Any) -> None:
    settings.ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
    html = Client().get("/accounts/login/").content.decode()
    places = [html.index(words) for words in ("Mail me a code", "Sign in with a passkey", 'type="password"')]
    assert places == sorted(places)
    assert html.count("<h1") == 1


@pytest.mark.parametrize("address", ["/accounts/login/code/", "/accounts/signup/"])
def test_the_other_entrance_screens_are_ours_too(db: None, address: str) -> None:
    html = Client().get(address).content.decode()
    assert 'class="button go"' in html
    assert 'class="foot"' in html


def test_tags_inside_a_loop_do_not_disturb_its_empty_clause() -> None:
    text = '{% for row in rows %}{{ row }}{% empty %}{% empty "No loan yet." "/ask/" "Ask" %}{% endfor %}'
    assert "No loan yet." in engines["django"].from_string(text).render({"rows": []})


def test_the_rail_begins_with_home_and_marks_the_room_one_is_in() -> None:
    rooms = [Room("bank", "Bank", "/bank/"), Room("school", "School", "/school/")]
    html = (
        engines["django"]
        .from_string("{% rail rooms %}")
        .render({"rooms": rooms}, RequestFactory().get("/bank/x/"))
    )
    assert html.index("Home") < html.index("Bank")
    assert 'href="/bank/" aria-current="true"' in html
    assert html.count("aria-current") == 1
