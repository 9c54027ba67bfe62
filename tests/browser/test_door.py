"""A phone at the door that lost its connection: what it noted is kept, sent later, and written once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser


def test_what_a_phone_notes_without_a_connection_is_sent_when_it_is_back(site: Site, page: Any) -> None:
    sign_in(page, site, "trainer")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site.url}/gatherings/new/")
    page.get_by_label("Title").fill("Evening at the door")
    page.get_by_label("meeting", exact=True).check()
    page.get_by_label("Day", exact=True).fill(_demo_day(page, site))
    page.get_by_role("button", name="Announce it").click()
    page.wait_for_url("**/gatherings/evening_at_the_door**")
    gathering = page.url
    for name in ("Wren Hollis", "Lena Marsh"):
        page.goto(f"{gathering}registered/new/")
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Keep a place").click()
        page.wait_for_url("**/registrations/**")
    page.goto(f"{gathering}door/")
    page.context.set_offline(True)
    page.locator("li", has_text="Wren Hollis").get_by_role("button", name="Is here").click()
    page.get_by_text("Kept on this phone, not sent yet: 1").wait_for()
    with page.expect_response("**/door/send/") as sent:
        page.context.set_offline(False)
    assert len(sent.value.json()["done"]) == 1
    page.get_by_text("Everything is sent.").wait_for()
    page.goto(f"{gathering}door/")
    assert "1 person is inside." in page.locator("main").inner_text()
    assert page.locator("li", has_text="Wren Hollis").get_by_role("button", name="Goes out").count() == 1


def _demo_day(page: Any, site: Site) -> str:
    """The day on which the demo's calendar stands: the day after its season."""
    said = page.request.get(f"{site.url}/api/v1/gatherings/past?limit=1").json()["items"][0]["ends_at"]
    assert datetime.fromisoformat(said) < datetime(2017, 4, 1).astimezone() + timedelta(days=1)
    return "2017-04-01"
