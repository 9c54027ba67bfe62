"""The programme of a conference: its sessions by day, hour and room."""

from dataclasses import dataclass
from datetime import date

from commonwork.gatherings.models import Gathering


@dataclass(frozen=True)
class Day:
    """One day of a conference. tracks: the tracks there are that day; rows: the sessions in order."""

    on: date
    tracks: tuple[str, ...]
    rows: tuple[Gathering, ...]


def programme(conference: Gathering) -> list[Day]:
    """The sessions of a conference by day; those called off are left out."""
    rows = conference.sessions.filter(called_off_at=None).select_related("place", "host")
    days: dict[date, list[Gathering]] = {}
    for row in rows.order_by("starts_at", "track", "pk"):
        days.setdefault(row.starts_on, []).append(row)
    return [
        Day(on, tuple(sorted({row.track for row in found if row.track})), tuple(found))
        for on, found in sorted(days.items())
    ]
