"""Journey 2 of the incubator in real Chromium, on a phone: one price changes break-even, jobs and working capital at once;
the workbook goes out, is edited, comes back, and its difference is shown before it is accepted. That the
statements tie in all cases: tests/rooms/incubator."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from commonwork.incubator.workbook import layout
from tests.browser import incubator_state as state
from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser


def base_case(page: Any) -> list[str]:
    """Break-even, jobs and working capital of the base case as the page shows them now."""
    found: list[str] = page.locator("#plan-now tr.here td").all_inner_texts()
    return found


@pytest.mark.soak
def test_one_price_on_a_phone_and_the_workbook_there_and_back(
    site: Site, page: Any, inside: Callable[..., None], tmp_path: Path
) -> None:
    inside(state.garden_plan)
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, site, "worker-owner")
    plan = f"{site.url}/incubator/teams/green_team/plan/"
    page.goto(f"{plan}topics/sales/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    before = base_case(page)
    assert before[0] == "241 a month"
    page.locator("[name='0-price']").fill("40.00")
    page.locator("#plan-now", has_text="296 a month").wait_for()  # 6,500 / (40 - 18) = 295.5
    after = base_case(page)
    assert all(was != now for was, now in zip(before, after, strict=True)), (before, after)
    page.locator("[name='0-price']").fill("-40.00")
    page.locator("#plan-now", has_text="The sums appear here").wait_for()
    page.locator("[name='0-price']").fill("45.00")
    page.locator("#plan-now", has_text="241 a month").wait_for()

    page.goto(plan)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the workbook").click()
    book = load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    alive = [cell for row in book["Base"].iter_rows() for cell in row if cell.data_type == "f"]
    assert len(alive) > 36, "the formulas are alive"
    book[layout.PRODUCTS].cell(layout.FIRST_ROW, layout.column_of("products", "price")).value = 50
    changed = tmp_path / "plan.xlsx"
    book.save(changed)
    page.get_by_role("link", name="Bring a workbook back").click()
    page.get_by_label("The workbook").set_input_files(str(changed))
    page.get_by_role("button", name="Show what differs").click()
    told = page.locator("main").inner_text()
    assert "One assumption differs. Nothing has been taken over yet." in told
    assert re.search(r"Garden visit: Price of a unit.*\$45\.00.*\$50\.00", told, re.S)
    page.get_by_role("button", name="Take this over into the draft").click()
    page.wait_for_url(plan)
    assert "204 a month" in page.locator("#cases").inner_text()  # 6,500 / (50 - 18) = 203.1
