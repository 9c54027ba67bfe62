"""A member with a phone and without JavaScript counts the board's ballots again and walks from stage to stage."""

from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
BOARD = '4 2\n6 1 2 0\n3 1 3 0\n2 2 0\n2 3 0\n1 4 0\n0\n"Ada"\n"Ben"\n"Cleo"\n"Dov"\n"Board"\n'


def test_a_count_is_followed_on_a_phone_without_javascript(site: Site, chromium: Any, tmp_path: Path) -> None:
    good, broken = tmp_path / "board.blt", tmp_path / "broken.blt"
    good.write_text(BOARD)
    broken.write_text(BOARD.replace("3 1 3 0", "3 1 9 0"))
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/assembly/")
    page.get_by_role("link", name="Count a file").click()
    page.get_by_label("The file with the ballots").set_input_files(str(broken))
    page.get_by_role("button", name="Count", exact=True).click()
    assert "There is no candidate 9" in page.locator("#complaints").inner_text()
    page.get_by_label("The file with the ballots").set_input_files(str(good))
    page.get_by_label("Seats").fill("2")
    page.get_by_role("button", name="Count", exact=True).click()
    assert "Ada, Ben" in page.locator(".lede").inner_text()
    assert page.locator("#stage-1 svg").first.bounding_box()["width"] <= 360
    page.locator("#stage-1").get_by_role("link", name="Next stage").click()
    assert page.url.endswith("#stage-2")
    assert "Ada has 9 votes, 4 more than needed" in page.locator("#stage-2").inner_text()
    context.close()
