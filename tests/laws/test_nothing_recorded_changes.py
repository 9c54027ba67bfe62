"""Law: facts and posted rows cannot be changed or deleted, neither through the ORM nor in SQL, on either engine."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from commonwork.books.actions import holds
from commonwork.books.models import Entry, Hold, HoldEnd, Posting
from commonwork.record import guards
from commonwork.record.models import About, Fact, Handled, Once, Seal, SealMember
from commonwork.record.seals import seal
from commonwork.registry.actions import people
from tests.rooms.books import make

pytestmark = pytest.mark.django_db
RECORDED: tuple[type[models.Model], ...] = (
    Fact,
    About,
    Once,
    Handled,
    Seal,
    SealMember,
    Entry,
    Posting,
    Hold,
    HoldEnd,
)
WAYS: dict[str, Callable[[type[Any]], object]] = {
    "change by ORM": lambda model: model.objects.update(**{_a_field(model): _a_value(model)}),
    "change by SQL": lambda model: _run(
        f'UPDATE {_table(model)} SET "{_column(model)}" = "{_column(model)}"'
    ),
    "delete by ORM": lambda model: model.objects.all()._raw_delete("default"),
    "delete by SQL": lambda model: _run(f"DELETE FROM {_table(model)}"),
}


def _table(model: type[Any]) -> str:
    return str(model._meta.db_table)


def _a_field(model: type[Any]) -> str:
    return str(next(field.name for field in model._meta.concrete_fields if not field.primary_key))


def _column(model: type[Any]) -> str:
    return str(model._meta.get_field(_a_field(model)).column)


def _a_value(model: type[Any]) -> object:
    return models.F(_a_field(model))


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def refuses(model: type[Any], way: Callable[[type[Any]], object]) -> bool:
    """Does the database refuse? What was tried is undone either way."""
    try:
        with transaction.atomic():
            way(model)
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


@pytest.fixture(autouse=True)
def _recorded() -> None:
    """At least one row of each kind."""
    person = people.record(name="Ada (invented)", by=make.BY, at=make.AT, once="token")
    book = make.book()
    make.cash(book, 100)
    hold = holds.place(
        organisation=book.organisation,
        account="1000",
        against="5200",
        amount_minor=5,
        expires_on=make.FIRST + timedelta(1),
        by=make.BY,
        at=make.AT,
    )
    holds.void(hold=hold, by=make.BY, at=make.AT)
    seal(at=make.AT)
    Handled.objects.create(
        fact=Fact.objects.filter(subject__endswith=person.key)[0], handler="test", at=make.AT
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("model", RECORDED, ids=lambda model: model.__name__)
def test_what_is_recorded_stays(model: type[Any], way: str) -> None:
    assert model.objects.exists(), "an empty table would refuse nothing"
    assert refuses(model, WAYS[way])


def test_every_table_of_the_record_is_guarded_or_named_here() -> None:
    tables = {model._meta.db_table for model in apps.get_app_config("record").get_models()}
    free = {
        "record_dailyrun",  # only says that it is done
        "record_document",  # can be erased; facts keep its hash
        "record_attachment",  # ... and so can where it stood
    }
    assert tables - free == set(guards.RECORD_TABLES)
    assert {_table(model) for model in RECORDED} == set(guards.RECORD_TABLES) | {
        "books_entry",
        "books_posting",
        "books_hold",
        "books_holdend",
    }


def test_this_law_can_fail() -> None:
    of = " ON record_fact" if connection.vendor == "postgresql" else ""
    _run(f"DROP TRIGGER record_fact_no_update{of}")
    assert not refuses(Fact, WAYS["change by SQL"])
    assert refuses(Fact, WAYS["delete by SQL"])
