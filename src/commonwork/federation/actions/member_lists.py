"""A list of members, taken in as a whole by the acts that also serve one person."""

from datetime import datetime

from django.utils import timezone

from commonwork.federation.queries import roll_list
from commonwork.record.acts import Who, act, state
from commonwork.registry.actions import people_lists
from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Complaints


@act
def take_in(*, organisation: Organisation, text: str, by: Who, at: datetime) -> Organisation:
    """Take in a list of members (see `queries.roll_list`), all or none; one more fact says how many. Raises Complaints,
    NothingToTakeIn, and what recording people and memberships refuses."""
    reading = roll_list.read(text, organisation, on=timezone.localdate(at))
    if reading.complaints:
        raise Complaints(reading.complaints)
    people_lists.take_in(entries=reading.entries, by=by, at=at)
    state(
        "federation.members.taken_in",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        data={"people": len(reading.entries)},
    )
    return organisation
