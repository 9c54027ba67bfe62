"""A fact as a receipt: number, moment, sum, one sentence, what it changed, who and how, how to undo, code."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from commonwork.record.queries import Told
from commonwork.ui.dates import moment
from commonwork.ui.money import money
from commonwork.ui.parts import Moved, Receipt


def labels() -> dict[str, Any]:
    """What the rooms call the things their acts change."""
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("commonwork.") and find_spec(f"{config.name}.facts"):
            found |= getattr(import_module(f"{config.name}.facts"), "RECEIPT_LABELS", {})
    return found


def receipt(told: Told, entries: Sequence[Any], verify_url: str, *, names_people: bool) -> Receipt:
    """Everything the sheet shows. entries: the book entries the fact gave. names_people: say who recorded it."""
    fact, names = told.fact, labels()
    changes = tuple(
        Moved(
            names.get(row["what"], row["what"]),
            row["before_minor"],
            row["change_minor"],
            row["after_minor"],
        )
        for row in fact.data.get("changes", [])
    )
    minor = fact.data.get("amount_minor")
    return Receipt(
        number=fact.number,
        moment=moment(localtime(fact.at)),
        sentence=told.sentence,
        code=" ".join(fact.code[start : start + 4] for start in range(0, len(fact.code), 4)),
        amount=money(minor, fact.data.get("unit", "USD")) if isinstance(minor, int) else "",
        changes=changes,
        who_and_how=tuple(_who_and_how(told, entries, names_people)),
        undo=told.kind.undo,
        verify_url=f"{verify_url}?code={fact.code}",
    )


def _who_and_how(told: Told, entries: Sequence[Any], names_people: bool) -> Iterator[tuple[Any, ...]]:
    fact = told.fact
    if names_people:
        yield _("Recorded by"), told.actor
    yield _("Recorded on"), moment(localtime(fact.recorded_at))
    for entry in entries:
        yield _("Entry"), str(entry), entry.get_absolute_url()
