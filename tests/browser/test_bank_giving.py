"""A small donor's hundred dollars, from the open form to what they did a year later; a file one person cannot release."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.bank_year import NAME, a_year, second_releaser
from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser


def test_a_hundred_dollars_and_a_file_that_waits_for_others(
    site: Site, page: Any, chromium: Any, inside: Callable[[Callable[[], None]], None]
) -> None:
    reference = _promised(site, chromium)
    sign_in(page, site, "loan-officer")
    _a_file_that_one_cannot_release(site, page, inside)

    sign_in(page, site, "loan-officer")
    page.goto(f"{site.url}/bank/promises/")
    page.get_by_role("link", name=re.compile(reference.replace("-", "."))).click()
    page.get_by_role("link", name="The money came").click()
    page.get_by_role("button", name="Record the gift").click()
    page.wait_for_url("**/receipts/**")
    assert "$100.00" in page.locator("main").inner_text()
    page.goto(f"{site.url}/bank/supporters/")
    page.get_by_role("link", name="Ruth Small (invented)").click()
    link = page.get_by_role("link", name="Open it by its link").get_attribute("href")
    page.context.clear_cookies()
    page.goto(link)
    words = page.locator("main").inner_text()
    assert "of the $100.00 you gave" in words and "It lies ready" in words

    inside(a_year)
    page.goto(link)
    row = page.get_by_role("row", name=re.compile(NAME)).inner_text()
    assert re.search(r"(2\.[34]\d)\s+\1\s+0\.00\s+0\.00", row), (
        f"10,000 x 1,200 / (49,000 to 51,000, as much as lay ready) went out, and all of it came back: {row}"
    )


def _promised(site: Site, chromium: Any) -> str:
    """A visitor with an old phone promises a gift: 360 px, no JavaScript, no account. Returns the reference."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    phone = context.new_page()
    phone.goto(f"{site.url}/bank/give/")
    phone.get_by_role("link", name="Promise a gift").click()
    phone.get_by_label("How much will you give?").fill("100")
    phone.get_by_label("In person, cash or check").check()
    phone.get_by_label("Your name, or your organisation's").fill("Ruth Small (invented)")
    phone.get_by_role("button", name="Promise this gift").click()
    words = phone.locator("main").inner_text()
    assert "your gift is promised" in words and "$100.00" in words
    found = re.search(r"\b\w{3}-\w{3}-\w{3}\b", words)
    context.close()
    assert found, words
    return found.group()


def _a_file_that_one_cannot_release(
    site: Site, page: Any, inside: Callable[[Callable[[], None]], None]
) -> None:
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
    page.goto(f"{run}release/")
    page.get_by_role("button", name="Release the payouts").click()
    assert "released this run already" in page.locator("main").inner_text(), "not even by its address"
    sign_in(page, site, "loan-officer")
    page.goto(run)
    assert page.get_by_role("link", name="Take the file").count() == 0, "there is no file yet"
    inside(second_releaser)
    sign_in(page, site, "delegate")
    page.goto(f"{run}release/")
    page.get_by_role("button", name="Release the payouts").click()
    page.wait_for_url("**/receipts/**")
    sign_in(page, site, "loan-officer")
    page.goto(run)
    assert "released and locked" in page.locator("main").inner_text()
    page.get_by_role("link", name="Take the file").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take the file").click()
    assert taken.value.suggested_filename.endswith(".ach")


def _account(page: Any, number: str, routing: str) -> None:
    page.get_by_label("Routing number, or BIC").fill(routing)
    page.get_by_label("Account number, or IBAN").fill(number)
    if page.get_by_label("Number the bank knows the payer by").count():
        page.get_by_label("Number the bank knows the payer by").fill("1640000001")
        page.get_by_label("Name of the bank").fill("First Bank of Jackson")
    page.get_by_role("button", name="Keep the account").click()
    page.wait_for_url("**/payouts/new/")
