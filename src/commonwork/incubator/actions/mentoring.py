"""Mentoring: log hours, strike an entry made by mistake."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from commonwork.incubator.actions.days import happened
from commonwork.incubator.actions.resting import active
from commonwork.incubator.models import MentorHours, Team
from commonwork.incubator.models.mentoring import shown
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence

DAY_MINUTES = 24 * 60


class NotInQuarterHours(Refusal):
    sentence = sentence("Enter mentor hours in quarters, such as 1.25 or 2.5, and more than zero.")
    field = "hours"


class MoreThanADay(Refusal):
    sentence = sentence("That makes {hours} hours for one mentor on one day.")
    field = "hours"


class OwnTeam(Refusal):
    sentence = sentence("{mentor} belongs to {team}; hours in one's own team are not mentor hours.")
    field = "mentor"


class AlreadyStruck(Refusal):
    sentence = sentence("This entry was struck before.")
    status = 409


@act
def match(*, team: Team, mentor: Person, on: date, by: Who, at: datetime) -> Team:
    """A mentor walks with a team, in place of whoever did. Raises OwnTeam, TeamNotActive."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    active(team)
    if team.members.filter(person=mentor, ends_on=None).exists():
        raise OwnTeam(mentor=mentor.name, team=team.name)
    team.mentor = mentor
    team.save(update_fields=["mentor"])
    data = {"mentor": ref(mentor), "on": on.isoformat()}
    state("incubator.mentoring.matched", subject=team, by=by, at=at, about=[mentor], data=data)
    return team


@act
def log(
    *,
    team: Team,
    mentor: Person,
    on: date,
    hours: Decimal,
    by: Who,
    at: datetime,
    funder: str = "",
    note: str = "",
    note_is_shared: bool = False,
) -> MentorHours:
    """Record hours a mentor gave to a team, who paid for them if anyone did, and what to remember.
    Raises NotInQuarterHours, MoreThanADay, OwnTeam, StillToCome."""
    if not hours.is_finite() or hours <= 0 or hours % Decimal("0.25"):
        raise NotInQuarterHours()
    happened(on, at)
    minutes = int(hours * 60)
    team = Team.objects.select_for_update().get(pk=team.pk)
    if team.members.filter(person=mentor, ends_on=None).exists():
        raise OwnTeam(mentor=mentor.name, team=team.name)
    day = MentorHours.objects.filter(mentor=mentor, worked_on=on, is_struck=False)
    total = minutes + (day.aggregate(sum=Sum("minutes"))["sum"] or 0)
    if total > DAY_MINUTES:
        raise MoreThanADay(hours=shown(total))
    entry = MentorHours.objects.create(
        key=new_key("mentoring"),
        team=team,
        mentor=mentor,
        worked_on=on,
        minutes=minutes,
        funder=funder.strip(),
        note=note.strip(),
        note_is_shared=note_is_shared,
    )
    _state("incubator.mentoring.logged", entry, by=by, at=at)
    return entry


@act
def strike(*, entry: MentorHours, by: Who, at: datetime) -> MentorHours:
    """Strike an entry made by mistake: it no longer counts. Raises AlreadyStruck."""
    entry = MentorHours.objects.select_for_update().get(pk=entry.pk)
    if entry.is_struck:
        raise AlreadyStruck()
    entry.is_struck = True
    entry.save(update_fields=["is_struck"])
    _state("incubator.mentoring.struck", entry, by=by, at=at)
    return entry


def _state(kind: str, entry: MentorHours, *, by: Who, at: datetime) -> None:
    state(
        kind,
        subject=entry,
        by=by,
        at=at,
        about=[entry.team, entry.mentor],
        data={
            "team": ref(entry.team),
            "mentor": ref(entry.mentor),
            "hours": shown(entry.minutes),
            "on": entry.worked_on.isoformat(),
        },
    )
