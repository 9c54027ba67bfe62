"""Calendar files (RFC 5545) of gatherings. Times are in UTC.

Written here rather than by a library, whose 2,000 events take most of a second; tests read them back with the library.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from commonwork.gatherings.models import Gathering

NAMED = (
    "key",
    "title",
    "summary",
    "starts_at",
    "ends_at",
    "is_all_day",
    "time_zone",
    "room",
    "changed_at",
    "changes_count",
    "called_off_at",
    "place__name",
    "place__address",
)  # what a file tells; for `only`
LONGEST = 75  # bytes of a line, RFC 5545, 3.1


def written(rows: Iterable[Gathering], *, name: str, origin: str) -> bytes:
    """The calendar file of these gatherings. origin: the address of this network, for links and identifiers."""
    host = urlsplit(origin).hostname or "localhost"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Commonwork//Gatherings//EN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for gathering in rows:
        lines += _event(gathering, origin, host)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines).encode()


def _event(gathering: Gathering, origin: str, host: str) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{gathering.key}@{host}",
        f"DTSTAMP:{_moment(gathering.changed_at)}",
        f"SEQUENCE:{gathering.changes_count}",
        f"SUMMARY:{_escaped(gathering.title)}",
        *_times(gathering),
        f"URL:{origin}/gatherings/{gathering.key}/",
        f"STATUS:{'CANCELLED' if gathering.called_off_at else 'CONFIRMED'}",
    ]
    if gathering.place:
        where = ", ".join(filter(None, [gathering.place.name, gathering.place.address, gathering.room]))
        lines.append(f"LOCATION:{_escaped(where)}")
    if gathering.summary:
        lines.append(f"DESCRIPTION:{_escaped(gathering.summary)}")
    return [*lines, "END:VEVENT"]


def _times(gathering: Gathering) -> list[str]:
    if not gathering.is_all_day:
        return [f"DTSTART:{_moment(gathering.starts_at)}", f"DTEND:{_moment(gathering.ends_at)}"]
    after = _day_after(gathering.ends_local)
    return [f"DTSTART;VALUE=DATE:{gathering.starts_on:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def _moment(moment: datetime) -> str:
    at = moment.astimezone(UTC)
    return f"{at.year:04}{at.month:02}{at.day:02}T{at.hour:02}{at.minute:02}{at.second:02}Z"


def _escaped(text: str) -> str:
    """A text as a calendar holds it: no bare commas, semicolons, backslashes, line breaks or control characters."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")
    return text if text.isprintable() else "".join(letter for letter in text if letter.isprintable())


def _folded(line: str) -> str:
    """A line and its end; longer ones go on after a space, never in the middle of a letter."""
    if len(line) * 4 <= LONGEST or len(data := line.encode()) <= LONGEST:
        return line + "\r\n"
    parts, start, room = [], 0, LONGEST
    while start < len(data):
        end = min(start + room, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:  # a later byte of a letter
            end -= 1
        parts.append(data[start:end])
        start, room = end, LONGEST - 1
    return b"\r\n ".join(parts).decode() + "\r\n"


def _day_after(ends: datetime) -> date:
    """The first day on which nothing happens any more."""
    return ends.date() if ends.time() == time(0) else ends.date() + timedelta(days=1)
