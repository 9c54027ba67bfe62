"""A resident without an account, on a phone without JavaScript: the waiting list, a place, the calendar file, the door."""

from typing import Any

import pytest

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
DEMO_DAY = "2017-04-01"  # where the demo's calendar stands


def words(page: Any) -> str:
    return str(page.locator("main").inner_text()).replace("\xa0", " ")


def press(page: Any, name: str) -> None:
    """Press the button; done as soon as the next page's text is there."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.get_by_role("button", name=name, exact=True).click(no_wait_after=True)


def announce(page: Any, site: Site) -> str:
    """A report-back with one place, a waiting list and help offered; returns its address."""
    page.goto(f"{site.url}/gatherings/new/")
    page.get_by_label("Title").fill("Report-back in one room")
    page.get_by_label("report-back", exact=True).check()
    page.get_by_label("Day", exact=True).fill(DEMO_DAY)
    page.get_by_label("Places in the room").fill("1")
    page.locator('input[name="has_waiting_list"]').check()
    for need in ("childcare", "ride"):
        page.locator(f'input[name="needs_offered"][value="{need}"]').check()
    press(page, "Announce it")
    return str(page.url)


def ask_for_a_place(chromium: Any, gathering: str, name: str) -> Any:
    """Somebody registers on a phone of their own, with two needs; returns the page of the registration."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    phone = context.new_page()
    phone.goto(gathering)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_label("Your name").fill(name)
    phone.locator('input[name="email"]').fill(f"{name.split()[0].lower()}@example.org")
    for need in ("childcare", "ride"):
        phone.locator(f'input[name="needs"][value="{need}"]').check()
    press(phone, "Keep a place for me")
    return phone


def test_a_resident_waits_moves_up_takes_the_date_along_and_is_let_in_by_name(
    site: Site, chromium: Any, page: Any
) -> None:
    sign_in(page, site, "trainer")
    gathering = announce(page, site)
    ana, wren = (ask_for_a_place(chromium, gathering, name) for name in ("Ana First", "Wren Hollis"))
    assert "You are number 1 on the waiting list." in words(wren)
    press(ana, "Cancel my registration")
    wren.reload()
    assert "You have a place" in words(wren) and "childcare, a ride" in words(wren)
    file = wren.context.request.get(f"{gathering.rstrip('/')}.ics").text()
    assert "BEGIN:VEVENT" in file and "Report-back in one room" in file
    page.goto(f"{gathering}door/?q=hollis")
    page.locator("li", has_text="Wren Hollis").get_by_role("button", name="Is here").click()
    page.get_by_text("Everything is sent.").wait_for()
    page.goto(f"{gathering}attendance/")
    assert "1 came in all." in words(page)
    for phone in (ana, wren):
        phone.context.close()
