"""A small donor's hundred dollars, from the gift to the donor's own page; a payment file that one person cannot release."""

import re
from typing import Any

import pytest

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser


def test_a_hundred_dollars_and_a_file_that_waits_for_others(site: Site, page: Any) -> None:
    sign_in(page, site, "loan-officer")
    page.goto(f"{site.url}/bank/supporters/new/")
    page.locator('input[name="name"]').fill("Ruth Small (invented)")
    page.get_by_role("button", name="Put on the list").click()
    page.wait_for_url(re.compile(r"/supporters/supporter_\w+/$"))
    supporter = page.url
    page.get_by_role("link", name="Record a gift").click()
    page.get_by_label("How much came?").fill("100")
    page.get_by_role("button", name="Record the gift").click()
    page.wait_for_url("**/receipts/**")
    assert "$100.00" in page.locator("main").inner_text()
    page.goto(supporter)
    link = page.get_by_role("link", name="Open it by its link").get_attribute("href")
    page.context.clear_cookies()
    page.goto(link)
    words = page.locator("main").inner_text()
    assert "of the $100.00 you gave" in words and "It lies ready" in words

    sign_in(page, site, "loan-officer")
    page.goto(f"{site.url}/bank/payouts/payer/")
    _account(page, "987654321", "121042882")
    page.goto(f"{site.url}/bank/payouts/payee/green_team/")
    _account(page, "12345678", "231380104")
    page.get_by_role("link", name="NACHA, to organisations (CCD)").click()
    page.get_by_role("button", name="Put the run together").click()
    page.wait_for_url("**/receipts/**")
    page.goto(f"{site.url}/bank/payouts/")
    page.locator("table.ledger tbody a").first.click()
    run = page.url
    assert "2 more people must release" in page.locator("main").inner_text()
    assert page.get_by_role("link", name="Release the payouts").count() == 0, "not by its maker"
    sign_in(page, site, "committee-member")
    page.goto(run)
    page.get_by_role("link", name="Release the payouts").click()
    page.get_by_role("button", name="Release the payouts").click()
    page.wait_for_url("**/receipts/**")
    page.goto(run)
    words = page.locator("main").inner_text()
    assert "1 more person must release" in words and "•••• 5678" in words and "12345678" not in words
    assert page.get_by_role("link", name="Release the payouts").count() == 0, "one alone cannot"


def _account(page: Any, number: str, routing: str) -> None:
    page.get_by_label("Routing number, or BIC").fill(routing)
    page.get_by_label("Account number, or IBAN").fill(number)
    if page.get_by_label("Number the bank knows the payer by").count():
        page.get_by_label("Number the bank knows the payer by").fill("1640000001")
        page.get_by_label("Name of the bank").fill("First Bank of Jackson")
    page.get_by_role("button", name="Keep the account").click()
    page.wait_for_url("**/payouts/new/")
