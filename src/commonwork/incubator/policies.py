"""The policies the incubator asks for."""

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import PolicyKind, declare

GATE_COMPETENCE = "incubator.gate_competence"
GATE_MINIMUM_HOLDERS = "incubator.gate_minimum_holders"

declare(
    PolicyKind(
        GATE_COMPETENCE,
        _("The competence that members of a team need before their study circle counts as done."),
        "text",
    ),
    PolicyKind(
        GATE_MINIMUM_HOLDERS,
        _("How many members of a team must hold that competence; 0 means every member."),
        "count",
    ),
)
