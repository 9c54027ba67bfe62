"""Waiting list, door, series, reminders, reports, lists: acts and pages."""

import json
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from commonwork.gatherings import queries
from commonwork.gatherings.actions import doors, gatherings, registrations, reports
from commonwork.gatherings.actions.doors import Passing
from commonwork.gatherings.models import Gathering, Guest, Letter, Passage, Registration, RollEntry
from commonwork.record.models import Fact
from commonwork.registry.clock import at_time
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


@settings(max_examples=30)
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

    kept = [{"id": "ph1", "mark": f"guest-{lena.pk}", "way": "in", "ago": 240}]
    kept += [{"id": "ph2", "mark": "guest-99999999", "way": "in", "at": "2017-01-13T00:02:00Z"}]
    answers = [client.post(f"{url}send/", json.dumps({"passings": kept}), "application/json") for _ in "12"]
    assert [answer.json()["done"] for answer in answers] == [["ph1"], ["ph1"]]
    assert list(answers[0].json()["refused"]) == ["ph2"]
    assert client.post(f"{url}send/", "[", "application/json").status_code == 422
    assert [one.happened_at for one in Passage.objects.order_by("happened_at")] == [
        SIX - timedelta(minutes=4),
        SIX,
    ]
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
