"""How the facts of the federation say what their data holds as codes and ISO days."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from commonwork.ui.dates import day

Say = Callable[[Mapping[str, Any]], object]


def in_words(name: str, choices: list[tuple[str, object]]) -> Say:
    """Says a code of a fact's data in words."""
    words = dict(choices)
    return lambda data: words.get(data.get(name, ""), data.get(name, ""))


def day_of(name: str) -> Say:
    """Says a day of a fact's data as people write it."""
    return lambda data: day(date.fromisoformat(data[name])) if data.get(name) else ""
