"""What follows from a fact: after the commit, once, and again from the worker when it failed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from commonwork.access.models import RoleHolding
from commonwork.journeys import wires
from commonwork.record.models import Fact, Handled
from commonwork.registry.actions import memberships, organisations, people
from commonwork.registry.models import Membership

pytestmark = pytest.mark.django_db
NOON = datetime(2016, 1, 1, 12, tzinfo=UTC)
DAY_ONE, DAY_TWO = date(2016, 1, 1), date(2016, 6, 1)
MOMENT: dict[str, Any] = {"by": "system/test", "at": NOON}
BEGAN = "registry.membership.began"


def ada_joins() -> None:
    farm = organisations.record(name="Freedom Farms", kind="co-op", **MOMENT)
    ada = people.record(name="Ada (invented)", key="invented_ada", **MOMENT)
    memberships.begin(person=ada, organisation=farm, class_code="member", on=DAY_ONE, **MOMENT)


def wire(monkeypatch: pytest.MonkeyPatch, *handlers: Callable[[Fact], None]) -> None:
    monkeypatch.setattr(wires, "WIRES", {BEGAN: handlers})


def test_a_handler_runs_after_the_commit_and_not_before(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        ada_joins()
        assert not RoleHolding.objects.exists()
    for callback in callbacks:
        callback()
    assert RoleHolding.objects.get().role == "worker-owner"


def test_a_handler_deals_with_a_fact_once(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ada_joins()
    wires.deliver(Fact.objects.get(kind=BEGAN))
    assert wires.catch_up() == 0
    assert Fact.objects.filter(kind="access.role.given").count() == 1


def test_who_leaves_may_no_longer_act(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ada_joins()
    with django_capture_on_commit_callbacks(execute=True):
        memberships.end(membership=Membership.objects.get(), on=DAY_TWO, **MOMENT)
    assert RoleHolding.objects.get().ends_on == DAY_TWO


def test_a_handler_that_fails_leaves_the_act_standing_and_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    tries: list[str] = []

    def stumble(fact: Fact) -> None:
        tries.append(fact.kind)
        if len(tries) == 1:
            raise OSError("the mail server is away")

    wire(monkeypatch, stumble)
    with django_capture_on_commit_callbacks(execute=True):
        ada_joins()
    assert Membership.objects.count() == 1 and not Handled.objects.exists()
    assert "the worker will try again" in caplog.text
    assert wires.catch_up() == 1
    assert (len(tries), Handled.objects.count()) == (2, 1)
    assert wires.catch_up() == 0


def test_a_handler_that_fails_half_way_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def half_way(fact: Fact) -> None:
        people.record(name="Half (invented)", key="invented_half", **MOMENT)
        raise OSError("and then it broke")

    wire(monkeypatch, half_way)
    ada_joins()
    with pytest.raises(OSError, match="broke"):
        wires.deliver(Fact.objects.get(kind=BEGAN))
    assert not Fact.objects.filter(subject="registry.person/invented_half").exists()
    assert not Handled.objects.exists()


def test_when_one_handler_of_a_fact_fails_the_others_run_and_only_the_failed_one_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    ran: list[str] = []

    def first(fact: Fact) -> None:
        ran.append("first")
        if ran.count("first") == 1:
            raise OSError("the mail server is away")

    def second(fact: Fact) -> None:
        ran.append("second")

    wire(monkeypatch, first, second)
    with django_capture_on_commit_callbacks(execute=True):
        ada_joins()
    assert ran == ["first", "second"]
    wires.catch_up()
    assert ran == ["first", "second", "first"]
    assert wires.catch_up() == 0


def test_a_fact_whose_handler_keeps_failing_does_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada_joins()
    cafe = organisations.record(name="Nubia's Place", kind="co-op", **MOMENT)
    ben = people.record(name="Ben (invented)", **MOMENT)
    memberships.begin(person=ben, organisation=cafe, class_code="member", on=DAY_ONE, **MOMENT)
    stuck = Fact.objects.filter(kind=BEGAN).order_by("pk")[0]

    def stumble_once(fact: Fact) -> None:
        if fact == stuck:
            raise OSError("this one never works")

    wire(monkeypatch, stumble_once)
    wires.catch_up()
    assert list(Handled.objects.values_list("fact", flat=True)) == [
        fact.pk for fact in Fact.objects.filter(kind=BEGAN) if fact != stuck
    ]


def test_every_wire_hears_of_a_kind_of_fact_there_is() -> None:
    from commonwork.record.kinds import KINDS

    assert set(wires.WIRES) <= set(KINDS)
    names = [wires.name_of(handler) for handlers in wires.WIRES.values() for handler in handlers]
    assert len(names) == len(set(names)), "a handler is remembered by its name"
