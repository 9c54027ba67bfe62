"""Gatherings: announce, change, call off."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo

from django.utils import timezone

from commonwork.gatherings import letter_texts
from commonwork.gatherings.actions import letters, waiting
from commonwork.gatherings.models import NEEDS, Gathering, Series
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import key_from
from commonwork.registry.models import Organisation, Place
from commonwork.rules.refusal import Refusal, sentence

CHANGEABLE = frozenset(
    {
        "title",
        "summary",
        "kind",
        "starts_at",
        "ends_at",
        "is_all_day",
        "time_zone",
        "place",
        "host",
        "is_public",
        "takes_registrations",
        "capacity",
        "language",
        "needs_offered",
        "source",
        "online_url",
        "track",
        "room",
        "has_waiting_list",
        "most_places",
        "price_minor",
        "price_least_minor",
        "remind_days",
    }
)
NEWS = frozenset({"starts_at", "ends_at", "place", "online_url"})  # what people who registered must hear of


class EndsBeforeItStarts(Refusal):
    sentence = sentence("A gathering must end after it starts.")
    field = "ends_on"


class NotOneOfThese(Refusal):
    sentence = sentence("“{value}” is not one of: {choices}.")


class NoSuchTimeZone(Refusal):
    sentence = sentence("There is no time zone called “{zone}”.")
    field = "time_zone"


class KeyIsTaken(Refusal):
    sentence = sentence("There is already a gathering with the key “{key}”.")
    status = 409


class NothingToChange(Refusal):
    sentence = sentence("Nothing was changed: everything already stands as you wrote it.")


class MoreAreRegistered(Refusal):
    sentence = sentence(
        "{registered} people are registered already, so the room must hold at least that many."
    )
    status = 409
    field = "capacity"


class LeastIsMoreThanPrice(Refusal):
    sentence = sentence("The least that people may give is more than the price.")
    field = "price_least_minor"


class RoomIsTaken(Refusal):
    sentence = sentence("{room} is taken at that time by “{title}”.")
    status = 409
    field = "room"


class OutsideTheConference(Refusal):
    sentence = sentence("{title} lasts from {starts} to {ends}; this session does not lie within it.")
    field = "starts_on"


class WasCalledOff(Refusal):
    sentence = sentence("{title} was called off.")
    status = 409


class Details(TypedDict, total=False):
    """What else may be said of a gathering; see the model for what each is."""

    online_url: str
    within: Gathering | None
    track: str
    room: str
    series: Series | None
    occurs_at: datetime | None
    registers_at: Gathering | None
    has_waiting_list: bool
    most_places: int
    price_minor: int
    price_least_minor: int | None
    remind_days: int


@act
def announce(
    *,
    title: str,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    by: Who,
    at: datetime,
    key: str = "",
    summary: str = "",
    place: Place | None = None,
    host: Organisation | None = None,
    part_of: Who = "",
    is_all_day: bool = False,
    time_zone: str = "",
    is_public: bool = True,
    takes_registrations: bool = True,
    capacity: int | None = None,
    language: str = "en",
    needs_offered: Sequence[str] = (),
    is_invented: bool = False,
    source: str = "",
    **details: Unpack[Details],
) -> Gathering:
    """Announce a gathering for [starts_at, ends_at). Without a key one is made of title and day. A session of a
    conference stands `within` it.

    Raises EndsBeforeItStarts, NotOneOfThese (kind, needs), NoSuchTimeZone, KeyIsTaken, LeastIsMoreThanPrice,
    OutsideTheConference, RoomIsTaken.
    """
    gathering = Gathering(
        title=title,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        summary=summary,
        place=place,
        host=host,
        part_of=ref(part_of),
        is_all_day=is_all_day,
        time_zone=time_zone or timezone.get_default_timezone_name(),
        is_public=is_public,
        takes_registrations=takes_registrations,
        capacity=capacity,
        language=language,
        needs_offered=list(needs_offered),
        is_invented=is_invented,
        source=source,
        **details,
        announced_at=at,
        changed_at=at,
    )
    gathering.track, gathering.room = gathering.track.strip(), gathering.room.strip()
    gathering.registers_at = gathering.registers_at or gathering.within
    _check(gathering)
    gathering.key = _free_key(key, gathering)
    gathering.save()
    _state("announced", gathering, by=by, at=at, data={"starts_on": gathering.starts_on.isoformat()})
    return gathering


@act
def change(*, gathering: Gathering, changes: Mapping[str, Any], by: Who, at: datetime) -> Gathering:
    """Change what is announced: {field: new value} for the fields of CHANGEABLE; equal values are left out.

    Raises WasCalledOff, NothingToChange, MoreAreRegistered and what `announce` raises.
    """
    assert CHANGEABLE.issuperset(changes), f"not to be changed: {set(changes) - CHANGEABLE}"
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    _must_stand(gathering)
    changed = sorted(name for name, value in changes.items() if getattr(gathering, name) != value)
    if not changed:
        raise NothingToChange()
    for name in changed:
        setattr(gathering, name, changes[name])
    _check(gathering)
    _check_capacity(gathering)
    gathering.changed_at, gathering.changes_count = at, gathering.changes_count + 1
    gathering.save()
    if NEWS.intersection(changed):
        _tell(gathering, letter_texts.changed, at)
    for row in waiting.ready(gathering, at=at):
        waiting.move_up(registration=row, by=by, at=at)
    _state(
        "changed",
        gathering,
        by=by,
        at=at,
        data={"fields": changed, "starts_on": gathering.starts_on.isoformat()},
    )
    return gathering


@act
def call_off(*, gathering: Gathering, by: Who, at: datetime) -> Gathering:
    """Call a gathering off. It stays on its page and in calendars, marked as called off. Raises
    WasCalledOff."""
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    _must_stand(gathering)
    gathering.called_off_at = gathering.changed_at = at
    gathering.changes_count += 1
    gathering.save(update_fields=["called_off_at", "changed_at", "changes_count"])
    _tell(gathering, letter_texts.called_off, at)
    _state("called_off", gathering, by=by, at=at, data={})
    return gathering


def _state(verb: str, gathering: Gathering, *, by: Who, at: datetime, data: dict[str, Any]) -> None:
    state(
        f"gatherings.gathering.{verb}",
        subject=gathering,
        by=by,
        at=at,
        organisation=gathering.host or "",
        about=[gathering.part_of] if gathering.part_of else [],
        data=data,
    )


def _must_stand(gathering: Gathering) -> None:
    if gathering.called_off_at:
        raise WasCalledOff(title=gathering.title)


def _check(gathering: Gathering) -> None:
    if gathering.ends_at <= gathering.starts_at:
        raise EndsBeforeItStarts()
    _one_of("kind", gathering.kind, Gathering.Kind.values)
    least = gathering.price_least_minor
    if least is not None and least > gathering.price_minor:
        raise LeastIsMoreThanPrice()
    _check_session(gathering)
    for code in gathering.needs_offered:
        _one_of("needs_offered", code, NEEDS)
    try:
        ZoneInfo(gathering.time_zone)
    except (KeyError, OSError, ValueError):
        raise NoSuchTimeZone(zone=gathering.time_zone) from None


def _check_session(gathering: Gathering) -> None:
    """A session lies within its conference, and has its room to itself."""
    whole = gathering.within
    if whole is None:
        return
    if gathering.starts_at < whole.starts_at or gathering.ends_at > whole.ends_at:
        raise OutsideTheConference(
            title=whole.title, starts=whole.starts_on.isoformat(), ends=whole.last_on.isoformat()
        )
    if not gathering.room:
        return
    there = whole.sessions.filter(room__iexact=gathering.room, called_off_at=None).exclude(pk=gathering.pk)
    if other := there.filter(starts_at__lt=gathering.ends_at, ends_at__gt=gathering.starts_at).first():
        raise RoomIsTaken(room=gathering.room, title=other.title)


def _tell(gathering: Gathering, words: Callable[[Gathering, str], letter_texts.Said], at: datetime) -> None:
    """Write to everyone registered who can be reached, where it is still to come."""
    if at >= gathering.ends_at:
        return
    rows = gathering.registrations.filter(cancelled_at=None).select_related("person", "guest")
    for row in rows.order_by("pk"):
        said = words(gathering, waiting.language_of(row))
        letters.write(
            address=waiting.reach(row),
            subject=said.subject,
            text=said.text,
            about=gathering,
            at=at,
            person=row.person,
        )


def _one_of(field: str, value: str, choices: Collection[str]) -> None:
    if value not in choices:
        raise NotOneOfThese(value=value, choices=", ".join(choices), field=field)


def _check_capacity(gathering: Gathering) -> None:
    registered = waiting.taken(gathering)
    if gathering.capacity is not None and gathering.capacity < registered:
        raise MoreAreRegistered(registered=registered)


def _free_key(key: str, gathering: Gathering) -> str:
    """The key asked for, which must be free; or one made of title and day, with a number when that is
    taken."""
    taken = Gathering.objects.filter
    if key:
        if taken(key=key).exists():
            raise KeyIsTaken(key=key)
        return key
    stem = f"{key_from(gathering.title)[:50] or gathering.kind}_{gathering.starts_on:%Y_%m_%d}"
    numbers = iter(range(2, 1000))
    free = stem
    while taken(key=free).exists():
        free = f"{stem}_{next(numbers)}"
    return free
