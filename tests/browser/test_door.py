"""A phone at the door that lost its connection: what it noted is kept, sent later, and written once."""

from typing import Any

import pytest

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
DEMO_DAY = "2017-04-01"  # where the demo's calendar stands


def test_what_a_phone_notes_without_a_connection_is_sent_when_it_is_back(site: Site, chromium: Any) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()  # one of its own: a lost connection is an error on its console
    sign_in(page, site, "trainer")
    page.goto(f"{site.url}/gatherings/new/")
    page.get_by_label("Title").fill("Evening at the door")
    page.get_by_label("meeting", exact=True).check()
    page.get_by_label("Day", exact=True).fill(DEMO_DAY)
    page.get_by_role("button", name="Announce it").click()
    page.wait_for_url("**/gatherings/evening_at_the_door**")
    gathering = page.url
    page.goto(f"{gathering}registered/new/")
    page.get_by_label("Your name").fill("Wren Hollis")
    page.get_by_role("button", name="Keep a place").click()
    page.wait_for_url("**/registrations/**")
    page.goto(f"{gathering}registered/new/")
    page.get_by_label("Your name").fill("Sol Reyes")
    page.get_by_role("button", name="Keep a place").click()
    page.wait_for_url(
        "**/registrations/**"
    )  # where the square code of a learner leads, whose own phone is offline
    context.set_offline(True)
    page.get_by_role("button", name="Is here").click()
    page.get_by_text("Kept on this phone, not sent yet: 1").wait_for()
    with page.expect_response("**/door/send/") as scanned:
        context.set_offline(False)
    assert len(scanned.value.json()["done"]) == 1
    page.goto(f"{gathering}door/")
    assert page.locator("li", has_text="Sol Reyes").get_by_role("button", name="Goes out").count() == 1
    context.set_offline(True)
    page.locator("li", has_text="Wren Hollis").get_by_role("button", name="Is here").click()
    page.get_by_text("Kept on this phone, not sent yet: 1").wait_for()
    with page.expect_response("**/door/send/") as sent:
        context.set_offline(False)
    assert len(sent.value.json()["done"]) == 1
    page.get_by_text("Everything is sent.").wait_for()
    page.goto(f"{gathering}door/")
    assert "2 people are inside." in page.locator("main").inner_text()
    assert page.locator("li", has_text="Wren Hollis").get_by_role("button", name="Goes out").count() == 1
    reloads_without_a_connection(page, context, site, gathering)
    context.close()


def reloads_without_a_connection(page: Any, context: Any, site: Site, gathering: str) -> None:
    """The list of today opens again, with what is noted; it is sent once; it goes with signing out."""
    page.get_by_text("is kept on this phone until midnight").wait_for()
    page.locator("li", has_text="Wren Hollis").get_by_role("button", name="Goes out").click()
    page.get_by_text("Everything is sent.").wait_for()
    context.set_offline(True)
    page.goto(f"{gathering}door/?q=hollis")
    assert page.locator("main li h3").count() == 2 and page.locator("li", has_text="Sol Reyes").is_hidden()
    page.goto(f"{gathering}door/")
    page.locator("li", has_text="Sol Reyes").get_by_role("button", name="Goes out").click()
    page.get_by_text("Kept on this phone, not sent yet: 1").wait_for()
    page.reload()
    assert "noted" in page.locator("li", has_text="Sol Reyes").inner_text()
    with page.expect_response("**/door/send/") as sent:
        context.set_offline(False)
    told = sent.value.json()
    assert (len(told["done"]), told["refused"], told["inside"]) == (1, {}, 0)
    page.get_by_text("Everything is sent.").wait_for()
    page.goto(f"{gathering}attendance/")
    assert "2 came in all." in page.locator("main").inner_text()
    assert page.evaluate("caches.keys()"), "kept until the end of the day"
    context.clear_cookies()
    page.goto(f"{site.url}/gatherings/")
    page.wait_for_function("caches.keys().then((names) => names.length === 0)")
    context.set_offline(True)
    with pytest.raises(Exception, match=r"ERR_(INTERNET_DISCONNECTED|FAILED)"):
        page.goto(f"{gathering}door/")
