"""Many presses at the same moment, on a database that really commits."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connections

from commonwork.record import seals
from commonwork.record.acts import TokenUsedBefore
from commonwork.record.models import Fact, Once, SealMember
from commonwork.registry.actions import memberships, organisations, people
from commonwork.registry.models import Membership, Person

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2016, 1, 1, 12, tzinfo=UTC)
MOMENT: dict[str, Any] = {"by": "system/test", "at": NOON}
PRESSES = 12


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run all in threads that start together; returns what each returned or raised."""
    answers: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            gate.wait()
            answers[place] = act()
        except Exception as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_a_button_pressed_many_times_at_once_acts_once_and_gives_one_answer() -> None:
    farm = organisations.record(name="Freedom Farms", kind="co-op", **MOMENT)
    ada = people.record(name="Ada (invented)", **MOMENT)

    def press() -> object:
        return memberships.begin(
            person=ada, organisation=farm, class_code="member", on=date(2016, 1, 1), once="join-1", **MOMENT
        )

    assert at_once([press] * PRESSES) == [farm] * PRESSES  # without the token, all but one hear AlreadyMember
    assert Membership.objects.count() == 1
    assert Fact.objects.filter(kind="registry.membership.began").count() == 1


def test_one_token_with_two_payloads_at_once_does_one_of_them() -> None:
    def record(name: str) -> Callable[[], object]:
        return lambda: people.record(name=name, once="same-1", **MOMENT)

    answers = at_once([record(f"Person {number % 2} (invented)") for number in range(PRESSES)])
    winner = Person.objects.get()
    assert answers.count(winner) == PRESSES // 2
    assert sum(isinstance(answer, TokenUsedBefore) for answer in answers) == PRESSES // 2
    assert Once.objects.count() == 1


def test_nobody_joins_twice_however_many_press_at_once() -> None:
    farm = organisations.record(name="Freedom Farms", kind="co-op", **MOMENT)
    ada = people.record(name="Ada (invented)", **MOMENT)

    def join(day: int) -> Callable[[], object]:
        return lambda: memberships.begin(
            person=ada, organisation=farm, class_code="member", on=date(2016, 1, day), **MOMENT
        )

    answers = at_once([join(day) for day in range(1, PRESSES + 1)])
    assert answers.count(farm) == 1
    assert sum(isinstance(answer, memberships.AlreadyMember) for answer in answers) == PRESSES - 1


def test_two_workers_seal_each_fact_once_while_acts_go_on() -> None:
    def record(number: int) -> Callable[[], object]:
        return lambda: people.record(name=f"Person {number} (invented)", **MOMENT)

    at_once([*map(record, range(8)), *[lambda: seals.seal(at=NOON)] * 4])
    seals.seal(at=NOON)
    assert SealMember.objects.count() == Fact.objects.count() == 8
    assert list(seals.check()) == []
