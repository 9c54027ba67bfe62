"""The three journeys of the first landing, walked in real Chromium on a freshly made demo."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from commonwork.books.proofs import prove
from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser


def cents(text: str) -> int:
    """ "$8,000.00" or "4,000.00" in cents."""
    return int(re.sub(r"[^0-9]", "", text if "." in text else f"{text}.00"))


def test_a_visitor_follows_the_figure_on_the_arrow_to_the_rows_that_sum_to_it(site: Site, page: Any) -> None:
    page.goto(site.url)
    assert page.locator("h1").inner_text() == "Cooperation Jackson"
    loop = page.locator("main")
    for figure in ("3 projects chosen", "9 people trained", "1 team ready", "1 loan, $12,000", "$1,139.83"):
        assert figure in loop.inner_text(), figure
    page.get_by_role("link", name=re.compile(r"1 loan, \$12,000")).first.click()
    page.wait_for_url("**/bank/lent/**")
    rows = page.locator("table.ledger tbody tr")
    amounts = [cents(text) for text in rows.locator("td.num").all_inner_texts()]
    assert sum(amounts) == 12_000_00
    assert len(amounts) == 2
    rows.first.locator("a").last.click()
    page.wait_for_url("**/books/**/entries/**")
    assert "8,000.00" in page.locator("main").inner_text() or "4,000.00" in page.locator("main").inner_text()


def test_the_arrow_to_the_bank_opens_the_gates_that_were_passed(site: Site, page: Any) -> None:
    page.goto(site.url)
    page.get_by_role("link", name=re.compile("1 team ready")).first.click()
    page.wait_for_url("**/incubator/gates/**")
    assert "The Green Team" in page.locator("main").inner_text()


def test_the_loan_officer_records_the_payment_due_once_however_often_she_presses(
    site: Site, page: Any, inside: Callable[..., Any], balance: Callable[..., int]
) -> None:
    sign_in(page, site, "loan-officer")
    assert "What needs me" in page.locator("main").inner_text()
    page.goto(f"{site.url}/bank/loans/green_team_1/")
    page.get_by_role("link", name=re.compile(r"payment of \$1,102\.50")).first.click()
    page.wait_for_url("**/pay/")
    button = page.locator("main form button[type=submit]").first
    button.dblclick(no_wait_after=True)
    page.wait_for_url("**/receipts/**")
    receipt = page.locator("main").inner_text()
    assert "The payment is recorded" in receipt
    assert "$1,102.50" in receipt
    assert "211.52" in receipt and "890.98" in receipt  # interest first, then principal
    assert balance("bank", "1000", date(2017, 4, 1)) == 49_875_19 + 1_102_50
    assert balance("green_team", "1000", date(2017, 4, 1)) == 9_880_75 - 1_102_50
    page.goto(f"{site.url}/bank/loans/green_team_1/")
    assert page.get_by_role("link", name=re.compile(r"payment of \$1,102\.50")).count() == 0
    assert inside(prove).holds


def test_a_resident_on_a_phone_without_javascript_follows_a_decision_to_its_posting(
    site: Site, chromium: Any
) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/assembly/")
    text = page.locator("main").inner_text()
    for told in ("Childcare at evening courses", "$350", "Tool chest for new teams", "Scholarship fund"):
        assert told in text, told
    page.get_by_role("link", name="Childcare at evening courses").first.click()
    said = page.locator("main").inner_text()
    assert "29" in said and "$350" in said
    page.locator('main a[href*="/books/federation/entries/"]').first.click()
    entry = page.locator("main").inner_text()
    assert "Solidarity fund" in entry and "350.00" in entry
    context.close()
