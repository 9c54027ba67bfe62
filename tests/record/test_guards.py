"""The guards of the record: there after migrations, and noticed when they are gone."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from commonwork.record import guards
from commonwork.record.models import Fact
from commonwork.registry.actions import people

pytestmark = pytest.mark.django_db


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_migrations_leave_every_guard_in_place() -> None:
    assert guards.missing(connection) == []


def test_a_guard_that_was_dropped_is_named_and_put_back() -> None:
    name = guards.names("record_fact", connection.vendor)[0]
    run(f"DROP TRIGGER {name}" + (" ON record_fact" if connection.vendor == "postgresql" else ""))
    assert guards.missing(connection) == [name]
    guards.install(connection)
    assert guards.missing(connection) == []


def test_a_guard_that_guards_nothing_is_named() -> None:
    if connection.vendor == "postgresql":
        run("ALTER TABLE record_fact DISABLE TRIGGER record_fact_no_delete")
    else:
        run("DROP TRIGGER record_fact_no_delete")
        run("CREATE TRIGGER record_fact_no_delete BEFORE DELETE ON record_fact BEGIN SELECT 1; END")
    assert guards.missing(connection) == ["record_fact_no_delete"]


def test_a_fact_is_not_replaced_by_another_with_its_number_or_its_code() -> None:
    people.record(name="Ada (invented)", by="system/test", at=datetime(2016, 1, 1, 12, tzinfo=UTC))
    fact = Fact.objects.get()
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")  # else PostgreSQL refuses to truncate for another reason
        attacks = ["TRUNCATE record_fact CASCADE", "TRUNCATE record_about"]
    else:  # INSERT OR REPLACE deletes without asking the delete guard unless recursive triggers are on
        run("PRAGMA recursive_triggers=OFF")
        columns = "kind, subject, actor, mandate, organisation, at, recorded_at, data"
        attacks = [
            f"INSERT OR REPLACE INTO record_fact (id, code, {columns}) SELECT id, 'X', {columns} FROM record_fact",
            f"INSERT OR REPLACE INTO record_fact (code, {columns}) SELECT code, {columns} FROM record_fact",
        ]
    try:
        for attack in attacks:
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                run(attack)
        assert Fact.objects.get() == fact and Fact.objects.get().code == fact.code
    finally:
        if connection.vendor == "sqlite":
            run("PRAGMA recursive_triggers=ON")
