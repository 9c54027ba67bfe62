"""Meetings: those of a body, who is present, the live quorum, who speaks next, what the minutes say."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from commonwork.assembly.models import AgendaItem, Electorate, HandVote, Meeting, Turn
from commonwork.gatherings import queries as gatherings
from commonwork.gatherings.models import Gathering
from commonwork.registry.models import Body, Person
from commonwork.rules.show_of_hands import quorum_of
from commonwork.rules.speakers import order


@dataclass(frozen=True)
class Quorum:
    """Votes present (also those carried for others), on the roll, and the least that makes a quorum."""

    present: int
    of: int
    needed: int

    @property
    def is_there(self) -> bool:
        return self.present >= self.needed

    @property
    def present_bp(self) -> int:
        return self.present * 10_000 // self.of if self.of else 0

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.present)


def of_body(body: Body) -> QuerySet[Meeting]:
    """The meetings of a body, the latest first."""
    return Meeting.objects.filter(body=body).select_related("body__organisation").order_by("-held_on", "-pk")


def gathering_of(meeting: Meeting) -> Gathering | None:
    """The gathering that carries a meeting: its place, time, door and roll."""
    if not meeting.gathering:
        return None
    return Gathering.objects.select_related("place", "host").filter(key=meeting.gathering).first()


def present(meeting: Meeting) -> set[int]:
    """The people (numbers of their rows) in the room: who passed the door and did not leave, and who was marked as come."""
    gathering = gathering_of(meeting)
    if gathering is None:
        return set()
    at_door = {
        int(mark.removeprefix("person-")): is_in
        for mark, is_in in gatherings.inside(gathering).items()
        if mark.startswith("person-")
    }
    marked = {person: came for (_, person), came in gatherings.marks([gathering]).items()}
    return {person for person, is_in in (marked | at_door).items() if is_in}


def came(meeting: Meeting) -> set[int]:
    """The people (numbers of their rows) who were in the room at any time."""
    gathering = gathering_of(meeting)
    if gathering is None:
        return set()
    marked = {person for (_, person), is_there in gatherings.marks([gathering]).items() if is_there}
    return marked | {
        int(mark.removeprefix("person-"))
        for mark in gatherings.inside(gathering)
        if mark.startswith("person-")
    }


def quorum(meeting: Meeting) -> Quorum | None:
    """The quorum as it stands now; None before there is a roll."""
    if meeting.electorate is None:
        return None
    return quorum_on(meeting.electorate, present(meeting), quorum_bp=meeting.quorum_bp)


def quorum_on(electorate: Electorate, people: set[int], *, quorum_bp: int) -> Quorum:
    """The quorum of a roll with these people present. A vote somebody present carries for another is present."""
    lines = electorate.electors.values_list("person", "delegated_to__person", "weight")
    of = sum(weight for _, _, weight in lines)
    there = sum(weight for own, carrier, weight in lines if (carrier or own) in people)
    return Quorum(there, of, quorum_of(of, quorum_bp))


def agenda(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The points of the agenda in their order."""
    return meeting.items.select_related("motion", "meeting__body").order_by("number")


def current_item(meeting: Meeting) -> AgendaItem | None:
    """The point that is being talked over."""
    return agenda(meeting).filter(begun_at__isnull=False, ended_at=None).first()


def speaking(item: AgendaItem) -> Turn | None:
    """Who has the floor."""
    return item.turns.select_related("person").filter(begun_at__isnull=False, ended_at=None).first()


def queue(item: AgendaItem) -> list[Turn]:
    """Who asked to speak, in the order they will."""
    waiting = item.turns.select_related("person").filter(begun_at=None, ended_at=None)
    by_person = {turn.person_id: turn for turn in waiting.order_by("asked_at", "pk")}
    spoken = Counter(item.turns.filter(begun_at__isnull=False).values_list("person", flat=True))
    turns = order(list(by_person), spoken, first_voices_first=item.meeting.first_voices_first)
    return [by_person[person] for person in turns]


def hand_votes(meeting: Meeting) -> QuerySet[HandVote]:
    """All shows of hands of a meeting, in their order."""
    rows = HandVote.objects.filter(item__meeting=meeting).select_related("item")
    return rows.order_by("counted_at", "pk")


def expected(gathering: Gathering) -> Sequence[Person]:
    """Who stands on the roll of the meeting a gathering carries, for its door and its roll."""
    key = gathering.part_of.partition("/")[2]
    meeting = Meeting.objects.select_related("electorate", "body__organisation").filter(key=key).first()
    if meeting is None or meeting.electorate is None:
        return ()
    on_roll = Q(electors__electorate=meeting.electorate)
    return list(Person.objects.filter(on_roll).distinct().order_by("name", "key"))
