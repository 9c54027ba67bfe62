"""What a paper is made of, whatever shows it: page, file or PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cell:
    """A figure in minor units, or nothing; href leads to its lines. is_change: shown with its sign."""

    minor: int | None
    href: str = ""
    is_change: bool = False


@dataclass(frozen=True)
class PaperColumn:
    """A column of figures. in_files: too many for a page, so only files and PDF have it."""

    key: str
    heading: str
    in_files: bool = False


@dataclass(frozen=True)
class PaperRow:
    """kind: group (a heading without figures), row, total or result. href: where the lines of the row are."""

    kind: str
    id: str
    text: str
    cells: Sequence[Cell]
    href: str = ""


@dataclass(frozen=True)
class Paper:
    """subject: whose statement it is. span: the days it speaks of, in words. unit: of all figures, in
    words; unit_code: the unit itself."""

    what: str
    title: str
    subject: str
    span: str
    unit: str
    columns: Sequence[PaperColumn]
    rows: Sequence[PaperRow]
    reading: Sequence[str]
    notes: Sequence[str] = ()
    unit_code: str = "USD"

    @property
    def page_columns(self) -> list[PaperColumn]:
        """The columns a page has room for."""
        return [column for column in self.columns if not column.in_files]

    @property
    def page_width(self) -> int:
        """How many columns a page shows, with that of the names."""
        return len(self.page_columns) + 1

    def page_rows(self) -> list[dict[str, Any]]:
        """The rows with the cells a page has room for, each beside its column."""
        shown = [number for number, column in enumerate(self.columns) if not column.in_files]
        return [
            {
                "row": row,
                "cells": [(self.columns[number], row.cells[number]) for number in shown if row.cells],
            }
            for row in self.rows
        ]
