"""What an invented city is made of, drawn from a seed: the same seed gives the same keys, names and amounts.

Nothing here touches the database. Each co-op draws from a series of its own, so that no draw depends on the order in
which co-ops are made.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from commonwork.registry.models import Organisation
from commonwork.rules.refusal import Refusal, sentence

SMALLEST, LARGEST = 6, 200
MONTHS = range(1, 13)
SHARE_MINOR = 50_000
TRADES = (
    "Market gardening", "Bakery", "Child care", "Cleaning", "House repair", "Café", "Landscaping", "Sewing", "Printing",
    "Recycling", "Elder care", "Bicycle repair", "Solar installation", "Catering", "Carpentry", "Hair care", "Laundry",
    "Delivery", "Bookkeeping", "Taxi",
)  # fmt: skip
STAGES = (Organisation.Stage.MEMBER,) * 4 + (Organisation.Stage.START_UP,)


class SizesDoNotFit(Refusal):
    sentence = sentence("{coops} co-ops of {smallest} to {largest} members cannot have {members} members.")


@dataclass(frozen=True)
class Scale:
    """How large a city is. All who live in it stand on the assembly's roll; the first of them are the members."""

    coops: int
    members: int
    residents: int

    @property
    def people(self) -> int:
        """Everybody who is in the registry."""
        return max(self.members, self.residents)


CITY = Scale(coops=500, members=30_000, residents=150_000)


@dataclass(frozen=True)
class Coop:
    """A co-op to be made. Its members are the people numbered from `first_member` on."""

    number: int
    name: str
    trade: str
    stage: Organisation.Stage
    years: int
    first_member: int
    size: int

    @property
    def key(self) -> str:
        """Its key in the register."""
        return coop_key(self.number)

    @property
    def members(self) -> range:
        """The numbers of its members."""
        return range(self.first_member, self.first_member + self.size)


@dataclass(frozen=True)
class Opening:
    """What a co-op begins with, in minor units; cash and equipment are worth what members and reserve own."""

    cash: int
    equipment: int
    share: int
    capital: tuple[int, ...]
    reserve: int


@dataclass(frozen=True)
class Month:
    """A month's sales and costs in minor units."""

    number: int
    sales: int
    materials: int
    member_wages: int
    other_wages: int
    other_costs: int

    @property
    def costs(self) -> int:
        """All costs of the month."""
        return self.materials + self.member_wages + self.other_wages + self.other_costs


@dataclass(frozen=True)
class Year:
    """A year of one co-op. wages: minor units an hour, member by member; hours[month - 1]: whole hours likewise."""

    opening: Opening
    wages: tuple[int, ...]
    hours: tuple[tuple[int, ...], ...]
    months: tuple[Month, ...]


def coop_key(number: int) -> str:
    """The key of a co-op of the city.

    >>> coop_key(7)
    'city_coop_007'
    """
    return f"city_coop_{number:03d}"


def person_key(number: int) -> str:
    """The key of a person of the city.

    >>> person_key(123)
    'city_person_000123'
    """
    return f"city_person_{number:06d}"


def person_name(number: int) -> str:
    """A name nobody bears.

    >>> person_name(123)
    'Person 000123 (invented)'
    """
    return f"Person {number:06d} (invented)"


def coops(seed: int, scale: Scale) -> Iterator[Coop]:
    """The co-ops of the city, one after the other. Raises SizesDoNotFit."""
    first = 1
    for number, size in enumerate(sizes(seed, scale), start=1):
        chance = _series(seed, f"coop {number}")
        trade = chance.choice(TRADES)
        yield Coop(
            number=number,
            name=f"{trade} Co-op {number:03d} (invented)",
            trade=trade,
            stage=chance.choice(STAGES),
            years=chance.randint(1, 12),
            first_member=first,
            size=size,
        )
        first += size


def sizes(seed: int, scale: Scale) -> list[int]:
    """How many members each co-op has: from 6 to 200, a few large and many small. Raises SizesDoNotFit.

    >>> sizes(1, Scale(coops=2, members=12, residents=20))
    [6, 6]
    """
    if not SMALLEST * scale.coops <= scale.members <= LARGEST * scale.coops:
        raise SizesDoNotFit(
            coops=scale.coops, smallest=SMALLEST, largest=LARGEST, members=f"{scale.members:,}"
        )
    chance = _series(seed, "sizes")
    found = [SMALLEST] * scale.coops
    left = scale.members - sum(found)
    while left:
        place = chance.randrange(scale.coops)
        more = min(left, LARGEST - found[place], chance.randint(1, 60))
        found[place] += more
        left -= more
    return found


def year(seed: int, coop: Coop) -> Year:
    """A co-op's year: opening balances, wages, hours and months that fit together."""
    chance = _series(seed, f"year {coop.number}")
    wages = tuple(chance.randrange(1_200, 2_825, 25) for _ in coop.members)
    hours = tuple(tuple(chance.randint(80, 180) for _ in coop.members) for _ in MONTHS)
    paid = [sum(h * wage for h, wage in zip(row, wages, strict=True)) for row in hours]
    months = tuple(_month(chance, number, wages) for number, wages in zip(MONTHS, paid, strict=True))
    return Year(_opening(chance, coop), wages, hours, months)


def _opening(chance: Random, coop: Coop) -> Opening:
    capital = tuple(chance.randrange(0, 50_000 * coop.years, 100) for _ in coop.members)
    reserve = chance.randrange(100_000, 400_000) * coop.years
    owned = SHARE_MINOR * coop.size + sum(capital) + reserve
    equipment = owned * chance.randint(20, 70) // 100
    return Opening(owned - equipment, equipment, SHARE_MINOR, capital, reserve)


def _month(chance: Random, number: int, member_wages: int) -> Month:
    other_wages = member_wages * chance.randint(0, 25) // 100
    sales = (member_wages + other_wages) * chance.randint(150, 230) // 100
    return Month(
        number=number,
        sales=sales,
        materials=sales * chance.randint(18, 30) // 100,
        member_wages=member_wages,
        other_wages=other_wages,
        other_costs=sales * chance.randint(5, 12) // 100,
    )


def _series(seed: int, name: str) -> Random:
    return Random(f"{seed} {name}")  # noqa: S311  invented figures, nothing secret
