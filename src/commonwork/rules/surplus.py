"""Splitting a year's surplus: first what members' work earned, then the parts the members' meeting adopted.

Who may adopt the parts, and the entries that follow, are left to the federation room.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commonwork.rules.refusal import Refusal, sentence
from commonwork.rules.split import by_largest_remainder

WHOLE_BP = 10_000


class NoSurplus(Refusal):
    sentence: str = sentence("A loss cannot be split as a surplus.")
    field: str | None = "surplus"


class NoLabour(Refusal):
    sentence: str = sentence("The surplus cannot be split, because no hours of work were counted.")
    field: str | None = "member_labour"


class PartsNotWhole(Refusal):
    sentence: str = sentence("The parts must add up to 10,000 basis points; they add up to {total_bp}.")
    field: str | None = "parts"


@dataclass(frozen=True)
class SurplusSplit:
    """`parts` share the patronage-sourced pool; the non-patronage rest stands beside them. Minor units."""

    patronage_sourced_minor: int
    non_patronage_minor: int
    parts: dict[str, int]


def split_surplus(
    *,
    surplus_minor: int,
    member_labour: Fraction | Decimal | int,
    other_labour: Fraction | Decimal | int,
    parts_bp: Mapping[str, Fraction | int],
) -> SurplusSplit:
    """Return the part of a surplus that members' work earned, and how the adopted shares divide it.

    surplus_minor: >= 0. Labour: hours (or wages) of members and of others, >= 0, not both zero. parts_bp:
    {part: basis points}, together 10,000. Labour first, then parts: each is floored to the cent, spare cents
    go to the largest remainders, ties to the lower key (members' labour before other labour).
    Raises NoSurplus, NoLabour, PartsNotWhole, NegativeWeight.
    Source: 26 CFR 1.1388-1(a) (patronage-sourced earnings only); measuring them by labour is a by-law policy.

    >>> split_surplus(surplus_minor=1122682, member_labour=4200, other_labour=900, parts_bp={
    ...     "individual": 6500, "indivisible_reserve": 2000, "education": 1000, "solidarity": 500})
    ... # doctest: +NORMALIZE_WHITESPACE
    SurplusSplit(patronage_sourced_minor=924562, non_patronage_minor=198120,
        parts={'individual': 600965, 'indivisible_reserve': 184913, 'education': 92456, 'solidarity': 46228})
    """
    if surplus_minor < 0:
        raise NoSurplus()
    total_bp = sum(parts_bp.values(), Fraction(0))
    if total_bp != WHOLE_BP:
        raise PartsNotWhole(total_bp=Decimal(total_bp.numerator) / total_bp.denominator)
    if not (member_labour or other_labour):
        raise NoLabour()
    sources = by_largest_remainder(
        surplus_minor, {"member_labour": member_labour, "other_labour": other_labour}
    )
    return SurplusSplit(
        patronage_sourced_minor=sources["member_labour"],
        non_patronage_minor=sources["other_labour"],
        parts=by_largest_remainder(sources["member_labour"], parts_bp),
    )
