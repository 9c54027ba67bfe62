"""A tiny spreadsheet: recomputes the formulas of a workbook with exact fractions, as LibreOffice would with decimals."""

import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.formula import Tokenizer
from openpyxl.utils import get_column_letter, range_boundaries

Number = Fraction


def _rounded(
    value: Number, places: Number, how: Callable[[Number], int] = lambda x: math.floor(x + Fraction(1, 2))
) -> Number:
    scale = 10 ** int(places)
    sign = -1 if value < 0 else 1
    return sign * Fraction(how(abs(value) * scale), scale)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ROUND": _rounded,
    "ROUNDDOWN": lambda value, places: _rounded(value, places, math.floor),
    "MAX": lambda *values: max(values),
    "MIN": lambda *values: min(values),
    "MOD": lambda value, by: value % by,
    "MONTH": lambda day: Fraction(day.month),
    "IF": lambda claim, yes, no: yes if claim else no,
    "SUM": lambda *lists: sum((value for values in lists for value in values), Fraction(0)),
    "INDEX": lambda values, at: values[int(at) - 1],
}


class Spreadsheet:
    """Values of cells of a workbook, formulas recomputed; `self["Base", "B3"]`."""

    def __init__(self, content: bytes) -> None:
        self.book = load_workbook(BytesIO(content))
        self._known: dict[tuple[str, str], Any] = {}

    def __getitem__(self, place: tuple[str, str]) -> Any:
        if place not in self._known:
            self._known[place] = self._value(*place)
        return self._known[place]

    def _value(self, sheet: str, cell: str) -> Any:
        value = self.book[sheet][cell].value
        if isinstance(value, str) and value.startswith("="):
            return eval(self._python(value, sheet), {"cell": self, "F": Fraction, **FUNCTIONS})
        if isinstance(value, date | datetime | str):
            return value
        return Fraction(str(value or 0))

    def _python(self, formula: str, sheet: str) -> str:
        return "".join(self._token(one, sheet) for one in Tokenizer(formula).items)

    def _token(self, token: Any, sheet: str) -> str:
        text = str(token.value)
        if token.type == "OPERAND" and token.subtype == "NUMBER":
            return f"F('{text}')"
        if token.type == "OPERAND":
            of, _mark, area = text.rpartition("!")
            return self._area(of or sheet, area.replace("$", ""))
        if token.type == "OPERATOR-INFIX" and text == "=":
            return "=="
        assert re.fullmatch(r"[A-Z]*\(|\)|,|>=|>|[-+*/]|", text.strip()), text
        return text

    def _area(self, sheet: str, area: str) -> str:
        if ":" not in area:
            return f"cell[{sheet!r}, {area!r}]"
        return "[" + ", ".join(f"cell[{sheet!r}, {one!r}]" for one in _cells(area)) + "]"


def _cells(area: str) -> Iterable[str]:
    first, top, last, bottom = (int(bound or 0) for bound in range_boundaries(area))
    return [
        f"{get_column_letter(column)}{row}"
        for row in range(top, bottom + 1)
        for column in range(first, last + 1)
    ]
