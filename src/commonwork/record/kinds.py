"""The kinds of fact there are. Each storey declares its own in `facts.py`; stating an undeclared kind fails.

A kind's sentence is a template in plain English, translated when shown: {subject}, {actor} and {organisation} become
names, {amount} becomes money (from `amount_minor` and `unit`), any other {word} is taken from the fact's data.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Words: TypeAlias = Mapping[str, Callable[[Mapping[str, Any]], object]]


@dataclass(frozen=True)
class Kind:
    """code: room.noun.verbed. receipt: title of the receipt page; kinds without one give no receipt.

    undo: one sentence on how the act is undone. is_public: anyone may read its sentence. words: places of the sentence
    that are said in words made from the fact's data, so that the data can hold a code: {"role_name": role_name}.
    """

    code: str
    sentence: object  # lazy translation
    receipt: object = ""
    undo: object = ""
    is_public: bool = False
    words: Words = field(default_factory=dict, hash=False)


KINDS: dict[str, Kind] = {}


def declare(*kinds: Kind) -> None:
    """Add kinds; a second declaration of the same code is an error in the code."""
    for kind in kinds:
        assert kind.code not in KINDS or KINDS[kind.code] == kind, f"{kind.code} is declared twice"
        KINDS[kind.code] = kind
