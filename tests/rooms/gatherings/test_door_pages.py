"""What a phone keeps of a door for the day: the whole list, for those who take the roll, and a worker for that page."""

import pytest
from django.test import Client
from django.urls import reverse

from commonwork.gatherings.actions import registrations
from tests.rooms.gatherings import make
from tests.rooms.gatherings.test_pages import facilitator, signed_in

pytestmark = pytest.mark.django_db


def test_the_kept_door_has_every_name_and_only_those_who_take_the_roll_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from commonwork.gatherings.views import doors

    gathering, client = make.report_back(), facilitator()
    names = ["Wren Hollis", "Sol Reyes", "Ida Moore"]
    registrations.register_many(gathering=gathering, names=names, by=make.SEASON, at=make.EARLIER)
    monkeypatch.setattr(doors, "WHOLE_LIST", 2)  # longer lists show only what is searched for
    door = reverse("gatherings_door", args=[gathering.key])
    shown = client.get(door).content.decode()
    assert "Wren Hollis" not in shown and "data-worker" in shown
    kept = client.get(reverse("gatherings_door_kept", args=[gathering.key]))
    assert all(name in kept.content.decode() for name in names)
    assert kept["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    worker = client.get(reverse("gatherings_door_worker", args=[gathering.key]))
    assert worker["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in worker, "it governs no more than the addresses below the door"
    assert reverse("gatherings_door_worker", args=[gathering.key]).startswith(door)
    stranger = signed_in(make.account(make.person("Stranger")))
    for name in ("gatherings_door_kept", "gatherings_door_worker"):
        assert stranger.get(reverse(name, args=[gathering.key])).status_code == 403
        assert Client().get(reverse(name, args=[gathering.key])).status_code == 302


def test_pages_tell_the_phone_whether_anybody_is_signed_in() -> None:
    assert b"data-signed-out" in Client().get(reverse("gatherings")).content
    assert b"data-signed-out" not in facilitator().get(reverse("gatherings")).content
