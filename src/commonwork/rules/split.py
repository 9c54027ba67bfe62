"""Sharing a whole number of cents so that the parts add up to it, whatever the order."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm

from commonwork.rules.refusal import Refusal, sentence


class NothingToShareBy(Refusal):
    sentence: str = sentence("Nothing can be shared out, because every share is zero.")


class NegativeWeight(Refusal):
    sentence: str = sentence("{key} has a negative share.")


def by_largest_remainder(total_minor: int, weights: Mapping[str, Fraction | int | Decimal]) -> dict[str, int]:
    """Share `total_minor` in proportion to `weights`; parts are minor units and add up to the total exactly.

    Each part is rounded down; spare units go one each to the largest remainders, ties to the lower key. A
    negative total is shared like the same positive one, with the sign turned. The order of `weights` is kept
    in the answer and changes nothing else. Raises NothingToShareBy when no weight is positive,
    NegativeWeight.
    Source: largest remainder (Hamilton) method; the tie rule is the network's own.

    >>> by_largest_remainder(10000, {"ada": 1, "ben": 1, "cleo": 1})
    {'ada': 3334, 'ben': 3333, 'cleo': 3333}
    >>> by_largest_remainder(-101, {"ada": Decimal("0.5"), "ben": Fraction(1, 2)})
    {'ada': -51, 'ben': -50}
    """
    exact = {key: Fraction(weight) for key, weight in weights.items()}
    for key, weight in exact.items():
        if weight < 0:
            raise NegativeWeight(key=key)
    scale = lcm(*(weight.denominator for weight in exact.values()))
    wholes = {key: weight.numerator * (scale // weight.denominator) for key, weight in exact.items()}
    whole = sum(wholes.values())
    if whole == 0:
        raise NothingToShareBy()
    sign, total = (-1, -total_minor) if total_minor < 0 else (1, total_minor)
    parts: dict[str, int] = {}
    remainders: list[tuple[int, str]] = []
    for key, weight_whole in wholes.items():
        parts[key], remainder = divmod(total * weight_whole, whole)
        remainders.append((-remainder, key))  # the largest remainder first, then the lower key
    spare = total - sum(parts.values())
    for _, key in sorted(remainders)[:spare]:
        parts[key] += 1
    return {key: sign * part for key, part in parts.items()}
