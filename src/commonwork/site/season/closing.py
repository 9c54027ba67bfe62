"""The year-end and the assembly: dues, closing, sharing, voting, granting."""

from collections.abc import Iterator
from datetime import date

from commonwork.assembly.actions import assemblies, ballots, proposals
from commonwork.assembly.queries import resolutions_of
from commonwork.books.actions import years
from commonwork.federation.actions import dues, year_ends
from commonwork.journeys import grants
from commonwork.registry.models import Body, Place
from commonwork.site.season.cast import Cast, Event
from commonwork.site.season.reading import cents


def events(cast: Cast) -> Iterator[Event]:
    """What happens once a year."""
    said, assembly = cast.said["year_end"], cast.said["assembly"]
    on = said["on"]
    for key in said["dues_payers"]:
        yield Event(on, 50, lambda key=key: _dues(cast, key, on))  # type: ignore[misc]
    for key in said["institutions"]:
        yield Event(on, 60, lambda key=key: _institution(cast, key, on))  # type: ignore[misc]
    for key in said["coops"]:
        yield Event(on, 61, lambda key=key: _coop(cast, key, on))  # type: ignore[misc]
        paid_on = said["solidarity_paid_on"]
        yield Event(paid_on, 20, lambda key=key, d=paid_on: _solidarity(cast, key, d))  # type: ignore[misc]
        cash_on = said["patronage_paid_on"]
        yield Event(cash_on, 20, lambda key=key, d=cash_on: _patronage(cast, key, d))  # type: ignore[misc]
    yield Event(assembly["on"], 20, lambda: _assembly(cast))
    yield Event(assembly["grants_paid_on"], 20, lambda: _grants(cast))


def _dues(cast: Cast, key: str, on: date) -> None:
    dues.charge(organisation=cast.org(key), year=on.year, on=on, **cast.when(on, 19))


def _institution(cast: Cast, key: str, on: date) -> None:
    years.close(organisation=cast.org(key), on=on, **cast.when(on, 20))
    years.allocate_to_general_fund(organisation=cast.org(key), on=on, **cast.when(on, 21))


def _coop(cast: Cast, key: str, on: date) -> None:
    closed = year_ends.close(organisation=cast.org(key), year=on.year, **cast.when(on, 20))
    cast.kept[f"year_end_{key}"] = year_ends.allocate(year_end=closed, on=on, **cast.when(on, 22))


def _solidarity(cast: Cast, key: str, on: date) -> None:
    year_ends.pay_solidarity(year_end=cast.kept[f"year_end_{key}"], on=on, **cast.when(on))


def _patronage(cast: Cast, key: str, on: date) -> None:
    year_ends.pay_patronage(year_end=cast.kept[f"year_end_{key}"], on=on, **cast.when(on))


def _assembly(cast: Cast) -> None:
    said = cast.said["assembly"]
    on = said["on"]
    assembly = assemblies.call(
        key=said["key"],
        body=Body.objects.get(key="peoples_assembly"),
        held_on=on,
        place=Place.objects.filter(key="lumumba_center").first(),
        **cast.when(on, 8),
    )
    for row in said["proposal"]:
        proposals.make(
            assembly=assembly,
            key=row["key"],
            title=row["title"],
            cost_minor=cents(row["cost"]),
            recipient=cast.org(row["recipient"]),
            on=on,
            **cast.when(on, 9),
        )
    assembly = assemblies.open_voting(assembly=assembly, **cast.when(on, 10))
    keys = [row["key"] for row in said["proposal"]]
    slips = [
        ballots.Slip(row["voter"], tuple(key for key in keys if row[key]), line)
        for line, row in enumerate(cast.file.ballots, start=2)
    ]
    ballots.enter_batch(assembly=assembly, rows=slips, channel="paper", **cast.when(on, 14))
    budget_minor = grants.fund_minor(on=on) // 100 * 100  # whole dollars, rounded down
    assembly = assemblies.count(assembly=assembly, budget_minor=budget_minor, on=on, **cast.when(on, 15))
    cast.kept["assembly"] = assemblies.resolve(assembly=assembly, on=on, **cast.when(on, 16))


def _grants(cast: Cast) -> None:
    on = cast.said["assembly"]["grants_paid_on"]
    for resolution in resolutions_of(cast.kept["assembly"]).filter(is_funded=True):
        grants.pay(resolution=resolution, on=on, **cast.when(on))
