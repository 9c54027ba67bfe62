"""The key pages, read by axe as each role: nothing that keeps people with a screen reader or a keyboard out."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Site, sign_in
from tests.browser.screens import BY_ROLE, PUBLIC

pytestmark = pytest.mark.browser
GRAVE = {"serious", "critical"}


@pytest.mark.parametrize("role", ["", *BY_ROLE])
def test_key_pages_have_no_serious_fault_for_people_with_disabilities(
    site: Site, chromium: Any, role: str
) -> None:
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    if role:
        sign_in(page, site, role)
    found = []
    for name, path in (BY_ROLE[role] if role else PUBLIC).items():
        answer = page.goto(site.url + path)
        assert answer.status == (404 if name == "missing" else 200), path
        for fault in Axe().run(page).response["violations"]:
            if fault["impact"] in GRAVE:
                found.append((path, fault["id"], fault["nodes"][0]["html"][:200]))
    page.context.close()
    assert found == []
