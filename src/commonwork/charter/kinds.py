"""The policies there are. Each storey declares those it asks for; a policy that is not declared cannot be adopted."""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import ngettext

from commonwork.rules.money import parse_minor
from commonwork.ui.money import money, percent


@dataclass(frozen=True)
class PolicyKind:
    """unit: bp = basis points (500 = 5 %), amount = decimal string in USD, count, days, code = one of `choices`."""

    code: str
    sentence: object  # lazy translation: what it decides, in plain words
    unit: Literal["bp", "amount", "count", "days", "code", "codes", "text"]
    choices: tuple[str, ...] = ()


POLICIES: dict[str, PolicyKind] = {}


def in_words(code: str, value: Any) -> str:
    """A policy's value as people read it: basis points as a percentage, amounts in dollars, a day count in days."""
    unit = POLICIES[code].unit if code in POLICIES else "text"
    if unit == "bp" and isinstance(value, int):
        return percent(value)
    if unit == "amount" and isinstance(value, str):
        return money(parse_minor(value, "USD"))
    if unit == "days" and isinstance(value, int):
        return ngettext("%(count)s day", "%(count)s days", value) % {"count": value}
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def declare(*kinds: PolicyKind) -> None:
    """Add policies; a second declaration of the same code is an error in the code."""
    for kind in kinds:
        assert kind.code not in POLICIES or POLICIES[kind.code] == kind, f"{kind.code} is declared twice"
        POLICIES[kind.code] = kind
