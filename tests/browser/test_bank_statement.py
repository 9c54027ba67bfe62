"""Journey 1 of the books in real Chromium: the treasurer of Freedom Farms takes in February's OFX twice, matches three
lines in one press each, splits a fourth, and the reconciliation closes at the bank's figure."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from commonwork.rules.money import parse_minor, show_minor
from tests.browser.conftest import Site, sign_in
from tests.rooms.books.bank_files.samples import Movement, ofx

pytestmark = pytest.mark.browser
FEBRUARY: list[Movement] = [  # the first three are in the season's books, a day or two before
    ("20170211", "310.00", "NUBIAS CAFE", "fe1"),
    ("20170213", "-90.00", "NUBIAS CAFE", "fe2"),
    ("20170216", "-2972.31", "PATRONAGE TRANSFERS", "fe3"),
    ("20170224", "-84.00", "MAGNOLIA HARDWARE", "fe4"),
]


def choose(page: Any, raw: bytes) -> None:
    page.get_by_role("link", name="Take in a statement").first.click()
    page.wait_for_url("**/import/")
    file = {"name": "february.ofx", "mimeType": "application/x-ofx", "buffer": raw}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="See what is in it").click()


def test_the_treasurer_takes_in_a_month_twice_matches_splits_and_reconciles(
    site: Site, page: Any, balance: Callable[..., int]
) -> None:
    closing = balance("freedom_farm", "1000", date(2017, 1, 31)) + sum(
        parse_minor(amount, "USD") for _on, amount, _who, _ref in FEBRUARY
    )
    shown = f"${closing // 100:,}.{closing % 100:02d}"
    raw = ofx(FEBRUARY, closing=show_minor(closing, "USD"), closing_on="20170228")
    main = page.locator("main")
    sign_in(page, site, "treasurer")
    page.goto(f"{site.url}/books/freedom_farm/bank/")
    page.get_by_role("link", name="Add a bank account").first.click()
    page.get_by_label("What do you call this bank account?").fill("Checking at Hope Credit Union (invented)")
    page.get_by_role("button", name="Add this bank account").click()
    page.wait_for_url("**/import/")
    where = page.url.removesuffix("import/")

    for sentence in ("4 new lines, 0 known already", "0 new lines, 4 known already"):
        page.goto(where)
        choose(page, raw)
        main.get_by_text(f"{sentence}, closes at {shown}. Nothing is saved yet.").wait_for()
        if sentence.startswith("4"):
            page.get_by_role("button", name="Take in 4 new lines").click()
            main.get_by_text("4 lines were taken in.").wait_for()
    assert page.get_by_role("button", name=re.compile("Take in")).count() == 0

    page.goto(where)
    for left in (3, 2, 1):
        page.get_by_role("button", name="Match").first.click()
        main.get_by_text(re.compile(rf"^{left} lines? waits? to be matched")).wait_for()

    page.get_by_role("link", name="MAGNOLIA HARDWARE", exact=True).click()
    page.locator("[name=account_1]").select_option("5000")
    page.locator("[name=amount_1]").fill("60.00")
    page.get_by_text("Split it over several accounts").click()
    page.locator("[name=account_2]").select_option("5200")
    page.locator("[name=amount_2]").fill("24.00")
    page.get_by_role("button", name="Record this line").click()
    page.wait_for_url("**/receipts/**")
    assert "$84.00 paid out" in main.inner_text()

    page.goto(f"{where}reconciliation/")
    told = main.inner_text()
    assert "Closes at the bank's figure" in told
    assert f"The bank says {shown}" in told
