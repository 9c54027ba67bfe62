"""The policies there are. Each storey declares those it asks for; a policy that is not declared cannot be adopted."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class PolicyKind:
    """unit: bp = basis points (500 = 5 %), amount = decimal string in USD, count, days, code = one of `choices`."""

    code: str
    sentence: object  # lazy translation: what it decides, in plain words
    unit: Literal["bp", "amount", "count", "days", "code", "codes", "text"]
    choices: tuple[str, ...] = ()


POLICIES: dict[str, PolicyKind] = {}


def declare(*kinds: PolicyKind) -> None:
    """Add policies; a second declaration of the same code is an error in the code."""
    for kind in kinds:
        assert kind.code not in POLICIES or POLICIES[kind.code] == kind, f"{kind.code} is declared twice"
        POLICIES[kind.code] = kind
