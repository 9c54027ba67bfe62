"""How far it is: jobs in the federation against the area's, and wealth, land and product beside it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from commonwork.books import queries as book_queries
from commonwork.federation import queries as federation
from commonwork.registry.models import Figure, Organisation
from commonwork.registry.queries import coops, figure, network
from commonwork.rules.periods import year_before

WAGES_AND_WEAR = frozenset({"5100", "5110", "5300", "5400"})


@dataclass(frozen=True)
class Goal:
    """members, others: heads in the federation. share_ppm: of the area's jobs, in parts per million."""

    members: int
    others: int
    share_ppm: int
    goal_bp: int
    goal_jobs: int
    year_ago: int
    area: Figure | None

    @property
    def jobs(self) -> int:
        return self.members + self.others


@dataclass(frozen=True)
class Product:
    """What co-ops added in a calendar year: wages, wear, loan interest and surplus; and its share of the area's."""

    year: int
    added_minor: int
    share_ppb: int
    area: Figure | None


def goal(*, on: date) -> Goal:
    """Jobs in the federation on a day and a year before, against the area's jobs and the network's goal."""
    area, here = figure("jobs"), network()
    now = federation.jobs(on=on)
    before = federation.jobs(on=year_before(on))
    goal_bp = here.goal_jobs_bp if here else 0
    return Goal(
        members=now.members,
        others=now.others,
        share_ppm=_share(now.total, area, 1_000_000),
        goal_bp=goal_bp,
        goal_jobs=int(area.value * goal_bp / 10_000) if area else 0,
        year_ago=before.total,
        area=area,
    )


def land_parcels() -> int:
    """Parcels held in trust."""
    return Organisation.objects.aggregate(total=Sum("parcels"))["total"] or 0


def land_trusts() -> list[Organisation]:
    """Who holds land in trust."""
    return list(Organisation.objects.filter(kind=Organisation.Kind.LAND_TRUST).order_by("name"))


def product(*, on: date) -> Product:
    """What the co-ops added to the area's product in the last whole calendar year."""
    year = on.year - 1
    added = sum(_added(coop, year) for coop in coops())
    area = figure("gdp_usd")
    return Product(year, added, _share(Decimal(added) / 100, area, 1_000_000_000), area)


def _added(coop: Organisation, year: int) -> int:
    if book_queries.book_of(coop) is None:
        return 0
    return book_queries.result(
        coop, starts_on=date(year, 1, 1), ends_on=date(year + 1, 1, 1), without=WAGES_AND_WEAR
    )


def _share(part: int | Decimal, area: Figure | None, scale: int) -> int:
    return int(Decimal(part) * scale / area.value) if area and area.value else 0
