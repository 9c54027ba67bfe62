"""The policies there are. Each storey declares those it asks for; a policy that is not declared cannot be adopted."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import ngettext

from commonwork.rules.money import parse_minor
from commonwork.rules.refusal import Refusal
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


def typed(code: str, text: str) -> Any:
    """What people type as a policy's value, as the charter keeps it: "5 %" becomes 500 basis points, "7" seven days.

    Raises ValueError where it cannot be read.
    """
    kind, text = POLICIES[code], text.strip()
    if kind.unit == "bp":
        hundredths = Decimal(text.removesuffix("%").strip()) * 100
        if hundredths != hundredths.to_integral_value():
            raise ValueError(text)
        return int(hundredths)
    if kind.unit in {"count", "days"}:
        return int(text.split()[0]) if text else int(text)
    if kind.unit == "codes":
        return [part.strip() for part in text.split(",") if part.strip()]
    return text.lstrip("$").replace(",", "") if kind.unit == "amount" else text


def declare(*kinds: PolicyKind) -> None:
    """Add policies; a second declaration of the same code is an error in the code."""
    for kind in kinds:
        assert kind.code not in POLICIES or POLICIES[kind.code] == kind, f"{kind.code} is declared twice"
        POLICIES[kind.code] = kind


def fits(code: str, value: Any) -> bool:
    """Can this be the value of a policy that is declared?"""
    kind = POLICIES[code]
    if kind.unit in {"bp", "count", "days"}:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if kind.unit == "amount":
        try:
            return isinstance(value, str) and parse_minor(value, "USD") >= 0
        except Refusal:
            return False
    if kind.unit == "codes":
        return isinstance(value, list) and all(
            isinstance(item, str) and (not kind.choices or item in kind.choices) for item in value
        )
    if kind.unit == "code" and kind.choices:
        return value in kind.choices
    return isinstance(value, str)
