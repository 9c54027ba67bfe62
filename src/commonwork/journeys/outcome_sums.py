"""What became of the teams, added up: by programme, by cohort, and in all.

A sum of hours that fewer than a number of people worked is withheld, and so is one from which such a sum could be taken:
as the difference of two sums that are shown, or as what is left beside all of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from commonwork.journeys.outcomes import CLOSED, DORMANT, OPEN, SURVIVAL_MONTHS, Outcome

PARTS: Mapping[str, Callable[[Outcome], bool]] = {
    "all": lambda row: True,
    "launched": lambda row: row.launched_on is not None,
    "open": lambda row: row.state == OPEN,
    "dormant": lambda row: row.state == DORMANT,
    "closed": lambda row: row.state == CLOSED,
    "books": lambda row: row.surplus_minor is not None,
    "lent": lambda row: bool(row.loans),
    "repaid": lambda row: bool(row.loans_repaid),
    "after_12": lambda row: row.survived[0] is not None,
    "after_36": lambda row: row.survived[1] is not None,
}


@dataclass(frozen=True)
class Sums:
    """Teams added up. kind: programme, cohort or all. survived: (still open, old enough to tell) for 12 and 36 months.
    full_jobs in hundredths, None where withheld; worked: {team: people who worked its paid hours}. books_count: of how
    many co-ops the surplus is the sum."""

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
    full_jobs: int | None
    worked: Mapping[int, int]
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
        {row.team_pk: row.workers for row in rows if row.full_jobs is not None},
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


def withheld(lines: Sequence[Sums], *, least: int | None) -> list[Sums]:
    """The lines in their order, full jobs only where nobody's own hours could be reckoned from them. least: from how many
    people on sums are shown; None: none is.

    Smaller lines are looked at first, single teams before any. A line is shown when the people behind it are enough, and
    also those behind what is left of it without any shown part, and without all of them together.
    """
    shown = safe([line.worked for line in lines], least=least)
    return [line if at in shown else replace(line, full_jobs=None) for at, line in enumerate(lines)]


def safe(sums: Sequence[Mapping[int, int]], *, least: int | None) -> set[int]:
    """Which of these sums may be shown side by side, by their places. sums: {what is added up: how many people it is}.

    >>> safe([{1: 10}, {2: 3}, {1: 10, 2: 3}], least=10)  # with the whole shown, 13 - 10 would tell of three
    {0}
    """
    teams = {team: count for one in sums for team, count in one.items()}
    open_sets = [frozenset([team]) for team in teams if shows_alone(teams[team], least=least)]
    shown: set[int] = set()
    for at in sorted(range(len(sums)), key=lambda at: len(sums[at])):
        asked = frozenset(sums[at])
        if _is_safe(asked, open_sets, teams, least):
            shown.add(at)
            open_sets.append(asked)
    return shown


def shows_alone(workers: int, *, least: int | None) -> bool:
    """Whether hours of so many people may be shown by themselves.

    >>> shows_alone(9, least=10), shows_alone(10, least=10), shows_alone(10, least=None)
    (False, True, False)
    """
    return least is not None and workers >= least


def _is_safe(
    asked: frozenset[int], shown: Iterable[frozenset[int]], teams: Mapping[int, int], least: int | None
) -> bool:
    if least is None:
        return False
    parts = [part for part in shown if part <= asked]
    rests = [asked, *(asked - part for part in parts), asked.difference(*parts)]
    return all(not rest or sum(teams[team] for team in rest) >= least for rest in rests)
