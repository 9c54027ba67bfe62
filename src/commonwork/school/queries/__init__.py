"""Reads of the school: courses and who is how far, badges and figures, money, and what needs somebody."""

from commonwork.gatherings.queries import Need
from commonwork.school.queries.courses import (
    Progress,
    courses,
    enrolment_of,
    house,
    learners_count,
    learning_of,
    next_step,
    places_left,
    progress,
    sessions,
    sessions_coming,
)
from commonwork.school.queries.figures import (
    badge_by_code,
    shown_name,
    trained,
    trained_count,
    trained_period,
)
from commonwork.school.queries.money import RESTRICTED_GRANTS, RestrictedGrant, restricted_grants
from commonwork.school.queries.needs import needs
from commonwork.school.queries.paths import (
    Count,
    Way,
    circle_members,
    circles,
    counts,
    expiring,
    held,
    lacking,
    next_facilitator,
    ways,
    years,
)

__all__ = [
    "RESTRICTED_GRANTS",
    "Count",
    "Need",
    "Progress",
    "RestrictedGrant",
    "Way",
    "badge_by_code",
    "circle_members",
    "circles",
    "counts",
    "courses",
    "enrolment_of",
    "expiring",
    "held",
    "house",
    "lacking",
    "learners_count",
    "learning_of",
    "needs",
    "next_facilitator",
    "next_step",
    "places_left",
    "progress",
    "restricted_grants",
    "sessions",
    "sessions_coming",
    "shown_name",
    "trained",
    "trained_count",
    "trained_period",
    "ways",
    "years",
]
