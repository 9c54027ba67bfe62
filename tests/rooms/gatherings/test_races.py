"""Many at once, on a database that really commits: the door, and the last place."""

from collections.abc import Callable
from datetime import time

import pytest

from commonwork.gatherings import queries
from commonwork.gatherings.actions import doors, registrations
from commonwork.gatherings.models import Passage, Registration, RollEntry
from commonwork.registry.clock import at_time
from tests.record.test_races import at_once
from tests.rooms.gatherings import make

pytestmark = pytest.mark.django_db(transaction=True)
SIX = at_time(make.EVENING, time(18, 5))
PHONES = 20


def test_twenty_phones_let_the_same_people_in_at_once_and_each_stands_once() -> None:
    gathering = make.report_back()
    names = [f"Guest {number}" for number in range(5)]
    registrations.register_many(gathering=gathering, names=names, by=make.SEASON, at=make.EARLIER)
    guests = list(Registration.objects.order_by("pk"))

    def phone(number: int) -> Callable[[], object]:
        told = [doors.Passing(one, "in", SIX, f"{number}-{one.pk}") for one in guests]
        return lambda: doors.record(gathering=gathering, passings=told, by=make.SEASON, at=SIX)

    answers = at_once([phone(number) for number in range(PHONES)])
    assert answers.count(gathering) == 1
    assert sum(isinstance(one, doors.AlreadyThere) for one in answers) == PHONES - 1
    assert Passage.objects.count() == RollEntry.objects.count() == queries.came_count(gathering) == 5


def test_twenty_ask_for_the_last_place_at_once_and_one_has_it() -> None:
    gathering = make.report_back(capacity=1, has_waiting_list=True)

    def ask(number: int) -> Callable[[], object]:
        return lambda: registrations.register(
            gathering=gathering,
            name=f"Guest {number}",
            phone=str(number),
            by="system/visitor",
            at=make.EARLIER,
        )

    at_once([ask(number) for number in range(PHONES)])
    assert queries.places_taken(gathering) == 1
    assert queries.waiting(gathering).count() == PHONES - 1
