"""Join: what became of the incubator's teams - jobs, survival, surplus, loans repaid - from the same keys as intake.

One row a team. No person is named. What a co-op or a loan does not show to everyone is left out for those who may not see
it, and the sums say how many rows they are made of.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, Max, Q

from commonwork.access.permissions import Permission
from commonwork.access.queries import Asker, may
from commonwork.bank import permits as bank_permits
from commonwork.bank import queries as bank
from commonwork.books import queries as books
from commonwork.charter.queries import in_force
from commonwork.federation import queries as federation
from commonwork.incubator import policies
from commonwork.incubator import queries as incubator
from commonwork.record.models import Fact
from commonwork.registry.models import Membership, Organisation, OrganisationStage
from commonwork.registry.queries import running
from commonwork.rules.money import round_half_even
from commonwork.rules.periods import twelve_months_to

KEEP_SECONDS = 24 * 3600
SURVIVAL_MONTHS = (12, 36)
ON_THE_WAY, RESTING, OPEN, DORMANT, CLOSED = "on_the_way", "resting", "open", "dormant", "closed"


@dataclass(frozen=True)
class Place:
    """A cohort a team walked in."""

    cohort: str
    name: str
    programme: str


@dataclass(frozen=True)
class Lending:
    """One loan: what was drawn and how much of it came back, in minor units."""

    key: str
    is_public: bool
    drawn_minor: int
    repaid_minor: int
    is_repaid: bool


@dataclass(frozen=True)
class Outcome:
    """One team. months: whole months from launch to the day asked for, or to the closing. workers: how many people worked
    the paid hours of twelve months; full_jobs: hundredths of jobs these make, None where no hours or no policy (whether
    it may be shown: `outcome_sums.withheld`). surplus_minor: of the last twelve months; None where there are no books, or
    they are not shown."""

    team_pk: int
    team: str
    places: tuple[Place, ...]
    state: str
    launched_on: date | None = None
    closed_on: date | None = None
    months: int = 0
    survived: tuple[bool | None, ...] = (None,) * len(SURVIVAL_MONTHS)
    organisation: str = ""
    shows_books: bool = False
    members: int = 0
    people: int = 0
    workers: int = 0
    full_jobs: int | None = None
    surplus_minor: int | None = None
    loans: tuple[Lending, ...] = ()

    @property
    def drawn_minor(self) -> int:
        return sum(loan.drawn_minor for loan in self.loans)

    @property
    def repaid_minor(self) -> int:
        return sum(loan.repaid_minor for loan in self.loans)

    @property
    def loans_repaid(self) -> int:
        return sum(loan.is_repaid for loan in self.loans)


def months_between(starts_on: date, ends_on: date) -> int:
    """Whole months from one day to another.

    >>> months_between(date(2016, 5, 2), date(2017, 5, 1)), months_between(date(2016, 5, 2), date(2017, 5, 2))
    (11, 12)
    """
    months = 12 * (ends_on.year - starts_on.year) + ends_on.month - starts_on.month
    return max(0, months - (ends_on.day < starts_on.day))


def survival(launched_on: date, closed_on: date | None, *, on: date) -> tuple[bool | None, ...]:
    """For 12 and 36 months: whether it was still open then; None where that day has not come yet.

    >>> survival(date(2014, 1, 1), date(2015, 6, 1), on=date(2017, 3, 1))
    (True, False)
    >>> survival(date(2016, 1, 1), None, on=date(2017, 3, 1))
    (True, None)
    """
    old, lived = months_between(launched_on, on), months_between(launched_on, closed_on or on)
    return tuple(None if old < months else lived >= months for months in SURVIVAL_MONTHS)


def outcomes(*, on: date) -> list[Outcome]:
    """All teams, by name, with everything that is known; kept until the next fact is stated. For `shown_to`."""
    newest = Fact.objects.aggregate(newest=Max("pk"))["newest"] or 0
    key = f"journeys.outcomes.{on.isoformat()}.{newest}"
    kept = cache.get(key)
    if not isinstance(kept, list):
        kept = _reckon(on)
        cache.set(key, kept, KEEP_SECONDS)
    return kept


def shown_to(account: Asker, rows: Sequence[Outcome]) -> list[Outcome]:
    """The same rows with what this account may see: open or own books, public or own loans."""
    seen = set(bank_permits.visible_loans(account).values_list("key", flat=True))
    return [
        replace(
            row,
            surplus_minor=row.surplus_minor if _sees_books(account, row) else None,
            loans=tuple(loan for loan in row.loans if loan.is_public or loan.key in seen),
        )
        for row in rows
    ]


def _sees_books(account: Asker, row: Outcome) -> bool:
    return row.surplus_minor is not None and (
        row.shows_books or may(account, Permission.BOOKS_SEE, row.organisation)
    )


@dataclass(frozen=True)
class _Known:
    """What was read once for all organisations, by their number; `places` by the team's."""

    on: date
    places: Mapping[int, tuple[Place, ...]]
    stages: Mapping[int, tuple[str, date | None]]
    heads: Mapping[int, tuple[int, int]]
    minutes: Mapping[int, int]
    workers: Mapping[int, int]
    full_time_minutes: int
    loans: Mapping[int, tuple[Lending, ...]]


