"""Lists and objects that go into a rule, made of the shapes of single values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from commonwork.rules.money import UNITS, Unit
from commonwork.rules.reckon.shapes import JSON, Empty, NotOfKind, Shape, UnitCode, WrongInput, shown
from commonwork.rules.refusal import sentence


class Missing(WrongInput):
    sentence: str = sentence('The field "{field}" is missing.')


class NotAnObject(WrongInput):
    sentence: str = sentence("The input must be one JSON object.")


class Twice(WrongInput):
    sentence: str = sentence('The key {shown} stands twice in "{field}".')


@dataclass(frozen=True)
class Listed(Shape):
    """A list of values of one shape; with `unique`, that field of its records may not repeat."""

    item: Shape
    least_count: int = 1
    unique: str | None = None

    def read(self, value: object, field: str, unit: Unit) -> list[Any]:
        if not isinstance(value, list):
            raise NotOfKind(field=field, kind="a list", shown=shown(value))
        if len(value) < self.least_count:
            raise Empty(field=field)
        items = [self.item.read(member, f"{field}[{at}]", unit) for at, member in enumerate(value)]
        if self.unique is not None:
            _refuse_twice([item[self.unique] for item in items], field)
        return items

    def schema(self) -> JSON:
        return {"type": "array", "minItems": self.least_count, "items": self.item.schema()}


def _refuse_twice(keys: Iterable[str], field: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise Twice(field=field, shown=shown(key))
        seen.add(key)


@dataclass(frozen=True)
class Row(Shape):
    """A list with a fixed number of places, each of its own shape; read as a tuple."""

    places: tuple[Shape, ...]

    def read(self, value: object, field: str, unit: Unit) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) != len(self.places):
            raise NotOfKind(field=field, kind=f"a list of {len(self.places)} values", shown=shown(value))
        members = zip(self.places, value, strict=True)
        return tuple(place.read(member, f"{field}[{at}]", unit) for at, (place, member) in enumerate(members))

    def schema(self) -> JSON:
        places = [place.schema() for place in self.places]
        return {"type": "array", "prefixItems": places, "minItems": len(places), "maxItems": len(places)}


@dataclass(frozen=True)
class Mapped(Shape):
    """An object with keys of the asker's choice and values of one shape."""

    item: Shape

    def read(self, value: object, field: str, unit: Unit) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise NotOfKind(field=field, kind="an object", shown=shown(value))
        if not value:
            raise Empty(field=field)
        return {
            key: self.item.read(member, f"{field}.{shown(key)[1:-1]}", unit) for key, member in value.items()
        }

    def schema(self) -> JSON:
        return {"type": "object", "minProperties": 1, "additionalProperties": self.item.schema()}


REQUIRED = object()


@dataclass(frozen=True)
class Field:
    """A field of a record; without a default it must be there. Where there is one, null stands for it."""

    shape: Shape
    default: object = REQUIRED
    says: str = ""

    def schema(self) -> JSON:
        described = {"description": self.says} if self.says else {}
        if self.default is REQUIRED or self.default is None:
            return {**self.shape.schema(), **described}
        return {**self.shape.schema(), "default": self.default, **described}


@dataclass(frozen=True)
class Record(Shape):
    """An object with known fields; unknown ones are ignored. Its field "unit" holds for all its amounts."""

    fields: Mapping[str, Field]

    def read(self, value: object, field: str, unit: Unit) -> JSON:
        if not isinstance(value, dict):
            raise NotOfKind(field=field, kind="an object", shown=shown(value)) if field else NotAnObject()
        named = self.fields.get("unit")
        if named is not None and isinstance(named.shape, UnitCode):
            unit = UNITS[self._field("unit", value, field, unit)]
        return {name: self._field(name, value, field, unit) for name in self.fields}

    def _field(self, name: str, value: JSON, within: str, unit: Unit) -> Any:
        place, known = f"{within}.{name}" if within else name, self.fields[name]
        given = value.get(name)
        if given is None and known.default is not REQUIRED:
            return known.default
        if name not in value:
            raise Missing(field=place)
        return known.shape.read(given, place, unit)

    def schema(self) -> JSON:
        return {
            "type": "object",
            "properties": {name: field.schema() for name, field in self.fields.items()},
            "required": [name for name, field in self.fields.items() if field.default is REQUIRED],
        }
