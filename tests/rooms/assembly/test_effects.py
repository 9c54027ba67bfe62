"""What resolutions set in motion: tasks, budget lines, policies - begun, followed, paid, done."""

from datetime import date
from typing import Any
from unittest.mock import patch

import pytest

from commonwork.assembly.actions import effects
from commonwork.assembly.effects import progress_of
from commonwork.assembly.models import Effect, Resolution
from commonwork.books import actions as books
from commonwork.books import queries as book_queries
from commonwork.charter.queries import in_force
from commonwork.record.models import Fact
from commonwork.record.refs import ref
from tests.rooms.assembly import make
from tests.rooms.assembly.make import WHO

pytestmark = pytest.mark.django_db
DAY = date(2017, 3, 1)


def resolution() -> Resolution:
    make.resolved()
    return Resolution.objects.get(key="childcare")


def planned(kind: str, **more: Any) -> Effect:
    return effects.plan(
        decided_in=resolution(), body=make.body(), kind=kind, title="Shade trees", **more, **WHO
    )


def line(account: str = "5600", **more: Any) -> Effect:
    """A line of 300.00 in the federation's book, begun."""
    for key in ("federation", "school"):
        organisation = make.organisation(key)
        if book_queries.book_of(organisation) is None:
            books.open_book(organisation=organisation, on=date(2017, 1, 1), **WHO)
    data = {
        "organisation": "federation",
        "account": account,
        "amount_minor": 300_00,
        "starts_on": "2017-03-01",
        "ends_on": "2018-03-01",
        **more,
    }
    return effects.begin(effect=planned("budget-line", data=data), on=DAY, **WHO)


def test_a_task_is_told_to_be_done_step_by_step() -> None:
    task = planned("task", owner=make.person("Ada"), due_on=date(2017, 6, 1))
    assert Fact.objects.filter(kind="assembly.effect.planned", subject=ref(task)).exists()
    task = effects.begin(effect=task, on=DAY, **WHO)
    task = effects.report(effect=task, done_bp=4000, on=DAY, text="Trees are ordered.", **WHO)
    assert progress_of(task, on=DAY).done_bp == 4000
    with pytest.raises(effects.LessThanBefore):
        effects.report(effect=task, done_bp=3999, on=DAY, **WHO)
    task = effects.report(effect=task, done_bp=10_000, on=DAY, **WHO)
    assert (task.state, task.done_on) == ("done", DAY)
    assert "ordered" not in str(Fact.objects.filter(subject=ref(task)).values_list("data", flat=True))


def test_a_task_needs_an_owner() -> None:
    with pytest.raises(effects.OwnerNeeded):
        planned("task")


def test_what_is_begun_is_not_begun_again_or_dropped() -> None:
    task = effects.begin(effect=planned("task", owner=make.person("Ada")), on=DAY, **WHO)
    with pytest.raises(effects.NotToBeBegun):
        effects.begin(effect=task, on=DAY, **WHO)
    with pytest.raises(effects.NotToBeBegun):
        effects.drop(effect=task, on=DAY, **WHO)


def test_a_budget_line_is_spent_until_it_is_whole() -> None:
    effect = line()
    assert effect.made.startswith("books.budget/")
    effects.pay(effect=effect, amount_minor=120_00, on=DAY, what="saplings", **WHO)
    found = progress_of(effect, on=DAY)
    assert (found.done_bp, found.words) == (4000, "$120.00 of $300.00 is spent.")  # 120 / 300
    assert [text for _label, text in found.figures] == ["$300.00", "$120.00", "$180.00"]
    with pytest.raises(effects.NotUnderWay):
        effects.finish(effect=effect, on=DAY, **WHO)
    effects.pay(effect=effect, amount_minor=180_00, on=DAY, what="the rest", **WHO)
    assert effects.finish(effect=effect, on=DAY, **WHO).state == "done"
    federation = make.organisation("federation")
    assert book_queries.balance(federation, "5600", party=effect.key) == 300_00


def test_no_more_is_paid_than_is_left_on_the_line() -> None:
    effect = line()
    effects.pay(effect=effect, amount_minor=299_99, on=DAY, what="saplings", **WHO)
    with pytest.raises(effects.NotEnoughLeft):
        effects.pay(effect=effect, amount_minor=2, on=DAY, what="one too many", **WHO)


def test_a_recipient_with_books_has_the_money_as_a_restricted_grant() -> None:
    effect = line(recipient="school")
    effects.pay(effect=effect, amount_minor=120_00, on=DAY, what="saplings", **WHO)
    assert book_queries.balance(make.organisation("school"), "3400", party=effect.key) == -120_00


def test_a_payment_that_fails_half_way_leaves_nothing() -> None:
    effect = line()
    before = Fact.objects.count()
    with (
        patch("commonwork.books.actions.post", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        effects.pay(effect=effect, amount_minor=100, on=DAY, what="x", **WHO)
    assert Fact.objects.count() == before
    assert progress_of(effect, on=DAY).done_bp == 0


def test_a_policy_changes_from_its_day_and_cites_the_resolution() -> None:
    data = {"policy": "assembly.engagement_mark_bp", "value": 2500, "starts_on": "2017-03-15"}
    effect = effects.begin(effect=planned("policy", data=data), on=DAY, **WHO)
    assert in_force("assembly.engagement_mark_bp", on=date(2017, 3, 14)) is None
    row = in_force("assembly.engagement_mark_bp", on=date(2017, 3, 15))
    assert row is not None and row.value == 2500
    assert row.source == "assembly.resolution/childcare"
    assert progress_of(effect, on=date(2017, 3, 14)).done_bp == 5000
    assert progress_of(effect, on=date(2017, 3, 15)).is_done


def test_nobody_types_in_how_far_a_budget_line_is() -> None:
    effect = line()
    with pytest.raises(effects.ReadFromElsewhere):
        effects.report(effect=effect, done_bp=9000, on=DAY, **WHO)
