"""Waiting list, door, series, reminders, reports, lists: acts and pages."""

import json
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
from commonwork.gatherings.actions import doors, gatherings, registrations, reminders, reports, series
from commonwork.gatherings.actions.doors import Passing
from commonwork.gatherings.models import Gathering, Guest, Letter, Passage, Registration, RollEntry
from commonwork.record.models import Fact
from commonwork.registry.clock import at_time
from commonwork.registry.models import Contact
from commonwork.rules.recurrence import occurrences
from tests.rooms.gatherings import make
from tests.rooms.gatherings.test_pages import facilitator, signed_in

pytestmark = pytest.mark.django_db
SIX = at_time(make.EVENING, time(18, 5))
CHICAGO = ZoneInfo("America/Chicago")


def full(capacity: int = 2, **fields: Any) -> Gathering:
    return make.report_back(capacity=capacity, has_waiting_list=True, most_places=4, **fields)


def guest(gathering: Gathering, name: str, **asked: Any) -> Registration:
    email = f"{name.lower()}@example.org"
    return registrations.register(
        gathering=gathering, name=name, email=email, by="system/visitor", at=make.EARLIER, **asked
    )


def test_whoever_comes_too_late_waits_and_moves_up_when_somebody_leaves(
    django_capture_on_commit_callbacks: Any,
) -> None:
    gathering = full()
    ada, ben = guest(gathering, "Ada"), guest(gathering, "Ben")
    cleo = guest(gathering, "Cleo", needs=["childcare", "ride"])

    assert cleo.waiting_since is not None and queries.turn(cleo) == 1
    assert queries.places_left(gathering) == 0
    with django_capture_on_commit_callbacks(execute=True):
        registrations.cancel(registration=ada, by="system/visitor", at=make.EARLIER)

    cleo.refresh_from_db()
    assert cleo.waiting_since is None
    assert [row.pk for row in queries.registered(gathering)] == [ben.pk, cleo.pk]
    assert [letter.to for letter in mail.outbox] == [["cleo@example.org"]]
    assert cleo.code in mail.outbox[0].body
    moved = Fact.objects.get(kind="gatherings.registration.moved_up")
    assert moved.subject.endswith(cleo.key) and moved.data["places_count"] == 1
    assert Letter.objects.get(sent_at__isnull=False).address == "", "what left is erased"


def test_a_group_too_large_keeps_its_turn_and_a_smaller_one_goes_ahead() -> None:
    gathering = full(capacity=4)
    four, three, one = (
        guest(gathering, "Ada", places=4),
        guest(gathering, "Ben", places=3),
        guest(gathering, "Cy"),
    )
    registrations.resize(registration=four, places=2, by="system/visitor", at=make.EARLIER)

    three.refresh_from_db()
    one.refresh_from_db()
    assert (three.waiting_since is None, one.waiting_since is None) == (
        False,
        True,
    )  # 2 free: 3 do not fit, 1 does
    assert queries.turn(three) == 1
    gatherings.change(gathering=gathering, changes={"capacity": 6}, by=make.SEASON, at=make.EARLIER)
    three.refresh_from_db()
    assert three.waiting_since is None and queries.places_taken(gathering) == 6


@given(st.lists(st.tuples(st.sampled_from(["come", "leave"]), st.integers(1, 4)), max_size=8))
def test_a_room_is_never_overfull_and_nobody_waits_who_fits(steps: list[tuple[str, int]]) -> None:
    gathering = full(capacity=5, key=f"room_{Gathering.objects.count()}_{id(steps)}")
    for number, (verb, places) in enumerate(steps):
        if verb == "come":
            guest(gathering, f"Guest{number}", places=places)
        elif (row := gathering.registrations.filter(cancelled_at=None).order_by("pk").first()) is not None:
            registrations.cancel(registration=row, by="system/visitor", at=make.EARLIER)
        left = queries.places_left(gathering)
        assert left is not None and queries.places_taken(gathering) + left == 5
        assert all(row.party_count > left for row in queries.waiting(gathering))


def test_without_a_waiting_list_a_full_room_refuses_and_too_many_places_are_refused() -> None:
    gathering = make.report_back(capacity=1, most_places=2)
    with pytest.raises(registrations.TooManyPlaces, match="at most 2"):
        guest(gathering, "Ada", places=3)
    with pytest.raises(registrations.RoomIsFull):
        guest(gathering, "Ada", places=2)
    assert not Registration.objects.exists() and not Guest.objects.exists()


def test_questions_are_asked_kept_and_erased_and_a_sliding_price_is_chosen() -> None:
    gathering = make.report_back(price_minor=2000, price_least_minor=0)
    asking = [reports.Asking("Which workshop?", ("Farming", "Printing"), is_required=True)]
    reports.ask(gathering=gathering, questions=asking, by=make.SEASON, at=make.EARLIER)
    with pytest.raises(registrations.AnswerNeeded, match="Which workshop"):
        guest(gathering, "Ada")
    with pytest.raises(registrations.NotWithinThePrice, match=r"\$20"):
        guest(gathering, "Ada", answers={1: "Farming"}, pledged_minor=2001)
    ada = guest(gathering, "Ada", answers={1: "Farming"}, pledged_minor=500)

    assert gathering.price_text == "$0 to $20, as you can"
    assert [row.text for row in ada.answers.all()] == ["Farming"]
    with pytest.raises(reports.AnsweredAlready):
        reports.ask(gathering=gathering, questions=[], by=make.SEASON, at=make.EARLIER)
    registrations.cancel(registration=ada, by="system/visitor", at=make.EARLIER)
    assert not ada.answers.exists()


