"""Pages, permits, calendar files and the API."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from commonwork.gatherings import permits, queries
from commonwork.gatherings.actions import gatherings, registrations, rolls
from commonwork.gatherings.models import Gathering, Registration
from commonwork.registry.actions import memberships
from commonwork.registry.clock import at_time
from tests.rooms.gatherings import make

pytestmark = pytest.mark.django_db
BEFORE = datetime(2017, 1, 10, 18, tzinfo=UTC)
AFTERWARDS = datetime(2017, 1, 13, 18, tzinfo=UTC)


def facilitator() -> Client:
    return signed_in(make.account(make.person("Fay"), "trainer", make.organisation()))


def signed_in(account: Any) -> Client:
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@time_machine.travel(BEFORE, tick=False)
def test_a_visitor_reads_the_list_and_the_page(client: Client) -> None:
    gathering = make.report_back(capacity=5)

    listed = client.get(reverse("gatherings")).content.decode()
    page = client.get(gathering.get_absolute_url()).content.decode()

    assert "Report back from Barcelona" in listed
    assert "in 2 days" in page
    assert "5 places are left." in page
    assert "Thursday 12 January 2017, 6:00 pm to 8:00 pm CST" in page
    assert "Take the roll" not in page


@time_machine.travel(AFTERWARDS, tick=False)
def test_the_past_says_how_many_came_and_the_list_comes_as_a_file(client: Client) -> None:
    gathering, ada = make.report_back(), make.person("Ada")
    rolls.mark(gathering=gathering, present=[ada], by=make.SEASON, at=gathering.ends_at)

    page = client.get(reverse("gatherings"), {"when": "past"}).content.decode()
    file = client.get(reverse("gatherings"), {"when": "past", "format": "csv"})

    assert "1 person came." in page
    assert "Nothing is announced" in client.get(reverse("gatherings")).content.decode()
    assert "Ada" not in page
    lines = b"".join(file.streaming_content).decode().splitlines()
    assert lines[1].startswith("Report back from Barcelona,report-back,2017-01-12T18:00:00-06:00")


@time_machine.travel(BEFORE, tick=False)
def test_the_list_shows_one_kind_when_asked(client: Client) -> None:
    make.report_back()
    make.report_back(title="Assembly of spring", kind="assembly")

    page = client.get(reverse("gatherings"), {"kind": "assembly"}).content.decode()

    assert "Assembly of spring" in page
    assert "Report back from Barcelona" not in page


@time_machine.travel(BEFORE, tick=False)
def test_someone_without_an_account_registers_and_cancels(client: Client) -> None:
    gathering = make.report_back()
    url = reverse("gatherings_register", args=[gathering.key])

    answer = client.post(
        url, {"name": "Wren Hollis", "phone": "601-555-0134", "needs": ["ride"], "once": "a"}
    )
    registration = Registration.objects.get()
    assert answer.headers["Location"] == registration.get_absolute_url()
    assert registration.name == "Wren Hollis"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Wren Hollis is registered" in page
    assert registration.code in page
    assert "You asked for: a ride." in page

    client.post(url, {"name": "Wren Hollis", "phone": "601-555-0134", "needs": ["ride"], "once": "a"})
    assert Registration.objects.count() == 1

    client.post(reverse("gatherings_registration_cancel", args=[registration.code]), {"once": "b"})
    assert queries.registered(gathering).count() == 0
    assert "Wren" not in client.get(registration.get_absolute_url()).content.decode()


@time_machine.travel(BEFORE, tick=False)
def test_what_is_missing_or_full_is_said_and_what_was_typed_stays(client: Client) -> None:
    gathering = make.report_back(capacity=1)
    url = reverse("gatherings_register", args=[gathering.key])

    nameless = client.post(url, {"name": "Wren Hollis"})
    assert nameless.status_code == 422
    assert "Write an e-mail address or a phone number" in nameless.content.decode()
    assert 'value="Wren Hollis"' in nameless.content.decode()

    registrations.register(gathering=gathering, name="Lark", by="system/visitor", at=make.EARLIER)
    full = client.post(url, {"name": "Wren Hollis", "phone": "601-555-0134"})
    assert full.status_code == 422
    assert "every place is taken (1 in all)" in full.content.decode()
    assert 'value="Wren Hollis"' in full.content.decode()
    assert queries.registered(gathering).count() == 1


@time_machine.travel(BEFORE, tick=False)
def test_a_member_registers_with_one_press() -> None:
    gathering, ada = make.report_back(), make.person("Ada")
    client = signed_in(make.account(ada))

    client.post(reverse("gatherings_register", args=[gathering.key]), {"once": "x"})

    assert queries.registration_of(gathering, ada) is not None
    assert "You have a place." in client.get(gathering.get_absolute_url()).content.decode()


def test_a_wrong_code_opens_nothing(client: Client) -> None:
    assert client.get(reverse("gatherings_registration", args=["ABCDEFGHJKLM"])).status_code == 404


@time_machine.travel(AFTERWARDS, tick=False)
def test_a_facilitator_takes_the_roll_and_adds_someone_at_the_door() -> None:
    gathering, ada = make.report_back(), make.person("Ada")
    member = registrations.register(gathering=gathering, person=ada, by=ada, at=make.EARLIER)
    registrations.register(gathering=gathering, name="Wren", by="system/visitor", at=make.EARLIER)
    client = facilitator()
    url = reverse("gatherings_roll", args=[gathering.key])

    assert "Ada (invented)" in client.get(url).content.decode()
    answer = client.post(url, {"came": [f"person-{ada.pk}"], "how": "paper", "once": "roll"})
    assert answer.status_code == 302
    assert "/receipts/" in answer.headers["Location"]
    client.post(reverse("gatherings_admit", args=[gathering.key]), {"name": "Robin", "once": "door"})

    came = {line.name: line.came for line in queries.roster(gathering)}
    assert came == {"Ada (invented)": True, "Robin": True, "Wren": False}
    assert member in queries.registered(gathering)
    again = client.post(url, {"came": [f"person-{ada.pk}", "guest-999999"], "how": "paper"})
    assert again.status_code == 422


@time_machine.travel(BEFORE, tick=False)
def test_before_the_day_the_roll_shows_who_is_registered_and_cannot_be_sent() -> None:
    gathering, ada = make.report_back(), make.person("Ada")
    registrations.register(gathering=gathering, person=ada, by=ada, at=make.EARLIER)
    client, url = facilitator(), reverse("gatherings_roll", args=[gathering.key])

    page = client.get(url).content.decode()
    assert "The roll opens on the day itself" in page
    assert "Ada (invented)" in page
    assert client.post(url, {"came": [f"person-{ada.pk}"], "how": "paper"}).status_code == 422
    assert queries.came(gathering).count() == 0


@time_machine.travel(BEFORE, tick=False)
def test_the_roster_prints_with_lines_to_write_on() -> None:
    gathering = make.report_back()
    registrations.register(
        gathering=gathering, name="=Wren", needs=["ride"], by="system/visitor", at=make.EARLIER
    )
    client = facilitator()
    url = reverse("gatherings_roster", args=[gathering.key])

    page = client.get(url).content.decode()
    assert "=Wren" in page
    assert page.count("☐") == 9  # one guest and eight blank lines
    file = b"".join(client.get(url, {"format": "csv"}).streaming_content).decode().splitlines()
    assert file[1] == "'=Wren,a ride,"


@time_machine.travel(BEFORE, tick=False)
@pytest.mark.parametrize(
    "name", ["gatherings_roll", "gatherings_roster", "gatherings_change", "gatherings_call_off"]
)
def test_names_and_changes_are_for_those_who_keep_the_gathering(client: Client, name: str) -> None:
    url = reverse(name, args=[make.report_back().key])
    elsewhere = make.organisation("nubias", "Nubia's Place", "co-op")
    neighbour = signed_in(make.account(make.person("Ben"), "trainer", elsewhere))

    assert client.get(url).status_code == 302  # to the sign-in page
    assert neighbour.get(url).status_code == 403
    assert facilitator().get(url).status_code == 200
    assert facilitator_of_nothing().get(reverse(name, args=["nowhere"])).status_code in {403, 404}


def facilitator_of_nothing() -> Client:
    return signed_in(make.account(make.person("Gus"), "steward"))


@time_machine.travel(BEFORE, tick=False)
def test_a_gathering_that_is_not_public_shows_to_its_own_and_to_those_who_registered(client: Client) -> None:
    coop = make.organisation("nubias", "Nubia's Place", "co-op")
    meeting = make.report_back(title="Members' meeting", kind="meeting", host=coop, is_public=False)
    cleo, dina, emil = (make.person(name) for name in ("Cleo", "Dina", "Emil"))
    memberships.begin(
        person=cleo,
        organisation=coop,
        class_code="member",
        on=date(2016, 1, 1),
        by=make.SEASON,
        at=make.EARLIER,
    )
    registrations.register(gathering=meeting, person=dina, by=make.SEASON, at=make.EARLIER)

    assert client.get(meeting.get_absolute_url()).status_code == 404
    assert meeting not in permits.visible(make.account(emil), on=make.EVENING)
    for person in (cleo, dina):
        assert meeting in permits.visible(make.account(person), on=make.EVENING)
    assert "Members" not in client.get(reverse("gatherings")).content.decode()
    assert b"Members" not in client.get(reverse("gatherings_feed")).content


@time_machine.travel(BEFORE, tick=False)
def test_a_steward_announces_changes_and_calls_off_through_the_pages() -> None:
    school, client = make.organisation(), facilitator_of_nothing()
    typed = {
        "title": "Open day",
        "kind": "meeting",
        "starts_on": "2017-02-04",
        "starts_time": "10:00",
        "ends_time": "12:30",
        "host": school.pk,
        "language": "en",
        "is_public": "on",
        "needs_offered": ["food"],
    }
    wrong = client.post(reverse("gatherings_announce"), {**typed, "ends_time": "09:00"})
    assert wrong.status_code == 422
    assert "must end after it starts" in wrong.content.decode()

    client.post(reverse("gatherings_announce"), {**typed, "once": "1"})
    gathering = Gathering.objects.get()
    assert gathering.starts_at == at_time(date(2017, 2, 4), time(10))
    assert gathering.needs_offered == ["food"]

    form = client.get(reverse("gatherings_change", args=[gathering.key])).content.decode()
    assert 'value="Open day"' in form
    client.post(
        reverse("gatherings_change", args=[gathering.key]),
        {**typed, "starts_time": "", "ends_time": "", "ends_on": "2017-02-05", "once": "2"},
    )
    gathering.refresh_from_db()
    assert gathering.is_all_day
    assert gathering.last_on == date(2017, 2, 5)

    client.post(reverse("gatherings_call_off", args=[gathering.key]), {"once": "3"})
    assert "It was called off." in client.get(gathering.get_absolute_url()).content.decode()


@time_machine.travel(AFTERWARDS, tick=False)
def test_a_steward_erases_the_guests_when_it_is_over() -> None:
    gathering = make.report_back()
    registrations.register(gathering=gathering, name="Wren", by="system/visitor", at=make.EARLIER)
    client = facilitator_of_nothing()
    url = reverse("gatherings_forget_guests", args=[gathering.key])

    assert "1 guest" in client.get(url).content.decode()
    client.post(url, {"once": "1"})
    assert queries.guests(gathering).count() == 0


@time_machine.travel(BEFORE, tick=False)
def test_the_feed_is_read_by_an_independent_parser(client: Client) -> None:
    evening = make.report_back(summary="Two delegations report; questions, food.")
    conference = make.report_back(
        title="Spring conference",
        kind="conference",
        starts_at=at_time(date(2017, 5, 5), time(0)),
        ends_at=at_time(date(2017, 5, 8), time(0)),
        is_all_day=True,
    )
    gatherings.call_off(gathering=conference, by=make.SEASON, at=make.EARLIER)

    answer = client.get(reverse("gatherings_feed"))

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    events = {str(event["summary"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    talk = events["Report back from Barcelona"]
    assert talk["dtstart"].dt == datetime(2017, 1, 13, 0, 0, tzinfo=UTC)  # 18:00 in Chicago is UTC-6
    assert talk["dtend"].dt - talk["dtstart"].dt == timedelta(hours=2)
    assert talk["uid"] == f"{evening.key}@testserver"
    assert talk["location"] == "Lumumba Center, 939 W. Capitol St."
    spring = events["Spring conference"]
    assert (spring["dtstart"].dt, spring["dtend"].dt) == (date(2017, 5, 5), date(2017, 5, 8))
    assert (spring["status"], spring["sequence"]) == ("CANCELLED", 1)


@time_machine.travel(BEFORE, tick=False)
def test_one_gathering_comes_as_a_calendar_file(client: Client) -> None:
    gathering = make.report_back()
    answer = client.get(reverse("gatherings_gathering_ics", args=[gathering.key]))
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == ["Report back from Barcelona"]
    assert events[0]["url"] == f"http://testserver/gatherings/{gathering.key}/"
    assert client.get(reverse("gatherings_gathering_ics", args=["nowhere"])).status_code == 404


@time_machine.travel(BEFORE, tick=False)
def test_a_list_of_many_takes_few_queries(client: Client, django_assert_max_num_queries) -> None:
    for number in range(30):
        make.report_back(key=f"evening_{number}")
    with django_assert_max_num_queries(12):
        page = client.get(reverse("gatherings")).content.decode()
    assert page.count("event-row") == 25
