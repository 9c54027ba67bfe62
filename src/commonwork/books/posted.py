"""What a batch returns: its entries in their order, each made a model row only when it is looked at."""

from collections.abc import Sequence
from typing import Any, overload
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.db.models.base import ModelState

from commonwork.books.models import Entry

_FIELDS = [field.attname for field in Entry._meta.concrete_fields]


def _as_read(row: tuple[Any, ...]) -> Entry:
    """The entry as if read from the database, without the signals nobody hears (half of what making one costs)."""
    entry = Entry.__new__(Entry)
    state = entry._state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    entry.__dict__.update(zip(_FIELDS, row, strict=True))
    entry.id = UUID(row[0])
    return entry


class Posted(Sequence[Entry]):
    """rows: the values of `Entry` in the order of its fields, the id as text."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self.rows = rows
        self._made: dict[int, Entry] = {}

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> list[Entry]: ...
    def __getitem__(self, at: int | slice) -> Entry | list[Entry]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        if at not in self._made:
            self._made[at] = _as_read(self.rows[at])
        return self._made[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]
