"""Prudential gauges: net worth ratio, past-due buckets, how much one borrower or all loans may weigh.

Written for credit unions, used here as inner gauges of a loan fund. On a loan that is paid from surplus, a day past due
counts from an amount that was due, never from a quarter in which nothing was.
Sources: 12 CFR 702.102 (net worth classes), NCUA call report (delinquency buckets), 12 CFR 723 (business loans).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commonwork.rules.money import round_half_even
from commonwork.rules.refusal import Refusal, sentence

BUCKETS = (
    (0, "current"),
    (1, "1-29"),
    (30, "30-59"),
    (60, "60-89"),
    (90, "90-179"),
    (180, "180-359"),
    (360, "360+"),
)
CLASSES = (
    (700, "well"),
    (600, "adequate"),
    (400, "under"),
    (200, "significantly under"),
    (-(10**9), "critically under"),
)


class AssetsNotPositive(Refusal):
    sentence: str = sentence("A net worth ratio needs assets above zero.")


@dataclass(frozen=True)
class Owed:
    """One loan: whose, what is owed, how many days the oldest amount due has waited, whether fully secured."""

    borrower: str
    balance_minor: int
    days_past_due: int = 0
    is_secured: bool = False


@dataclass(frozen=True)
class Limits:
    """Limits in basis points: of assets, of net worth, of loans."""

    net_worth_least_bp: int = 700
    single_borrower_bp: int = 1500
    single_borrower_secured_bp: int = 2500
    loans_most_of_net_worth_bp: int = 17_500
    loans_most_of_assets_bp: int = 1225
    past_due_days: int = 60
    past_due_most_bp: int = 500


@dataclass(frozen=True)
class Gauges:
    """Amounts in minor units, ratios in basis points. `largest`: the borrower furthest up, and what it owes."""

    net_worth_ratio_bp: int
    net_worth_class: str
    loans_minor: int
    loans_most_minor: int
    single_most_minor: int
    single_secured_most_minor: int
    buckets: Mapping[str, int]
    past_due_minor: int
    past_due_bp: int
    largest: tuple[str, int]
    above: Sequence[str]

    @property
    def room_minor(self) -> int:
        """What may still be lent before all loans together reach their limit; below zero when above it."""
        return self.loans_most_minor - self.loans_minor


def bucket_of(days: int) -> str:
    """The bucket a number of days past due falls in.

    >>> [bucket_of(days) for days in (0, 1, 29, 30, 59, 60, 90, 180, 359, 360)]
    ['current', '1-29', '1-29', '30-59', '30-59', '60-89', '90-179', '180-359', '180-359', '360+']
    """
    return next(name for least, name in reversed(BUCKETS) if days >= least)


def class_of(ratio_bp: int) -> str:
    """What a net worth ratio is called. Source: 12 CFR 702.102.

    >>> class_of(800), class_of(699), class_of(199)
    ('well', 'adequate', 'critically under')
    """
    return next(name for least, name in CLASSES if ratio_bp >= least)


def ratio_bp(part_minor: int, whole_minor: int) -> int:
    """A part of a whole in basis points, half-even; 0 of nothing.

    >>> ratio_bp(9200000, 115000000), ratio_bp(5, 0)
    (800, 0)
    """
    if not whole_minor:
        return 0

    return round_half_even(Fraction(part_minor * 10_000, whole_minor))


def gauges(*, assets_minor: int, net_worth_minor: int, loans: Iterable[Owed], limits: Limits) -> Gauges:
    """Reckon all gauges. Limits are rounded down to the minor unit. Raises AssetsNotPositive.

    >>> found = gauges(assets_minor=115000000, net_worth_minor=9200000, loans=[], limits=Limits())
    >>> found.net_worth_ratio_bp, found.loans_most_minor, found.single_most_minor, found.single_secured_most_minor
    (800, 14087500, 1380000, 2300000)
    """
    if assets_minor <= 0:
        raise AssetsNotPositive()
    worth = max(0, net_worth_minor)
    single = worth * limits.single_borrower_bp // 10_000
    secured = worth * limits.single_borrower_secured_bp // 10_000
    buckets = {name: 0 for _least, name in BUCKETS}
    by_borrower: dict[str, int] = defaultdict(int)
    unsecured: dict[str, int] = defaultdict(int)
    past_due = 0
    for loan in loans:
        buckets[bucket_of(loan.days_past_due)] += loan.balance_minor
        by_borrower[loan.borrower] += loan.balance_minor
        unsecured[loan.borrower] += 0 if loan.is_secured else loan.balance_minor
        past_due += loan.balance_minor if loan.days_past_due >= limits.past_due_days else 0
    total = sum(by_borrower.values())
    net_worth_bp = ratio_bp(net_worth_minor, assets_minor)
    return Gauges(
        net_worth_ratio_bp=net_worth_bp,
        net_worth_class=class_of(net_worth_bp),
        loans_minor=total,
        loans_most_minor=min(
            worth * limits.loans_most_of_net_worth_bp // 10_000,
            assets_minor * limits.loans_most_of_assets_bp // 10_000,
        ),
        single_most_minor=single,
        single_secured_most_minor=secured,
        buckets=buckets,
        past_due_minor=past_due,
        past_due_bp=ratio_bp(past_due, total),
        largest=max(by_borrower.items(), key=lambda one: (one[1], one[0]), default=("", 0)),
        above=sorted(key for key, owed in by_borrower.items() if unsecured[key] > single or owed > secured),
    )
