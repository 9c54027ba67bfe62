"""Join: what became of the people who were trained - in a team since, worker-owner of a co-op since, and today.

People are followed by their number and counted, never named. What became of a group is shown only where the charter's least
number of people stand behind it, and where nobody fewer can be reckoned from what is shown (`outcome_sums.safe`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Max, Q

from commonwork.incubator import queries as incubator
from commonwork.journeys.outcome_sums import safe
from commonwork.record.models import Fact
from commonwork.registry.models import Membership, Organisation
from commonwork.registry.queries import running
from commonwork.school import queries as school

KEEP_SECONDS = 24 * 3600
Days = Mapping[int, Sequence[date]]


@dataclass(frozen=True)
class Group:
    """People trained together. kind: programme, cohort or all. people: numbers of those with a badge that stands.

    teams: how many of them joined a team since their first badge here; owners: became worker-owners of a co-op since;
    owners_today: those of them who still are. All three None where withheld.
    """

    kind: str
    key: str
    name: str
    began_on: date | None
    people: frozenset[int]
    teams: int | None
    owners: int | None
    owners_today: int | None

    @property
    def trained(self) -> int:
        return len(self.people)


@dataclass(frozen=True)
class _Known:
    """By person: the days they joined a team, became a worker-owner; and whose membership runs today."""

    teams: Days
    owners: Days
    today: Days


def groups(*, on: date, least: int | None) -> list[Group]:
    """Programmes by name, under each its cohorts; then cohorts in none; last everybody, each once. Kept until the next
    fact is stated. least: from how many people on what became of them is shown; None: nowhere."""
    newest = Fact.objects.aggregate(newest=Max("pk"))["newest"] or 0
    key = f"journeys.trained.{on.isoformat()}.{newest}"
    kept = cache.get(key)
    if not isinstance(kept, list):
        kept = _reckon(on)
        cache.set(key, kept, KEEP_SECONDS)
    return withheld(kept, least=least)


def withheld(lines: Sequence[Group], *, least: int | None) -> list[Group]:
    """The same lines, what became of people only where it is safe to show."""
    shown = safe([dict.fromkeys(line.people, 1) for line in lines], least=least)
    return [
        line if at in shown else replace(line, teams=None, owners=None, owners_today=None)
        for at, line in enumerate(lines)
    ]


def _reckon(on: date) -> list[Group]:
    badges = list(
        school.trained(date.min, on + timedelta(days=1))
        .select_related("course__programme")
        .order_by("awarded_on")
    )
    known = _known(on)
    programmes = {badge.course.programme for badge in badges if badge.course.programme}
    found: list[Group] = []
    for programme in sorted(programmes, key=lambda one: one.title):
        mine = [badge for badge in badges if badge.course.programme == programme]
        found.append(_group("programme", programme.key, programme.title, None, mine, known))
        found += _cohorts(mine, known)
    found += _cohorts([badge for badge in badges if badge.course.programme is None], known)
    return [*found, _group("all", "", "", None, badges, known)]


def _cohorts(badges: Sequence[Any], known: _Known) -> list[Group]:
    courses = {badge.course for badge in badges}
    return [
        _group(
            "cohort",
            course.key,
            course.title,
            course.opened_on,
            [badge for badge in badges if badge.course_id == course.pk],
            known,
        )
        for course in sorted(courses, key=lambda one: (one.opened_on, one.key))
    ]


def _group(
    kind: str, key: str, name: str, began_on: date | None, badges: Iterable[Any], known: _Known
) -> Group:
    """badges: the earliest first."""
    since: dict[int, date] = {}
    for badge in badges:
        since.setdefault(badge.person_id, badge.awarded_on)

    def count(days: Days) -> int:
        return sum(any(day >= first for day in days.get(person, ())) for person, first in since.items())

    return Group(
        kind,
        key,
        name,
        began_on,
        frozenset(since),
        count(known.teams),
        count(known.owners),
        count(known.today),
    )


def _known(on: date) -> _Known:
    owners = Membership.objects.filter(
        Q(starts_on__lte=on),
        organisation__kind=Organisation.Kind.COOP,
        class_code=Membership.Class.MEMBER,
    )
    return _Known(
        _by_person(incubator.joinings(on=on)),
        _by_person(owners.values_list("person", "starts_on")),
        _by_person(owners.filter(running(on)).values_list("person", "starts_on")),
    )


def _by_person(rows: Iterable[tuple[int, date]]) -> Days:
    found: dict[int, list[date]] = defaultdict(list)
    for person, day in rows:
        found[person].append(day)
    return found
