"""The policies there are. Each storey declares those it asks for; a policy that is not declared cannot be adopted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from commonwork.rules.money import parse_minor
from commonwork.rules.refusal import Refusal
from commonwork.ui.money import money, percent


@dataclass(frozen=True)
class PolicyKind:
    """unit: bp = basis points (500 = 5 %), amount = decimal string in USD, count, days, code = one of `choices`, codes =
    some of them. choices: {code the charter keeps: its words}."""

    code: str
    sentence: object  # lazy translation: what it decides, in plain words
    unit: Literal["bp", "amount", "count", "days", "code", "codes", "text"]
    choices: Mapping[str, object] = field(default_factory=dict)


POLICIES: dict[str, PolicyKind] = {}
YES_NO = {"yes": _("yes"), "no": _("no")}


def in_words(code: str, value: Any) -> str:
    """A policy's value as people read it: a percentage, dollars, days, the words of what was chosen."""
    kind = POLICIES.get(code) or PolicyKind(code, code, "text")
    unit = kind.unit
    if unit == "bp" and isinstance(value, int):
        return percent(value)
    if unit == "amount" and isinstance(value, str):
        return money(parse_minor(value, "USD"))
    if unit == "days" and isinstance(value, int):
        return ngettext("%(count)s day", "%(count)s days", value) % {"count": value}
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(str(kind.choices.get(one, one)) for one in chosen)


def typed(code: str, text: str) -> Any:
    """What people type as a policy's value, as the charter keeps it: "5 %" becomes 500 basis points, "7" seven days;
    what can be chosen is named by its code or its words.

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
        return [_chosen(kind, part.strip()) for part in text.split(",") if part.strip()]
    if kind.unit == "code":
        return _chosen(kind, text)
    return text.lstrip("$").replace(",", "") if kind.unit == "amount" else text


def said_choices(code: str) -> str:
    """What can be chosen, in words; empty where anything may be said."""
    return ", ".join(map(str, POLICIES[code].choices.values()))


def _chosen(kind: PolicyKind, text: str) -> str:
    """The code of a choice that was named by its words; any other text as it is."""
    said = text.casefold()
    return next((code for code, words in kind.choices.items() if said in (code, str(words).casefold())), text)


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
        return isinstance(value, list) and all(_can_be_chosen(kind, item) for item in value)
    return _can_be_chosen(kind, value)


def _can_be_chosen(kind: PolicyKind, value: Any) -> bool:
    return isinstance(value, str) and (not kind.choices or value in kind.choices)
