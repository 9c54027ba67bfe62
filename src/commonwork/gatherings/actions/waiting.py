"""The waiting list: who has a place, who waits, and who moves up when places become free.

Places are given in the order people came. A group too large for what is free keeps its turn, and smaller ones behind it
may go ahead, so that no chair stays empty.
"""

from datetime import datetime

from django.db.models import Sum

from commonwork.gatherings import letter_texts
from commonwork.gatherings.actions import letters
from commonwork.gatherings.models import Gathering, Registration
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref


def taken(gathering: Gathering) -> int:
    """How many places are taken."""
    rows = gathering.registrations.filter(cancelled_at=None, waiting_since=None)
    return int(rows.aggregate(count=Sum("party_count"))["count"] or 0)


def left(gathering: Gathering) -> int | None:
    """How many places are free; None where there is no limit. People who wait come before newcomers."""
    return None if gathering.capacity is None else max(0, gathering.capacity - taken(gathering))


def ready(gathering: Gathering, *, at: datetime) -> list[Registration]:
    """Those who wait and fit into what is free, in their turn; nobody once it is over or called off."""
    free, found = left(gathering), []
    if at >= gathering.ends_at or gathering.called_off_at:
        return []
    waiting = gathering.registrations.filter(cancelled_at=None, waiting_since__isnull=False)
    for row in waiting.order_by("waiting_since", "pk"):
        if free is None or row.party_count <= free:
            free = None if free is None else free - row.party_count
            found.append(row)
    return found


@act
def move_up(*, registration: Registration, by: Who, at: datetime) -> Registration:
    """Give somebody who waits the places that became free, and write to them. Part of acts that have locked the
    gathering and know that there is room."""
    row = Registration.objects.select_related("person", "guest", "gathering").get(pk=registration.pk)
    gathering = row.gathering
    row.waiting_since = None
    row.save(update_fields=["waiting_since"])
    state(
        "gatherings.registration.moved_up",
        subject=row,
        by=by,
        at=at,
        organisation=gathering.host or "",
        about=[gathering, *([row.person] if row.person else [])],
        data={"gathering": ref(gathering), "places_count": row.party_count},
    )
    said = letter_texts.moved_up(row, language_of(row))
    letters.write(
        address=reach(row), subject=said.subject, text=said.text, about=row, at=at, person=row.person
    )
    return row


def reach(row: Registration) -> str:
    """The e-mail address of whoever registered; empty where there is none."""
    if row.person:
        return letters.address_of(row.person)
    guest = getattr(row, "guest", None)
    return guest.email if guest else ""


def language_of(row: Registration) -> str:
    """The language whoever registered reads."""
    if row.person:
        return str(row.person.language)
    guest = getattr(row, "guest", None)
    return guest.language if guest else "en"
