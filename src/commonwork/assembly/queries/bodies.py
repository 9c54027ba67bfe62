"""Bodies: how many could vote in one today, and where it stands."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from commonwork.assembly.models import Meeting, Motion
from commonwork.assembly.queries.electorates import live_count
from commonwork.registry.models import Body


@dataclass(frozen=True)
class Standing:
    """A body on a day: whose it is, how many people could vote, open motions, the next or latest meeting."""

    body: Body
    voters: int
    open_motions: int
    meeting: Meeting | None

    @property
    def owner(self) -> str:
        """Whose body it is, in words."""
        return self.body.organisation.name if self.body.organisation else _("the network")

    @property
    def voters_bp(self) -> int:
        """Those who could vote as a share of the people it speaks for."""
        return self.voters * 10_000 // self.body.population if self.body.population else 0


def standing(body: Body, *, on: date) -> Standing:
    """Where a body stands on a day."""
    motions = Motion.objects.filter(body=body, state__in=(Motion.State.SEEKING, Motion.State.OPEN))
    meetings = Meeting.objects.filter(body=body).select_related("body")
    coming = meetings.filter(held_on__gte=on).order_by("held_on", "pk").first()
    return Standing(
        body, live_count(body, on=on), motions.count(), coming or meetings.order_by("-held_on", "-pk").first()
    )
