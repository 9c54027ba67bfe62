"""Hours: record, take back, read in a list. Bulk acts state one fact that names everybody in it."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext

from commonwork.federation.models import Hours, HoursImport
from commonwork.federation.queries import hours_list
from commonwork.federation.queries.hours import Entered, Worked, YearIsShared, as_hours, next_month, refusals
from commonwork.federation.queries.sharing import is_settled
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation, Person
from commonwork.rules.refusal import Complaint, Complaints, Refusal, sentence


class NothingWaits(Refusal):
    sentence = sentence("None of these hours waits for approval.")
    status = 409


class OwnHours(Refusal):
    sentence = sentence("Somebody else approves your own hours.")
    status = 409


@act
def record(
    *,
    organisation: Organisation,
    person: Person,
    starts_on: date,
    minutes: int,
    by: Who,
    at: datetime,
    kind: str = Hours.Kind.PAID,
    is_month: bool = False,
    is_approved: bool = True,
) -> Organisation:
    """Enter what one person worked on a day, or in the month that `starts_on` lies in. Raises NoHoursGiven,
    TooManyHours, NotYetWorked, NotOfThisCoop, YearIsShared, AlreadyEntered."""
    make = Worked.in_month if is_month else Worked.on_day
    rows = [make(person, starts_on, minutes, kind)]
    for _, refusal in refusals([Entered(1, organisation, rows[0])], on=_day(at)):
        raise refusal
    _enter(organisation, rows, by, at, is_approved=is_approved)
    return organisation


@act
def record_many(
    *,
    organisation: Organisation,
    rows: Sequence[Worked],
    by: Who,
    at: datetime,
    is_approved: bool = True,
) -> Organisation:
    """Enter many rows of one co-op, all or none; hours people enter for themselves wait to be approved. Raises
    Complaints (line = place in `rows`, counted from 1)."""
    entered = [Entered(place, organisation, row) for place, row in enumerate(rows, start=1)]
    if wrong := refusals(entered, on=_day(at)):
        raise Complaints(
            Complaint(line, refusal.field or "", refusal.in_words(gettext)) for line, refusal in wrong
        )
    _enter(organisation, rows, by, at, is_approved=is_approved)
    return organisation


@act
def import_csv(*, text: str, by: Who, at: datetime, organisation: Organisation | None = None) -> HoursImport:
    """Read in a list of hours (see `queries.hours_list`), all or none; one fact a co-op and one for the list.

    With `organisation` given, only its rows are allowed. Raises Complaints. Try it first with
    `queries.hours_list.read`, which changes nothing.
    """
    reading = hours_list.read(text, on=_day(at), organisation=organisation)
    if reading.complaints:
        raise Complaints(reading.complaints)
    by_coop: dict[Organisation, list[Worked]] = defaultdict(list)
    for row in reading.rows:
        by_coop[row.organisation].append(row.worked)
    for coop in sorted(by_coop, key=lambda coop: coop.key):
        _enter(coop, by_coop[coop], by, at)
    done = HoursImport.objects.create(
        key=new_key("hours_import"),
        imported_at=at,
        rows_count=len(reading.rows),
        file_hash=hashlib.sha256(text.encode()).hexdigest(),
    )
    state(
        "federation.hours.imported",
        subject=done,
        by=by,
        at=at,
        organisation=organisation or "",
        data={"rows": done.rows_count, "hours": reading.hours, "file_hash": done.file_hash},
    )
    return done


@act
def approve(*, organisation: Organisation, rows: Sequence[Hours], by: Who, at: datetime) -> Organisation:
    """Approve rows that wait, all or none; nobody approves the own hours. What was approved meanwhile stays so; rows of
    other co-ops are passed over. Raises NothingWaits, OwnHours."""
    waiting = (
        Hours.objects.select_for_update(of=("self",))
        .filter(organisation=organisation, pk__in=[row.pk for row in rows], approved_on=None)
        .select_related("person")
    )
    found = list(waiting.order_by("pk"))
    if not found:
        raise NothingWaits()
    if any(ref(row.person) == ref(by) for row in found):
        raise OwnHours()
    Hours.objects.filter(pk__in=[row.pk for row in found]).update(approved_on=_day(at), approved_by=ref(by))
    minutes = sum(row.minutes for row in found)
    people = sorted({row.person for row in found}, key=lambda person: person.key)
    state(
        "federation.hours.approved",
        subject=organisation,
        by=by,
        at=at,
        organisation=organisation,
        about=people,
        data={"rows": len(found), "hours": as_hours(minutes), "minutes": minutes},
    )
    return organisation


@act
def take_back(*, hours: Hours, by: Who, at: datetime) -> Organisation:
    """Take a row of hours back, as long as its year is not shared. Raises YearIsShared."""
    hours = (
        Hours.objects.select_for_update(of=("self",))
        .select_related("person", "organisation")
        .get(pk=hours.pk)
    )
    coop = Organisation.objects.select_for_update().get(pk=hours.organisation_id)
    if is_settled(coop, hours.starts_on.year):
        raise YearIsShared(year=hours.starts_on.year, coop=coop.name)
    hours.delete()
    state(
        "federation.hours.taken_back",
        subject=coop,
        by=by,
        at=at,
        organisation=coop,
        about=[hours.person],
        data={
            "person": ref(hours.person),
            "hours": as_hours(hours.minutes),
            "minutes": hours.minutes,
            "kind": hours.kind,
            "starts_on": hours.starts_on.isoformat(),
            "ends_on": hours.ends_on.isoformat(),
        },
    )
    return coop


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def _enter(
    coop: Organisation, rows: Sequence[Worked], by: Who, at: datetime, *, is_approved: bool = True
) -> None:
    approved = {"approved_on": _day(at), "approved_by": ref(by)} if is_approved else {}
    Organisation.objects.select_for_update().get(pk=coop.pk)
    Hours.objects.bulk_create(
        Hours(
            organisation=coop,
            person=row.person,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            minutes=row.minutes,
            kind=row.kind,
            **approved,
        )
        for row in rows
    )
    people = sorted({row.person for row in rows}, key=lambda person: person.key)
    minutes = sum(row.minutes for row in rows)
    first, last = min(row.starts_on for row in rows), max(row.ends_on for row in rows)
    state(
        "federation.hours.recorded",
        subject=coop,
        by=by,
        at=at,
        organisation=coop,
        about=people,
        data={
            "rows": len(rows),
            "people": len(people),
            "hours": as_hours(minutes),
            "minutes": minutes,
            "approved": is_approved,
            "starts_on": first.isoformat(),
            "ends_on": last.isoformat(),
        },
    )


__all__ = ["Worked", "approve", "import_csv", "next_month", "record", "record_many", "take_back"]
