"""People, memberships, wages and hours of a season."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from commonwork.federation.actions import hours, wages
from commonwork.federation.queries.hours import Worked
from commonwork.registry.actions import memberships, people
from commonwork.registry.models import Body, Person
from commonwork.site.season.cast import Cast, Event, last_day, moment
from commonwork.site.season.reading import cents, minutes

COMMITTEE = "loan_committee"


def events(cast: Cast) -> Iterator[Event]:
    """Everybody is recorded on the first day; those who worked before that day belong from their own day on."""
    first = cast.said["season"]["starts_on"]
    yield Event(first, 0, lambda: _record(cast, first))
    opened = {row["book"] for row in cast.said["opening"]}
    workers: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in cast.said["worker"]:
        workers[row["coop"]].append(row)
    for coop, rows in workers.items():
        if coop in opened:
            yield Event(first, 1, lambda coop=coop, rows=rows: _join(cast, coop, rows))  # type: ignore[misc]
        yield Event(
            max(first, rows[0]["terms"]["from"]),  # type: ignore[index]
            29,
            lambda coop=coop, rows=rows: _wages(cast, coop, rows),  # type: ignore[misc]
        )
    yield from _hours(cast)


def _record(cast: Cast, on: date) -> None:
    for key, name in cast.said["people"].items():
        if not Person.objects.filter(key=key).exists():
            people.record(key=key, name=name, is_invented=True, **cast.when(on, 8))
    committee, _ = Body.objects.get_or_create(
        key=COMMITTEE,
        defaults={"name": "Loan committee", "kind": Body.Kind.COMMITTEE, "organisation": cast.org("bank")},
    )
    for key in cast.said["loan"]["yes"]:
        memberships.take_seat(body=committee, person=cast.person(key), on=on, **cast.when(on, 8))


def _join(cast: Cast, coop: str, rows: list[dict[str, object]]) -> None:
    for row in rows:
        terms = row["terms"]
        assert isinstance(terms, dict)
        memberships.begin(
            person=cast.person(str(row["person"])),
            organisation=cast.org(coop),
            class_code=terms["class"],
            on=terms["from"],
            **cast.when(cast.said["season"]["starts_on"], 9),
        )


def _wages(cast: Cast, coop: str, rows: list[dict[str, object]]) -> None:
    by_day: dict[date, list[tuple[Person, int]]] = defaultdict(list)
    for row in rows:
        terms = row["terms"]
        assert isinstance(terms, dict)
        by_day[terms["from"]].append((cast.person(str(row["person"])), cents(terms["wage"])))
    for on, pairs in by_day.items():
        wages.set_many(
            organisation=cast.org(coop),
            wages=pairs,
            on=on,
            **cast.when(max(on, cast.said["season"]["starts_on"])),
        )


def _hours(cast: Cast) -> Iterator[Event]:
    """Hours are entered for each co-op on the morning after the month."""
    listed: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for row in cast.file.hours:
        for month, worked in row.items():
            if month[:1].isdigit() and worked:
                listed[month, row["coop"]].append((row["person"], row["kind"], worked))
    for (month, coop), rows in listed.items():
        yield Event(last_day(month), 31, lambda m=month, c=coop, r=rows: _enter(cast, m, c, r))  # type: ignore[misc]


def _enter(cast: Cast, month: str, coop: str, rows: list[tuple[str, str, str]]) -> None:
    worked = [
        Worked.in_month(cast.person(person), date.fromisoformat(f"{month}-01"), minutes(text), kind)
        for person, kind, text in rows
    ]
    at = moment(last_day(month) + timedelta(days=1), 7)
    hours.record_many(organisation=cast.org(coop), rows=worked, by="system/season", at=at)
