"""Series across summer time, reminders and letters, conferences, reports, lists, one's own calendar."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from commonwork.gatherings import jobs, queries
from commonwork.gatherings.actions import gatherings, registrations, reminders, series
from commonwork.gatherings.calendar_files import written
from commonwork.gatherings.models import CalendarToken, Gathering, Letter, Registration
from commonwork.journeys import wires
from commonwork.record.models import Fact
from commonwork.registry.actions import people
from commonwork.registry.clock import at_time
from commonwork.registry.models import Contact
from commonwork.rules.recurrence import occurrences
from tests.rooms.gatherings import make
from tests.rooms.gatherings.test_pages import facilitator, signed_in
from tests.rooms.gatherings.test_waiting_and_doors import SIX, full, guest, let_in, passing

pytestmark = pytest.mark.django_db


def weekly(**fields: Any) -> list[Gathering]:
    """Six Thursdays from 23 February 2017, six in the evening; clocks go forward on 12 March."""
    first = date(2017, 2, 23)
    made = series.announce(
        rule="FREQ=WEEKLY;COUNT=6",
        title="Study evening",
        kind="circle",
        starts_at=at_time(first, time(18)),
        ends_at=at_time(first, time(20)),
        host=make.organisation(),
        by=make.SEASON,
        at=make.EARLIER,
        **fields,
    )
    return list(made.gatherings.order_by("occurs_at"))


def test_a_series_stays_at_six_in_the_evening_across_summer_time() -> None:
    rows = weekly()
    assert [f"{row.starts_local:%m-%d %H:%M}" for row in rows] == [
        "02-23 18:00", "03-02 18:00", "03-09 18:00", "03-16 18:00", "03-23 18:00", "03-30 18:00",
    ]  # fmt: skip
    # Chicago is 6 hours behind UTC in winter, 5 in summer.
    assert [row.starts_at.astimezone(UTC).hour for row in rows] == [0, 0, 0, 23, 23, 23]
    assert Fact.objects.get(kind="gatherings.series.announced").data["count"] == 6


def test_one_those_that_follow_and_all_are_changed_and_called_off() -> None:
    rows = weekly()
    gatherings.change(gathering=rows[0], changes={"title": "First evening"}, by=make.SEASON, at=make.EARLIER)
    day_later = {
        "starts_at": rows[3].starts_at + timedelta(days=1, hours=1),
        "ends_at": rows[3].ends_at + timedelta(days=1),
    }
    series.change(gathering=rows[3], changes=day_later, scope="following", by=make.SEASON, at=make.EARLIER)
    told = [f"{row.starts_local:%a %d %H:%M}" for row in rows[0].series.gatherings.order_by("occurs_at")]  # type: ignore[union-attr]
    assert told == [
        "Thu 23 18:00",
        "Thu 02 18:00",
        "Thu 09 18:00",
        "Fri 17 19:00",
        "Fri 24 19:00",
        "Fri 31 19:00",
    ]
    series.change(gathering=rows[2], changes={"language": "es"}, scope="all", by=make.SEASON, at=make.EARLIER)
    series.call_off(gathering=rows[4], scope="following", by=make.SEASON, at=make.EARLIER)
    there = Gathering.objects.filter(series=rows[0].series).order_by("occurs_at")
    assert [row.called_off_at is None for row in there] == [True] * 4 + [False] * 2
    assert {row.language for row in there} == {"es"}
    with pytest.raises(series.NotInASeries):
        series.change(gathering=make.report_back(), changes={}, scope="all", by=make.SEASON, at=make.EARLIER)


@given(
    st.dates(date(2017, 1, 1), date(2018, 12, 31)),
    st.integers(0, 23),
    st.sampled_from(["America/Chicago", "Europe/Madrid", "Australia/Sydney"]),
)
@pytest.mark.one_engine
def test_a_weekly_rule_keeps_its_hour_on_every_clock(first: date, hour: int, zone: str) -> None:
    start = datetime.combine(first, time(hour, 30))
    for number, moment in enumerate(occurrences("FREQ=WEEKLY;COUNT=30", first=start, zone=zone)):
        wanted, local = (
            start + timedelta(weeks=number),
            moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None),
        )
        assert local in (
            wanted,
            wanted + timedelta(hours=1),
        )  # an hour later only where the clock leaves it out
        assert (
            local == wanted
            or (moment - timedelta(hours=1)).astimezone(ZoneInfo(zone)).utcoffset()
            != moment.astimezone(ZoneInfo(zone)).utcoffset()
        )


def test_one_registration_counts_for_all_and_its_roll_is_each_ones_own() -> None:
    rows = weekly(registers_once=True)
    wren = guest(rows[3], "Wren")
    assert wren.gathering == rows[0]
    assert [line.name for line in queries.roster(rows[5])] == ["Wren"]
    moment = rows[3].starts_at
    let_in(rows[3], passing(wren, "w", at=moment), at=moment)
    assert (queries.came_count(rows[3]), queries.came_count(rows[4])) == (1, 0)


def test_the_day_before_everyone_is_reminded_once(django_capture_on_commit_callbacks: Any) -> None:
    gathering, ada = make.report_back(), make.person("Ada")
    Contact.objects.create(person=ada, kind="email", value="ada@example.org")
    registrations.register(gathering=gathering, person=ada, by=ada, at=make.EARLIER)
    for _ in "12":
        with django_capture_on_commit_callbacks(execute=True):
            jobs.remind(make.EVENING - timedelta(days=1))
    assert [(letter.subject, letter.to) for letter in mail.outbox] == [
        (f"Soon: {gathering.title}", ["ada@example.org"])
    ]
    jobs.remind(make.EVENING)
    assert Letter.objects.filter(sent_at=None).count() == 1, "the confirmation; no second reminder"
    with pytest.raises(reminders.NobodyToRemind):
        reminders.remind(gathering=gathering, by=make.SEASON, at=make.EARLIER)


@time_machine.travel(make.EARLIER, tick=False)
def test_a_letter_that_cannot_leave_waits_for_the_worker(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    with django_capture_on_commit_callbacks(execute=True):
        guest(make.report_back(), "Ada")
    letter = Letter.objects.get()
    assert (letter.sent_at, letter.tries_count) == (None, 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    jobs.send_letters(make.EVENING)
    letter.refresh_from_db()
    assert letter.sent_at is not None and len(mail.outbox) == 1


def conference() -> Gathering:
    return make.report_back(
        key="jackson_rising",
        title="Jackson Rising",
        kind="conference",
        starts_at=at_time(date(2014, 5, 2), time(0)),
        ends_at=at_time(date(2014, 5, 5), time(0)),
        is_all_day=True,
        at=at_time(date(2014, 1, 1)),
    )


def test_a_conference_has_days_tracks_and_rooms_and_five_hundred_registrations(client: Client) -> None:
    whole, steward = conference(), facilitator()
    url = reverse("gatherings_add_session", args=[whole.key])
    typed = {"title": "Land trusts", "starts_on": "2014-05-03", "starts_time": "09:00", "ends_time": "10:30"}
    typed |= {"track": "Land", "room": "Hall A"}
    assert steward.post(url, {**typed, "once": "s1"}).status_code == 302
    taken = steward.post(
        url, {**typed, "title": "Finance", "starts_time": "10:00", "ends_time": "11:00", "once": "s2"}
    )
    assert "Hall A is taken at that time by “Land trusts”" in taken.content.decode()
    outside = steward.post(url, {**typed, "starts_on": "2014-05-09", "once": "s3"})
    assert "does not lie within it" in outside.content.decode()
    names = [f"Guest {number}" for number in range(500)]
    registrations.register_many(gathering=whole, names=names, by=make.SEASON, at=make.EARLIER)

    page = client.get(whole.get_absolute_url()).content.decode()
    assert "Saturday 3 May" in page and "Hall A" in page and "Finance" not in page
    session = whole.sessions.get()
    assert queries.places_taken(session) == 500
    assert [line.name for line in queries.found_at_door(session, "guest 49")][:2] == ["Guest 49", "Guest 490"]


@time_machine.travel(make.EVENING + timedelta(days=3), tick=False)
def test_a_report_back_stands_on_the_page_and_a_list_of_the_past_is_taken_in(client: Client) -> None:
    gathering, steward = make.report_back(), facilitator()
    steward.post(
        reverse("gatherings_report", args=[gathering.key]), {"text": "We learned a lot.", "once": "r"}
    )
    assert "We learned a lot." in client.get(gathering.get_absolute_url()).content.decode()
    ada = make.person("Ada")
    head = "title,kind,day,from,until,name,email,came\n"
    good = f"{head}Open day,meeting,2016-05-01,10:00,12:00,{ada.name},,yes\n"
    good += "Open day,meeting,2016-05-01,10:00,12:00,Wren,,no\n"
    url = reverse("gatherings_import")

    def sent(text: str, **more: str) -> Any:
        return steward.post(url, {"file": SimpleUploadedFile("a.csv", text.encode()), **more})

    wrong = sent(f"{head}Open day,party,2016-05-01,10:00,12:00,Ada,,yes\n").content.decode()
    assert "Line 2, kind: Choose one of" in wrong
    assert "2 lines: 1 gatherings, 1 of them new" in sent(good).content.decode()
    assert not Gathering.objects.filter(title="Open day").exists()
    for once in ("i1", "i2"):
        assert sent(good, take="yes", once=once).status_code == 302
    opened = Gathering.objects.get(title="Open day")
    assert [(line.name, line.came) for line in queries.roster(opened)] == [(ada.name, True), ("Wren", False)]


@time_machine.travel(make.EARLIER, tick=False)
def test_a_person_s_own_calendar_opens_by_its_token_only_and_feeds_by_kind(client: Client) -> None:
    gathering, ada = make.report_back(), make.person("Ada")
    registrations.register(gathering=gathering, person=ada, by=ada, at=make.EARLIER)
    mine = signed_in(make.account(ada))
    page = mine.post(reverse("gatherings_mine"), {"once": "x"}).content.decode()
    address = page.split("http://testserver", 1)[1].split("<")[0]
    events = Calendar.from_ical(client.get(address).content).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [gathering.title]
    assert client.get(reverse("gatherings_personal_feed", args=["wrong"])).status_code == 404
    for kind, count in (("report-back", 1), ("class", 0)):
        text = client.get(reverse("gatherings_feed"), {"kind": kind}).content
        assert len(Calendar.from_ical(text).walk("VEVENT")) == count


@time_machine.travel(make.EARLIER, tick=False)
def test_a_resident_without_an_account_waits_moves_up_gets_the_file_and_is_checked_in_by_name(
    client: Client,
) -> None:
    """Journey: report-back, childcare and a ride, the waiting list, a place, the calendar file, the door."""
    gathering = full(capacity=1)
    ada = guest(gathering, "Ada")
    url = reverse("gatherings_register", args=[gathering.key])
    assert "waiting list" in client.get(gathering.get_absolute_url()).content.decode()
    typed = {"name": "Wren Hollis", "email": "wren@example.org", "needs": ["childcare", "ride"], "places": 1}
    page = client.post(url, {**typed, "once": "w"}, follow=True).content.decode()
    assert "You are number 1 on the waiting list." in page
    registrations.cancel(registration=ada, by="system/visitor", at=make.EARLIER)
    wren = Registration.objects.get(guest__name="Wren Hollis")
    found = client.get(reverse("gatherings_find"), {"code": wren.code.lower()}, follow=True).content.decode()
    assert "You have a place" in found and "childcare, a ride" in found
    file = client.get(reverse("gatherings_gathering_ics", args=[gathering.key])).content
    assert Calendar.from_ical(file).walk("VEVENT")[0].decoded("dtstart") == gathering.starts_at
    with time_machine.travel(SIX, tick=False):
        door, fay = reverse("gatherings_door", args=[gathering.key]), facilitator()
        assert f"guest-{wren.pk}" in fay.get(door, {"q": "hollis"}).content.decode()
        fay.post(f"{door}passing/", {"mark": f"guest-{wren.pk}", "way": "in", "once": "d"})
        listed = fay.get(reverse("gatherings_registered", args=[gathering.key]), {"format": "csv"})
        assert "Wren Hollis" in b"".join(listed.streaming_content).decode()  # type: ignore[attr-defined]
    assert queries.came_count(gathering) == 1


@pytest.mark.one_engine
@time_machine.travel(make.EARLIER, tick=False)
def test_a_series_is_announced_and_moved_through_the_pages() -> None:
    steward, school = facilitator(), make.organisation()
    typed = {
        "title": "Evening",
        "kind": "circle",
        "starts_on": "2017-03-02",
        "starts_time": "18:00",
        "ends_time": "20:00",
    }
    typed |= {"host": school.pk, "language": "en", "is_public": "on"}
    new = reverse("gatherings_announce")
    assert steward.post(new, {**typed, "repeats": "weekly", "once": "n"}).status_code == 422, (
        "how many times?"
    )
    steward.post(new, {**typed, "repeats": "weekly", "times": 3, "registers_once": "on", "once": "n"})
    rows = list(Gathering.objects.order_by("starts_at"))
    assert len(rows) == 3 and rows[2].lead == rows[0]
    change = reverse("gatherings_change", args=[rows[1].key])
    steward.post(change, {**typed, "starts_on": "2017-03-10", "scope": "following", "once": "c"})
    assert [row.starts_on.day for row in Gathering.objects.order_by("starts_at")] == [2, 10, 17]
    steward.post(reverse("gatherings_call_off", args=[rows[0].key]), {"scope": "all", "once": "o"})
    assert not Gathering.objects.filter(called_off_at=None).exists()


@pytest.mark.one_engine
@given(st.text(max_size=120), st.text(max_size=200))
def test_whatever_is_written_about_it_an_independent_reader_reads_the_same(title: str, summary: str) -> None:
    moment = at_time(make.EVENING)
    row = Gathering(key="a", title=title, summary=summary, kind="meeting", time_zone="America/Chicago",
                    starts_at=moment, ends_at=moment + timedelta(hours=1), changed_at=moment)  # fmt: skip
    text = written([row], name="Gatherings", origin="https://example.org")
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    plain = "".join(letter for letter in title if letter.isprintable() or letter in "\n\r")
    assert str(event["summary"]) == plain.replace("\r\n", "\n").replace("\r", "\n")
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)


def test_whoever_is_forgotten_leaves_no_letter_no_answer_and_no_calendar() -> None:
    gathering, ada = make.report_back(), make.person("Ada")
    Contact.objects.create(person=ada, kind="email", value="ada@example.org")
    row = registrations.register(gathering=gathering, person=ada, needs=["ride"], by=ada, at=make.EARLIER)
    reminders.follow(person=ada, token="secret", by=ada, at=make.EARLIER)
    people.forget(person=ada, by=make.SEASON, at=make.EARLIER)
    wires.deliver(Fact.objects.get(kind="registry.person.forgotten"))

    row.refresh_from_db()
    letter = Letter.objects.get()
    assert (row.needs, letter.address, letter.text) == ([], "", "")
    assert not CalendarToken.objects.exists()
