"""A loan asked for in real Chromium: a draft resumed on a phone, sent, read and scored, decided, agreed on paper."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from commonwork.bank.actions import votes
from commonwork.bank.models import Loan
from commonwork.registry.clock import at_time
from commonwork.registry.models import Person
from tests.browser.conftest import Site, sign_in
from tests.rooms.bank.test_applying import VALUES

pytestmark = pytest.mark.browser
TODAY = date(2017, 4, 1)
PARTS = ("use", "customers", "people", "figures", "risks", "decided", "training")


def the_others_say_yes() -> None:
    loan = Loan.objects.get(key="freedom_farm_1")
    for key in ("invented_yuri", "invented_zora"):
        person = Person.objects.get(key=key)
        votes.cast(loan=loan, person=person, vote="yes", on=TODAY, by=person, at=at_time(TODAY))


def write(page: Any, address: str, part: str) -> None:
    """Fill in whatever a part asks for."""
    page.goto(f"{address}part/{part}/")
    for area in page.locator("main textarea").all():
        area.fill("As we said at the meeting.")
    for name, value in VALUES.items():
        if page.locator(f"#id_{name}").count():
            page.locator(f"#id_{name}").fill("6000" if name == "principal_minor" else str(value))
    page.get_by_role("button", name="Save and stop here").click()
    page.wait_for_url(address)


@pytest.mark.soak
def test_from_an_application_over_days_to_a_signed_agreement(
    site: Site, page: Any, inside: Callable[..., None]
) -> None:
    main, loan = page.locator("main"), f"{site.url}/bank/loans/freedom_farm_1/"
    sign_in(page, site, "treasurer")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site.url}/bank/")
    page.get_by_role("link", name="Ask for a loan").click()
    page.get_by_label("Which co-op asks?").select_option(label="Freedom Farms Cooperative")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/applications/application_*/")
    address = page.url
    write(page, address, "amount")
    page.goto(f"{site.url}/bank/")
    page.get_by_role("link", name="Go on with the application: Freedom Farms Cooperative").click()
    assert "2 of 8 parts are done" in main.inner_text(), (
        "the draft is found again, training is asked of nobody"
    )
    for part in PARTS:
        write(page, address, part)
    page.get_by_role("link", name="Check and send").click()
    assert "$6,000.00" in main.inner_text()
    page.get_by_role("button", name="Send the application").click()
    page.wait_for_url("**/receipts/**")
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, site, "committee-member")
    page.goto(f"{loan}review/")
    for score in page.locator('input[type="radio"][value="4"]').all():
        score.check()
    page.get_by_role("button", name="Give my review").click()
    page.wait_for_url("**/receipts/**")
    page.goto(f"{loan}vote/")
    page.get_by_label("yes", exact=True).check()
    page.get_by_role("button", name="Cast my vote").click()
    page.wait_for_url("**/receipts/**")
    inside(the_others_say_yes)
    page.goto(f"{loan}decide/")
    page.get_by_label("the plan holds", exact=True).check()
    page.locator("#id_condition_0").fill("Two quotes for the cooler.")
    page.get_by_label("Condition 1 is to be met").select_option("agreement")
    page.get_by_role("button", name="Say yes to the loan").click()
    page.wait_for_url("**/receipts/**")
    sign_in(page, site, "loan-officer")
    page.goto(f"{loan}decision/")
    page.get_by_role("button", name="It is met").click()
    page.goto(f"{loan}agree/")
    page.locator("#id_ends_on").fill("2020-04-01")
    page.get_by_role("button", name="Agree on the loan").click()
    page.wait_for_url("**/receipts/**")
    sign_in(page, site, "treasurer")
    page.goto(f"{loan}agreement/")
    assert "No person answers for it" in main.inner_text()
    with page.expect_download() as paper:
        page.get_by_role("link", name="PDF, Spanish").click()
    assert paper.value.suggested_filename == "agreement-freedom_farm_1-es.pdf"
