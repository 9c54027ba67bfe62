"""The policies the assembly asks for."""

from django.utils.translation import gettext_lazy as _

from commonwork.assembly.models import Assembly
from commonwork.charter.kinds import PolicyKind, declare

RULE = "assembly.rule"
BUDGET = "assembly.budget"
ENGAGEMENT_MARK = "assembly.engagement_mark_bp"
WHOLE_DOLLARS, EXACT = "whole-dollars-down", "exact"

declare(
    PolicyKind(
        RULE,
        _("How ballots become a list of funded proposals."),
        "code",
        dict(Assembly.Rule.choices),
    ),
    PolicyKind(
        BUDGET,
        _(
            "How much of the solidarity fund an assembly decides on: whole dollars, rounded down, or to the cent."
        ),
        "code",
        {WHOLE_DOLLARS: _("whole dollars, rounded down"), EXACT: _("to the cent")},
    ),
    PolicyKind(
        ENGAGEMENT_MARK,
        _("The share of the area's people an assembly hopes to engage. It is shown, and is never a quorum."),
        "bp",
    ),
)
