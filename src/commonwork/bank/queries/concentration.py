"""How loans gather: on one co-op, in one place, in one trade; each part against the bank's net worth or its fund.

Source: NCUA Letter 10-CU-03 (concentrations are weighed against net worth); the limits are policies of the network.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from commonwork.bank.models import Loan
from commonwork.bank.queries.gauges import Standing
from commonwork.charter.models import Policy
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation
from commonwork.registry.queries import network
from commonwork.rules.prudential import ratio_bp

PLACE, TRADE, EXPOSURE = "bank.one_place_bp", "bank.one_trade_bp", "bank.exposure_limit_bp"


@dataclass(frozen=True)
class Part:
    """Loans that have one thing in common: its name ("" where nothing is on file), co-ops, and what they owe."""

    name: str
    coops_count: int
    loans_count: int
    principal_minor: int

    def of(self, whole_minor: int) -> int:
        """Its share of something, in basis points."""
        return ratio_bp(self.principal_minor, max(0, whole_minor))


def by_place(rows: Iterable[Standing]) -> list[Part]:
    """What co-ops owe, by place, the most first. A co-op without a place of its own counts where the network is."""
    here = network()
    usual = here.place if here else ""
    return _parts(rows, lambda coop: coop.place.name if coop.place else usual)


def by_trade(rows: Iterable[Standing]) -> list[Part]:
    """What co-ops owe, by trade, the most first."""
    return _parts(rows, lambda coop: coop.trade)


def _parts(rows: Iterable[Standing], name_of: Callable[[Organisation], str]) -> list[Part]:
    sums: dict[str, int] = defaultdict(int)
    loans: dict[str, int] = defaultdict(int)
    coops: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.position.principal_minor > 0:
            name = name_of(row.loan.borrower)
            sums[name] += row.position.principal_minor
            loans[name] += 1
            coops[name].add(row.loan.borrower_id)
    found = [Part(name, len(coops[name]), loans[name], sums[name]) for name in sums]
    return sorted(found, key=lambda part: (-part.principal_minor, part.name))


@dataclass(frozen=True)
class Largest:
    """The largest part of a kind on a day: its share (basis points) of what it is weighed against, and the policy that
    limits it, None while no body has adopted one."""

    part: Part | None
    share_bp: int
    limit: Policy | None

    @property
    def holds(self) -> bool:
        return self.limit is not None and self.share_bp <= int(self.limit.value)


def largest(code: str, parts: list[Part], whole_minor: int, *, on: date, of: Organisation) -> Largest:
    """The largest of some parts against the limit in force."""
    part = parts[0] if parts else None
    share = part.of(whole_minor) if part else 0
    return Largest(part, share, in_force(code, on=on, organisation=of))


def exposures(rows: Iterable[Standing]) -> list[Part]:
    """What each co-op owes and was promised besides, the most first: what the exposure limit weighs."""
    sums: dict[str, int] = defaultdict(int)
    loans: dict[str, int] = defaultdict(int)
    for row in rows:
        undrawn = row.loan.principal_minor - row.position.drawn_minor if row.loan.stage in Loan.RUNNING else 0
        minor = row.position.principal_minor + max(0, undrawn)
        if minor > 0 and row.loan.repaid_on is None:
            sums[row.loan.borrower.name] += minor
            loans[row.loan.borrower.name] += 1
    found = [Part(name, 1, loans[name], sums[name]) for name in sums]
    return sorted(found, key=lambda part: (-part.principal_minor, part.name))
