"""Reading a list of hours (CSV): every complaint with its line, nothing entered here.

Columns: coop, person (keys), month (2016-05, or a day 2016-05-12), hours (695, 7.5 or 7:30), kind (paid, duty,
volunteer, time-bank; empty means paid).
"""

import csv
import re
from dataclasses import dataclass
from datetime import date
from io import StringIO

from django.utils.translation import gettext

from commonwork.federation.models import Hours
from commonwork.federation.queries.hours import Entered, Worked, as_hours, refusals
from commonwork.registry.models import Organisation, Person
from commonwork.rules.money import parse_minor
from commonwork.rules.refusal import Complaint, Refusal

COLUMNS = ("coop", "person", "month", "hours", "kind")
MOST_ROWS = 100_000
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Reading:
    """What a list holds: rows that could be entered, and everything that is wrong with the others."""

    rows: tuple[Entered, ...]
    complaints: tuple[Complaint, ...]

    @property
    def minutes(self) -> int:
        """All minutes of the rows."""
        return sum(row.worked.minutes for row in self.rows)

    @property
    def hours(self) -> str:
        """All hours of the rows, as people read them."""
        return as_hours(self.minutes)

    @property
    def people(self) -> int:
        """How many people the rows are about."""
        return len({row.worked.person.pk for row in self.rows})


def read(text: str, *, on: date, organisation: Organisation | None = None) -> Reading:
    """Read a list as of a day. With `organisation` given, rows of other co-ops are complaints."""
    lines = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    absent = [name for name in COLUMNS if name not in (lines.fieldnames or ())]
    if absent:
        told = gettext("The list needs the columns {columns}; missing: {missing}.")
        return _refused(0, told.format(columns=", ".join(COLUMNS), missing=", ".join(absent)))
    try:
        cells = [(lines.line_num, row) for row in lines]
    except csv.Error:
        return _refused(lines.line_num, gettext("This line cannot be read as a list with commas."))
    if not cells or len(cells) > MOST_ROWS:
        told = gettext("A list holds between 1 and {most} rows; this one has {count}.")
        return _refused(0, told.format(most=MOST_ROWS, count=len(cells)))
    coops = {org.key: org for org in Organisation.objects.filter(kind=Organisation.Kind.COOP)}
    people = Person.objects.in_bulk({(row["person"] or "").strip() for _, row in cells}, field_name="key")
    rows: list[Entered] = []
    complaints: list[Complaint] = []
    for line, row in cells:
        entered, wrong = _row(line, row, coops, people, organisation)
        complaints += wrong
        rows += [entered] if entered else []
    complaints += [
        Complaint(line, refusal.field or "", refusal.in_words(gettext))
        for line, refusal in refusals(rows, on=on)
    ]
    return Reading(tuple(rows), tuple(sorted(complaints)))


def _refused(line: int, told: str) -> Reading:
    return Reading((), (Complaint(line, "", told),))


def _row(
    line: int,
    row: dict[str, str | None],
    coops: dict[str, Organisation],
    people: dict[str, Person],
    only: Organisation | None,
) -> tuple[Entered | None, list[Complaint]]:
    wrong: list[Complaint] = []
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    coop, person = coops.get(cells["coop"]), people.get(cells["person"])
    kind = cells["kind"] or Hours.Kind.PAID
    if coop is None:
        wrong.append(Complaint(line, "coop", _("There is no co-op with the key “{given}”.", cells["coop"])))
    elif only and coop != only:
        wrong.append(
            Complaint(line, "coop", gettext("This list may hold rows of {coop} only.").format(coop=only))
        )
    if person is None:
        wrong.append(
            Complaint(line, "person", _("There is no person with the key “{given}”.", cells["person"]))
        )
    period = _period(cells["month"])
    if period is None:
        told = _("“{given}” is not a month (2016-05) or a day (2016-05-12).", cells["month"])
        wrong.append(Complaint(line, "month", told))
    if kind not in Hours.Kind.values:
        told = _("“{given}” is not a kind of hours: paid, duty, volunteer or time-bank.", kind)
        wrong.append(Complaint(line, "kind", told))
    minutes = _minutes(line, cells["hours"], wrong)
    if wrong or coop is None or person is None or period is None or minutes is None:
        return None, wrong
    day, is_month = period
    make = Worked.in_month if is_month else Worked.on_day
    return Entered(line, coop, make(person, day, minutes, kind)), []


def _(template: str, given: str) -> str:
    return gettext(template).format(given=given if len(given) <= 40 else f"{given[:40]}…")


def _period(text: str) -> tuple[date, bool] | None:
    is_month = bool(_MONTH.fullmatch(text))
    try:
        return date.fromisoformat(f"{text}-01" if is_month else text), is_month
    except ValueError:
        return None


def _minutes(line: int, text: str, wrong: list[Complaint]) -> int | None:
    try:
        return parse_minor(text, "HOUR")
    except Refusal as refusal:
        wrong.append(Complaint(line, "hours", refusal.in_words(gettext)))
        return None
