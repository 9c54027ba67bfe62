"""What the school asks the charter for."""

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import PolicyKind, declare

COMPLETION_SESSIONS = "school.completion_sessions"

declare(
    PolicyKind(
        COMPLETION_SESSIONS,
        _("How many sessions of a course a learner must attend to complete it. Frozen when a course opens."),
        "count",
    ),
)
