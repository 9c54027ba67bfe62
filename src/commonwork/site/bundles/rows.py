"""Which rows a bundle holds, and how their values are written: one file for each kind of row, one line for each row.

Left out: secrets (passwords, second factors, tokens, sessions), what can be worked out again (balances), answers to
programs, background work, and the pages of the public site, which belong to their editor.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from graphlib import TopologicalSorter
from json import dumps
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import BinaryField, Field, JSONField, Model

from commonwork.books.exports.parts import Part, Pieces, Scope
from commonwork.rules.chain import moment

LEFT_OUT = {
    "access.token",
    "access.answer",
    "books.monthsum",
    "gatherings.calendartoken",
    "gatherings.letter",
    "school.issuerkey",
}
HAS_ALREADY = ("papers", "vouchers")  # parts of a pack whose content a bundle holds as rows
LEFT_OUT_APPS = {"press"}
FROM_LIBRARIES = ("account.emailaddress",)
NO_PASSWORD = "!"  # noqa: S105  what Django writes for an account that cannot sign in by password
ORDERS = {"books.entry": ("book_id", "seq"), "books.posting": ("book_id", "seq", "line")}
AT_ONCE = 2_000


def kinds() -> list[type[Model]]:
    """The kinds of rows in a bundle, those that others point to first."""
    ours = [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("commonwork.") and config.label not in LEFT_OUT_APPS
        for model in config.get_models()
        if model._meta.label_lower not in LEFT_OUT and not model._meta.proxy
    ]
    ours += [apps.get_model(label) for label in FROM_LIBRARIES]
    by_label = {model._meta.label_lower: model for model in ours}
    points_to = {
        label: {
            field.related_model._meta.label_lower
            for field in fields(model)
            if field.is_relation
            and isinstance(field.related_model, type)
            and field.related_model is not model
        }
        & by_label.keys()
        for label, model in sorted(by_label.items())
    }
    return [by_label[label] for label in TopologicalSorter(points_to).static_order()]


def fields(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of a kind of row."""
    return [field for field in model._meta.concrete_fields if field.column]


def name_of(model: type[Model]) -> str:
    """The file of a kind of row."""
    return f"rows/{model._meta.label_lower}.jsonl"


def written(field: Field[Any, Any], value: Any) -> Any:
    """A value as JSON holds it."""
    if field.name == "password":
        return NO_PASSWORD
    if isinstance(field, JSONField) or value is None:
        return value
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return b64encode(bytes(value)).decode() if isinstance(field, BinaryField) else value


def read(field: Field[Any, Any], value: Any) -> Any:
    """A value as the database takes it, from what `written` wrote."""
    if isinstance(field, JSONField) or value is None:
        return value
    if isinstance(field, BinaryField):
        return b64decode(value, validate=True)
    target = field.target_field if field.is_relation else field  # type: ignore[attr-defined]
    return target.to_python(value)


def _rows(model: type[Model]) -> Iterator[str]:
    columns = fields(model)
    yield line([field.attname for field in columns])
    order = ORDERS.get(model._meta.label_lower, ("pk",))
    found = model._base_manager.order_by(*order).values_list(*(field.attname for field in columns))
    for row in found.iterator(chunk_size=AT_ONCE):
        yield line([written(field, value) for field, value in zip(columns, row, strict=True)])


def line(row: list[Any]) -> str:
    """One row as its file holds it."""
    return dumps(row, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def _files(_scope: Scope) -> Iterator[tuple[str, Pieces]]:
    for model in kinds():
        yield name_of(model), _rows(model)


PART = Part(
    "rows",
    "EVERY ROW OF RECORD, WITH NAMES AND ADDRESSES OF PEOPLE: this is a bundle that moves the network to another place "
    "(commonwork import). Keep it as you keep the database. It holds no passwords, tokens or second factors.",
    _files,
)
