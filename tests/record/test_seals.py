"""Seals: batches of facts, chained, so that a change made behind the guards' back shows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from commonwork.record import guards, seals
from commonwork.record.models import Fact, Seal, SealMember
from commonwork.registry.actions import people

pytestmark = pytest.mark.django_db
NOON = datetime(2016, 1, 1, 12, tzinfo=UTC)


def people_recorded(*names: str) -> None:
    for name in names:
        people.record(name=name, key=f"invented_{name.lower()}", by="system/test", at=NOON)


@pytest.fixture
def two_seals() -> None:
    people_recorded("Ada", "Ben")
    assert seals.seal(at=NOON) == 2
    people_recorded("Cleo", "Dora", "Ede")
    assert seals.seal(at=NOON + timedelta(minutes=1)) == 3


def without_guards(statement: str) -> None:
    """What only the owner of the database could do: take the guards away, and write."""
    with connection.cursor() as cursor:
        for table in guards.RECORD_TABLES:
            for name in guards.names(table, connection.vendor):
                of = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of}")
        cursor.execute(statement)


def test_every_fact_is_sealed_once_and_the_seals_hold(two_seals: None) -> None:
    assert seals.seal(at=NOON) == 0
    first, second = Seal.objects.order_by("pk")
    assert (first.fact_count, second.fact_count, second.previous) == (2, 3, first)
    assert SealMember.objects.count() == Fact.objects.count() == 5
    assert list(seals.check()) == []


def test_sealing_goes_on_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "BATCH", 2)
    people_recorded("Ada", "Ben", "Cleo", "Dora", "Ede")
    assert seals.seal(at=NOON) == 5
    assert [seal.fact_count for seal in Seal.objects.order_by("pk")] == [2, 2, 1]
    assert list(seals.check()) == []


def test_a_fact_that_was_committed_late_is_sealed_by_the_daily_job(monkeypatch: pytest.MonkeyPatch) -> None:
    # A transaction that stayed open while more than a window of facts were stated and sealed.
    people_recorded("Ada", "Ben", "Cleo")
    late = Fact.objects.order_by("pk").first()
    assert late is not None
    everything = Fact.objects.all
    with monkeypatch.context() as patch:
        patch.setattr(Fact.objects, "filter", lambda **k: everything().exclude(pk=late.pk).filter(**k))
        assert seals.seal(at=NOON) == 2
    monkeypatch.setattr(seals, "WINDOW", 1)
    assert seals.seal(at=NOON) == 0
    seals.seal_daily(NOON.date())
    assert SealMember.objects.get(fact=late).position == 0
    assert list(seals.check()) == []


TAMPERING: dict[str, tuple[Callable[[], str], str]] = {
    "another actor": (lambda: "UPDATE record_fact SET actor = 'system/nobody'", "not what it was"),
    "another moment": (lambda: "UPDATE record_fact SET at = recorded_at", "not what it was"),
    "another content": (lambda: "UPDATE record_fact SET data = '{\"amount_minor\": 1}'", "not what it was"),
    "a trail cut": (lambda: "DELETE FROM record_about WHERE ref LIKE '%cleo'", "not what it was"),
    "a trail forged": (lambda: "UPDATE record_about SET ref = ref || 'x'", "not what it was"),
    "a fact left out": (
        lambda: f"DELETE FROM record_sealmember WHERE id = {SealMember.objects.order_by('pk')[0].pk}",
        "do not add up",
    ),
    "a leaf replaced": (lambda: "UPDATE record_sealmember SET leaf = 'nothing'", "do not add up"),
    "an order changed": (lambda: "UPDATE record_sealmember SET position = 9 - position", "do not add up"),
    "a seal moved": (
        lambda: "UPDATE record_seal SET sealed_at = '2016-01-01 13:00:00+00'",
        "does not follow",
    ),
    "a seal unlinked": (lambda: "UPDATE record_seal SET previous_id = NULL", "does not follow"),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_behind_the_guards_shows(two_seals: None, how: str) -> None:
    statement, said = TAMPERING[how]
    without_guards(statement())
    assert any(said in sentence for sentence in seals.check()), list(seals.check())


def test_a_forged_fact_with_a_forged_leaf_and_root_breaks_the_chain(two_seals: None) -> None:
    without_guards("UPDATE record_fact SET actor = 'system/nobody'")
    for member in SealMember.objects.select_related("fact"):
        without_guards(
            f"UPDATE record_sealmember SET leaf = '{seals.leaf(member.fact)}' WHERE id = {member.pk}"
        )
    for seal in Seal.objects.all():
        root = seals.merkle_root([member.leaf for member in seal.members.order_by("position")])
        without_guards(f"UPDATE record_seal SET root = '{root}' WHERE id = {seal.pk}")
    assert list(seals.check()) == [
        f"seal {row.pk}: it does not follow the seal before it" for row in Seal.objects.order_by("pk")
    ]
