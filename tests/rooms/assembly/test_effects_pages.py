"""The pages of what resolutions set in motion: planned, begun, told, paid, followed by feed."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.assembly.actions import effects
from commonwork.assembly.models import Effect
from commonwork.record.refs import ref
from commonwork.registry.actions import memberships
from tests.rooms.assembly import make
from tests.rooms.assembly.make import WHO
from tests.rooms.assembly.test_effects import DAY, line, planned, resolution

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(client: Client, name: str, role: str, where: str = "") -> None:
    client.force_login(make.account(name, role, where), backend=BACKEND)


def test_a_facilitator_plans_a_task_and_its_owner_brings_it_to_the_end(client: Client) -> None:
    decided = resolution()
    sign_in(client, "Sol", "assembly-facilitator")
    page = client.get(decided.get_absolute_url()).content.decode()
    assert "What it sets in motion" in page
    address = f"{reverse('assembly_effect_plan', args=['task'])}?of={ref(decided)}"
    ada = make.person("Ada")
    memberships.take_seat(body=make.body(), person=ada, on=date(2017, 1, 1), **WHO)
    answer = client.post(address, {"title": "Order the trees", "owner": ada.key, "due_on": "2017-06-01"})
    task = Effect.objects.get()
    assert answer.status_code == 302 and answer["Location"] == task.get_absolute_url()
    assert (
        client.post(reverse("assembly_effect_begin", args=[task.key]), {"on": "2017-03-01"}).status_code
        == 302
    )
    sign_in(client, "Ada", "")
    done = client.post(
        reverse("assembly_effect_report", args=[task.key]), {"percent": 100, "text": "Planted."}
    )
    assert done.status_code == 302
    page = Client().get(task.get_absolute_url()).content.decode()
    assert "Planted." in page and "100" in page


def test_a_stranger_plans_begins_and_pays_nothing(client: Client) -> None:
    effect = line()
    sign_in(client, "Bo", "worker-owner", "school")
    plan = f"{reverse('assembly_effect_plan', args=['task'])}?of={effect.decided_in}"
    assert client.get(plan).status_code == 403
    for name in ("begin", "report", "pay", "finish", "drop"):
        assert client.get(reverse(f"assembly_effect_{name}", args=[effect.key])).status_code == 403, name


def test_a_bookkeeper_pays_from_the_line_and_the_page_shows_the_receipt(client: Client) -> None:
    effect = line()
    sign_in(client, "Tia", "treasurer", "federation")
    paying = reverse("assembly_effect_pay", args=[effect.key])
    assert client.post(paying, {"amount": "300.01", "what": "x", "on": "2017-03-01"}).status_code == 422
    assert (
        client.post(paying, {"amount": "300.00", "what": "saplings", "on": "2017-03-01"}).status_code == 302
    )
    page = Client().get(effect.get_absolute_url()).content.decode()
    assert "$300.00 of $300.00 is spent." in page
    assert reverse("books_entry", args=["federation", 1]) in page


def test_a_policy_of_the_network_needs_a_network_wide_mandate(client: Client) -> None:
    data = {"policy": "assembly.engagement_mark_bp", "value": 2500, "starts_on": "2017-03-15"}
    effect = planned("policy", data=data)
    sign_in(client, "Ned", "steward", "school")
    assert client.get(reverse("assembly_effect_begin", args=[effect.key])).status_code == 403
    sign_in(client, "Nan", "steward")
    assert client.get(reverse("assembly_effect_begin", args=[effect.key])).status_code == 200


def test_anyone_follows_by_feed_and_takes_the_list_away(client: Client) -> None:
    effect = effects.begin(effect=planned("task", owner=make.person("Ada")), on=DAY, **WHO)
    feed = client.get(reverse("assembly_feed"))
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "was begun" in feed.content.decode() and effect.get_absolute_url() in feed.content.decode()
    assert client.get(reverse("assembly_feed"), {"of": f"assembly.effect/{effect.key}"}).status_code == 200
    assert client.get(reverse("assembly_feed"), {"of": "assembly.effect/nothing"}).status_code == 404
    page = client.get(reverse("assembly_effects"), {"kind": "task"}).content.decode()
    assert "Shade trees" in page and "a task with an owner" in page
    csv = client.get(reverse("assembly_effects"), {"format": "csv"})
    assert b"Shade trees" in csv.getvalue()


@pytest.mark.parametrize("kind", ["task", "budget-line", "policy", "priority", "mandate"])
def test_every_kind_has_its_form(client: Client, kind: str) -> None:
    sign_in(client, "Sol", "assembly-facilitator")
    address = f"{reverse('assembly_effect_plan', args=[kind])}?of={ref(resolution())}"
    assert client.get(address).status_code == 200
    assert client.post(address, {"title": ""}).status_code == 422
