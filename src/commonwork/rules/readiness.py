"""Whether a team is ready for a gate: documents seen, competences held, and what reviewers who may judge it score.

The one rule that the incubator's gates ask; who passes a gate, and when, is left to the people who keep them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from commonwork.rules.money import round_half_even
from commonwork.rules.refusal import Refusal, sentence


class MoreHoldersThanMembers(Refusal):
    sentence: str = sentence("{holders} of {members} members cannot hold the competence.")
    field: str | None = "holders"


@dataclass(frozen=True)
class Score:
    """What one reviewer gives; one with a conflict of interest is heard and does not count."""

    value: Fraction
    has_conflict: bool = False


@dataclass(frozen=True)
class Readiness:
    """What is still missing before a gate. score_hundredths: the mean of the scores that count; None without one."""

    missing_documents: tuple[str, ...]
    missing_holders: int
    missing_reviews: int
    score_hundredths: int | None
    is_score_enough: bool

    @property
    def is_ready(self) -> bool:
        return self.is_score_enough and not (
            self.missing_documents or self.missing_holders or self.missing_reviews
        )


def readiness(
    *,
    documents: Sequence[str] = (),
    seen: Sequence[str] = (),
    members: int = 0,
    holders: int = 0,
    holders_needed: int | None = None,
    reviews_needed: int = 0,
    least_score: Fraction | int = 0,
    scores: Sequence[Score] = (),
) -> Readiness:
    """Return what a team lacks for a gate.

    holders_needed: None when no competence is asked, 0 when every member must hold it. least_score: the mean that
    reviewers without a conflict must reach. Raises MoreHoldersThanMembers. Source: DOMAIN.md 5, go or no-go at each step.

    >>> found = readiness(documents=["plan"], seen=[], members=3, holders=2, holders_needed=0)
    >>> found.missing_documents, found.missing_holders, found.is_ready
    (('plan',), 1, False)
    """
    if holders > members:
        raise MoreHoldersThanMembers(holders=holders, members=members)
    asked = 0 if holders_needed is None else (holders_needed or max(1, members))
    counted = [score.value for score in scores if not score.has_conflict]
    mean = Fraction(sum(counted), len(counted)) if counted else None
    return Readiness(
        missing_documents=tuple(one for one in documents if one not in seen),
        missing_holders=max(0, asked - holders),
        missing_reviews=max(0, reviews_needed - len(counted)),
        score_hundredths=None if mean is None else round_half_even(mean * 100),
        is_score_enough=not reviews_needed or (mean is not None and mean >= least_score),
    )
