"""A whole invented city for benchmarks: co-ops with books, wages and hours, and residents on the assembly's roll.

Made by bulk acts, in batches, so that memory stays flat; one transaction around them, so that a city is there whole or
not at all. What the city consists of is drawn in `city_plan`. Nobody in it has an account or a role.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from commonwork.books import actions as books
from commonwork.charter import queries as charter
from commonwork.charter.actions import policies
from commonwork.federation.actions import hours, wages
from commonwork.federation.queries.hours import Worked
from commonwork.registry.actions import memberships, organisation_lists, people_lists
from commonwork.registry.clock import at_time
from commonwork.registry.models import Body, Network, Organisation, Person
from commonwork.rules.refusal import Refusal, sentence
from commonwork.site.network.loading import load
from commonwork.site.network.reading import read as read_network
from commonwork.site.season import city_books
from commonwork.site.season.cast import BY, moment
from commonwork.site.season.city_plan import (
    CITY,
    Coop,
    Scale,
    Year,
    coop_key,
    coops,
    person_key,
    person_name,
    year,
)
from commonwork.site.season.playing import FIXED, POLICIES
from commonwork.site.season.reading import read as read_season

NETWORK = Path(__file__).parents[1] / "network" / "data" / "jackson.toml"
ASSEMBLY = "peoples_assembly"
BATCH = 10_000
Tell = Callable[[str], object]


class CityIsMade(Refusal):
    sentence = sentence("This network holds a city for benchmarks already.")
    status = 409


class NoAssembly(Refusal):
    sentence = sentence("This network has no body with the key {key}, so there is no roll to stand on.")


@transaction.atomic
def make(*, seed: int, scale: Scale = CITY, tell: Tell = lambda _: None) -> None:
    """Make the city of a seed, all or nothing; `tell` hears a sentence after each part.

    Loads the demo network when there is none, and adopts the policies of the golden season where none is in force.
    Raises CityIsMade, NoAssembly, city_plan.SizesDoNotFit.
    """
    plan = list(coops(seed, scale))
    if Organisation.objects.filter(key=coop_key(1)).exists():
        raise CityIsMade()
    on = _ground()
    body = Body.objects.filter(key=ASSEMBLY).first()
    if body is None:
        raise NoAssembly(key=ASSEMBLY)
    when = _when(on)
    organisation_lists.record_many(
        organisations=[
            organisation_lists.NewOrganisation(
                coop.key, coop.name, Organisation.Kind.COOP, coop.trade, coop.stage, _joined(coop, on)
            )
            for coop in plan
        ],
        **when,
    )
    tell(f"{len(plan):,} co-ops are in the register.")
    _people(body, scale, on)
    tell(f"{scale.people:,} people are in the registry, {scale.residents:,} of them on the roll.")
    for coop in plan:
        _coop(coop, year(seed, coop), on)
    tell(f"{scale.members:,} members have a year of wages, hours and books behind them.")


def _ground() -> date:
    """What a city stands on: a network and its policies. Returns the first day of the golden season."""
    season = read_season().said
    on: date = season["season"]["starts_on"]
    if not Network.objects.exists():
        load(read_network(NETWORK), at=moment(on, 6), is_demo=True)
    values = {POLICIES[name]: value for name, value in season["policies"].items() if name in POLICIES}
    for code, value in (values | FIXED).items():
        if charter.in_force(code, on=on) is None:
            policies.adopt(
                code=code,
                value=value,
                starts_on=on,
                adopted_by=f"registry.body/{ASSEMBLY}",
                source="invented for benchmarks",
                **_when(on),
            )
    return on


def _people(body: Body, scale: Scale, on: date) -> None:
    """Record everybody, and put the residents on the roll, batch by batch."""
    for numbers in _batches(scale.people):
        people_lists.record_many(
            names={person_key(number): person_name(number) for number in numbers},
            is_invented=True,
            **_when(on),
        )
        on_roll = range(numbers.start, min(numbers.stop, scale.residents + 1))
        if on_roll:
            memberships.take_seats(body=body, people=_found(on_roll), on=on, **_when(on))


def _coop(coop: Coop, said: Year, on: date) -> None:
    """Members, wages, books and hours of one co-op."""
    organisation = Organisation.objects.get(key=coop.key)
    members = _found(coop.members)
    memberships.begin_many(
        organisation=organisation, people=members, class_code="member", on=_joined(coop, on), **_when(on)
    )
    wages.set_many(
        organisation=organisation, wages=list(zip(members, said.wages, strict=True)), on=on, **_when(on)
    )
    books.open_book(organisation=organisation, on=on, **_when(on))
    year_ends_on = on.replace(year=on.year + 1) - timedelta(days=1)
    keys = [member.key for member in members]
    city_books.fill(organisation=organisation, members=keys, year=said, on=on, **_when(year_ends_on))
    worked = [
        Worked.in_month(member, on.replace(month=number), count * 60)
        for number, counts in enumerate(said.hours, start=1)
        for member, count in zip(members, counts, strict=True)
    ]
    hours.record_many(organisation=organisation, rows=worked, **_when(year_ends_on))


def _found(numbers: range) -> list[Person]:
    """The people of these numbers, in their order."""
    return list(Person.objects.filter(key__in=[person_key(one) for one in numbers]).order_by("key"))


def _batches(count: int) -> Iterator[range]:
    for first in range(1, count + 1, BATCH):
        yield range(first, min(first + BATCH, count + 1))


def _joined(coop: Coop, on: date) -> date:
    return on.replace(year=on.year - coop.years)


def _when(on: date) -> dict[str, Any]:
    return {"by": BY, "at": at_time(on)}
