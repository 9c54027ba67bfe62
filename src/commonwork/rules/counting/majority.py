"""Yes or no: a majority of a base, exactly; and whether enough took part.

The base is votes cast (yes and no), everyone present (abstentions and blank ballots too, and whoever was counted in
the room), or everyone on the roll. A needed share of 1/2 means more than half; any other means at least that share.
Source: Robert's Rules of Order Newly Revised, 44 (bases of a vote), 40 (quorum).
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from commonwork.rules.refusal import Refusal, sentence

Base = Literal["cast", "present", "roll"]
HALF = Fraction(1, 2)


class NotAShare(Refusal):
    sentence: str = sentence("What is needed must be a share between one half and all.")
    field: str | None = "threshold"


class MorePresentThanRoll(Refusal):
    sentence: str = sentence("{present} are said to be present, but only {roll} stand on the roll.")
    field: str | None = "present"


@dataclass(frozen=True)
class Took:
    """Who took part, in votes (weights): yes, no, abstained or blank; `present` and `roll` as counted."""

    yes: int
    no: int
    abstained: int
    present: int
    roll: int

    def of(self, base: Base) -> int:
        """The votes that a base counts."""
        return {"cast": self.yes + self.no, "present": self.present, "roll": self.roll}[base]


@dataclass(frozen=True)
class Decision:
    """`needed` is the least number of yes votes that carries; nobody voting carries nothing."""

    is_carried: bool
    needed: int
    base_votes: int


def took(*, yes: int, no: int, abstained: int, roll: int, present: int = 0) -> Took:
    """Return who took part; whoever cast a ballot was present. Raises MorePresentThanRoll."""
    here = max(present, yes + no + abstained)
    if here > roll:
        raise MorePresentThanRoll(present=here, roll=roll)
    return Took(yes, no, abstained, here, roll)


def decide(votes: Took, *, share: Fraction, base: Base) -> Decision:
    """Return whether a motion is carried. Raises NotAShare.

    >>> votes = took(yes=6, no=3, abstained=3, roll=20)
    >>> decide(votes, share=Fraction(2, 3), base="cast")
    Decision(is_carried=True, needed=6, base_votes=9)
    >>> decide(votes, share=Fraction(1, 2), base="present")  # more than half of 12 is 7
    Decision(is_carried=False, needed=7, base_votes=12)
    >>> decide(votes, share=Fraction(1, 2), base="roll").needed
    11
    """
    if not HALF <= share <= 1:
        raise NotAShare()
    base_votes = votes.of(base)
    needed = base_votes // 2 + 1 if share == HALF else -(-base_votes * share.numerator // share.denominator)
    needed = max(1, needed)
    return Decision(votes.yes >= needed, needed, base_votes)


def quorum_needed(*, roll: int, share_bp: int, count: int) -> int:
    """Return how many must take part: a share of the roll, rounded up, and at least `count`; 0 for no quorum.

    >>> quorum_needed(roll=41, share_bp=2000, count=5), quorum_needed(roll=41, share_bp=0, count=0)
    (9, 0)
    """
    return max(count, -(-roll * share_bp // 10_000))
