"""Series: lay out gatherings that repeat, change this one and those that follow, or all; call them off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from commonwork.gatherings.actions import gatherings
from commonwork.gatherings.models import Gathering, Series
from commonwork.record.acts import Who, act, state
from commonwork.registry.keys import new_key
from commonwork.rules.recurrence import moment_of, moved, occurrences
from commonwork.rules.refusal import Refusal, sentence

FOLLOWING, ALL = "following", "all"


class NothingToCome(Refusal):
    sentence = sentence("Nothing of this series is still to come.")
    status = 409


class NotInASeries(Refusal):
    sentence = sentence("{title} takes place only once.")


@act
def announce(
    *,
    rule: str,
    starts_at: datetime,
    ends_at: datetime,
    by: Who,
    at: datetime,
    registers_once: bool = False,
    time_zone: str = "",
    **said: Any,
) -> Series:
    """Announce gatherings that repeat by a rule (RFC 5545) on the clock of their place; the first starts at starts_at.

    registers_once: whoever registers for the first has a place in all. `said` is what `gatherings.announce` takes.
    Raises NoSuchRule, RepeatsTooOften and what `gatherings.announce` raises.
    """
    zone = time_zone or timezone.get_default_timezone_name()
    first, last = (moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in (starts_at, ends_at))
    length = last - first
    series = Series.objects.create(key=new_key("series"), title=str(said["title"]), rule=rule, time_zone=zone)
    lead: Gathering | None = None
    moments = occurrences(rule, first=first, zone=zone)
    for moment in moments:
        local = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        made = gatherings.announce(
            starts_at=moment,
            ends_at=moment_of(local + length, zone),
            time_zone=zone,
            series=series,
            occurs_at=moment,
            registers_at=lead if registers_once else None,
            by=by,
            at=at,
            **said,
        )
        lead = lead or made
    host = said.get("host")
    state(
        "gatherings.series.announced",
        subject=series,
        by=by,
        at=at,
        organisation=host or "",
        data={"count": len(moments), "registers_once": registers_once},
    )
    return series


@act
def change(*, gathering: Gathering, changes: Mapping[str, Any], scope: str, by: Who, at: datetime) -> Series:
    """Change a gathering of a series and those that follow it (`following`), or all that are still to come (`all`).

    A new start moves each by as many days and to the same time of day, on the clock of its place. What was called off or
    has begun stays as it is. Raises NotInASeries, NothingToCome and what `gatherings.change` raises.
    """
    series, rows = _in_scope(gathering, scope, at)
    others = {name: value for name, value in changes.items() if name not in ("starts_at", "ends_at")}
    starts_at = changes.get("starts_at", gathering.starts_at)
    ends_at = changes.get("ends_at", gathering.ends_at)
    count = 0
    for row in rows:
        try:
            gatherings.change(
                gathering=row,
                changes=others | _times(row, gathering, starts_at, ends_at),
                by=by,
                at=at,
            )
        except gatherings.NothingToChange:
            continue
        count += 1
    if not count:
        raise gatherings.NothingToChange()
    _state("changed", series, gathering, count, by=by, at=at)
    return series


@act
def call_off(*, gathering: Gathering, scope: str, by: Who, at: datetime) -> Series:
    """Call off a gathering of a series and those that follow it, or all that are still to come.

    Raises NotInASeries, NothingToCome."""
    series, rows = _in_scope(gathering, scope, at)
    for row in rows:
        gatherings.call_off(gathering=row, by=by, at=at)
    _state("called_off", series, gathering, len(rows), by=by, at=at)
    return series


def _in_scope(gathering: Gathering, scope: str, at: datetime) -> tuple[Series, list[Gathering]]:
    assert scope in (FOLLOWING, ALL), scope
    if gathering.series is None:
        raise NotInASeries(title=gathering.title)
    series = Series.objects.select_for_update().get(pk=gathering.series.pk)
    rows: QuerySet[Gathering] = series.gatherings.filter(called_off_at=None, starts_at__gt=at)
    if scope == FOLLOWING:
        rows = rows.filter(occurs_at__gte=gathering.occurs_at)
    found = list(rows.order_by("occurs_at", "pk"))
    if not found:
        raise NothingToCome()
    return series, found


def _times(row: Gathering, model: Gathering, starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
    """The new times of one gathering, when the model's become these; none where they stay."""
    if (starts_at, ends_at) == (model.starts_at, model.ends_at):
        return {}
    zone = ZoneInfo(row.time_zone)
    new_start, new_end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    days = (new_start.date() - model.starts_local.date()).days
    starts = moved(row.starts_at, days=days, clock=new_start.time(), zone=row.time_zone)
    span = (new_end.date() - new_start.date()).days
    return {
        "starts_at": starts,
        "ends_at": moved(starts, days=span, clock=new_end.time(), zone=row.time_zone),
    }


def _state(verb: str, series: Series, gathering: Gathering, count: int, *, by: Who, at: datetime) -> None:
    state(
        f"gatherings.series.{verb}",
        subject=series,
        by=by,
        at=at,
        organisation=gathering.host or "",
        about=[gathering],
        data={"count": count, "from": gathering.occurs_at.isoformat() if gathering.occurs_at else ""},
    )
