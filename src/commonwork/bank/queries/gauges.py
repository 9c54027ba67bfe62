"""Prudential gauges and the loss reserve, from the book and loans of the bank; each limit is a policy with a source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction

from commonwork.bank.models import Loan
from commonwork.bank.queries.position import Position, positions
from commonwork.books import queries as book_queries
from commonwork.charter.models import Policy
from commonwork.charter.queries import in_force
from commonwork.registry.models import Organisation
from commonwork.rules import prudential
from commonwork.rules.loss_reserve import reserve

CHUNK = 500


@dataclass(frozen=True)
class Standing:
    """One loan as of a day, with the days its oldest amount due has waited."""

    loan: Loan
    position: Position
    days_past_due: int

    @property
    def bucket(self) -> str:
        return prudential.bucket_of(self.days_past_due)


def days_past_due(position: Position, on: date) -> int:
    """How long the oldest amount due has waited; 0 where nothing is due, or the day has just come."""
    if not position.due_minor or position.due_on is None:
        return 0
    return max(0, (on - position.due_on).days)


def standings(organisation: Organisation, *, on: date) -> Iterator[Standing]:
    """All loans with terms as of a day, by the day they were agreed; read in parts, so that memory stays flat."""
    last = 0
    loans = Loan.objects.filter(lender=organisation, agreed_on__lte=on).order_by("pk")
    while part := list(loans.filter(pk__gt=last).select_related("borrower__place")[:CHUNK]):
        last = part[-1].pk
        found = positions(part, on=on)
        for loan in part:
            yield Standing(loan, found[loan.pk], days_past_due(found[loan.pk], on))


def owed(rows: Iterable[Standing]) -> list[prudential.Owed]:
    """Loans with something owed, as the rule takes them. No loan here is secured by a person; assets are not weighed."""
    return [
        prudential.Owed(row.loan.borrower.key, row.position.principal_minor, row.days_past_due)
        for row in rows
        if row.position.principal_minor > 0
    ]


@dataclass(frozen=True)
class Worth:
    """Assets and net worth of the bank on a day, in minor units; funds tied to a purpose count as net worth."""

    assets_minor: int
    net_worth_minor: int


def worth(organisation: Organisation, *, on: date) -> Worth:
    """From the trial balance: what it has, and what is left of it after what it owes."""
    rows = book_queries.trial_balance(organisation, on=on)
    assets = sum(row.balance_minor for row in rows if row.kind == "asset")
    owes = -sum(row.balance_minor for row in rows if row.kind == "liability")
    return Worth(assets, assets - owes)


@dataclass(frozen=True)
class Gauged:
    """The gauges of a day and the policies behind the limits, {name of the limit: policy or None}."""

    on: date
    worth: Worth
    gauges: prudential.Gauges | None
    policies: dict[str, Policy | None]


def gauged(organisation: Organisation, *, on: date, rows: Iterable[Standing] | None = None) -> Gauged:
    """All gauges on a day. None instead of gauges while the bank has no assets. A limit that no body has adopted is
    reckoned with the rule's own figure and must not be shown as decided."""
    names = [field.name for field in fields(prudential.Limits)]
    policies = {name: in_force(f"bank.{name}", on=on, organisation=organisation) for name in names}
    there = worth(organisation, on=on)
    if there.assets_minor <= 0:
        return Gauged(on, there, None, policies)
    limits = prudential.Limits(**{name: row.value for name, row in policies.items() if row is not None})
    found = prudential.gauges(
        assets_minor=there.assets_minor,
        net_worth_minor=there.net_worth_minor,
        loans=owed(standings(organisation, on=on) if rows is None else rows),
        limits=limits,
    )
    return Gauged(on, there, found, policies)


@dataclass(frozen=True)
class Reserve:
    """The loss reserve by WARM: balance x (usual rate of loss + what is added) x years left, in minor units."""

    balance_minor: int
    years: Fraction
    charge_off_bp: int
    more_bp: int
    reserve_minor: int
    weighed_days: int = 0

    @property
    def years_hundredths(self) -> int:
        return int(self.years * 100 + Fraction(1, 2))


def loss_reserve(
    organisation: Organisation, *, on: date, rows: Iterable[Standing] | None = None
) -> Reserve | None:
    """What to set aside for losses on a day; None while no body has said what is lost in a usual year.

    Years left: to the end of each agreement, weighed by what is owed (days over 365). Source: NCUA, WARM method."""
    usual = in_force("bank.charge_off_bp", on=on, organisation=organisation)
    if usual is None:
        return None
    more = in_force("bank.charge_off_more_bp", on=on, organisation=organisation)
    balance, weighed = 0, 0
    for row in standings(organisation, on=on) if rows is None else rows:
        balance += row.position.principal_minor
        weighed += row.position.principal_minor * max(0, (_ends_on(row.loan, on) - on).days)
    years = Fraction(weighed, balance * 365) if balance else Fraction(0)
    more_bp = int(more.value) if more else 0
    found = reserve(
        balance_minor=balance,
        annual_charge_off_rate=Fraction(int(usual.value), 10_000),
        remaining_years=years,
        qualitative_rate=Fraction(more_bp, 10_000),
    )
    return Reserve(balance, years, int(usual.value), more_bp, found, weighed)


def _ends_on(loan: Loan, on: date) -> date:
    return loan.ends_on or on
