"""What every act of the assembly promises."""

from collections.abc import Callable
from typing import Any

import pytest

from commonwork.assembly.actions import assemblies, ballots, proposals
from commonwork.assembly.models import Assembly, Ballot, BallotBatch, CountStep, Proposal, Resolution
from commonwork.record.models import Fact
from tests.rooms.assembly import make
from tests.rooms.assembly.make import HELD, WHO, enter

pytestmark = pytest.mark.django_db


# what every act promises


def _call() -> None:
    make.called()


def _propose() -> None:
    make.proposed(Assembly.objects.get(), only=["handbook_es"])


def _enter() -> None:
    enter(Assembly.objects.get(), "R-9", "1")


def _count() -> None:
    assemblies.count(assembly=Assembly.objects.get(), budget_minor=900_00, on=HELD, **WHO)


def _resolve() -> None:
    assemblies.resolve(assembly=Assembly.objects.get(), on=HELD, **WHO)


def _rows() -> list[Any]:
    models = [Assembly, Proposal, BallotBatch, Ballot, CountStep, Resolution, Fact]
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize(
    ("prepare", "module", "attempt"),
    [
        (make.body, assemblies, _call),
        (make.called, proposals, _propose),
        (make.voting, ballots, _enter),
        (lambda: enter(make.voting(), "R-1", "1"), assemblies, _count),
        (make.counted, assemblies, _resolve),
    ],
    ids=["call", "make", "enter", "count", "resolve"],
)
def test_a_failure_half_way_leaves_nothing(
    prepare: Callable[[], Any], module: Any, attempt: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the record is full")

    prepare()
    make.organisation("school")
    before = _rows()
    with monkeypatch.context() as patched:
        patched.setattr(module, "state", broken)
        with pytest.raises(RuntimeError):
            attempt()
    assert _rows() == before
    attempt()
    assert _rows() != before
