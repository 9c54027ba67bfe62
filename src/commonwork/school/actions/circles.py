"""Study circles: open, join, meet in turns, keep minutes, end - maybe as a team."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from commonwork.charter import queries as charter
from commonwork.gatherings.actions import gatherings
from commonwork.gatherings.models import Gathering
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Organisation, Person, Place
from commonwork.rules.refusal import Refusal, sentence
from commonwork.school import queries
from commonwork.school.models import Circle, CircleMeeting, CircleMember, Reading
from commonwork.school.policies import CIRCLE_LEAST, CIRCLE_MOST


class CircleIsFull(Refusal):
    sentence = sentence("{title} has {most} people, as many as a circle takes. Open another one.")
    status = 409


class CircleTooSmall(Refusal):
    sentence = sentence("A circle meets when it has {least} people; {title} has {count}.")
    status = 409


class InTheCircleAlready(Refusal):
    sentence = sentence("{name} belongs to {title} already.")
    status = 409


class NotInTheCircle(Refusal):
    sentence = sentence("{name} does not belong to {title}.")
    status = 409


class CircleHasEnded(Refusal):
    sentence = sentence("{title} has ended.")
    status = 409


class NotMetYet(Refusal):
    sentence = sentence("The circle has not met yet, so there are no minutes.")
    status = 409


@act
def open(
    *,
    title: str,
    question: str,
    school: Organisation,
    readings: Sequence[str],
    on: date,
    by: Who,
    at: datetime,
    key: str = "",
    language: str = "en",
    is_invented: bool = False,
) -> Circle:
    """Open a study circle with its readings, in their order. A reading may end in its address."""
    circle = Circle.objects.create(
        key=key or new_key("circle"),
        title=title,
        question=question,
        school=school,
        language=language,
        opened_on=on,
        is_invented=is_invented,
    )
    for number, said in enumerate((one.strip() for one in readings if one.strip()), start=1):
        words, _space, link = said.rpartition(" ")
        is_linked = link.startswith(("https://", "http://"))
        Reading.objects.create(
            circle=circle,
            number=number,
            title=(words if is_linked and words else said)[:200],
            link=link if is_linked else "",
        )
    _state("school.circle.opened", circle, by, at, {"count": circle.readings.count(), "on": on.isoformat()})
    return circle


@act
def join(*, circle: Circle, person: Person, on: date, by: Who, at: datetime) -> Circle:
    """Somebody joins. Raises CircleHasEnded, InTheCircleAlready, CircleIsFull, PolicyMissing."""
    circle = _standing(circle)
    members = queries.circle_members(circle)
    if members.filter(person=person).exists():
        raise InTheCircleAlready(name=person.name, title=circle.title)
    most = int(charter.value(CIRCLE_MOST, on=on, organisation=circle.school))
    if members.count() >= most:
        raise CircleIsFull(title=circle.title, most=most)
    CircleMember.objects.update_or_create(
        circle=circle, person=person, defaults={"joined_on": on, "left_on": None}
    )
    _state("school.circle.joined", circle, by, at, {"person": ref(person), "on": on.isoformat()}, person)
    return circle


@act
def leave(*, circle: Circle, person: Person, on: date, by: Who, at: datetime) -> Circle:
    """Somebody leaves. Raises CircleHasEnded, NotInTheCircle."""
    circle = _standing(circle)
    if not queries.circle_members(circle).filter(person=person).update(left_on=on):
        raise NotInTheCircle(name=person.name, title=circle.title)
    _state("school.circle.left", circle, by, at, {"person": ref(person), "on": on.isoformat()}, person)
    return circle


@act
def meet(
    *,
    circle: Circle,
    starts_at: datetime,
    ends_at: datetime,
    on: date,
    by: Who,
    at: datetime,
    place: Place | None = None,
) -> Circle:
    """Announce the next meeting: a gathering, with whose turn it is to facilitate and the next reading. Raises
    CircleHasEnded, CircleTooSmall, PolicyMissing, and what `gatherings.announce` raises."""
    circle = _standing(circle)
    least = int(charter.value(CIRCLE_LEAST, on=on, organisation=circle.school))
    count = queries.circle_members(circle).count()
    if count < least:
        raise CircleTooSmall(title=circle.title, least=least, count=count)
    facilitator = queries.next_facilitator(circle)
    assert facilitator is not None, "a circle that is large enough has people"
    read = circle.meetings.exclude(reading=None).values("reading")
    gathering = gatherings.announce(
        title=f"{circle.title} ({circle.meetings.count() + 1})",
        kind=Gathering.Kind.CIRCLE,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        host=circle.school,
        part_of=circle,
        is_public=False,
        takes_registrations=False,
        language=circle.language,
        is_invented=circle.is_invented,
        by=by,
        at=at,
    )
    CircleMeeting.objects.create(
        circle=circle,
        gathering=gathering,
        facilitator=facilitator,
        reading=circle.readings.exclude(pk__in=read).order_by("number").first(),
    )
    data = {"facilitator": ref(facilitator), "gathering": ref(gathering)}
    _state("school.circle.meeting_set", circle, by, at, data, facilitator)
    return circle


@act
def keep_minutes(*, meeting: CircleMeeting, text: str, by: Who, at: datetime) -> Circle:
    """Write down what was said; writing it again replaces it. Raises NotMetYet."""
    if at < meeting.gathering.starts_at:
        raise NotMetYet()
    meeting.minutes = text.strip()
    meeting.save(update_fields=["minutes"])
    _state("school.circle.minuted", meeting.circle, by, at, {"gathering": ref(meeting.gathering)})
    return meeting.circle


@act
def end(*, circle: Circle, outcome: str, on: date, by: Who, at: datetime, team_key: str = "") -> Circle:
    """End a circle and say what came of it. A team that formed is named by key. Raises CircleHasEnded."""
    circle = _standing(circle)
    circle.ended_on, circle.outcome, circle.team_key = on, Circle.Outcome(outcome), team_key
    circle.save(update_fields=["ended_on", "outcome", "team_key"])
    data = {"outcome": outcome, "team": team_key, "on": on.isoformat()}
    _state("school.circle.ended", circle, by, at, data)
    return circle


def _standing(circle: Circle) -> Circle:
    circle = Circle.objects.select_for_update(of=("self",)).select_related("school").get(pk=circle.pk)
    if circle.ended_on is not None:
        raise CircleHasEnded(title=circle.title)
    return circle


def _state(
    kind: str, circle: Circle, by: Who, at: datetime, data: Mapping[str, object], person: Person | None = None
) -> None:
    about = [person] if person else []
    state(kind, subject=circle, by=by, at=at, organisation=circle.school, about=about, data=dict(data))
