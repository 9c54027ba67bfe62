"""Hours: what was worked, by whom, what is wrong with a list of them, and the labour a year is shared by."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from commonwork.federation.models import Hours, Wage, YearEnd
from commonwork.registry.models import Membership, Organisation, Person
from commonwork.rules.refusal import Refusal, sentence

MINUTES_A_DAY = 24 * 60


class NoHoursGiven(Refusal):
    sentence = sentence("Hours must be more than zero.")
    field = "hours"


class TooManyHours(Refusal):
    sentence = sentence("{person} would have {hours} hours in a time that has only {most}.")
    field = "hours"


class AlreadyEntered(Refusal):
    sentence = sentence("Hours of this kind are already entered for {person} in that time.")
    status = 409
    field = "on"


class NotOfThisCoop(Refusal):
    sentence = sentence("{person} did not work in {coop} at that time.")
    field = "person"


class YearIsShared(Refusal):
    sentence = sentence("The surplus of {year} is already shared in {coop}, so its hours stand as they are.")
    status = 409
    field = "on"


class NotYetWorked(Refusal):
    sentence = sentence("Hours can be entered once they are worked, not before.")
    field = "on"


@dataclass(frozen=True)
class Worked:
    """A row to be entered: minutes one person worked in a day or a month [starts_on, ends_on)."""

    person: Person
    starts_on: date
    ends_on: date
    minutes: int
    kind: str = Hours.Kind.PAID

    def __post_init__(self) -> None:
        assert self.ends_on in {self.starts_on + timedelta(days=1), next_month(self.starts_on)}
        assert self.kind in Hours.Kind.values

    @classmethod
    def on_day(cls, person: Person, day: date, minutes: int, kind: str = Hours.Kind.PAID) -> "Worked":
        """A row for one day."""
        return cls(person, day, day + timedelta(days=1), minutes, kind)

    @classmethod
    def in_month(cls, person: Person, day: date, minutes: int, kind: str = Hours.Kind.PAID) -> "Worked":
        """A row for the whole month that `day` lies in."""
        first = day.replace(day=1)
        return cls(person, first, next_month(first), minutes, kind)


def next_month(day: date) -> date:
    """The first day of the month after the one `day` lies in."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def as_hours(minutes: int) -> str:
    """Minutes as hours people read: "625.5", "8", or "0:20" where decimals would not come out even.

    >>> as_hours(37530), as_hours(289200), as_hours(20)
    ('625.5', '4,820', '0:20')
    """
    if minutes % 3:
        return f"{minutes // 60:,}:{minutes % 60:02d}"
    whole, _, rest = f"{Decimal(minutes) / 60:,.2f}".partition(".")
    return f"{whole}.{rest.rstrip('0')}".rstrip(".")


def of_coop(
    organisation: Organisation, *, starts_on: date, ends_on: date, person: Person | None = None
) -> QuerySet[Hours]:
    """Rows of a co-op that begin in a period, the newest first."""
    rows = Hours.objects.filter(organisation=organisation, starts_on__gte=starts_on, starts_on__lt=ends_on)
    if person:
        rows = rows.filter(person=person)
    return rows.select_related("person", "organisation").order_by("-starts_on", "person__name", "kind")


def minutes_by_kind(rows: QuerySet[Hours]) -> dict[str, int]:
    """{kind: minutes} of some rows."""
    return dict(rows.order_by().values_list("kind").annotate(Sum("minutes")))


def paid_minutes(starts_on: date, ends_on: date) -> dict[int, int]:
    """{organisation's number: minutes of paid work in rows that begin in [starts_on, ends_on)}."""
    rows = Hours.objects.filter(kind=Hours.Kind.PAID, starts_on__gte=starts_on, starts_on__lt=ends_on)
    return dict(rows.order_by().values_list("organisation").annotate(Sum("minutes")))


def paid_people(starts_on: date, ends_on: date) -> dict[int, int]:
    """{organisation's number: how many people worked the minutes of `paid_minutes`}."""
    rows = Hours.objects.filter(kind=Hours.Kind.PAID, starts_on__gte=starts_on, starts_on__lt=ends_on)
    return dict(rows.order_by().values_list("organisation").annotate(Count("person", distinct=True)))


@dataclass(frozen=True)
class Entered:
    """A row as it came: its line in the list, the co-op, and what was worked."""

    line: int
    organisation: Organisation
    worked: Worked


