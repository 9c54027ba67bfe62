"""The facts of decisions that are looked at again."""

from django.utils.translation import gettext_lazy as _

from commonwork.assembly.facts_motions import day_of
from commonwork.record.kinds import Kind, declare

declare(
    Kind(
        "assembly.decision.review_planned",
        _("“{subject}” is looked at again on {day}."),
        words={"day": day_of("review_on")},
    ),
    Kind("assembly.decision.review_dropped", _("“{subject}” is not looked at again.")),
    Kind("assembly.decision.looked_at", _("“{subject}” was looked at again.")),
)
