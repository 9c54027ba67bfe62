"""What the books ask the charter, which stands beside them, and the rooms above: those above hand the answers in."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from commonwork.registry.models import Organisation

Window: TypeAlias = Callable[[date, Organisation | None], int | None]
_windows: list[Window] = []


@dataclass(frozen=True)
class Named:
    """A party that belongs to a room above (a resolution): what people call it, and its page."""

    name: str
    href: str = ""


Names: TypeAlias = Callable[[Collection[str]], Mapping[str, Named]]
_names: list[Names] = []


def answer_bills_window(window: Window) -> None:
    """Say who knows over how many months the average costs are taken."""
    _windows[:] = [window]


def bills_window(on: date, organisation: Organisation | None = None) -> int | None:
    """Over how many months average costs are taken, for an organisation or the whole network; None where nobody has
    decided it."""
    return _windows[0](on, organisation) if _windows else None


def answer_party_names(names: Names) -> None:
    """Say who knows the parties that belong to rooms above."""
    if names not in _names:
        _names.append(names)


def party_names(keys: Collection[str]) -> dict[str, Named]:
    """{key: name and page} of those parties that belong to rooms above; anyone may read them."""
    wanted = {key for key in keys if key}
    return {key: named for ask in _names for key, named in ask(wanted).items()} if wanted else {}
