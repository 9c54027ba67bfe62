"""What a rule that anyone can call is: a name, a sentence, its input and output, and the reckoning."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from commonwork.rules.money import UNITS, show_minor
from commonwork.rules.reckon.records import Record
from commonwork.rules.reckon.shapes import JSON

AMOUNT: JSON = {"type": "string", "pattern": r"^-?\d+([.:]\d+)?$", "description": "in the unit's decimals"}
COUNT: JSON = {"type": "integer"}
DAY: JSON = {"type": "string", "format": "date"}
DECIMAL: JSON = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
TEXT: JSON = {"type": "string"}
FLAG: JSON = {"type": "boolean"}


def answer(**fields: JSON) -> JSON:
    """Return the schema of an object that always holds these fields."""
    return {"type": "object", "properties": fields, "required": list(fields)}


def rows(item: JSON) -> JSON:
    """Return the schema of a list of such items."""
    return {"type": "array", "items": item}


def by_key(item: JSON) -> JSON:
    """Return the schema of an object with such a value for every key of the input."""
    return {"type": "object", "additionalProperties": item}


def usd(minor: int) -> str:
    """Return an amount of a rule that names no unit: cents as "12.34"."""
    return show_minor(minor, "USD")


def hundredths(value: int) -> str:
    """Return a number kept in hundredths with two decimals.

    >>> hundredths(969), hundredths(-5)
    ('9.69', '-0.05')
    """
    return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"


@dataclass(frozen=True)
class Rule:
    """A rule that anyone can call with JSON. `work` gets the input as its shapes read it."""

    name: str
    sentence: str
    takes: Record
    gives: JSON
    work: Callable[[JSON], JSON] = field(repr=False)

    def reckon(self, given: object) -> JSON:
        """Return the rule's answer to a JSON object; numbers in it are int, Decimal or text, never floats.

        Raises Refusal when the input is wrong or the rule says no.
        """
        return self.work(self.takes.read(given, "", UNITS["USD"]))

    def schemas(self) -> dict[str, Any]:
        """Return the JSON Schemas of input and output, with the rule's name and sentence."""
        draft = "https://json-schema.org/draft/2020-12/schema"
        return {
            "rule": self.name,
            "sentence": self.sentence,
            "input": {"$schema": draft, **self.takes.schema()},
            "output": {"$schema": draft, **self.gives},
        }
