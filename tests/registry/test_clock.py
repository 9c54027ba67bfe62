"""Today and now: the machine's, or the day on which a demo network's calendar stands."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from commonwork.registry import clock, queries
from commonwork.registry.keys import key_from, new_key
from tests.registry.make import network

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 5, 12, 1, 30, tzinfo=UTC)  # 8:30 pm of the day before in Jackson


@time_machine.travel(EVENING, tick=False)
def test_today_is_the_day_in_the_networks_time_zone() -> None:
    assert queries.network() is None
    assert clock.today() == date(2026, 5, 11)
    assert clock.now() == EVENING


@time_machine.travel(EVENING, tick=False)
def test_a_demo_network_stands_on_its_own_day_with_the_time_of_the_machine() -> None:
    network(is_demo=True, demo_on=date(2017, 4, 1))
    assert clock.today() == date(2017, 4, 1)
    assert timezone.localtime(clock.now()).strftime("%Y-%m-%d %H:%M") == "2017-04-01 20:30"


@time_machine.travel(EVENING, tick=False)
def test_a_network_that_is_no_demo_does_not_stand_still() -> None:
    network(is_demo=False, demo_on=date(2017, 4, 1))
    assert clock.today() == date(2026, 5, 11)


def test_a_moment_on_a_day_is_noon_there_unless_said_otherwise() -> None:
    assert clock.at_time(date(2016, 1, 1)) == datetime(
        2016, 1, 1, 18, tzinfo=UTC
    )  # Jackson is six hours behind
    assert clock.at_time(date(2016, 7, 1), time(9)) - clock.at_time(date(2016, 7, 1)) == timedelta(hours=-3)


def test_keys_are_plain_and_new_ones_differ() -> None:
    assert key_from("Nubia's Café & Place") == "nubias_cafe_place"
    assert len({new_key("loan") for _ in range(1000)}) == 1000
