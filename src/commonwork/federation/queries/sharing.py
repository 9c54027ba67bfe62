"""Year-ends: the terms a surplus is shared by, what follows from them, and what was shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from commonwork.books import queries as book_queries
from commonwork.charter.queries import value, values
from commonwork.federation.models import YearEnd
from commonwork.federation.policies import PARTS
from commonwork.federation.queries.hours import Labour, as_hours, labour
from commonwork.federation.queries.tax_paths import path_of
from commonwork.registry.models import Organisation
from commonwork.rules.money import round_half_even, show_minor
from commonwork.rules.patronage import Allocation, allocate
from commonwork.rules.refusal import Refusal, sentence
from commonwork.rules.split import by_largest_remainder
from commonwork.rules.surplus import WHOLE_BP, split_surplus


class InterestAboveSurplus(Refusal):
    sentence = sentence("Interest on the capital accounts ({interest}) would be more than the surplus.")


class WagesMissing(Refusal):
    sentence = sentence(
        "The surplus is shared by hours and wages, but {count} members have no wage on record."
    )


class HoursWait(Refusal):
    sentence = sentence(
        "{hours} hours of paid work in {year} wait for approval. Approve them or take them back first."
    )


class NoPrivateShares(Refusal):
    sentence = sentence(
        "{coop} is a project of a nonprofit: no part of its surplus may go to persons. Adopt a split without one."
    )


@dataclass(frozen=True)
class Terms:
    """The policies' values of a day: shares of the parts, what patronage goes by, cash share, interest; and how the
    co-op is taxed."""

    parts_bp: Mapping[str, int]
    basis: str
    cash_bp: int
    interest_bp: int
    tax_mode: str = ""

    def as_data(self) -> dict[str, Any]:
        """For keeping with the year-end."""
        shares = {f"{part}_bp": share for part, share in self.parts_bp.items()}
        rest = {"basis": self.basis, "cash_bp": self.cash_bp, "interest_bp": self.interest_bp}
        return shares | rest | {"tax_mode": self.tax_mode}


@dataclass(frozen=True)
class Share:
    """What a year does to one member: minutes and weight, interest, and the part of the pool. Minor units."""

    minutes: int
    weight: int
    opening_minor: int
    interest_minor: int
    part: Allocation


@dataclass(frozen=True)
class Plan:
    """How a surplus is shared by its terms; nothing is posted yet. `shares` by person key."""

    terms: Terms
    labour: Labour
    interest_minor: int
    patronage_sourced_minor: int
    non_patronage_minor: int
    parts: Mapping[str, int]
    shares: Mapping[str, Share]

    @property
    def cash_minor(self) -> int:
        """Patronage paid in cash, all members."""
        return sum(share.part.cash_minor for share in self.shares.values())

    @property
    def retained_minor(self) -> int:
        """Patronage kept in the capital accounts, all members."""
        return sum(share.part.retained_minor for share in self.shares.values())


def terms(organisation: Organisation, *, on: date) -> Terms:
    """The terms in force on a day, the co-op's own before the network's. In a project of a nonprofit nothing goes to
    persons: their part goes to the reserve. Raises PolicyMissing."""

    rest = ("patronage_basis", "patronage_cash_bp", "capital_account_interest_bp")
    codes = [*(f"split_{part}_bp" for part in PARTS), *(rest if path_of(organisation).pays_people else ())]
    found = values([f"federation.{code}" for code in codes], on=on, organisation=organisation)
    parts_bp = {part: found[f"federation.split_{part}_bp"] for part in PARTS}
    if not path_of(organisation).pays_people:
        parts_bp["indivisible_reserve"] += parts_bp.pop("individual")
        return Terms({"individual": 0, **parts_bp}, "hours", 0, 0, organisation.tax_mode)
    return Terms(
        parts_bp=parts_bp,
        basis=found["federation.patronage_basis"],
        cash_bp=found["federation.patronage_cash_bp"],
        interest_bp=found["federation.capital_account_interest_bp"],
        tax_mode=organisation.tax_mode,
    )


def plan(year_end: YearEnd) -> Plan:
    """How the surplus of a closed year is shared, by the policies in force on its last day.

    Interest on the capital accounts (balances at the end of the year's first day, so that opening balances count)
    comes first; the rest is split by paid hours of members and others, then into parts, then among the members. In a
    project of a nonprofit whose work earned it does not matter: all of it is split, and nothing goes to persons.
    Raises NoSurplus, NoLabour, PartsNotWhole, InterestAboveSurplus, HoursWait, WagesMissing,
    PolicyMissing.
    """
    organisation, last_day = year_end.organisation, year_end.last_day
    agreed = terms(organisation, on=last_day)
    pays_people = path_of(organisation).pays_people
    work = labour(organisation, starts_on=year_end.starts_on, ends_on=year_end.ends_on, basis=agreed.basis)
    _demand_settled(work, year_end)
    interest = _interest(year_end, agreed.interest_bp)
    interest_minor = sum(interest.values())
    if interest_minor > max(0, year_end.result_minor):
        raise InterestAboveSurplus(interest=show_minor(interest_minor, "USD"))
    split = split_surplus(
        surplus_minor=year_end.result_minor - interest_minor,
        member_labour=work.member_minutes if pays_people else 1,
        other_labour=work.other_minutes if pays_people else 0,
        parts_bp=agreed.parts_bp,
    )
    pool_minor = split.parts["individual"]
    parts = (
        allocate(pool_minor=pool_minor, patronage=work.weights, cash_bp=agreed.cash_bp)
        if pays_people and (pool_minor or work.weights)
        else {}
    )
    return Plan(
        agreed,
        work,
        interest_minor,
        split.patronage_sourced_minor,
        split.non_patronage_minor,
        split.parts,
        _shares(year_end, work, interest, parts),
    )


def loss_shares(year_end: YearEnd) -> tuple[dict[str, int], dict[str, Share]]:
    """How a loss is carried: ({"reserve": , "individual": }, shares by person key), all amounts negative.

    The members' part goes by their work like a surplus. Raises WagesMissing, NothingToShareBy, PolicyMissing.
    """
    organisation, last_day = year_end.organisation, year_end.last_day
    reserve_bp = value("federation.loss_reserve_bp", on=last_day, organisation=organisation)
    if not path_of(organisation).pays_people:
        reserve_bp = WHOLE_BP
    basis = value("federation.patronage_basis", on=last_day, organisation=organisation)
    parts = by_largest_remainder(
        year_end.result_minor, {"individual": WHOLE_BP - reserve_bp, "reserve": reserve_bp}
    )
    if not parts["individual"]:
        return parts, {}
    work = labour(organisation, starts_on=year_end.starts_on, ends_on=year_end.ends_on, basis=basis)
    _demand_settled(work, year_end)
    totals = by_largest_remainder(parts["individual"], work.weights)
    allocations = {key: Allocation(total, 0, total) for key, total in totals.items()}
    return parts, _shares(year_end, work, {}, allocations)


def _demand_settled(work: Labour, year_end: YearEnd) -> None:
    """Raise HoursWait while paid hours wait for approval, WagesMissing where a wage that counts is not known."""
    if work.waiting_minutes:
        raise HoursWait(hours=as_hours(work.waiting_minutes), year=year_end.year)
    if work.unpriced:
        raise WagesMissing(count=len(work.unpriced))


def _interest(year_end: YearEnd, interest_bp: int) -> dict[str, int]:
    if not interest_bp:
        return {}
    accounts = book_queries.parties(year_end.organisation, "3100", on=year_end.starts_on)
    return {
        key: round_half_even(Fraction(-balance * interest_bp, WHOLE_BP))
        for key, balance in accounts.items()
        if balance < 0
    }


def _shares(
    year_end: YearEnd, work: Labour, interest: Mapping[str, int], parts: Mapping[str, Allocation]
) -> dict[str, Share]:
    accounts = book_queries.parties(year_end.organisation, "3100", on=year_end.closed_on)
    return {
        key: Share(
            minutes=work.minutes.get(key, 0),
            weight=work.weights.get(key, 0),
            opening_minor=-accounts.get(key, 0),
            interest_minor=interest.get(key, 0),
            part=parts.get(key, Allocation(0, 0, 0)),
        )
        for key in sorted({*parts, *(key for key, minor in interest.items() if minor)})
    }


def is_settled(organisation: Organisation, year: int) -> bool:
    """Has the result of this year been shared or carried?"""
    rows = YearEnd.objects.filter(organisation=organisation, year=year)
    return rows.exclude(shared_on=None, loss_carried_on=None).exists()


def year_ends(organisation: Organisation | None = None) -> QuerySet[YearEnd]:
    """Year-ends, the newest first."""
    rows = YearEnd.objects.select_related("organisation").order_by("-year", "organisation__name")
    return rows.filter(organisation=organisation) if organisation else rows


def shared(*, starts_on: date, ends_on: date) -> QuerySet[YearEnd]:
    """Year-ends whose surplus was shared in [starts_on, ends_on), by day and co-op."""
    return (
        YearEnd.objects.filter(shared_on__gte=starts_on, shared_on__lt=ends_on)
        .select_related("organisation")
        .order_by("shared_on", "organisation__name")
    )


@dataclass(frozen=True)
class SharedYear:
    """What all co-ops together shared of one year, in cents."""

    year: int
    coops: int
    result_minor: int
    individual_minor: int
    reserve_minor: int
    education_minor: int
    solidarity_minor: int


def latest_shared(*, on: date) -> SharedYear | None:
    """The latest year of which a surplus was shared by a day, over all co-ops; None when none was."""
    rows = YearEnd.objects.filter(shared_on__lte=on)
    year = rows.order_by("-year").values_list("year", flat=True).first()
    return shared_year(year, on=on) if year is not None else None


def shared_year(year: int, *, on: date) -> SharedYear:
    """What co-ops shared of one year by a day."""
    sums = YearEnd.objects.filter(shared_on__lte=on, year=year).aggregate(
        coops=Count("pk"),
        result=Sum("result_minor", default=0),
        individual=Sum("individual_minor", default=0),
        reserve=Sum(F("reserve_minor") + F("non_patronage_minor"), default=0),
        education=Sum("education_minor", default=0),
        solidarity=Sum("solidarity_minor", default=0),
    )
    coops = sums.pop("coops")
    return SharedYear(year, coops, **{f"{name}_minor": amount for name, amount in sums.items()})


def surplus_shared(*, starts_on: date, ends_on: date) -> int:
    """All surplus that was shared in [starts_on, ends_on), in cents."""
    return shared(starts_on=starts_on, ends_on=ends_on).aggregate(total=Sum("result_minor"))["total"] or 0
