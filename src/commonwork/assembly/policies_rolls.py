"""The policies rolls, motions, meetings and consent rounds ask for."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import YES_NO, PolicyKind, declare
from commonwork.charter.queries import in_force, value
from commonwork.registry.models import Body, Membership

VOTING_CLASSES = "assembly.voting_classes"
AFFIRMED_ONLY = "assembly.roll_affirmed_only"
DELEGATION_CAP = "assembly.delegation_cap"
SUPPORT_BP = "assembly.support_bp"
SUPPORT_COUNT = "assembly.support_count"
QUORUM_BP = "assembly.quorum_bp"
CONSENT_DAYS = "assembly.consent_days"

# What holds where nothing was adopted: members vote, nobody is left out for not affirming, nobody passes on a vote,
# no share of supporters is asked for. The other policies must be adopted first.
UNTIL_ADOPTED: dict[str, Any] = {
    VOTING_CLASSES: ["member"],
    AFFIRMED_ONLY: "no",
    DELEGATION_CAP: 0,
    SUPPORT_BP: 0,
}

declare(
    PolicyKind(
        VOTING_CLASSES,
        _("Which classes of membership stand on the rolls of votes."),
        "codes",
        dict(Membership.Class.choices),
    ),
    PolicyKind(
        AFFIRMED_ONLY,
        _("Whether only members who said this year that they want to be counted stand on the roll."),
        "code",
        YES_NO,
    ),
    PolicyKind(
        DELEGATION_CAP,
        _("How many votes one person may carry for others; 0 means that nobody can pass on a vote."),
        "count",
    ),
    PolicyKind(
        SUPPORT_BP, _("The share of the roll that must support a motion before it is taken up."), "bp"
    ),
    PolicyKind(SUPPORT_COUNT, _("The least number of supporters a motion needs."), "count"),
    PolicyKind(
        QUORUM_BP, _("The share of the roll that must take part in a meeting or a consent round."), "bp"
    ),
    PolicyKind(CONSENT_DAYS, _("How many days a consent round is open."), "days"),
)


def decided(code: str, *, on: date, body: Body) -> Any:
    """The value in force for a body on a day. Raises PolicyMissing where nothing was adopted and nothing goes without
    saying."""
    policy = in_force(code, on=on, organisation=body.organisation)
    if policy is None and code in UNTIL_ADOPTED:
        return UNTIL_ADOPTED[code]
    return value(code, on=on, organisation=body.organisation)