def _reckon(on: date) -> list[Outcome]:
    teams = list(incubator.teams().filter(formed_on__lte=on))
    houses = [team.organisation_id for team in teams if team.organisation_id]
    hours = in_force(policies.FULL_TIME_HOURS, on=on)
    known = _Known(
        on,
        _places(on),
        _stages(houses, on),
        _heads(houses, on),
        federation.paid_minutes(*twelve_months_to(on)),
        federation.paid_people(*twelve_months_to(on)),
        hours.value * 60 if hours else 0,
        _loans(houses, on),
    )
    return [_outcome(team, known) for team in teams]


def _outcome(team: Any, known: _Known) -> Outcome:
    launched_on = next(
        (
            gate.passed_on
            for gate in team.gates.all()
            if gate.stage == "launched" and gate.passed_on <= known.on
        ),
        None,
    )
    base = Outcome(team.pk, team.name, known.places.get(team.pk, ()), ON_THE_WAY, launched_on)
    if launched_on is None:
        return replace(base, state=ON_THE_WAY if team.state == team.State.ACTIVE else RESTING)
    house = team.organisation_id or 0
    stage, since = known.stages.get(house, ("", None))
    state = stage if stage in {DORMANT, CLOSED} else OPEN
    closed_on = since if state == CLOSED else None
    months = months_between(launched_on, closed_on or known.on)
    base = replace(
        base,
        state=state,
        closed_on=closed_on,
        months=months,
        survived=survival(launched_on, closed_on, on=known.on),
    )
    return _with_house(base, team.organisation, known) if house else base


def _with_house(row: Outcome, house: Organisation, known: _Known) -> Outcome:
    """The row with what its organisation has: people, jobs, surplus, loans."""
    members, people = known.heads.get(house.pk, (0, 0))
    minutes, jobs = known.minutes.get(house.pk), None
    if minutes is not None and known.full_time_minutes:
        jobs = round_half_even(Fraction(minutes * 100, known.full_time_minutes * min(12, max(1, row.months))))
    starts_on, ends_on = twelve_months_to(known.on)
    return replace(
        row,
        organisation=house.key,
        shows_books=house.has_open_books,
        members=members,
        people=people,
        workers=known.workers.get(house.pk, 0),
        full_jobs=jobs,
        surplus_minor=books.result(house, starts_on=starts_on, ends_on=ends_on)
        if books.book_of(house)
        else None,
        loans=known.loans.get(house.pk, ()),
    )


def _places(on: date) -> dict[int, tuple[Place, ...]]:
    found: dict[int, tuple[Place, ...]] = {}
    for place in incubator.places_given(on=on):
        cohort = place.cohort
        found[place.team_id] = (
            *found.get(place.team_id, ()),
            Place(cohort.key, cohort.name, cohort.programme),
        )
    return found


def _stages(houses: Iterable[int], on: date) -> dict[int, tuple[str, date | None]]:
    """{organisation: its stage on the day, since when}."""
    rows = OrganisationStage.objects.filter(Q(starts_on=None) | Q(starts_on__lte=on), organisation__in=houses)
    rows = rows.order_by(F("starts_on").asc(nulls_first=True), "pk")
    return {row.organisation_id: (row.stage, row.starts_on) for row in rows}


def _heads(houses: Iterable[int], on: date) -> dict[int, tuple[int, int]]:
    """{organisation: worker-owners, all who work there}."""
    rows = Membership.objects.filter(running(on), organisation__in=houses).values_list("organisation")
    counted = rows.annotate(
        owners=Count("person", distinct=True, filter=Q(class_code=Membership.Class.MEMBER)),
        people=Count("person", distinct=True),
    )
    return {house: (owners, people) for house, owners, people in counted}


def _loans(houses: Iterable[int], on: date) -> dict[int, tuple[Lending, ...]]:
    """{organisation: its loans that were drawn}."""
    rows = Organisation.objects.filter(pk__in=houses).prefetch_related("loans")
    loans = [loan for house in rows for loan in house.loans.all() if loan.has_terms]
    standing = bank.positions(loans, on=on)
    found: dict[int, tuple[Lending, ...]] = {}
    for loan in loans:
        now = standing[loan.pk]
        if now.drawn_minor:
            back = now.drawn_minor - now.principal_minor
            is_repaid = loan.repaid_on is not None and loan.repaid_on <= on
            lent = Lending(loan.key, loan.is_public, now.drawn_minor, back, is_repaid)
            found[loan.borrower_id] = (*found.get(loan.borrower_id, ()), lent)
    return found
