"""What worker-owners own in their co-ops: shares (3000) and capital accounts (3100), read from the co-ops' books."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from commonwork.books import queries as book_queries
from commonwork.federation.queries.coops import Belonging, belonging
from commonwork.registry.models import Membership, Organisation
from commonwork.registry.queries import memberships
from commonwork.rules.money import round_half_even

SHARES, ACCOUNTS = "3000", "3100"


@dataclass(frozen=True)
class CoopWealth:
    """One co-op's part. Minor units; `owners` are heads on the day."""

    belonging: Belonging
    owners: int
    shares_minor: int
    capital_accounts_minor: int

    @property
    def total_minor(self) -> int:
        """Shares and capital accounts together."""
        return self.shares_minor + self.capital_accounts_minor


@dataclass(frozen=True)
class Wealth:
    """All co-ops of the federation; the median counts each owner once, those without a balance as zero."""

    shares_minor: int
    capital_accounts_minor: int
    owners: int
    median_minor: int
    by_coop: tuple[CoopWealth, ...]

    @property
    def total_minor(self) -> int:
        """Shares and capital accounts together."""
        return self.shares_minor + self.capital_accounts_minor


def wealth(*, on: date) -> Wealth:
    """What the worker-owners of the federation's co-ops own at the end of a day; the median is per owner, half-even to
    the cent between the two in the middle."""
    owners: dict[int, set[str]] = defaultdict(set)
    rows = memberships(on=on).filter(class_code=Membership.Class.MEMBER)
    for organisation, person in rows.values_list("organisation_id", "person__key"):
        owners[organisation].add(person)
    owned: dict[str, int] = defaultdict(int)
    coops = []
    for row in belonging(on=on):
        shares, accounts = owned_in(row.organisation, on=on)
        for key in owners[row.organisation.pk]:
            owned[key] += shares.get(key, 0) + accounts.get(key, 0)
        coops.append(
            CoopWealth(row, len(owners[row.organisation.pk]), sum(shares.values()), sum(accounts.values()))
        )
    return Wealth(
        sum(coop.shares_minor for coop in coops),
        sum(coop.capital_accounts_minor for coop in coops),
        len(owned),
        median(list(owned.values())),
        tuple(coops),
    )


def owned_in(organisation: Organisation, *, on: date) -> tuple[dict[str, int], dict[str, int]]:
    """({person key: share}, {person key: capital account}) of a co-op at the end of a day, in cents."""
    return tuple(  # type: ignore[return-value]
        {key: -minor for key, minor in book_queries.parties(organisation, code, on=on).items()}
        for code in (SHARES, ACCOUNTS)
    )


def median(amounts: list[int]) -> int:
    """The amount in the middle; between two, their mean, half-even; 0 of none.

    >>> median([300, 100, 200]), median([100, 101]), median([])
    (200, 100, 0)
    """
    if not amounts:
        return 0
    ordered, middle = sorted(amounts), len(amounts) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return round_half_even(Fraction(ordered[middle - 1] + ordered[middle], 2))
