"""What became of the teams, added up: by programme, by cohort, and in all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from commonwork.journeys.outcomes import CLOSED, DORMANT, OPEN, SURVIVAL_MONTHS, Outcome

PARTS: Mapping[str, Callable[[Outcome], bool]] = {
    "all": lambda row: True,
    "launched": lambda row: row.launched_on is not None,
    "open": lambda row: row.state == OPEN,
    "dormant": lambda row: row.state == DORMANT,
    "closed": lambda row: row.state == CLOSED,
    "books": lambda row: row.surplus_minor is not None,
    "lent": lambda row: bool(row.loans),
}


@dataclass(frozen=True)
class Sums:
    """Teams added up. kind: programme, cohort or all. survived: (still open, old enough to tell) for 12 and 36 months.
    full_jobs in hundredths. books_count: of how many co-ops the surplus is the sum."""

    kind: str
    key: str
    name: str
    teams: int
    launched: int
    open: int
    dormant: int
    closed: int
    survived: tuple[tuple[int, int], ...]
    people: int
    members: int
    full_jobs: int
    surplus_minor: int
    books_count: int
    loans: int
    loans_repaid: int
    drawn_minor: int
    repaid_minor: int


def chosen(
    rows: Iterable[Outcome], *, cohort: str = "", programme: str | None = None, part: str = "all"
) -> list[Outcome]:
    """The rows behind a figure. programme "" means teams without a cohort; None means all. part: a key of PARTS."""
    return [
        row
        for row in rows
        if PARTS[part](row)
        and (not cohort or any(place.cohort == cohort for place in row.places))
        and (
            programme is None
            or (any(place.programme == programme for place in row.places) if programme else not row.places)
        )
    ]


def added(rows: Sequence[Outcome], kind: str, key: str, name: str) -> Sums:
    """One line of the tables."""
    count = {part: sum(map(test, rows)) for part, test in PARTS.items()}
    told = [
        [row.survived[at] for row in rows if row.survived[at] is not None]
        for at in range(len(SURVIVAL_MONTHS))
    ]
    return Sums(
        kind,
        key,
        name,
        len(rows),
        count["launched"],
        count["open"],
        count["dormant"],
        count["closed"],
        tuple((sum(map(bool, found)), len(found)) for found in told),
        sum(row.people for row in rows),
        sum(row.members for row in rows),
        sum(row.full_jobs or 0 for row in rows),
        sum(row.surplus_minor or 0 for row in rows),
        count["books"],
        sum(len(row.loans) for row in rows),
        sum(row.loans_repaid for row in rows),
        sum(row.drawn_minor for row in rows),
        sum(row.repaid_minor for row in rows),
    )


def by_programme(rows: Sequence[Outcome]) -> list[Sums]:
    """Programmes by name, under each its cohorts; last the teams that are in none. A team in two cohorts stands in both,
    and once in the programme and in all."""
    places = {place for row in rows for place in row.places}
    found: list[Sums] = []
    for programme in sorted({place.programme for place in places}):
        found.append(added(chosen(rows, programme=programme), "programme", programme, programme))
        cohorts = {(place.name, place.cohort) for place in places if place.programme == programme}
        found += [added(chosen(rows, cohort=key), "cohort", key, name) for name, key in sorted(cohorts)]
    if outside := chosen(rows, programme=""):
        found.append(added(outside, "programme", "", ""))
    return found
