"""The key pages, read by axe as each role: nothing that keeps people with a screen reader or a keyboard out."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Site, sign_in
from tests.browser.screens import BY_ROLE, PUBLIC

pytestmark = pytest.mark.browser
GRAVE = {"serious", "critical"}


KEY = {
    *(
        "front",
        "organisation",
        "federation",
        "bank",
        "loan",
        "count",
        "open-books",
        "income",
        "sign-in",
        "ui",
    ),
    *("stake", "plan", "coop", "book", "bank-accounts", "pay", "board", "consolidated", "record"),
}


def faults(
    site: Site, chromium: Any, role: str, pages: dict[str, str], language: str, width: int
) -> list[object]:
    """What axe finds grave on these pages, read as this role."""
    page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    if role:
        sign_in(page, site, role)
    found = []
    for name, path in pages.items():
        answer = page.goto(site.url + path)
        assert answer.status == (404 if name == "missing" else 200), path
        for fault in Axe().run(page).response["violations"]:
            if fault["impact"] in GRAVE:
                found.append((path, fault["id"], fault["nodes"][0]["html"][:200]))
    page.context.close()
    return found


def pages_of(role: str) -> dict[str, str]:
    return BY_ROLE[role] if role else PUBLIC


KEY_PAGES = {  # {role: the key pages among those it sees}; a role without any is read whole in make soak
    role: key
    for role in ("", *BY_ROLE)
    if (key := {name: path for name, path in pages_of(role).items() if name in KEY})
}


@pytest.mark.parametrize("role", KEY_PAGES)
def test_key_pages_have_no_serious_fault_for_people_with_disabilities(
    site: Site, chromium: Any, role: str
) -> None:
    assert faults(site, chromium, role, KEY_PAGES[role], "en", 1280) == []


@pytest.mark.soak
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("role", ["", *BY_ROLE])
def test_no_page_has_a_serious_fault_for_people_with_disabilities(
    site: Site, chromium: Any, role: str, language: str, width: int
) -> None:
    assert faults(site, chromium, role, pages_of(role), language, width) == []
