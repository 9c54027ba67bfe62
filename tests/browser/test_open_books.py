"""A claim from the phone to the payment, and a visitor who follows a number of open books to its rows."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Site, sign_in
from tests.browser.test_journeys import cents
from tests.record.test_documents import photo

pytestmark = pytest.mark.browser
NAMES = ("Ada", "Ben", "Cleo", "Dina", "Emil", "Fay", "Gus", "Iris")


def test_a_member_of_the_public_follows_a_number_to_the_rows_that_sum_to_it(site: Site, page: Any) -> None:
    page.goto(f"{site.url}/organisations/freedom_farm/")
    page.get_by_role("link", name="Every dollar in and out, with its receipt").click()
    page.wait_for_url("**/books/freedom_farm/open/")
    figure = page.locator(".figure").nth(2)
    shown = cents(figure.locator("b").inner_text())
    figure.get_by_role("link").click()
    page.wait_for_url("**kind=out**")
    summed = 0
    while True:
        amounts = page.locator("table.ledger tbody td.num").all_inner_texts()
        assert amounts
        summed += sum(cents(text) for text in amounts)
        words = page.locator("main").inner_text()
        assert [name for name in NAMES if re.search(rf"\b{name}\b", words)] == []
        if not page.get_by_role("link", name="Next page").count():
            break
        page.get_by_role("link", name="Next page").click()
    assert summed == shown
    page.locator("table.ledger tbody a").first.click()
    page.wait_for_url(re.compile(r"/open/\d+/$"))
    assert "From the decision to the receipt" in page.locator("main").inner_text()


def test_a_claim_with_a_photo_is_approved_by_another_and_paid(site: Site, page: Any, tmp_path: Path) -> None:
    picture = tmp_path / "receipt.jpg"
    picture.write_bytes(photo(size=(300, 400)))
    sign_in(page, site, "treasurer")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site.url}/books/freedom_farm/claims/new/")
    page.get_by_label("How much?").fill("24.50")
    page.get_by_label("What was it for?").fill("Seed trays")
    page.get_by_label("Which budget or account").select_option(label="Materials")
    page.get_by_label("Photo or PDF").set_input_files(str(picture))
    page.get_by_role("button", name="Send the claim").click()
    page.wait_for_url("**/receipts/**")
    page.goto(f"{site.url}/books/claims/")
    page.locator("table.ledger tbody a").first.click()
    claim = page.url
    assert page.get_by_role("link", name="Approve").count() == 0, "not one's own"
    assert page.locator("main img").evaluate("one => one.naturalWidth") == 300
    sign_in(page, site, "steward")
    page.goto(claim)
    page.get_by_role("link", name="Approve").click()
    page.get_by_role("button", name="Approve $24.50").click()
    page.wait_for_url("**/receipts/**")
    sign_in(page, site, "treasurer")
    assert "Pay a claim of $24.50" in page.locator("main").inner_text()
    page.goto(claim)
    page.get_by_role("link", name="Pay it").click()
    page.get_by_role("button", name="Pay $24.50").click()
    page.wait_for_url("**/receipts/**")
    page.goto(f"{site.url}/books/freedom_farm/open/")
    assert "Freedom Farms Cooperative paid a claim of $24.50." in page.locator("main").inner_text()
