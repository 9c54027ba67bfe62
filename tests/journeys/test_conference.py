"""The conference of the network file: days, tracks and rooms are loaded; 500 invented people register."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from commonwork.gatherings import queries
from commonwork.gatherings.actions import registrations
from commonwork.gatherings.models import Gathering, Registration
from commonwork.record.models import Fact
from commonwork.site.network import loading
from commonwork.site.network.loading import load
from commonwork.site.network.reading import UnreadableNetworkFile, read
from tests.rooms.gatherings import make
from tests.worlds import kept_world

pytestmark = pytest.mark.django_db
FILE = Path(loading.__file__).parent / "data" / "jackson.toml"
NEEDS: list[tuple[str, ...]] = [("childcare",), (), ("ride", "food"), (), ()]


def _loaded() -> Gathering:
    load(read(FILE), at=timezone.now())
    return Gathering.objects.get(title__startswith="Jackson Rising")


conference = kept_world(_loaded)


def test_days_tracks_and_rooms_come_from_the_file_once(conference: Gathering) -> None:
    days = queries.programme(conference)
    # 2, 3 and 4 May 2014: two, seven and three sessions
    assert [(one.on.isoformat(), len(one.rows)) for one in days] == [
        ("2014-05-02", 2),
        ("2014-05-03", 7),
        ("2014-05-04", 3),
    ]
    assert days[1].tracks == ("For everyone", "Land and food", "Money", "Worker co-ops")
    rooms = Counter(row.room for one in days for row in one.rows)
    assert rooms == {"Main hall": 3, "Dining hall": 1, "Room 1": 3, "Room 2": 3, "Room 3": 2}
    assert all(row.is_invented and row.lead == conference for one in days for row in one.rows)
    facts = Fact.objects.count()
    assert load(read(FILE), at=timezone.now()).changes == [] and Fact.objects.count() == facts


def test_a_conference_loaded_before_it_had_sessions_gets_them(published: Path) -> None:
    load(read(published / "jackson" / "network.toml"), at=timezone.now())
    whole = Gathering.objects.get(title__startswith="Jackson Rising")
    assert whole.sessions.count() == 0
    load(read(FILE), at=timezone.now())
    assert whole.sessions.count() == 12
    assert Gathering.objects.filter(title__startswith="Jackson Rising").count() == 1


@pytest.mark.parametrize(
    ("session", "complaint"),
    [
        ('gathering = "gone"\nstarts = 2020-05-02T10:00:00\nends = 2020-05-02T11:00:00', "unknown gathering"),
        ('gathering = "c"\nstarts = 2020-05-05T10:00:00\nends = 2020-05-05T11:00:00', "does not lie within"),
        (
            'gathering = "c"\nstarts = 2020-05-02T12:00:00\nends = 2020-05-02T11:00:00',
            "ends before it starts",
        ),
        ('gathering = "c"\nstarts = "noon"\nends = 2020-05-02T11:00:00', "not one"),
        (
            'gathering = "c"\nroom = "A"\nstarts = 2020-05-02T10:00:00\nends = 2020-05-02T12:00:00\n\n[[session]]\n'
            'title = "B"\ngathering = "c"\nroom = "a"\nstarts = 2020-05-02T11:00:00\nends = 2020-05-02T13:00:00',
            "is taken at that time",
        ),
    ],
)
@pytest.mark.one_engine
def test_a_session_that_cannot_be_is_refused_in_words(tmp_path: Path, session: str, complaint: str) -> None:
    path = tmp_path / "network.toml"
    path.write_text(
        '[network]\nname = "N"\n\n[[gathering]]\nkey = "c"\ntitle = "Conference"\nstarts = 2020-05-02\n'
        f'ends = 2020-05-05\n\n[[session]]\ntitle = "A"\n{session}\n'
    )
    with pytest.raises(Exception, match=complaint) as refused:
        call_command("load", str(path))
    assert isinstance(refused.value, UnreadableNetworkFile) or refused.type.__name__ == "RoomIsTaken"
    assert not Gathering.objects.exists()


def steward() -> Client:
    client = Client()
    account = make.account(make.person("Stella"), "steward")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@time_machine.travel("2014-05-03T15:00:00Z", tick=False)
def test_500_invented_people_register_and_every_list_holds_them(
    conference: Gathering, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    names = [f"Guest {number:03} (invented)" for number in range(500)]
    asked = [NEEDS[number % 5] for number in range(500)]
    Gathering.objects.filter(pk=conference.pk).update(needs_offered=["childcare", "ride", "food"])
    session = conference.sessions.order_by("starts_at")[3]
    with django_assert_max_num_queries(30):
        registrations.register_many(
            gathering=session, names=names, needs=asked, by=make.SEASON, at=timezone.now()
        )
    assert Registration.objects.filter(gathering=conference).count() == 500, "registered for the whole of it"
    assert len(set(Registration.objects.values_list("code", flat=True))) == 500
    (fact,) = Fact.objects.filter(kind="gatherings.registrations.made")
    assert fact.data == {"count": 500} and "Guest" not in str(fact.data)
    client, key = steward(), conference.key
    registered = reverse("gatherings_registered", args=[key])
    with django_assert_max_num_queries(60):
        first = client.get(registered).content.decode()
    assert "500 places" in first and first.count("(invented)</th>") == 25
    last = client.get(registered, {"page": 20, "sort": "name"}).content.decode()
    assert "Guest 499" in last and "Guest 474" not in last
    file = lines_of(client.get(registered, {"format": "csv"}))
    assert len([line for line in file if "Guest" in line]) == 500
    # every fifth asks for childcare, another fifth for a ride and food
    assert sum("childcare" in line for line in file) == 100
    assert sum("a ride, food" in line for line in file) == 100
    found = queries.found_at_door(conference, "guest 432")
    assert [row.name for row in found] == ["Guest 432 (invented)"]
    assert client.get(reverse("gatherings_roster", args=[key])).content.decode().count("(invented)") >= 500


def lines_of(answer: Any) -> list[str]:
    return b"".join(answer.streaming_content).decode().splitlines()


@pytest.mark.one_engine
def test_the_list_of_gatherings_shows_the_conference_and_its_page_the_sessions(
    conference: Gathering, client: Client
) -> None:
    listed = client.get(reverse("gatherings"), {"when": "past"}).content.decode()
    assert "Jackson Rising" in listed and "Money that stays in town" not in listed
    page = client.get(conference.get_absolute_url()).content.decode()
    assert "Money that stays in town" in page and "Room 3" in page
    sent = client.get(f"/api/v1/gatherings/one/{conference.key}/sessions").json()
    assert sent["count"] == 12
    assert (sent["items"][0]["room"], sent["items"][0]["within"]) == ("Main hall", conference.key)
    assert client.get("/api/v1/gatherings/one/nowhere/sessions").status_code == 404
