"""Sessions of a conference in a network file: checked, and announced within it by day, track and room."""

from datetime import datetime
from typing import Any

from commonwork.gatherings.actions import gatherings
from commonwork.gatherings.models import Gathering
from commonwork.registry.clock import at_time

Row = dict[str, Any]


def complaints(
    sessions: list[Row], conferences: dict[Any, tuple[datetime, datetime]], moment: Any
) -> list[str]:
    """What is wrong with these rows. conferences: {key of a gathering: (its start, its end)}."""
    found = []
    for row in sessions:
        said = f"session “{row.get('title')}”"
        if row.get("gathering") not in conferences:
            found.append(f"{said} names the unknown gathering “{row.get('gathering')}”")
            continue
        first, last = conferences[row["gathering"]]
        try:
            starts, ends = moment(row.get("starts")), moment(row.get("ends"))
        except ValueError:
            found.append(f"{said} has a date that is not one")
            continue
        if starts >= ends:
            found.append(f"{said} ends before it starts")
        elif starts < first or ends > last:
            found.append(f"{said} does not lie within its gathering")
    return found


def load(sessions: list[Row], whole: Gathering, *, moment: Any, by: str, at: datetime) -> list[str]:
    """Announce the sessions that are not there yet. Returns a line for each."""
    done = []
    for row in sessions:
        starts, ends = moment(row["starts"]), moment(row["ends"])
        starts_at = at_time(starts.date(), starts.time())
        if whole.sessions.filter(title=row["title"], starts_at=starts_at).exists():
            continue
        gatherings.announce(
            title=row["title"],
            kind=whole.kind,
            starts_at=starts_at,
            ends_at=at_time(ends.date(), ends.time()),
            summary=row.get("about", ""),
            place=whole.place,
            host=whole.host,
            within=whole,
            track=row.get("track", ""),
            room=row.get("room", ""),
            is_public=whole.is_public,
            takes_registrations=False,
            is_invented=row.get("invented", False),
            source=row.get("source", ""),
            by=by,
            at=at,
        )
        done.append(f"session {row['title']}")
    return done