@dataclass
class _Known:
    """What is in the database about the people and co-ops of a list."""

    memberships: dict[tuple[int, int], list[Membership]] = field(default_factory=lambda: defaultdict(list))
    shared: set[tuple[int, int]] = field(default_factory=set)
    rows: dict[tuple[int, int, str], list[tuple[date, date]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    minutes: dict[tuple[int, date, date], int] = field(default_factory=lambda: defaultdict(int))

    def take(self, organisation: int, person: int, kind: str, starts_on: date, ends_on: date, m: int) -> None:
        self.rows[organisation, person, kind].append((starts_on, ends_on))
        self.minutes[person, starts_on, ends_on] += m


def refusals(rows: Sequence[Entered], *, on: date) -> list[tuple[int, Refusal]]:
    """What is wrong with rows that are to be entered on a day: (line, refusal) in the order of the lines.

    Checks each row against the rows before it and against what is already entered, in all co-ops.
    """
    known = _known(rows)
    found: list[tuple[int, Refusal]] = []
    for row in rows:
        refusal = _refusal(row, known, on)
        worked = row.worked
        if refusal:
            found.append((row.line, refusal))
        else:
            known.take(
                row.organisation.pk,
                worked.person.pk,
                worked.kind,
                worked.starts_on,
                worked.ends_on,
                worked.minutes,
            )
    return found


def _known(rows: Sequence[Entered]) -> _Known:
    known = _Known()
    if not rows:
        return known
    people = {row.worked.person.pk for row in rows}
    coops = {row.organisation.pk for row in rows}
    first, last = min(row.worked.starts_on for row in rows), max(row.worked.ends_on for row in rows)
    for membership in Membership.objects.filter(person__in=people, organisation__in=coops):
        known.memberships[membership.organisation_id, membership.person_id].append(membership)
    known.shared = set(
        YearEnd.objects.filter(organisation__in=coops)
        .exclude(shared_on=None, loss_carried_on=None)
        .values_list("organisation_id", "year")
    )
    for row in Hours.objects.filter(person__in=people, starts_on__lt=last, ends_on__gt=first):
        known.take(row.organisation_id, row.person_id, row.kind, row.starts_on, row.ends_on, row.minutes)
    return known


def _refusal(row: Entered, known: _Known, on: date) -> Refusal | None:
    worked, coop = row.worked, row.organisation
    if worked.minutes <= 0:
        return NoHoursGiven()
    if worked.starts_on > on:
        return NotYetWorked()
    if not _worked_there(known.memberships[coop.pk, worked.person.pk], worked.starts_on, worked.ends_on):
        return NotOfThisCoop(person=worked.person.name, coop=coop.name)
    if (coop.pk, worked.starts_on.year) in known.shared:
        return YearIsShared(year=worked.starts_on.year, coop=coop.name)
    taken = known.rows[coop.pk, worked.person.pk, worked.kind]
    if any(starts < worked.ends_on and ends > worked.starts_on for starts, ends in taken):
        return AlreadyEntered(person=worked.person.name)
    days = (worked.ends_on - worked.starts_on).days
    minutes = known.minutes[worked.person.pk, worked.starts_on, worked.ends_on] + worked.minutes
    if minutes > days * MINUTES_A_DAY:
        return TooManyHours(person=worked.person.name, hours=as_hours(minutes), most=days * 24)
    return None


def _worked_there(memberships: Iterable[Membership], starts_on: date, ends_on: date) -> bool:
    return any(
        row.starts_on < ends_on and (row.ends_on is None or row.ends_on > starts_on) for row in memberships
    )


@dataclass(frozen=True)
class Labour:
    """The work of a year in minutes; `weights` is what patronage is shared by, both by person key."""

    member_minutes: int
    other_minutes: int
    uncounted_minutes: int
    minutes: dict[str, int]
    weights: dict[str, int]
    waiting_minutes: int = 0  # paid work that nobody has approved yet
    unpriced: tuple[str, ...] = ()  # members whose wage is not known, where wages are needed


def labour(organisation: Organisation, *, starts_on: date, ends_on: date, basis: str) -> Labour:
    """The paid work of members and others in a period, as far as it is approved. Duty, volunteer and time-bank hours
    are summed apart, and so are paid hours that wait.

    A row is a member's work when its person was a worker-owner on any day of it. basis "hours_x_wage" weighs each row
    by the wage in force on its first day (minutes x cents).
    """
    owners: dict[int, list[Membership]] = defaultdict(list)
    for membership in Membership.objects.filter(
        organisation=organisation, class_code=Membership.Class.MEMBER
    ):
        owners[membership.person_id].append(membership)
    wages = _wages(organisation) if basis == "hours_x_wage" else {}
    minutes: dict[str, int] = defaultdict(int)
    weights: dict[str, int] = defaultdict(int)
    unpriced: set[str] = set()
    others = uncounted = waiting = 0
    rows = of_coop(organisation, starts_on=starts_on, ends_on=ends_on).order_by("person__key", "pk")
    plain = rows.values_list(
        "person__key", "person", "kind", "starts_on", "ends_on", "minutes", "approved_on"
    )
    for key, person, kind, first, last, worked, approved_on in plain.iterator():
        if kind != Hours.Kind.PAID:
            uncounted += worked
        elif approved_on is None:
            waiting += worked
        elif not _worked_there(owners[person], first, last):
            others += worked
        else:
            wage = _wage_on(wages.get(person, []), first) if basis == "hours_x_wage" else 1
            unpriced |= {key} if wage is None else set()
            minutes[key] += worked
            weights[key] += worked * (wage or 0)
    return Labour(
        sum(minutes.values()),
        others,
        uncounted,
        dict(minutes),
        dict(weights),
        waiting,
        tuple(sorted(unpriced)),
    )


def _wages(organisation: Organisation) -> dict[int, list[tuple[date, int]]]:
    wages: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for row in Wage.objects.filter(organisation=organisation).order_by("starts_on"):
        wages[row.person_id].append((row.starts_on, row.hourly_wage_minor))
    return wages


def _wage_on(wages: list[tuple[date, int]], day: date) -> int | None:
    place = bisect_right(wages, day, key=lambda row: row[0])
    if place:
        return wages[place - 1][1]
    in_month = [wage for starts_on, wage in wages if starts_on < next_month(day)]
    return in_month[0] if in_month else None


def wage(organisation: Organisation, person: Person, *, on: date) -> int | None:
    """What a person earns an hour on a day, in cents; None when it is not known."""
    row = (
        Wage.objects.filter(organisation=organisation, person=person, starts_on__lte=on)
        .order_by("-starts_on")
        .first()
    )
    return row.hourly_wage_minor if row else None
