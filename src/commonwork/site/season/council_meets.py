"""What the demo adds to a season: a meeting of the neighbourhood council with its minutes, and one that is called."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from commonwork.assembly.actions import meetings, motions, rooms
from commonwork.assembly.queries.meetings import gathering_of
from commonwork.gatherings.actions import rolls
from commonwork.registry.models import Place
from commonwork.site.season.cast import Cast, Event, moment

PLACE = "lumumba_center"
EVENING = 18


def events(cast: Cast, said: dict[str, Any]) -> Iterator[Event]:
    """The meeting, and the one after it."""
    yield Event(said["called_on"], 46, lambda: called(cast, said))
    yield Event(said["on"], 46, lambda: held(cast, said))


def called(cast: Cast, said: dict[str, Any]) -> None:
    """A meeting is called, with a motion on its agenda."""
    on, row = said["called_on"], said["motion"]
    motion = motions.draft(
        body=cast.kept["council"],
        author=cast.person(f"invented_{row['author']}"),
        title=row["title"],
        purpose=row["purpose"],
        text=row["text"],
        on=on,
        **cast.when(on, 8),
    )
    motion = motions.put_forward(motion=motion, on=on, **cast.when(on, 9))
    for name in row["support"]:
        motion = motions.support(motion=motion, person=cast.person(f"invented_{name}"), **cast.when(on, 10))
    meeting = _call(cast, said["on"], called_on=on, key=said["key"])
    meetings.add_item(meeting=meeting, title="News from the streets", **cast.when(on, 12))
    meetings.add_item(meeting=meeting, title=row["title"], motion=motion, **cast.when(on, 12))
    meetings.add_item(meeting=meeting, title="What we talk over next", **cast.when(on, 12))
    cast.kept["meeting"] = meeting


def held(cast: Cast, said: dict[str, Any]) -> None:
    """It is held: people come, speak and raise their hands; its minutes are written and affirmed."""
    on, meeting = said["on"], cast.kept["meeting"]
    came = [cast.person(f"invented_{name}") for name in said["came"]]
    start, end = cast.when(on, EVENING), cast.when(on, EVENING + 2)
    gathering = gathering_of(meeting)
    assert gathering is not None
    rolls.mark(gathering=gathering, present=came, **start)
    meeting = meetings.open_meeting(meeting=meeting, electorate=cast.kept["council_roll"], **start)
    first, second, third = meeting.items.order_by("number")
    meetings.begin_item(item=first, **start)
    rooms.ask_to_speak(item=first, person=came[1], **start)
    rooms.next_speaker(item=first, **start)
    meetings.end_item(item=first, notes=said["notes"], **start)
    meetings.begin_item(item=second, **start)
    row = said["motion"]
    hands = {"yes": row["yes"], "no": row["no"], "abstain": row["abstain"]}
    rooms.count_hands(item=second, question=row["title"], decides=True, **hands, **start)
    meetings.end_item(item=second, **end)
    meetings.begin_item(item=third, **end)
    meetings.end_item(item=third, **end)
    meeting = meetings.close(meeting=meeting, **end)
    after = on + timedelta(days=1)
    meetings.write_minutes(meeting=meeting, text=said["minutes"], **cast.when(after, 9))
    meetings.affirm_minutes(meeting=meeting, **cast.when(after, 12))
    coming = _call(cast, said["next_on"], called_on=after)
    meetings.add_item(
        meeting=coming,
        title="Shade trees on Robinson Street",
        motion=cast.kept["motion_shade"],
        **cast.when(after, 14),
    )


def _call(cast: Cast, on: Any, *, called_on: Any, key: str = "") -> Any:
    return meetings.call(
        body=cast.kept["council"],
        starts_at=moment(on, EVENING),
        place=Place.objects.filter(key=PLACE).first(),
        key=key,
        **cast.when(called_on, 11),
    )