def passing(who: Any, key: str, way: str = "in", at: datetime = SIX) -> Passing:
    return Passing(who, way, at, key)


def let_in(gathering: Gathering, *passings: Passing, at: datetime = SIX) -> None:
    doors.record(gathering=gathering, passings=passings, by=make.SEASON, at=at)


def test_what_a_phone_sends_twice_or_two_phones_send_is_written_once() -> None:
    gathering, ada = make.report_back(), make.person("Ada")
    wren = guest(gathering, "Wren")
    let_in(gathering, passing(ada, "a1"), passing(wren, "w1"))
    with pytest.raises(doors.SentBefore):
        let_in(gathering, passing(ada, "a1"), passing(wren, "w1"))
    with pytest.raises(doors.AlreadyThere, match="Ada"):
        let_in(gathering, passing(ada, "another phone"))
    let_in(gathering, passing(ada, "a2", "out", SIX + timedelta(hours=1)), at=SIX + timedelta(hours=1))

    assert Passage.objects.count() == 3
    assert RollEntry.objects.filter(came=True).count() == 2
    assert Fact.objects.filter(kind="gatherings.door.recorded").count() == 2
    late = SIX + timedelta(hours=3)
    assert [
        queries.present_count(gathering, at=at) for at in (at_time(make.EVENING, time(17)), SIX, late)
    ] == [0, 2, 1]
    with pytest.raises(doors.NotInside):
        let_in(gathering, passing(ada, "a3", "out", late), at=late)


def test_the_wrong_day_a_waiting_guest_and_a_stranger_are_refused_in_words_and_nothing_is_lost() -> None:
    gathering, ada = full(capacity=1), make.person("Ada")
    with pytest.raises(doors.NotYetHeld, match="2017-01-12"):
        let_in(gathering, passing(ada, "x", at=make.EARLIER), at=make.EARLIER)
    with pytest.raises(doors.TooLateForTheDoor, match="Take the roll"):
        let_in(gathering, passing(ada, "x", at=SIX + timedelta(days=2)), at=SIX + timedelta(days=2))
    guest(gathering, "Ben")
    with pytest.raises(doors.StillWaiting, match="Cleo"):
        let_in(gathering, passing(guest(gathering, "Cleo"), "x"))
    with pytest.raises(doors.NotAGuestHere):
        let_in(gathering, passing(guest(make.report_back(title="Other"), "Dee"), "x"))
    assert not Passage.objects.exists() and not RollEntry.objects.exists()
    let_in(
        gathering, passing(ada, "late", at=SIX), at=SIX + timedelta(days=2)
    )  # kept on a phone for two days
    assert RollEntry.objects.get().came


@time_machine.travel(SIX, tick=False)
def test_the_door_finds_by_name_lets_in_without_javascript_and_takes_what_a_phone_kept() -> None:
    gathering, client = make.report_back(), facilitator()
    wren, lena = guest(gathering, "Wren"), guest(gathering, "Lena")
    url = reverse("gatherings_door", args=[gathering.key])

    page = client.get(url, {"q": "wre"}).content.decode()
    assert "Wren" in page and "Lena" not in page
    assert "Wren" in client.get(url, {"q": wren.code[:6].lower()}).content.decode()
    mark = {"mark": f"guest-{wren.pk}", "way": "in", "once": "p1"}
    assert "Wren: noted." in client.post(f"{url}passing/", mark, follow=True).content.decode()

    kept = [{"id": "ph1", "mark": f"guest-{lena.pk}", "way": "in", "at": "2017-01-13T00:01:00Z"}]
    kept += [{"id": "ph2", "mark": "guest-99999999", "way": "in", "at": "2017-01-13T00:02:00Z"}]
    answers = [client.post(f"{url}send/", json.dumps({"passings": kept}), "application/json") for _ in "12"]
    assert [answer.json()["done"] for answer in answers] == [["ph1"], ["ph1"]]
    assert list(answers[0].json()["refused"]) == ["ph2"]
    assert client.post(f"{url}send/", "[", "application/json").status_code == 422
    assert Passage.objects.count() == 2
    there = client.get(reverse("gatherings_attendance", args=[gathering.key])).content.decode()
    assert "2 people</strong> were inside" in there
    assert (
        client.get(reverse("gatherings_attendance", args=[gathering.key]), {"format": "csv"}).status_code
        == 200
    )
    visitor = signed_in(make.account(make.person("Stranger")))
    assert visitor.get(url).status_code == visitor.post(f"{url}send/").status_code == 403


@time_machine.travel(SIX, tick=False)
def test_the_pin_at_the_door_lets_a_guest_check_in_with_their_code() -> None:
    gathering, client = make.report_back(), facilitator()
    wren = guest(gathering, "Wren")
    client.post(reverse("gatherings_pin", args=[gathering.key]), {"once": "pin"})
    gathering.refresh_from_db()
    assert gathering.door_pin in client.get(reverse("gatherings_pin", args=[gathering.key])).content.decode()
    url, visitor = reverse("gatherings_here", args=[gathering.key]), Client()
    wrong = f"{(int(gathering.door_pin) + 1) % 1_000_000:06}"
    assert visitor.post(url, {"pin": wrong, "code": wren.code, "once": "a"}).status_code == 422
    answer = visitor.post(url, {"pin": gathering.door_pin, "code": wren.code, "once": "b"}, follow=True)
    assert "Welcome, Wren" in answer.content.decode()
    assert RollEntry.objects.get().registration == wren


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
