"""The waiting list: who has a place, who waits, and who moves up when places become free.

Places are given in the order people came. A group too large for what is free keeps its turn, and smaller ones behind it
may go ahead, so that no chair stays empty.
"""

from datetime import datetime

from django.db.models import Sum

from commonwork.gatherings import letter_texts
from commonwork.gatherings.actions import letters
from commonwork.gatherings.models import Gathering, Registration
from commonwork.record.acts import Who, state
from commonwork.record.refs import ref


def taken(gathering: Gathering) -> int:
    """How many places are taken."""
    rows = gathering.registrations.filter(cancelled_at=None, waiting_since=None)
    return int(rows.aggregate(count=Sum("party_count"))["count"] or 0)


def left(gathering: Gathering) -> int | None:
    """How many places are free; None where there is no limit. People who wait come before newcomers."""
    return None if gathering.capacity is None else max(0, gathering.capacity - taken(gathering))


def move_up(gathering: Gathering, *, by: Who, at: datetime) -> list[Registration]:
    """Give free places to those who wait and tell them. Part of an act that has locked the gathering."""
    free = left(gathering)
    moved = []
    if at >= gathering.ends_at or gathering.called_off_at:
        return []
    waiting = gathering.registrations.filter(cancelled_at=None, waiting_since__isnull=False)
    for row in waiting.select_related("person", "guest").order_by("waiting_since", "pk"):
        if free is not None and row.party_count > free:
            continue
        free = None if free is None else free - row.party_count
        row.waiting_since = None
        row.save(update_fields=["waiting_since"])
        row.gathering = gathering
        moved.append(row)
        _tell(row, gathering, by=by, at=at)
    return moved


def _tell(row: Registration, gathering: Gathering, *, by: Who, at: datetime) -> None:
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
