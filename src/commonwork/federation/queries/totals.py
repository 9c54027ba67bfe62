"""The federation in figures, by co-op and year; and the education funds beside the solidarity fund."""

from dataclasses import dataclass
from datetime import date, timedelta

from commonwork.books import queries as book_queries
from commonwork.charter.queries import in_force
from commonwork.federation.models import DuesCharge, YearEnd
from commonwork.federation.queries.coops import CoopJobs, jobs_by_coop
from commonwork.federation.queries.dues import wages
from commonwork.federation.queries.hours import paid_minutes
from commonwork.federation.queries.pay import PayCheck, pay_check
from commonwork.federation.queries.standing import Standing, standings
from commonwork.registry.models import Organisation

EDUCATION = "3210"


@dataclass(frozen=True)
class CoopYear:
    """One co-op in one year. Heads and standing as of the year's last day (or the day shown, if that is earlier);
    `full_time_hundredths`: full-time jobs x 100, None where nobody decided what counts as one."""

    jobs: CoopJobs
    standing: Standing
    minutes: int
    full_time_hundredths: int | None
    wages_minor: int
    pay: PayCheck
    dues: DuesCharge | None
    year_end: YearEnd | None

    @property
    def organisation(self) -> Organisation:
        """The co-op."""
        return self.jobs.belonging.organisation

    @property
    def full_time(self) -> str:
        """Full-time jobs with one decimal; empty where not decided."""
        if self.full_time_hundredths is None:
            return ""
        tenths = (self.full_time_hundredths + 5) // 10
        return f"{tenths // 10}.{tenths % 10}"


def coop_years(year: int, *, on: date) -> list[CoopYear]:
    """All co-ops that belonged at the end of a year (or on the day shown), by name."""
    starts_on, ends_on = date(year, 1, 1), date(year + 1, 1, 1)
    day = min(on, ends_on - timedelta(days=1))
    rows = jobs_by_coop(on=day)
    known = standings([row.belonging for row in rows], on=day)
    minutes = paid_minutes(starts_on, min(ends_on, on + timedelta(days=1)))
    dues = {row.organisation_id: row for row in DuesCharge.objects.filter(year=year, taken_back_on=None)}
    ends = {
        row.organisation_id: row for row in YearEnd.objects.filter(year=year).select_related("organisation")
    }
    full = in_force("federation.full_time_hours", on=day)
    found = []
    for row in rows:
        coop = row.belonging.organisation
        worked = minutes.get(coop.pk, 0)
        found.append(
            CoopYear(
                row,
                known[coop.pk],
                worked,
                worked * 100 // (full.value * 60) if full and full.value else None,
                wages(coop, year=year) if book_queries.book_of(coop) else 0,
                pay_check(coop, on=day),
                dues.get(coop.pk),
                ends.get(coop.pk),
            )
        )
    return found


@dataclass(frozen=True)
class EducationFund:
    """The education fund of one co-op: what came in and went out in a year, and what it stands at."""

    organisation: Organisation
    came_in_minor: int
    went_out_minor: int
    stands_at_minor: int


def education_funds(coops: list[Organisation], *, on: date) -> list[EducationFund]:
    """The education funds of some co-ops on a day, with the movements of all days up to it."""
    found = []
    for coop in coops:
        account = book_queries.account_of(coop, EDUCATION) if book_queries.book_of(coop) else None
        if account is None:
            continue
        part = book_queries.ledger(
            account, starts_on=None, ends_on=on + timedelta(days=1), party=None, per_page=None
        )
        amounts = [-row.amount_minor for row in part.rows]
        came, went = sum(a for a in amounts if a > 0), -sum(a for a in amounts if a < 0)
        if amounts or part.opening_minor:
            found.append(EducationFund(coop, came, went, -part.closing_minor))
    return found
