"""Criteria in force, and what the reviews of an application add up to. The average orders the talk; it decides nothing."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from commonwork.bank.models import Criteria, Loan, LoanReview
from commonwork.bank.policies_requests import REVIEWS
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation

FILE = Path(__file__).parents[1] / "criteria.toml"
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class Criterion:
    """One thing reviewers look at, as they read it."""

    code: str
    weight: int
    question: str


@dataclass(frozen=True)
class Scored:
    """One criterion and what was given for it, in hundredths of a point; None where nobody counted."""

    criterion: Criterion
    average_hundredths: int | None
    lowest: int | None
    highest: int | None

    @property
    def is_apart(self) -> bool:
        """Reviewers differ by two points or more: worth talking about."""
        return self.lowest is not None and self.highest is not None and self.highest - self.lowest >= 2


@dataclass(frozen=True)
class Scores:
    """All reviews of one application: those that count, those heard only, each criterion, and the weighted average."""

    counted: list[LoanReview]
    heard: list[LoanReview]
    rows: list[Scored]
    average_hundredths: int | None
    asked_count: int | None

    @property
    def is_enough(self) -> bool:
        return len(self.counted) >= (self.asked_count or 1)


@cache
def packaged() -> tuple[dict[str, Any], ...]:
    """The criteria that come with the program."""
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["criterion"])


def criteria_version(lender: Organisation, *, on: date | None = None) -> Criteria | None:
    """The criteria a house adopted last; None while it goes by the packaged ones."""
    rows = Criteria.objects.filter(lender=lender)
    rows = rows if on is None else rows.filter(adopted_on__lte=on)
    return rows.order_by("-number").first()


def criteria(version: Criteria | None) -> list[Criterion]:
    """Criteria in the reader's language; where it lacks one, in the first there is."""
    language = (get_language() or "en").split("-")[0]
    rows = version.rows if version else packaged()
    return [
        Criterion(row["code"], row["weight"], row["question"].get(language) or _first(row["question"]))
        for row in rows
    ]


def _first(texts: Mapping[str, str]) -> str:
    return next((text for text in texts.values() if text), "")


def hundredths(total: int, count: int) -> int:
    """An average in hundredths, a half rounded up.

    >>> hundredths(11, 3)
    367
    """
    return (200 * total + count) // (2 * count)


def scores(loan: Loan) -> Scores:
    """What the reviews of a loan say. Reviews by other criteria than the newest used here are heard, not counted."""
    reviews = list(
        LoanReview.objects.filter(loan=loan).select_related("reviewer", "criteria").order_by("given_on", "pk")
    )
    version = max((row.criteria for row in reviews if row.criteria), key=lambda row: row.number, default=None)
    counted = [row for row in reviews if not row.has_conflict and row.criteria == version]
    asked = in_force(REVIEWS, on=loan.applied_on, organisation=loan.lender)
    wanted = criteria(version)
    rows = [_scored(one, [row.scores[one.code] for row in counted]) for one in wanted]
    weights = sum(one.weight for one in wanted)
    total = sum(one.weight * row.scores[one.code] for one in wanted for row in counted)
    return Scores(
        counted=counted,
        heard=[row for row in reviews if row not in counted],
        rows=rows,
        average_hundredths=hundredths(total, weights * len(counted)) if counted and weights else None,
        asked_count=asked.value if asked else None,
    )


def _scored(criterion: Criterion, given: list[int]) -> Scored:
    if not given:
        return Scored(criterion, None, None, None)
    return Scored(criterion, hundredths(sum(given), len(given)), min(given), max(given))
