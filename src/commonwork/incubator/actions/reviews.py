"""Reviews: what several people think of a team before a gate, by a rubric, with conflicts declared."""

from collections.abc import Mapping
from datetime import date, datetime

from commonwork.incubator.actions.days import happened
from commonwork.incubator.actions.resting import active
from commonwork.incubator.models import Cohort, CohortPlace, Review, Team
from commonwork.incubator.queries import CRITERIA, next_stage
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence

LOWEST, HIGHEST = 1, 5


class NoReviewNow(Refusal):
    sentence = sentence("{team} does not stand before a review.")
    status = 409


class ScoresIncomplete(Refusal):
    sentence = sentence("Give a score from 1 to 5 for each question.")
    field = "economic"


class JudgesOwnTeam(Refusal):
    sentence = sentence(
        "You belong to {team}; declare the conflict of interest, and your review is heard but not counted."
    )
    field = "has_conflict"


@act
def give(
    *,
    team: Team,
    reviewer: Person,
    scores: Mapping[str, int],
    has_conflict: bool,
    words: str,
    on: date,
    by: Who,
    at: datetime,
    cohort: Cohort | None = None,
) -> Team:
    """A reviewer scores a team that stands before a review, or asks for a place in a cohort; a second review replaces
    the first.

    Raises NoReviewNow, ScoresIncomplete, JudgesOwnTeam, TeamNotActive, StillToCome.
    """
    happened(on, at)
    team = Team.objects.select_for_update().get(pk=team.pk)
    active(team)
    code = _reviewed_for(team, cohort)
    if set(scores) != set(CRITERIA) or not all(LOWEST <= score <= HIGHEST for score in scores.values()):
        raise ScoresIncomplete()
    if not has_conflict and team.members.filter(person=reviewer, ends_on=None).exists():
        raise JudgesOwnTeam(team=team.name)
    Review.objects.update_or_create(
        team=team,
        stage=code,
        reviewer=reviewer,
        defaults={
            "scores": dict(scores), "has_conflict": has_conflict, "words": words.strip(), "given_on": on,
        },
    )  # fmt: skip
    state(
        "incubator.review.given",
        subject=team,
        by=by,
        at=at,
        about=[reviewer],
        data={"reviewer": ref(reviewer), "on": on.isoformat()},
    )
    return team


def _reviewed_for(team: Team, cohort: Cohort | None) -> str:
    """The code under which the review stands: the gate before the team, or the cohort it asks for."""
    if cohort is not None and _asks(team, cohort):
        return cohort.stage_code
    gate = next_stage(team)
    if cohort is not None or gate is None or not gate.asks_review:
        raise NoReviewNow(team=team.name)
    return gate.key


def _asks(team: Team, cohort: Cohort) -> bool:
    return CohortPlace.objects.filter(team=team, cohort=cohort, selected_on=None).exists()
