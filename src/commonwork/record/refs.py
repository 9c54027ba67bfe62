"""References "app.model/key": how facts and entries name things without pointing at rows."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model


def ref(thing: Model | str) -> str:
    """The reference of a row that has a `key`; a string is taken as a reference already.

    >>> ref("system/season")
    'system/season'
    """
    if isinstance(thing, str):
        return thing
    return f"{thing._meta.label_lower}/{thing.key}"  # type: ignore[attr-defined]


def resolve(reference: str) -> Model | None:
    """The row a reference names, or None when it is gone or names no row (system actors)."""
    return resolve_many([reference]).get(reference)


def resolve_many(references: Iterable[str]) -> dict[str, Model]:
    """{reference: row} for all that exist; one query for each kind of row."""
    keys: dict[str, set[str]] = defaultdict(set)
    for reference in references:
        label, _, key = reference.partition("/")
        if key and "." in label:
            keys[label].add(key)
    found: dict[str, Model] = {}
    for label, wanted in keys.items():
        try:
            model: Any = apps.get_model(label)
            model._meta.get_field("key")
        except (LookupError, ValueError, FieldDoesNotExist):
            continue  # text that only looks like a reference
        for row in model._default_manager.filter(key__in=wanted):
            found[f"{label}/{row.key}"] = row
    return found
