"""A week of hours from a phone without JavaScript, and the council that admits a co-op, votes, recalls and shares anew."""

import re
from typing import Any

import pytest

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
F = "/federation/"


def press(page: Any, name: str) -> None:
    """Press the form's button and wait for the receipt."""
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url("**/receipts/**")


def words(page: Any) -> str:
    return str(page.locator("main").inner_text()).replace("\xa0", " ")


def test_a_week_of_hours_sent_twice_from_a_phone_counts_once(site: Site, chromium: Any) -> None:
    site.run("role", "treasurer", "invented_jonah", "--organisation", "green_team")
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    phone = context.new_page()
    sign_in(phone, site, "worker-owner")
    week = f"{site.url}{F}coops/green_team/hours/week/"
    phone.goto(week)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    typed = {
        name: phone.locator(f'input[name="{name}"]').first.input_value()
        for name in ("once", "csrfmiddlewaretoken")
    }
    sent = context.request.post(week, form={**typed, "kind": "paid", "day_5": "6:30"}, max_redirects=0)
    assert sent.status == 302, "it arrived, but the answer got lost on the way"
    phone.get_by_label("Saturday 1 April").fill("6:30")
    press(phone, "Send my hours")
    assert phone.url.endswith(sent.headers["location"]), "the same receipt"
    phone.goto(week)
    assert words(phone).count("6 h 30 min") == 1
    assert "waits for approval" in words(phone)
    phone.goto(f"{site.url}{F}my-stake/")
    assert "6 h 30 min of your paid work wait for approval." in words(phone)
    assert "Why it is that much" in words(phone)
    phone.get_by_role("link", name="Why it is that much").click()
    assert "For example, Iris" in words(phone)
    context.close()


def open_council(site: Site, page: Any, body: str) -> None:
    """The steward opens a council of five seats and shares them."""
    sign_in(page, site, "steward")
    page.goto(f"{site.url}{F}delegates/open/")
    page.get_by_label("What is it called?").fill("Council")
    page.get_by_role("button", name="Open the body").click()
    page.goto(f"{body}rule/")
    page.get_by_label("by members, Webster").check()
    page.get_by_label("How many seats?").fill("5")
    page.get_by_label("At least, for each co-op").fill("1")
    page.get_by_label("Where was it decided?").fill("Council, March 2017")
    page.get_by_label("From which day on?").fill("2017-03-01")
    press(page, "Adopt this way")
    page.goto(f"{body}share/")
    page.get_by_label("On which day?").fill("2017-03-20")
    press(page, "Share the seats")


def apply_with_evidence(site: Site, page: Any, body: str) -> str:
    """Iris asks for The Green Team to become a member, and goes to the council for it; returns the application."""
    sign_in(page, site, "worker-owner")
    page.goto(f"{site.url}{F}apply/?coop=green_team")
    page.get_by_label(re.compile("member: a year")).check()
    for box in page.locator('input[name="checklist"]').all()[:-1]:
        box.check()
    press(page, "Send the application")
    page.goto(f"{site.url}{F}applications/")
    page.locator("table.ledger tbody a").first.click()
    application = page.url
    page.goto(f"{application}evidence/?item=principles")
    page.get_by_label("What shows it?").fill("Members' meeting of 12 March 2017")
    press(page, "Add the evidence")
    page.goto(f"{body}send/green_team/")
    page.get_by_label("Who?").select_option(label="Iris (invented)")
    page.get_by_label("bound: votes as the co-op has decided").check()
    page.get_by_label("From which day on?").fill("2017-03-20")
    press(page, "Send the delegate")
    return application


def visit_vote_and_admit(site: Site, page: Any, body: str, application: str) -> None:
    """Ada goes to the council, a peer visits, the delegates vote, the answer is entered."""
    sign_in(page, site, "treasurer")
    page.goto(f"{body}send/freedom_farm/")
    page.get_by_label("Who?").select_option(label="Ada (invented)")
    press(page, "Send the delegate")
    sign_in(page, site, "delegate")
    page.goto(f"{application}visit/")
    page.get_by_label("admit it").check()
    page.get_by_label("What did they see?").fill("A tidy yard and good books.")
    press(page, "Record the visit")

    sign_in(page, site, "steward")
    page.goto(application)
    page.get_by_role("link", name="Ask Council").click()
    press(page, "Put the question")
    sign_in(page, site, "treasurer")
    page.goto(body)
    page.get_by_role("link", name=re.compile("Shall The Green Team")).click()
    page.get_by_role("link", name=re.compile("Vote for")).click()
    page.get_by_label("for it", exact=True).check()
    press(page, "Vote")
    sign_in(page, site, "steward")
    page.goto(application)
    page.get_by_role("link", name=re.compile("Shall The Green Team")).click()
    page.get_by_role("link", name="Close the vote").click()
    press(page, "Close the vote")
    page.goto(f"{application}answer/")
    page.get_by_label("to admit the co-op").check()
    press(page, "Enter the answer")


def instruct_vote_and_recall(site: Site, page: Any, body: str) -> None:
    """The co-op tells its delegate how to vote, she votes so, and its members recall her."""
    page.goto(f"{body}ask/")
    page.get_by_label("What is the question?").fill("Raise the dues?")
    press(page, "Put the question")
    sign_in(page, site, "worker-owner")
    page.goto(body)
    page.get_by_role("link", name="Raise the dues?").click()
    question = page.url
    page.get_by_role("link", name="tell the delegate").click()
    page.get_by_label("against it").check()
    press(page, "Tell the delegate")
    page.goto(question)
    page.get_by_role("link", name="Vote for The Green Team").click()
    page.get_by_label("against it").check()
    press(page, "Vote")
    page.goto(question)
    page.get_by_role("link", name="Iris (invented)").click()
    page.get_by_role("link", name="Recall").click()
    page.get_by_label("Members for the recall").fill("2")
    page.get_by_label("Members against it").fill("1")
    press(page, "Recall the delegate")
    sign_in(page, site, "steward")
    page.goto(f"{body}share/")
    press(page, "Share the seats")
    page.goto(body)
    assert "The Green Team" in words(page) and "Iris" not in page.locator("#seats").inner_text()


def test_the_council_admits_the_green_team_and_recalls_a_delegate(site: Site, page: Any) -> None:
    site.run("role", "treasurer", "invented_iris", "--organisation", "green_team")
    body = f"{site.url}{F}delegates/bodies/council/"
    open_council(site, page, body)
    application = apply_with_evidence(site, page, body)
    visit_vote_and_admit(site, page, body, application)
    page.goto(f"{site.url}{F}coops/green_team/status/")
    assert "admitted as member" in words(page) and "pays dues" in words(page)
    instruct_vote_and_recall(site, page, body)
