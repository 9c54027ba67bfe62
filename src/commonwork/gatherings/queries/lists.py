"""Which gatherings there are: to come, past, attended, of a kind."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, time
from typing import Any

from django.db.models import Q, QuerySet, Sum

from commonwork.gatherings.models import Gathering, RollEntry
from commonwork.record.refs import resolve
from commonwork.registry.clock import at_time
from commonwork.registry.models import Person

# What else a person goes to, asked of the rooms above: each gives a condition on gatherings.
GOING: list[Callable[[Person], Q]] = []


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
    return dict(rows.values_list("gathering").annotate(count=Sum("people_count")))


def marks(gatherings: Iterable[Gathering]) -> dict[tuple[int, int], bool]:
    """{(gathering pk, person pk): came?} for all persons on the rolls."""
    rows = RollEntry.objects.filter(gathering__in=list(gatherings), person__isnull=False)
    return {
        (gathering, person): is_there
        for gathering, person, is_there in rows.values_list("gathering", "person", "came")
    }


def whole(gathering: Gathering) -> Any:
    """What a gathering is part of (a course, an assembly), or None."""
    return resolve(gathering.part_of) if gathering.part_of else None


def _listed(among: QuerySet[Gathering] | None) -> QuerySet[Gathering]:
    rows = Gathering.objects.filter(is_public=True) if among is None else among
    return rows.select_related("place", "host")


def of_kinds(rows: QuerySet[Gathering], kinds: Collection[str]) -> QuerySet[Gathering]:
    """Only these kinds; all of them when none is named."""
    return rows.filter(kind__in=kinds) if kinds else rows


def came_count(gathering: Gathering) -> int:
    """How many people came, those who came with somebody included."""
    return int(came(gathering).aggregate(count=Sum("people_count"))["count"] or 0)


def of_person(person: Person, *, since: date) -> QuerySet[Gathering]:
    """What a person goes to or went to from a day on: registered with a place, on the roll, hosting, or by what the
    rooms above say."""
    mine = person.registrations.filter(cancelled_at=None, waiting_since=None).values("gathering")
    asked = Q(pk__in=mine) | Q(registers_at__in=mine)
    asked |= Q(pk__in=person.roll_entries.filter(came=True).values("gathering"))
    asked |= Q(pk__in=person.hostings.values("gathering"))
    for going in GOING:
        asked |= going(person)
    rows = _listed(Gathering.objects.filter(asked, ends_at__gt=at_time(since, time(0))))
    return rows.order_by("starts_at", "key")


def of_series(gathering: Gathering) -> QuerySet[Gathering]:
    """The gatherings of its series in order; none where it takes place only once."""
    if gathering.series_id is None:
        return Gathering.objects.none()
    return _listed(Gathering.objects.filter(series=gathering.series_id)).order_by("starts_at", "pk")
