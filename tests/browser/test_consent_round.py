"""A consent round on a phone: an objection needs a reason, a changed text meets it, and the policy cites the decision."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from commonwork.access.models import PracticeSignIn
from commonwork.assembly.actions import consent, electorates, motions
from commonwork.assembly.models import ConsentRound, Motion
from commonwork.registry.actions import bodies, memberships
from commonwork.registry.clock import now, today
from commonwork.registry.models import Person
from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
BEFORE, AFTER = "The fund pays fifty dollars a day.", "The fund pays forty dollars a day."
REASON = "Fifty dollars a day empties the fund before the summer is over."


def opened() -> None:
    """A body of the facilitator and three others, and a round on a motion of the facilitator's that three agree to."""
    who: dict[str, Any] = {"by": "system/test", "at": now()}
    author = PracticeSignIn.objects.get(key="assembly-facilitator").account.person
    assert author is not None
    body = bodies.found(name="Care council of all", kind="council", **who)
    people = list(Person.objects.filter(is_invented=True).exclude(pk=author.pk).order_by("key")[:3])
    for one in (author, *people):
        memberships.take_seat(body=body, person=one, on=today(), **who)
    motion = motions.draft(
        body=body,
        title="Sick days for all",
        purpose="Nobody has to work ill.",
        text=BEFORE,
        on=today(),
        author=author,
        policy_code="assembly.consent_days",
        policy_value=10,
        policy_from=today() + timedelta(days=5),
        **who,
    )
    motion = motions.put_forward(motion=motion, on=today(), **who)
    for one in people:
        motions.support(motion=motion, person=one, **who)
    roll = electorates.affirm(electorate=electorates.take(body=body, record_on=today(), **who), **who)
    consent.open_round(
        motion=Motion.objects.get(pk=motion.pk), electorate=roll, on=today(), key="care_1", **who
    )
    answered()


def answered() -> None:
    """The three others agree to the open round."""
    row = ConsentRound.objects.get(outcome="", motion__title="Sick days for all")
    for elector in row.electorate.electors.select_related("person"):
        person = elector.person
        assert person is not None
        if person != row.motion.author:
            consent.answer(consent_round=row, person=person, answer="agree", by=person, at=now())


def test_an_objection_is_met_and_consent_changes_a_policy_that_cites_it(
    site: Site, page: Any, inside: Callable[[Callable[[], None]], None]
) -> None:
    inside(opened)
    sign_in(page, site, "assembly-facilitator")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site.url}/assembly/rounds/care_1/")
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_label("object: this would harm an aim of ours").check()
    page.get_by_role("button", name="Give this answer").click()
    assert "An objection says why" in page.locator("main").inner_text()
    page.get_by_label("If you object").select_option("purpose")
    page.get_by_label("Your reason").fill(REASON)
    page.get_by_role("button", name="Give this answer").click()
    page.wait_for_url("**/receipts/**")
    page.goto(f"{site.url}/assembly/rounds/care_1/")
    assert "1 objection stands" in page.locator("main").inner_text()
    page.get_by_role("link", name="Change the text").click()
    page.get_by_label("The whole text as it would read now").fill(AFTER)
    page.get_by_label("How does this meet the objections?").fill("So that the fund lasts.")
    page.get_by_role("button", name="Ask again with this text").click()
    page.wait_for_url("**/assembly/rounds/round_*/")
    assert "fifty" in page.locator(".word-diff del").inner_text()
    assert "forty" in page.locator(".word-diff ins").inner_text()
    second = page.url
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_label("agree", exact=True).check()
    page.get_by_role("button", name="Give this answer").click()
    page.wait_for_url("**/receipts/**")
    inside(answered)
    page.goto(second)
    page.get_by_role("link", name="Close the round").click()
    page.get_by_role("button", name="Close the round").click()
    page.get_by_role("link", name="See the decision").click()
    page.get_by_role("link", name="How many days a consent round is open").click()
    assert page.get_by_role("link", name="Sick days for all").count() == 1, "the policy cites the decision"
    assert "10 days" in page.locator("#to-come").inner_text()
