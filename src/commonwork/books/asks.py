"""What the books ask the charter, which stands beside them: those above both hand the answer in."""

from collections.abc import Callable
from datetime import date
from typing import TypeAlias

from commonwork.registry.models import Organisation

Window: TypeAlias = Callable[[date, Organisation | None], int | None]
_windows: list[Window] = []


def answer_bills_window(window: Window) -> None:
    """Say who knows over how many months the average costs are taken."""
    _windows[:] = [window]


def bills_window(on: date, organisation: Organisation | None = None) -> int | None:
    """Over how many months average costs are taken, for an organisation or the whole network; None where nobody has
    decided it."""
    return _windows[0](on, organisation) if _windows else None
