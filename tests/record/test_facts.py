"""Facts are stated with their change, once, and never again touched."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from commonwork.record import queries
from commonwork.record.acts import TokenUsedBefore
from commonwork.record.models import Fact
from commonwork.registry.actions import people
from commonwork.registry.models import Person

pytestmark = pytest.mark.django_db
NOON = datetime(2016, 1, 1, 12, tzinfo=UTC)


def record_ada(**more: str) -> Person:
    return people.record(name="Ada (invented)", key="invented_ada", by="system/test", at=NOON, **more)


def test_an_act_states_its_fact_about_its_subject() -> None:
    ada = record_ada()
    fact = queries.trail(ada).get()
    assert (fact.kind, fact.actor, fact.at) == ("registry.person.recorded", "system/test", NOON)
    assert len(fact.code) == 12
    assert queries.by_code(fact.code.lower()[:4] + " " + fact.code[4:]) == fact
    assert queries.by_number(fact.number) == fact


def test_a_second_press_gets_the_first_answer_and_changes_nothing() -> None:
    ada = record_ada(once="token-1")
    assert record_ada(once="token-1") == ada
    assert Fact.objects.count() == 1
    with pytest.raises(TokenUsedBefore):
        people.record(name="Ben (invented)", by="system/test", at=NOON, once="token-1")
    assert Person.objects.count() == 1


def test_when_the_fact_cannot_be_written_the_change_is_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Fact.objects, "create", broken)
    with pytest.raises(OSError, match="disk"):
        record_ada()
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE record_fact SET kind = 'x'",
        "DELETE FROM record_about",
        "DELETE FROM record_fact",
        "UPDATE record_once SET result = 'x'",
    ],
)
def test_the_database_refuses_to_change_or_delete_what_was_recorded(attack: str) -> None:
    record_ada(once="token-1")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(attack)
    assert Fact.objects.count() == 1


def test_a_fact_told_names_the_person_and_forgets_her_when_asked() -> None:
    ada = record_ada()
    assert "Ada (invented)" in queries.tell(queries.trail(ada))[0].sentence
    people.forget(person=ada, by="system/test", at=NOON)
    assert all("Ada" not in told.sentence for told in queries.tell(queries.trail(ada)))
