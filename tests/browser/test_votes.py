"""A code by mail: the facilitator sends it, and a resident votes on a 360 px phone without JavaScript."""

import re
from collections.abc import Callable
from datetime import timedelta
from email import message_from_string, policy
from typing import Any

import pytest

from commonwork.assembly.actions import polls
from commonwork.assembly.actions.polls import Option, Voter
from commonwork.assembly.models import Poll
from commonwork.assembly.poll_queries import standing_ballots
from commonwork.registry.clock import now
from commonwork.registry.models import Body, Contact, Person
from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
WHO: dict[str, Any] = {"by": "system/test"}
ADDRESS = "resident@example.org"


def opened() -> None:
    """A ranking for two seats, with one resident on the roll whom mail reaches."""
    resident = Person.objects.create(
        key="invented_votes_by_mail", name="Rosalind (invented)", is_invented=True
    )
    Contact.objects.create(person=resident, kind="email", value=ADDRESS)
    poll = polls.draft(
        key="council",
        body=Body.objects.get(key="peoples_assembly"),
        title="Federation council",
        method="scottish",
        seats=2,
        options=[Option("Joaquín Medina"), Option("Ruth Ann Sims"), Option("Elijah Moton")],
        voters=[Voter("R-1", resident), Voter("R-2")],
        closes_at=now() + timedelta(days=1),
        at=now(),
        **WHO,
    )
    polls.open(poll=poll, at=now(), **WHO)


def letter(site: Site) -> str:
    """The text of the letter that left."""
    for file in (site.home / "mail").iterdir():
        for part in file.read_text(encoding="utf-8").split("-" * 79):
            message = message_from_string(part.strip(), policy=policy.default)
            if message["To"] == ADDRESS:
                return str(message.get_content())
    raise AssertionError("no letter")


def test_a_resident_votes_by_a_mailed_code_on_a_phone_without_javascript(
    site: Site, page: Any, chromium: Any, inside: Callable[[Callable[[], None]], None]
) -> None:
    inside(opened)
    sign_in(page, site, "assembly-facilitator")
    page.goto(f"{site.url}/assembly/votes/council/")
    page.get_by_role("link", name="Make codes").click()
    page.get_by_label("Send them by e-mail").check()
    page.get_by_role("button", name="Make the codes").click()
    assert "1 letter was sent." in page.locator("main").inner_text()
    text = letter(site)
    link, code = re.search(r"https?://\S+", text), re.search(r"Your code: (.+)", text)
    assert link and code
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    phone = context.new_page()
    phone.goto(link[0])
    phone.get_by_label("Code").fill(code[1].lower())
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("button", name="Rank Elijah Moton next").click()
    phone.get_by_role("button", name="Rank Ruth Ann Sims next").click()
    phone.get_by_role("button", name="Move Ruth Ann Sims up").click()
    box = phone.get_by_role("button", name="Move Elijah Moton up").bounding_box()
    assert box and box["width"] >= 44 and box["height"] >= 44
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360, "nothing to push sideways"
    phone.get_by_role("button", name="Check my ballot").click()
    assert phone.locator(".ranking li").all_inner_texts() == ["1\nRuth Ann Sims", "2\nElijah Moton"]
    phone.get_by_role("button", name="Cast my ballot").click()
    assert "It is cast" in phone.locator("h1").inner_text()
    context.close()
    inside(stored)


def stored() -> None:
    """What the phone sent: the second, then the third."""
    poll = Poll.objects.get(key="council")
    assert [row.content for row in standing_ballots(poll)] == ["2 3"]
