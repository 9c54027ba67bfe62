"""Registering with and without an account, the last place, and forgetting."""

import json
from datetime import timedelta

import pytest

from commonwork.gatherings import queries
from commonwork.gatherings.actions import registrations
from commonwork.gatherings.models import Guest, Registration
from commonwork.record.models import Fact
from commonwork.record.queries import trail
from tests.rooms.gatherings import make

pytestmark = pytest.mark.django_db
DOOR = "system/visitor"


def test_a_guest_registers_by_name_and_no_fact_holds_what_was_written() -> None:
    gathering = make.report_back()

    registration = registrations.register(
        gathering=gathering,
        name=" Wren Hollis ",
        email="Wren@Example.org",
        needs=["childcare", "interpreter"],
        by=DOOR,
        at=make.EARLIER,
    )

    assert registration.name == "Wren Hollis"
    assert registration.guest.email == "wren@example.org"
    assert registration.needs == ["childcare"]  # an interpreter was not offered
    assert queries.help_asked(gathering) == {"childcare": 1}
    fact = trail(registration).get()
    assert fact.kind == "gatherings.registration.made"
    assert fact in trail(gathering)
    stated = json.dumps([[f.subject, f.actor, f.data] for f in Fact.objects.all()])
    assert "wren" not in stated.lower()
    assert registration.code not in stated


def test_a_member_registers_as_themselves_and_only_once() -> None:
    gathering, ada = make.report_back(), make.person("Ada")
    registration = registrations.register(gathering=gathering, person=ada, by=ada, at=make.EARLIER)

    assert registration.name == "Ada (invented)"
    assert queries.registration_of(gathering, ada) == registration
    with pytest.raises(registrations.AlreadyRegistered):
        registrations.register(gathering=gathering, person=ada, by=ada, at=make.EARLIER)


@pytest.mark.parametrize("contact", [{"email": "wren@example.org"}, {"phone": "601-555-0134"}])
def test_a_guest_registers_once_by_the_same_contact(contact: dict[str, str]) -> None:
    gathering = make.report_back()
    registrations.register(gathering=gathering, name="Wren", by=DOOR, at=make.EARLIER, **contact)

    with pytest.raises(registrations.AlreadyRegistered):
        registrations.register(gathering=gathering, name="W. Hollis", by=DOOR, at=make.EARLIER, **contact)

    # Two guests who left no contact are two people.
    for _ in range(2):
        registrations.register(gathering=gathering, name="A friend", by=DOOR, at=make.EARLIER)
    assert queries.registered(gathering).count() == 3


def test_a_full_room_refuses_in_words_until_someone_cancels() -> None:
    gathering = make.report_back(capacity=2)
    first = registrations.register(gathering=gathering, name="Wren", by=DOOR, at=make.EARLIER)
    registrations.register(gathering=gathering, name="Lark", by=DOOR, at=make.EARLIER)

    with pytest.raises(registrations.RoomIsFull, match=r"every place is taken \(2 in all\)"):
        registrations.register(gathering=gathering, name="Robin", by=DOOR, at=make.EARLIER)
    assert queries.places_left(gathering) == 0

    registrations.cancel(registration=first, by=DOOR, at=make.EARLIER)
    registrations.register(gathering=gathering, name="Robin", by=DOOR, at=make.EARLIER)
    assert queries.places_left(gathering) == 0


def test_nobody_registers_without_a_name_or_after_the_end_or_where_none_is_asked() -> None:
    gathering = make.report_back()
    with pytest.raises(registrations.NameNeeded):
        registrations.register(gathering=gathering, name="  ", by=DOOR, at=make.EARLIER)
    with pytest.raises(registrations.IsOver):
        registrations.register(gathering=gathering, name="Wren", by=DOOR, at=gathering.ends_at)
    closed = make.report_back(takes_registrations=False)
    with pytest.raises(registrations.NoRegistrationNeeded):
        registrations.register(gathering=closed, name="Wren", by=DOOR, at=make.EARLIER)
    assert not Registration.objects.exists()


def test_cancelling_erases_the_name_and_the_help_and_happens_once() -> None:
    gathering = make.report_back()
    registration = registrations.register(
        gathering=gathering, name="Wren", needs=["ride"], by=DOOR, at=make.EARLIER
    )

    registrations.cancel(registration=registration, by=DOOR, at=make.EARLIER)

    registration = Registration.objects.select_related("guest").get()
    assert (registration.name, registration.needs) == ("—", [])
    assert not Guest.objects.exists()
    with pytest.raises(registrations.AlreadyCancelled):
        registrations.cancel(registration=registration, by=DOOR, at=make.EARLIER)


def test_guests_are_forgotten_after_the_gathering_and_not_before() -> None:
    gathering = make.report_back()
    for name in ("Wren", "Lark"):
        registrations.register(gathering=gathering, name=name, needs=["ride"], by=DOOR, at=make.EARLIER)

    with pytest.raises(registrations.NotYetOver):
        registrations.forget_guests(gathering=gathering, by=make.SEASON, at=gathering.starts_at)
    assert Guest.objects.count() == 2

    registrations.forget_guests(gathering=gathering, by=make.SEASON, at=gathering.ends_at)
    assert not Guest.objects.exists()
    assert queries.registered(gathering).count() == 2
    assert queries.help_asked(gathering) == {}
    assert trail(gathering).get(kind="gatherings.guests.forgotten").data == {"count": 2}


def test_a_registration_that_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    gathering = make.report_back()

    def break_down(*_args: object, **_fields: object) -> None:
        raise RuntimeError("the pen broke")

    monkeypatch.setattr(registrations, "state", break_down)
    with pytest.raises(RuntimeError):
        registrations.register(gathering=gathering, name="Wren", by=DOOR, at=make.EARLIER)

    assert not Registration.objects.exists()
    assert not Guest.objects.exists()


def test_pressing_twice_registers_once() -> None:
    gathering = make.report_back()
    asked = {"gathering": gathering, "name": "Wren", "by": DOOR, "once": "press"}
    first = registrations.register(**asked, at=make.EARLIER)
    again = registrations.register(**asked, at=make.EARLIER + timedelta(seconds=1))

    assert first == again
    assert queries.registered(gathering).count() == 1
