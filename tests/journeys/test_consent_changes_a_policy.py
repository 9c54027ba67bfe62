"""Journey: one reasoned objection, an amended text with its diff, consent; the charter's policy changes and cites it."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from commonwork.assembly.models import ConsentRound, Decision, Motion
from commonwork.charter.queries import value
from commonwork.registry.clock import today
from commonwork.registry.models import Body
from tests.rooms.assembly.make import account, adopt, network
from tests.rooms.assembly.make import person as named
from tests.rooms.assembly.roll_make import sits

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
BEFORE = "The fund pays fifty dollars a day when a member is ill."
AFTER = "The fund pays forty dollars a day when a member is ill."
REASON = "Fifty dollars a day empties the fund before the summer is over."


def council() -> Body:
    """A body of the network with four seats, so that what it does is public."""
    network()
    body = Body.objects.create(key="care_council", name="Care council", kind="council")
    for name in ("Ada", "Ben", "Cleo", "Dina"):
        sits(named(name), body)
    return body


def signed_in(name: str, role: str = "") -> Client:
    client = Client()
    client.force_login(account(name, role))
    return client


def send(client: Client, address: str, **said: Any) -> str:
    """Send a form; the text of the page it leads to."""
    answer = client.post(address, said, follow=True)
    assert answer.status_code == 200, (address, re.sub(r"<[^>]+>", " ", answer.content.decode())[:2000])
    return html.unescape(answer.content.decode())


def test_an_objection_is_met_by_a_changed_text_and_the_decision_changes_a_policy() -> None:
    body = council()
    network().__class__.objects.update(demo_on=None)
    adopt("assembly.support_count", 1), adopt("assembly.quorum_bp", 5000), adopt("assembly.consent_days", 7)
    ada, ben, cleo = signed_in("Ada", "assembly-facilitator"), signed_in("Ben"), signed_in("Cleo")
    dina, visitor = signed_in("Dina"), Client()
    starts_on = today() + timedelta(days=10)

    draft = {"title": "Sick days", "purpose": "Nobody has to work ill.", "text": BEFORE}
    changes = {
        "policy_code": "assembly.consent_days",
        "policy_value": "10",
        "policy_from": starts_on.isoformat(),
    }
    send(ben, f"/assembly/bodies/{body.key}/motions/new/", **draft, **changes)
    motion = Motion.objects.get()
    assert visitor.get(f"/assembly/motions/{motion.key}/").status_code == 404, "a draft is its author's"
    send(ben, f"/assembly/motions/{motion.key}/forward/")
    assert "has enough support" in send(cleo, f"/assembly/motions/{motion.key}/support/")

    send(ada, f"/assembly/bodies/{body.key}/rolls/take/", record_on=today().isoformat(), weighing="person")
    roll = body.electorates.get()
    send(ada, f"/assembly/rolls/{roll.key}/affirm/")
    send(ada, f"/assembly/motions/{motion.key}/round/", electorate=roll.pk)
    first = ConsentRound.objects.get()
    for client in (ada, ben, cleo):
        send(client, f"/assembly/rounds/{first.key}/answer/", answer="agree")
    refused = dina.post(f"/assembly/rounds/{first.key}/answer/", {"answer": "object", "aim": "purpose"})
    assert refused.status_code == 422 and "An objection says why" in refused.content.decode()
    send(dina, f"/assembly/rounds/{first.key}/answer/", answer="object", aim="purpose", reason=REASON)
    page = html.unescape(visitor.get(f"/assembly/rounds/{first.key}/").content.decode())
    assert REASON in page and "Dina" not in page and "a member" in page, "anyone reads why, nobody who"
    assert "Dina" in dina.get(f"/assembly/rounds/{first.key}/").content.decode()
    assert ada.post(f"/assembly/rounds/{first.key}/close/", {}).status_code == 422

    page = send(ben, f"/assembly/rounds/{first.key}/change/", text=AFTER, why="So that the fund lasts.")
    second = ConsentRound.objects.get(number=2)
    assert re.search(r"<del>.*fifty.*</del>", page) and re.search(r"<ins>.*forty.*</ins>", page)
    for client in (ada, ben, cleo, dina):
        send(client, f"/assembly/rounds/{second.key}/answer/", answer="agree")
    send(ada, f"/assembly/rounds/{second.key}/close/")
    decision = Decision.objects.get()
    assert decision.text == AFTER and decision.decided_on == today()

    assert value("assembly.consent_days", on=starts_on) == 10
    assert value("assembly.consent_days", on=starts_on - timedelta(days=1)) == 7
    cited = html.unescape(visitor.get("/policies/assembly.consent_days/").content.decode())
    assert f'<a href="/assembly/decisions/{decision.key}/">Sick days</a>' in cited
    shown = html.unescape(visitor.get(f"/assembly/decisions/{decision.key}/").content.decode())
    assert AFTER in shown and "10 days" in shown and "7 days" in shown
    assert visitor.get(f"/assembly/motions/{motion.key}/versions/2/").status_code == 200
