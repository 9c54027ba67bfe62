"""Shapes of single values: each reads a JSON value exactly or refuses it, and tells its JSON Schema.

Lists and objects made of them stand in `records`. One description serves the reader, the refusals and the
schema, so the three cannot disagree. Numbers become `Fraction`, amounts whole minor units; nothing is
rounded here. Text is taken as it stands.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from commonwork.rules.money import UNITS, Unit
from commonwork.rules.refusal import Refusal, sentence

JSON = dict[str, Any]
MOST_DIGITS = 100  # of a number, before or after the point: more is a mistake or a trap

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,6})?", re.ASCII)
_CLOCK = re.compile(r"([+-]?)(\d{1,100}):([0-5]\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class WrongInput(Refusal):
    """The input does not have the shape the rule asks for; `field` says where."""


class NotOfKind(WrongInput):
    sentence: str = sentence('The field "{field}" must be {kind}, not {shown}.')


class TooLow(WrongInput):
    sentence: str = sentence('The field "{field}" must be at least {least}, not {shown}.')


class TooHigh(WrongInput):
    sentence: str = sentence('The field "{field}" must be at most {most}, not {shown}.')


class TooFine(WrongInput):
    sentence: str = sentence('The field "{field}" is finer than the smallest part of {unit}: {shown}.')


class Empty(WrongInput):
    sentence: str = sentence('The field "{field}" is empty.')


def shown(value: object) -> str:
    """Return a value as a refusal quotes it: short, on one line.

    >>> shown("a\\nb"), shown(True), shown(None), shown([1]), shown(Decimal("1.50"))
    ('"a b"', 'true', 'null', 'a list', '1.50')
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "an object"
    if isinstance(value, int) and value.bit_length() > 1000:
        return "a number of more than 300 digits"
    text = "".join(sign if sign.isprintable() else " " for sign in str(value)[:60])
    text = f"{text[:40]}..." if len(text) > 40 else text
    return f'"{text}"' if isinstance(value, str) else text


class Shape(ABC):
    """What one value must look like."""

    @abstractmethod
    def read(self, value: object, field: str, unit: Unit) -> Any:
        """Return the value as the rule works with it. Raises WrongInput, naming `field`."""

    @abstractmethod
    def schema(self) -> JSON:
        """Return the JSON Schema of what `read` takes."""


@dataclass(frozen=True)
class Number(Shape):
    """An exact number, written as a JSON number or as a decimal string; read as a Fraction."""

    least: int | None = 0
    most: int | None = None

    kind = "a number"

    def read(self, value: object, field: str, unit: Unit) -> Fraction:
        number = exact(value)
        if number is None:
            raise NotOfKind(field=field, kind=self.kind, shown=shown(value))
        if self.least is not None and number < self.least:
            raise TooLow(field=field, least=self.least, shown=shown(value))
        if self.most is not None and number > self.most:
            raise TooHigh(field=field, most=self.most, shown=shown(value))
        return number

    def schema(self) -> JSON:
        bounds = {name: bound for name, bound in self._bounds() if bound is not None}
        return {
            "anyOf": [{"type": "number", **bounds}, {"type": "string", "pattern": f"^{_NUMBER.pattern}$"}]
        }

    def _bounds(self) -> Iterable[tuple[str, int | None]]:
        return ("minimum", self.least), ("maximum", self.most)


def exact(value: object) -> Fraction | None:
    """Return a JSON number or decimal string as a Fraction, or None where it is neither or has too many
    digits.

    >>> exact("1253.45"), exact(Decimal("1e2")), exact(True), exact("NaN"), exact("1,000")
    (Fraction(25069, 20), Fraction(100, 1), None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    if isinstance(value, int):
        return Fraction(value) if abs(value) < 10**MOST_DIGITS else None
    text = str(value)
    if len(text) > 3 * MOST_DIGITS or not _NUMBER.fullmatch(text):
        return None
    decimal = Decimal(text)
    exponent = decimal.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MOST_DIGITS or decimal.adjusted() > MOST_DIGITS:
        return None
    return Fraction(decimal)


@dataclass(frozen=True)
class Whole(Number):
    """A whole number (a count); read as an int."""

    kind = "a whole number"

    def read(self, value: object, field: str, unit: Unit) -> Any:
        number = super().read(value, field, unit)
        if number.denominator != 1:
            raise NotOfKind(field=field, kind=self.kind, shown=shown(value))
        return int(number)

    def schema(self) -> JSON:
        bounds = {name: bound for name, bound in self._bounds() if bound is not None}
        return {
            "anyOf": [{"type": "integer", **bounds}, {"type": "string", "pattern": r"^[+-]?\d+(?:\.0*)?$"}]
        }


@dataclass(frozen=True)
class Amount(Number):
    """An amount in the unit of the record (US dollars where it names none); read as whole minor units."""

    kind = "an amount"

    def read(self, value: object, field: str, unit: Unit) -> Any:
        if unit.code == "HOUR" and isinstance(value, str) and (clock := _CLOCK.fullmatch(value)):
            value = f"{clock[1]}{int(clock[2]) * 60 + int(clock[3])}"
            return int(super().read(value, field, unit))
        minor = super().read(value, field, unit) * unit.minor_per_major
        if minor.denominator != 1:
            raise TooFine(field=field, unit=unit.code, shown=shown(value))
        return int(minor)


@dataclass(frozen=True)
class Text(Shape):
    """A text that is not empty."""

    def read(self, value: object, field: str, unit: Unit) -> str:
        if not isinstance(value, str):
            raise NotOfKind(field=field, kind="a text", shown=shown(value))
        if not value:
            raise Empty(field=field)
        return value

    def schema(self) -> JSON:
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True)
class Choice(Shape):
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, value: object, field: str, unit: Unit) -> str:
        if not isinstance(value, str) or value not in self.words:
            listed = ", ".join(f'"{word}"' for word in self.words)
            kind = listed if len(self.words) == 1 else f"one of {listed}"
            raise NotOfKind(field=field, kind=kind, shown=shown(value))
        return value

    def schema(self) -> JSON:
        return {"enum": list(self.words)}


class UnitCode(Choice):
    """The unit of account that every amount of the record is in."""

    def __init__(self) -> None:
        super().__init__(tuple(UNITS))


@dataclass(frozen=True)
class Flag(Shape):
    """True or false."""

    def read(self, value: object, field: str, unit: Unit) -> bool:
        if not isinstance(value, bool):
            raise NotOfKind(field=field, kind="true or false", shown=shown(value))
        return value

    def schema(self) -> JSON:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Day(Shape):
    """A calendar day, ISO 8601 (2026-12-31)."""

    def read(self, value: object, field: str, unit: Unit) -> date:
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass  # no such day: refused below, like any other text
        raise NotOfKind(field=field, kind="a date like 2026-12-31", shown=shown(value))

    def schema(self) -> JSON:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class Ratio(Number):
    """A number, or two with a stroke between them ("365/255"); read as a Fraction above zero."""

    kind = "a number above zero or a ratio of two"

    def read(self, value: object, field: str, unit: Unit) -> Fraction:
        above, below = (*value.split("/", 1), "1")[:2] if isinstance(value, str) else (value, 1)
        dividend, divisor = exact(above), exact(below)
        if dividend is None or divisor is None or min(dividend, divisor) <= 0:
            raise NotOfKind(field=field, kind=self.kind, shown=shown(value))
        return dividend / divisor

    def schema(self) -> JSON:
        return {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string"}]}
