"""A fact as a receipt: number, moment, sum, one sentence, what it changed, who and how, how to undo, code."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from commonwork.record.queries import Told


def labels() -> dict[str, Any]:
    """What the rooms call the things their acts change."""
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("commonwork.") and find_spec(f"{config.name}.facts"):
            found |= getattr(import_module(f"{config.name}.facts"), "RECEIPT_LABELS", {})
    return found


def receipt(told: Told, entries: list[Any], verify_url: str) -> dict[str, Any]:
    """Everything the template ui/receipt.html asks for, as plain values."""
    fact = told.fact
    names = labels()
    changes = [
        change | {"what": names.get(change["what"], change["what"])}
        for change in fact.data.get("changes", [])
    ]
    return {
        "number": fact.number,
        "code": " ".join(fact.code[start : start + 4] for start in range(0, len(fact.code), 4)),
        "verify_url": verify_url,
        "qr": f"{verify_url}?code={fact.code}",
        "at": fact.at,
        "recorded_at": fact.recorded_at,
        "title": told.kind.receipt or _("It is recorded"),
        "amount_minor": fact.data.get("amount_minor"),
        "unit": fact.data.get("unit", "USD"),
        "sentence": told.sentence,
        "changes": changes,
        "undo": told.kind.undo,
        "entries": entries,
        "fact": fact,
    }
