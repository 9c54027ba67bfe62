"""A week of hours from a phone without JavaScript, and the council that admits a co-op, votes, recalls and shares anew."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urljoin

import pytest

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
F = "/federation/"
IRIS, DINA, STEWARD = "worker-owner", "delegate", "steward"


def press(page: Any, name: str) -> None:
    """Press the form's button; done as soon as the receipt answers."""
    page.get_by_role("button", name=name, exact=True).click(no_wait_after=True)
    page.wait_for_url("**/receipts/**", wait_until="commit")


def words(page: Any) -> str:
    return str(page.locator("main").inner_text()).replace("\xa0", " ")


def test_a_week_of_hours_sent_twice_from_a_phone_counts_once(site: Site, chromium: Any) -> None:
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


class Window:
    """One window that several people use in turn; each signs in once, and files are fetched once."""

    def __init__(self, site: Site, page: Any) -> None:
        self.site, self.page, self.cookies = site, page, dict[str, Any]()

    def sign_in(self, *keys: str) -> None:
        """Each signs in once."""
        for key in keys:
            self.page.context.clear_cookies()
            sign_in(self.page, self.site, key)
            self.cookies[key] = self.page.context.cookies()

    def open(self, key: str, address: str) -> Any:
        """The page of an address as this person sees it; its text is there, pictures may still come."""
        self.page.context.clear_cookies()
        self.page.context.add_cookies(self.cookies[key])
        self.page.goto(address, wait_until="domcontentloaded")
        return self.page


def apply_with_evidence(window: Window, federation: str, body: str) -> str:
    """Iris asks for The Green Team to become a member, and goes to the council for it; returns the application."""
    page = window.open(IRIS, f"{federation}apply/?coop=green_team")
    page.get_by_label(re.compile("member: a year")).check()
    for box in page.locator('input[name="checklist"]').all()[:-1]:
        box.check()
    press(page, "Send the application")
    page = window.open(IRIS, f"{federation}applications/")
    first = page.locator("table.ledger tbody a").first
    application = urljoin(federation, str(first.get_attribute("href")))
    page = window.open(IRIS, f"{application}evidence/?item=principles")
    page.get_by_label("What shows it?").fill("Members' meeting of 12 March 2017")
    press(page, "Add the evidence")
    page = window.open(IRIS, f"{body}send/green_team/")
    page.get_by_label("Who?").select_option(label="Iris (invented)")
    page.get_by_label("bound: votes as the co-op has decided").check()
    page.get_by_label("From which day on?").fill("2017-03-20")
    press(page, "Send the delegate")
    return application


def visit_vote_and_admit(window: Window, body: str, application: str) -> None:
    """A peer visits, the delegates vote, the answer is entered."""
    delegate = window.open(DINA, f"{application}visit/")
    delegate.get_by_label("admit it").check()
    delegate.get_by_label("What did they see?").fill("A tidy yard and good books.")
    press(delegate, "Record the visit")
    steward = window.open(STEWARD, application)
    steward.get_by_role("link", name="Ask Council of delegates").click()
    press(steward, "Put the question")
    delegate = window.open(DINA, body)
    delegate.get_by_role("link", name=re.compile("Shall The Green Team")).click()
    delegate.get_by_role("link", name=re.compile("Vote for")).click()
    question = delegate.url.split("vote/")[0]
    delegate.get_by_label("for it", exact=True).check()
    press(delegate, "Vote")
    steward = window.open(STEWARD, f"{question}close/")
    assert "For it: 1." in words(steward)
    press(steward, "Close the vote")
    steward = window.open(STEWARD, f"{application}answer/")
    steward.get_by_label("to admit the co-op").check()
    press(steward, "Enter the answer")


def instruct_vote_and_recall(window: Window, body: str) -> None:
    """The co-op tells its delegate how to vote, she votes so, and its members recall her."""
    steward = window.open(STEWARD, f"{body}ask/")
    steward.get_by_label("What is the question?").fill("Raise the dues?")
    press(steward, "Put the question")
    page = window.open(IRIS, body)
    page.get_by_role("link", name="Raise the dues?").click()
    page.get_by_role("link", name="tell the delegate").click()
    question = page.url.split("tell/")[0]
    page.get_by_label("against it").check()
    press(page, "Tell the delegate")
    page = window.open(IRIS, question)
    page.get_by_role("link", name="Vote for The Green Team").click()
    page.get_by_label("against it").check()
    press(page, "Vote")
    page = window.open(IRIS, question)
    page.get_by_role("link", name="Iris (invented)").click()
    page.get_by_role("link", name="Recall").click()
    page.get_by_label("Members for the recall").fill("2")
    page.get_by_label("Members against it").fill("1")
    press(page, "Recall the delegate")
    steward = window.open(STEWARD, f"{body}share/")
    press(steward, "Share the seats")
    steward = window.open(STEWARD, body)
    assert "shared among the co-ops on 1 April 2017" in words(steward)
    assert "The Green Team" in words(steward) and "Iris" not in steward.locator("#seats").inner_text()


@pytest.mark.soak
def test_the_council_admits_the_green_team_and_recalls_a_delegate(site: Site, page: Any) -> None:
    body, window = f"{site.url}{F}delegates/bodies/council_of_delegates/", Window(site, page)
    with ThreadPoolExecutor() as others:  # the program gives Iris her role while people sign in
        role = others.submit(site.run, "role", "treasurer", "invented_iris", "--organisation", "green_team")
        window.sign_in(IRIS, DINA, STEWARD)
        role.result()
    application = apply_with_evidence(window, f"{site.url}{F}", body)
    visit_vote_and_admit(window, body, application)
    status = words(window.open(IRIS, f"{site.url}{F}coops/green_team/status/"))
    assert "admitted as member" in status and "pays dues" in status
    instruct_vote_and_recall(window, body)
