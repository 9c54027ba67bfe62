"""Reading gatherings: what comes, what was, who is expected and who came."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, where
from commonwork.gatherings.models import Gathering, Guest, Registration, RollEntry
from commonwork.gatherings.permits import person_of
from commonwork.record.refs import resolve
from commonwork.registry.clock import at_time
from commonwork.registry.models import Person


@dataclass(frozen=True)
class Need:
    """One thing that needs somebody: what to do, why, until when, where, and the words on the button."""

    title: str
    reason: str
    due_on: date
    href: str
    button: str


@dataclass(frozen=True)
class Expected:
    """One line of a roster: a person of the network or a guest, and what the roll says (None: nothing
    yet)."""

    person: Person | None
    registration: Registration | None
    came: bool | None

    @property
    def name(self) -> str:
        row = self.person or self.registration
        return row.name if row else "—"

    @property
    def needs_texts(self) -> list[str]:
        return self.registration.needs_texts if self.registration else []

    @property
    def mark(self) -> str:
        """The value of its tick box: person-7 or guest-9."""
        return f"person-{self.person.pk}" if self.person else f"guest-{self.registration.pk}"  # type: ignore[union-attr]


def coming(on: date, *, among: QuerySet[Gathering] | None = None) -> QuerySet[Gathering]:
    """Gatherings that are not over when this day begins, the nearest first: public ones, or those of `among`."""
    return _listed(among).filter(ends_at__gt=at_time(on, time(0))).order_by("starts_at", "key")


def past(on: date, *, among: QuerySet[Gathering] | None = None) -> QuerySet[Gathering]:
    """Gatherings that were over when this day began, the latest first: public ones, or those of `among`."""
    return _listed(among).filter(ends_at__lte=at_time(on, time(0))).order_by("-starts_at", "key")


def attended(person: Person) -> QuerySet[Gathering]:
    """The gatherings a person came to, the latest first."""
    return (
        _listed(Gathering.objects.all())
        .filter(roll__person=person, roll__came=True)
        .order_by("-starts_at", "key")
    )


def came(gathering: Gathering) -> QuerySet[RollEntry]:
    """The roll entries of those who came, guests among them."""
    return RollEntry.objects.filter(gathering=gathering, came=True)


def came_counts(gatherings: Iterable[Gathering]) -> dict[int, int]:
    """{gathering pk: how many came}, guests included; gatherings without a roll are left out."""
    rows = RollEntry.objects.filter(gathering__in=list(gatherings), came=True)
    return dict(rows.values_list("gathering").annotate(count=Count("pk")))


def marks(gatherings: Iterable[Gathering]) -> dict[tuple[int, int], bool]:
    """{(gathering pk, person pk): came?} for all persons on the rolls."""
    rows = RollEntry.objects.filter(gathering__in=list(gatherings), person__isnull=False)
    return {
        (gathering, person): is_there
        for gathering, person, is_there in rows.values_list("gathering", "person", "came")
    }


def registered(gathering: Gathering) -> QuerySet[Registration]:
    """The registrations that stand, in the order they came in."""
    rows = gathering.registrations.filter(cancelled_at=None).select_related("person", "guest")
    return rows.order_by("registered_at", "pk")


def registration_of(gathering: Gathering, person: Person | None) -> Registration | None:
    """The standing registration of a person, or None."""
    return registered(gathering).filter(person=person).first() if person else None


def places_left(gathering: Gathering) -> int | None:
    """How many more may register; None where there is no limit."""
    if gathering.capacity is None:
        return None
    return max(0, gathering.capacity - registered(gathering).count())


def roster(gathering: Gathering) -> list[Expected]:
    """Everybody registered or on the roll already, by name."""
    entries = list(gathering.roll.select_related("person", "registration__guest", "registration__person"))
    by_person = {entry.person_id: entry for entry in entries if entry.person_id}
    by_guest = {entry.registration_id: entry for entry in entries if entry.registration_id}
    lines = []
    for row in registered(gathering):
        entry = by_person.pop(row.person_id, None) if row.person_id else by_guest.pop(row.pk, None)
        lines.append(Expected(row.person, row, entry.came if entry else None))
    lines += [Expected(entry.person, None, entry.came) for entry in by_person.values()]
    lines += [Expected(None, entry.registration, entry.came) for entry in by_guest.values()]
    return sorted(lines, key=lambda line: line.name.casefold())


def help_asked(gathering: Gathering) -> dict[str, int]:
    """{code of the help: how many asked for it} among those registered; codes nobody asked for are left
    out."""
    counts: dict[str, int] = {}
    for codes in registered(gathering).values_list("needs", flat=True):
        for code in codes:
            counts[code] = counts.get(code, 0) + 1
    return counts


def whole(gathering: Gathering) -> Any:
    """What a gathering is part of (a course, an assembly), or None."""
    return resolve(gathering.part_of) if gathering.part_of else None


def needs(account: Asker, on: date) -> list[Need]:
    """What gatherings ask of an account: come where you registered; take the roll of what was held."""
    person = person_of(account)
    if person is None:
        return []
    mine = coming(on, among=Gathering.objects.all()).filter(
        registrations__person=person, registrations__cancelled_at=None, called_off_at=None
    )
    found = [
        Need(
            title=_("Come to %(title)s") % {"title": row.title},
            reason=_("You registered: %(hours)s.") % {"hours": row.hours_text},
            due_on=row.starts_on,
            href=row.get_absolute_url(),
            button=_("See the details"),
        )
        for row in mine[:7]
    ]
    return sorted(
        [*found, *_rolls_to_take(account, on), *_guests_to_forget(account, on)], key=lambda need: need.due_on
    )


def _rolls_to_take(account: Asker, on: date) -> list[Need]:
    held = Gathering.objects.filter(
        Q(registrations__cancelled_at=None, registrations__isnull=False),
        host__in=where(account, Permission.ROLL_TAKE),
        starts_at__lt=at_time(on + timedelta(days=1), time(0)),
        roll_taken_at=None,
        called_off_at=None,
        part_of="",
    ).distinct()
    return [
        Need(
            title=_("Take the roll of %(title)s") % {"title": row.title},
            reason=_("It was held and nobody has said who came."),
            due_on=row.last_on,
            href=reverse("gatherings_roll", args=[row.key]),
            button=_("Take the roll"),
        )
        for row in held.order_by("-starts_at")[:7]
    ]


def _guests_to_forget(account: Asker, on: date) -> list[Need]:
    """Gatherings that are over and have their roll, and still keep names of guests."""
    kept = past(on, among=Gathering.objects.all()).filter(
        registrations__guest__isnull=False,
        host__in=where(account, Permission.GATHERING_KEEP),
        roll_taken_at__isnull=False,
    )
    return [
        Need(
            title=_("Erase the names of guests of %(title)s") % {"title": row.title},
            reason=_("It is over, and guests were told that their names would be erased."),
            due_on=row.last_on,
            href=reverse("gatherings_forget_guests", args=[row.key]),
            button=_("Erase names"),
        )
        for row in kept.distinct()[:7]
    ]


def _listed(among: QuerySet[Gathering] | None) -> QuerySet[Gathering]:
    rows = Gathering.objects.filter(is_public=True) if among is None else among
    return rows.select_related("place", "host")


def of_kinds(rows: QuerySet[Gathering], kinds: Collection[str]) -> QuerySet[Gathering]:
    """Only these kinds; all of them when none is named."""
    return rows.filter(kind__in=kinds) if kinds else rows


def guests(gathering: Gathering) -> QuerySet[Guest]:
    """Names and contacts of guests that are still kept."""
    return Guest.objects.filter(registration__gathering=gathering)
