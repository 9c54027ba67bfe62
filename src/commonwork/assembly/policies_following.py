"""The policy of letters to followers."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import PolicyKind, declare
from commonwork.charter.queries import in_force

DIGEST_DAYS = "assembly.digest_days"
LEAST_DAYS = 1

declare(
    PolicyKind(
        DIGEST_DAYS,
        _("How many days at least lie between two letters to somebody who follows motions and decisions."),
        "days",
    )
)


def digest_days(*, on: date) -> int:
    """Days between two letters to one person, on a day: one where nothing is adopted, and never fewer."""
    policy = in_force(DIGEST_DAYS, on=on)
    return max(LEAST_DAYS, int(policy.value)) if policy else LEAST_DAYS
