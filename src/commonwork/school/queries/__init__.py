"""Reads of the school: courses and who is how far, badges and figures, money, and what needs somebody."""

from commonwork.gatherings.queries import Need
from commonwork.school.queries.badges import taught_by
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
    COUNTED_BY,
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
from commonwork.school.queries.programmes import later_cohorts, materials, people_trained_in, programmes

__all__ = [
    "COUNTED_BY",
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
    "later_cohorts",
    "learners_count",
    "learning_of",
    "materials",
    "needs",
    "next_facilitator",
    "next_step",
    "people_trained_in",
    "places_left",
    "programmes",
    "progress",
    "restricted_grants",
    "sessions",
    "sessions_coming",
    "shown_name",
    "taught_by",
    "trained",
    "trained_count",
    "trained_period",
    "ways",
    "years",
]
