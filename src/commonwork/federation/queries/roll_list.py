"""Reading a list of members (CSV, or the first sheet of a workbook): every complaint with its line, nothing entered.

Columns: key (of a person who is or was on this roll; empty for somebody new), name, class (member, candidate,
worker), since (2016-05-02), email (may be empty).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from zipfile import BadZipFile

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from commonwork.registry.actions.people_lists import Entry, Joining
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.registry.queries import memberships
from commonwork.rules.refusal import Complaint

COLUMNS = ("key", "name", "class", "since", "email")
NEEDED = ("name", "class", "since")
MOST_ROWS = 5_000
MOST_NAME = 200


@dataclass(frozen=True)
class RollReading:
    """What a list holds: what would be entered, and everything that is wrong."""

    entries: tuple[Entry, ...]
    complaints: tuple[Complaint, ...]


def as_text(data: bytes) -> str:
    """The text of a CSV file, or of the first sheet of a workbook as CSV; empty where it cannot be read."""
    if not data.startswith(b"PK\x03\x04"):
        return data.decode("utf-8-sig", errors="replace")
    from openpyxl import load_workbook  # so that a start does not wait for the library
    from openpyxl.utils.exceptions import InvalidFileException

    out = StringIO()
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        writer = csv.writer(out)
        for place, row in enumerate(book.worksheets[0].iter_rows(values_only=True, max_col=20)):
            if place > MOST_ROWS:
                break
            writer.writerow([_cell(value) for value in row])
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError, IndexError):
        return ""
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value.strftime("%Y-%m-%d") if isinstance(value, date) else str(value)


def read(text: str, coop: Organisation, *, on: date) -> RollReading:
    """Read a list for a co-op as of a day."""
    lines = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    absent = [name for name in NEEDED if name not in (lines.fieldnames or ())]
    if absent:
        told = _("The list needs the columns %(columns)s; missing: %(missing)s.")
        return _refused(told % {"columns": ", ".join(NEEDED), "missing": ", ".join(absent)})
    try:
        cells = [(lines.line_num, row) for row in lines]
    except csv.Error:
        return _refused(_("This cannot be read as a list with commas."))
    if not cells or len(cells) > MOST_ROWS:
        told = _("A list holds between 1 and %(most)s rows; this one has %(count)s.")
        return _refused(told % {"most": MOST_ROWS, "count": len(cells)})
    keys = {(row.get("key") or "").strip() for _number, row in cells} - {""}
    known = Person.objects.filter(memberships__organisation=coop).distinct()
    people = {person.key: person for person in known.filter(key__in=keys)}
    running = {row.person_id: row for row in memberships(on=on, organisation=coop)}
    seen: set[str] = set()
    entries: list[Entry] = []
    complaints: list[Complaint] = []
    for number, row in cells:
        found = list(_wrong(number, row, people, seen, on))
        complaints += found
        if not found and (entry := _entry(row, coop, people, running)) is not None:
            entries.append(entry)
    return RollReading(tuple(entries), tuple(sorted(complaints)))


def _refused(told: str) -> RollReading:
    return RollReading((), (Complaint(0, "", told),))


def _wrong(
    number: int, row: dict[str, str | None], people: dict[str, Person], seen: set[str], on: date
) -> Iterator[Complaint]:
    given = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if given["key"] and given["key"] not in people:
        yield Complaint(
            number, "key", _("Nobody with the key “%s” was ever on this roll.") % given["key"][:40]
        )
    if given["key"] and given["key"] in seen:
        yield Complaint(number, "key", _("This person is on the list twice."))
    seen.add(given["key"])
    if not given["name"] or len(given["name"]) > MOST_NAME:
        yield Complaint(number, "name", _("A name has between 1 and %s letters.") % MOST_NAME)
    if given["class"] not in Membership.Class.values:
        yield Complaint(number, "class", _("The class is one of: %s.") % ", ".join(Membership.Class.values))
    since = _day(given["since"])
    if since is None:
        yield Complaint(number, "since", _("Write a day like 2016-05-02."))
    elif since > on:
        yield Complaint(number, "since", _("A membership is entered once it has begun."))
    if given["email"]:
        try:
            validate_email(given["email"])
        except ValidationError:
            yield Complaint(number, "email", _("This is not an e-mail address."))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _entry(
    row: dict[str, str | None],
    coop: Organisation,
    people: dict[str, Person],
    running: dict[int, Membership],
) -> Entry | None:
    """What a line changes, or None where the roll says so already."""
    given = {name: (row.get(name) or "").strip() for name in COLUMNS}
    person = people.get(given["key"])
    since = _day(given["since"])
    assert since is not None, "checked before"
    held = running.get(person.pk) if person else None
    joins = held is None or held.class_code != given["class"]
    joining = Joining(coop, given["class"], since, leaves=held) if joins else None
    if person is not None:  # names and addresses of known people are theirs to correct
        return Entry(person=person, joining=joining) if joining else None
    return Entry(name=given["name"], email=given["email"], joining=joining)
