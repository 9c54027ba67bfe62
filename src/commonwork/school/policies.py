"""What the school asks the charter for."""

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import PolicyKind, declare

COMPLETION_SESSIONS = "school.completion_sessions"
CIRCLE_LEAST = "school.circle_least"
CIRCLE_MOST = "school.circle_most"

declare(
    PolicyKind(
        COMPLETION_SESSIONS,
        _("How many sessions of a course a learner must attend to complete it. Frozen when a course opens."),
        "count",
    ),
    PolicyKind(CIRCLE_LEAST, _("How many people a study circle needs before it meets."), "count"),
    PolicyKind(CIRCLE_MOST, _("How many people a study circle takes at most."), "count"),
)
