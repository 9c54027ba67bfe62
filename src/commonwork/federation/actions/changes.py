"""The lines of a receipt's "What it changed"."""

from typing import Any


def change(what: str, before_minor: int, change_minor: int) -> dict[str, Any]:
    """One line: the amount before, what it changed by, and after. `what` has its label in `facts.RECEIPT_LABELS`."""
    return {
        "what": what,
        "before_minor": before_minor,
        "change_minor": change_minor,
        "after_minor": before_minor + change_minor,
    }
