"""The policies that votes ask for."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from commonwork.charter.kinds import PolicyKind, declare
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation

SEALED_FROM = "assembly.sealed_from_count"
LEAST_SEALED = (
    8  # DOMAIN: bodies under eight vote openly or on paper; a body may ask for more, never for fewer
)

declare(
    PolicyKind(
        SEALED_FROM,
        _("How many people at least must stand on the roll of a sealed vote. Never fewer than eight."),
        "count",
    )
)


def sealed_from(*, on: date, organisation: Organisation | None) -> int:
    """The smallest roll that may vote sealed, on a day."""
    policy = in_force(SEALED_FROM, on=on, organisation=organisation)
    return max(LEAST_SEALED, int(policy.value)) if policy else LEAST_SEALED
