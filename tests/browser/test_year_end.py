"""A volunteer treasurer goes through the year-end of 2016 without leaving its tasks, and takes it back."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from commonwork.registry.models import Network
from tests.rooms.federation.make import Town, account, play_2016, season_town
from tests.worlds import kept_world, published_folder

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
YEAR_END = "/federation/coops/freedom_farm/year-ends/2016/"
DAYS = {
    "share": "2016-12-31",
    "notices": "2017-02-01",
    "payment": "2017-02-15",
    "solidarity": "2017-01-31",
}
SEASON = {  # SEASON.md, the year-end of Freedom Farms
    "surplus": "11,431.90",
    "allocation": "2,127.48",
    "cash": "851.00",
    "split": "571.59",
    "share": "4,458.43",
    "payment": "2,972.31",
}


def _farm_in_february() -> tuple[Town, str]:
    """2016 is played; Ada, who keeps the farm's books, is signed in."""
    made, season = season_town(published_folder())
    play_2016(made, season)
    Network.objects.update(demo_on=date(2017, 2, 15))
    client = Client()
    client.force_login(account(made.people["invented_ada"], "treasurer", made.coops["freedom_farm"]))
    return made, client.cookies[settings.SESSION_COOKIE_NAME].value


farm = kept_world(_farm_in_february)


def words(page: Any) -> str:
    return str(page.locator("main").inner_text()).replace("\xa0", " ")


def follow(page: Any, control: Any) -> None:
    """Press it; done as soon as the next page's text is there."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        control.click(no_wait_after=True)


def test_the_year_end_is_done_task_by_task_and_taken_back(
    farm: tuple[Town, str], live_server: Any, page: Any
) -> None:
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": farm[1], "url": live_server.url}]
    )
    page.goto(f"{live_server.url}{YEAR_END}tasks/", wait_until="domcontentloaded")
    follow(page, page.get_by_role("link", name="Go on", exact=True))
    done = []
    while code := page.url.partition("/tasks/")[2].rstrip("/"):
        if page.locator("#done").count():
            follow(page, page.locator("#done a.go"))  # to the next task, at the end to the list
            continue
        assert SEASON.get(code, "") in words(page), code
        if code in DAYS:
            page.locator('input[name="on"]').fill(DAYS[code])
        if code == "taxes":
            page.locator('input[value="subchapter-t"]').check()
        follow(page, page.locator("#do button[type=submit]"))
        assert code not in done, f"{code} was not done"
        done.append(code)
    assert len(done) == 15 and "All 15 tasks are done." in words(page)
    for _step in range(4):
        page.goto(f"{live_server.url}{YEAR_END}take-back/", wait_until="domcontentloaded")
        follow(page, page.locator("main form button[type=submit]").last)
        assert "/receipts/" in page.url, words(page)
    page.goto(f"{live_server.url}{YEAR_END}tasks/", wait_until="domcontentloaded")
    assert "Share the surplus" in words(page) and "All 15" not in words(page)
