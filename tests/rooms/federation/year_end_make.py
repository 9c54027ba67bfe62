"""Builders for tests around the year-end: a farm with two years of work."""

from datetime import date
from typing import Any

from commonwork.federation.actions import (
    hours,
    notices,
    tax_modes,
    year_end_runs,
)
from commonwork.federation.models import Consent, YearEnd
from commonwork.federation.queries import year_end_papers as papers
from commonwork.federation.queries.hours import Worked
from commonwork.registry.models import Network, Organisation
from tests.rooms.federation.make import BY, NEW_YEAR, Town, noon, post, town

LATER = date(2018, 3, 1)
WHEN: dict[str, Any] = {"by": BY, "at": noon(LATER)}
FARM = "/federation/coops/freedom_farm/"


def two_years() -> Town:
    """Ada worked 300 h and Ben 100 h in each of 2016 and 2017; 10,000.00 in the reserve."""
    made = town()
    farm = made.coop("freedom_farm", "Freedom Farms")
    people = [(made.worker(farm, "invented_ada"), 300), (made.worker(farm, "invented_ben"), 100)]
    rows = [
        Worked.in_month(person, date(year, 3, 1), worked * 60)
        for person, worked in people
        for year in (2016, 2017)
    ]
    hours.record_many(organisation=farm, rows=rows, **WHEN)
    post(farm, NEW_YEAR, ("1000", 1000000), ("3200", -1000000))
    Network.objects.update(demo_on=LATER)
    return made


def farm_of(made: Town) -> Organisation:
    return Organisation.objects.get(key="freedom_farm")


def taxed(mode: str) -> Organisation:
    return tax_modes.say(organisation=Organisation.objects.get(key="freedom_farm"), tax_mode=mode, **WHEN)


def shared(made: Town, year: int = 2016, result_minor: int = 100000) -> YearEnd:
    """A year closed and shared: of 1,000.00 the members get 650.00, Ada 487.50 (195.00 cash) and Ben 162.50 (65.00)."""
    on = date(year, 12, 31)
    post(farm_of(made), on, ("1000", result_minor), ("4000", -result_minor))
    return year_end_runs.settle(organisation=farm_of(made), year=year, **WHEN)


def consent(made: Town, key: str, on: date = NEW_YEAR) -> Consent:
    return notices.give_consent(
        organisation=farm_of(made), person=made.people[key], kind="written", on=on, **WHEN
    )


def issued(row: YearEnd, on: date = LATER) -> dict[str, tuple[str, str]]:
    notices.issue(year_end=row, on=on, **WHEN)
    return {one.allocation.person.key: (one.kind, one.lacks) for one in papers.notices(row)}
