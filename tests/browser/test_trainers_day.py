"""A trainer's day: the roster printed, who came marked, a letter to those who missed two, who lacks what."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from commonwork.registry.models import Contact, Network
from tests.rooms.school import make
from tests.worlds import kept_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _fourth_evening() -> str:
    """Ada missed one evening of three, Ben two, Cleo two; the fourth is today. Tess is signed in."""
    course, people = make.course(), [make.person(name) for name in ("Ada", "Ben", "Cleo")]
    ada, ben, cleo = people
    Contact.objects.create(person=ben, kind="email", value="ben@example.org")
    make.enrol(course, *people)
    make.hold(course, 1, ada)
    make.hold(course, 2, ada, ben)
    make.hold(course, 3, cleo)
    client = Client()
    client.force_login(make.account(make.person("Tess"), "trainer", make.organisation()))
    Network.objects.update(is_demo=True, demo_on=date(2016, 2, 4))
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


evening = kept_world(_fourth_evening)


def words(page: Any) -> str:
    return str(page.locator("main").inner_text()).replace("\xa0", " ")


def follow(page: Any, control: Any) -> None:
    """Press it; done as soon as the next page's text is there."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        control.click(no_wait_after=True)


def test_the_trainer_goes_through_the_day_on_its_pages(evening: str, live_server: Any, page: Any) -> None:
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": evening, "url": live_server.url}]
    )
    day = f"{live_server.url}/school/today/"
    page.goto(day, wait_until="domcontentloaded")
    assert "Thursday 4 February 2016" in words(page) and "Reading the books (4/4)" in words(page)
    follow(page, page.get_by_role("link", name="Print the roster"))
    page.emulate_media(media="print")
    assert all(name in words(page) for name in ("Ada", "Ben", "Cleo"))
    page.emulate_media(media="screen")
    page.goto(
        f"{live_server.url}/school/courses/small_course/sessions/4/roll/", wait_until="domcontentloaded"
    )
    for name in ("Ada", "Ben"):
        page.get_by_label(name).check()
    follow(page, page.get_by_role("button", name="Save the roll"))
    page.goto(day, wait_until="domcontentloaded")
    follow(page, page.get_by_role("link", name="Write to the cohort"))
    page.get_by_label("Subject").fill("We miss you")
    page.get_by_label("What do you write?").fill("Come back.")
    follow(page, page.get_by_role("button", name="Send the letters"))
    assert [(letter.subject, letter.to) for letter in mail.outbox] == [("We miss you", ["ben@example.org"])]
    page.goto(day, wait_until="domcontentloaded")
    table = page.locator("table.ledger tbody").inner_text()
    assert "Ben" in table and "Cleo" in table and "Ada" not in table
