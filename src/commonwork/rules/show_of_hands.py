"""Is a question carried by the hands counted in a room: quorum first, then the majority on its base."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from commonwork.rules.refusal import Refusal, sentence

Base = Literal["cast", "present", "eligible"]
MAJORITIES: dict[str, tuple[Fraction, bool]] = {  # share, and whether it must be exceeded
    "simple": (Fraction(1, 2), True),
    "two-thirds": (Fraction(2, 3), False),
    "three-quarters": (Fraction(3, 4), False),
    "four-fifths": (Fraction(4, 5), False),
}


class MoreHandsThanPeople(Refusal):
    sentence = sentence("{hands} hands were counted, but {present} people with a vote are present.")
    field = "yes_count"


class MorePresentThanOnTheRoll(Refusal):
    sentence = sentence("{present} are present, but only {eligible} stand on the roll.")
    field = "present_count"


@dataclass(frozen=True)
class Shown:
    """needed: the least number of hands for it that carries the question; quorum: the least number present."""

    needed: int
    quorum: int
    has_quorum: bool
    is_carried: bool


def quorum_of(eligible: int, quorum_bp: int) -> int:
    """The least number of people that makes a quorum, rounded up; never under one.

    >>> quorum_of(21, 5000)
    11
    """
    return max(1, -(-eligible * quorum_bp // 10_000))


def decide(
    *,
    yes: int,
    no: int,
    abstain: int,
    present: int,
    eligible: int,
    quorum_bp: int,
    majority: str = "simple",
    base: Base = "cast",
) -> Shown:
    """Whether a question is carried.

    Simple: more than half of the base; the others: at least their share. Base: votes for and against, those present, or
    everyone on the roll. Raises MoreHandsThanPeople, MorePresentThanOnTheRoll. Source: DOMAIN 11.

    >>> decide(yes=8, no=4, abstain=2, present=15, eligible=20, quorum_bp=5000, majority="two-thirds")
    Shown(needed=8, quorum=10, has_quorum=True, is_carried=True)
    """
    if yes + no + abstain > present:
        raise MoreHandsThanPeople(hands=yes + no + abstain, present=present)
    if present > eligible:
        raise MorePresentThanOnTheRoll(present=present, eligible=eligible)
    share, is_exceeded = MAJORITIES[majority]
    whole = {"cast": yes + no, "present": present, "eligible": eligible}[base]
    exact = share * whole
    needed = max(1, int(exact) + 1 if is_exceeded else -(-exact.numerator // exact.denominator))
    quorum = quorum_of(eligible, quorum_bp)
    has_quorum = present >= quorum
    return Shown(needed, quorum, has_quorum, has_quorum and yes >= needed)
