"""Journey 3 of the incubator in real Chromium: one press carries plan and papers to the bank; after the loan the launch
makes the co-op, its opening books and its affiliation; in the third month the plan stands beside the books."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.browser import incubator_state as state
from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
PEOPLE = ("Hope (invented)", "Iris (invented)", "Jonah (invented)")


def agreed_and_ready() -> None:
    state.loan_agreed()
    state.through_the_last_gates()


def cells(page: Any, section: str, line: str) -> list[str]:
    row = page.locator(".section", has=page.get_by_role("heading", name=section, exact=True))
    found: list[str] = row.locator("tbody tr", has_text=line).locator("td").all_inner_texts()
    return found


def the_bank_reads_what_came(site: Site, chromium: Any) -> None:
    """Somebody of the bank's circle, in a browser of their own, opens a file and finds the plan."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sign_in(page, site, "committee-member")
    page.goto(f"{site.url}/bank/loans/southside_bakery_1/")
    papers = page.locator("#loan-papers")
    papers.get_by_text("The plan is version 1, kept on 2 Dec 2016.").wait_for()
    with page.expect_download() as download:
        papers.get_by_role("link", name="File 1").first.click()
    assert download.value.suggested_filename.endswith(".pdf")
    plan = papers.get_by_role("link", name="Plan in figures").get_attribute("href")
    assert re.search(r"/plan/\?version=1$", plan or ""), "the plan as it was sent"
    context.close()


def test_from_the_plan_to_the_loan_to_an_open_co_op_to_its_third_month(
    site: Site, page: Any, inside: Callable[..., None], chromium: Any
) -> None:
    inside(partial(state.team_with_a_plan, *PEOPLE))
    main = page.locator("main")
    sign_in(page, site, "incubator-coordinator")
    page.goto(f"{site.url}/incubator/teams/southside_bakery/")
    team = page.url
    page.get_by_role("link", name="Ask the bank for a loan").click()
    assert page.get_by_label("How much do you ask for?").input_value() == "2500.00"
    purpose = page.get_by_label("What is it for?").input_value()
    assert "Oven: $3,600" in purpose and "Working capital: $800" in purpose  # 4,400 of sources less 3,600
    page.get_by_role("button", name="Send the request to the bank").click()
    page.wait_for_url("**/receipts/**")
    assert "The request is with the bank" in main.inner_text()

    the_bank_reads_what_came(site, chromium)

    inside(agreed_and_ready)
    page.goto(team)
    page.get_by_role("link", name="Open the co-op").click()
    page.get_by_label("On which day does it open?").fill("2017-01-02")
    assert page.get_by_label("Share that each member pays on opening day").input_value() == "300.00"
    lent = [page.get_by_label(f"{name} lends the co-op").input_value() for name in PEOPLE]
    assert sorted(lent) == ["333.33", "333.33", "333.34"]
    page.get_by_label("It asks the federation to take it in").check()
    page.get_by_role("button", name="Open the co-op").click()
    page.wait_for_url("**/receipts/**")
    assert "The co-op is open" in main.inner_text()
    page.goto(f"{site.url}/organisations/southside_bakery/")
    assert "asked to belong to the federation as start-up" in main.inner_text()

    inside(state.three_months_of_books)
    page.goto(f"{team}first-year/")
    assert cells(page, "Where the money came from", "Members' shares") == ["900.00", "900.00"]
    assert cells(page, "Where the money came from", "Loans of members") == ["1,000.00", "1,000.00"]
    assert cells(page, "Where the money came from", "Loan of the fund") == ["2,500.00", "0.00"]
    assert cells(page, "March 2017", "Sales") == ["2,000.00", "2,100.00", "+\xa0100.00"]
    assert cells(page, "March 2017", "What the units cost") == ["800.00", "850.00", "+\xa050.00"]
    assert cells(page, "March 2017", "Surplus") == ["300.00", "420.00", "+\xa0120.00"]
