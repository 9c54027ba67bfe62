"""Mentors: offer to walk with teams, rest, and say which help a team needs."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from commonwork.incubator.actions.days import happened
from commonwork.incubator.actions.resting import active
from commonwork.incubator.helping import LANGUAGES, TIMES, TOPICS
from commonwork.incubator.models import HelpWanted, MentorHours, MentorOffer, Team
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import new_key
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence

MOST_HOURS = 200


class NotOnTheList(Refusal):
    sentence = sentence("“{code}” is not one of the choices.")


class NothingOffered(Refusal):
    sentence = sentence("Tick at least one thing you can help with.")
    field = "topics"


class NoLanguage(Refusal):
    sentence = sentence("Tick at least one language.")
    field = "languages"


class NoTime(Refusal):
    sentence = sentence("Tick at least one time.")
    field = "times"


class HoursAMonth(Refusal):
    sentence = sentence("Say how many hours a month, from 1 to {most}.")
    field = "hours_a_month"


class NoOffer(Refusal):
    sentence = sentence("There is no offer that could rest.")
    status = 409


class NothingWanted(Refusal):
    sentence = sentence("Tick at least one thing the team needs help with.")
    field = "topics"


@act
def offer(
    *,
    person: Person,
    topics: Sequence[str],
    languages: Sequence[str],
    times: Sequence[str],
    hours_a_month: int,
    on: date,
    by: Who,
    at: datetime,
) -> MentorOffer:
    """A person offers to be a mentor; a new offer replaces the one before and is open. The fact names codes only.
    Raises NothingOffered, NoLanguage, NoTime, HoursAMonth, NotOnTheList, StillToCome."""
    happened(on, at)
    for refusal, codes in ((NothingOffered, topics), (NoLanguage, languages), (NoTime, times)):
        if not codes:
            raise refusal()
    if not 1 <= hours_a_month <= MOST_HOURS:
        raise HoursAMonth(most=MOST_HOURS)
    values = _codes(topics, languages, times) | {
        "hours_a_month": hours_a_month,
        "offered_on": on,
        "is_open": True,
    }
    row, _is_new = MentorOffer.objects.select_for_update().update_or_create(
        person=person, defaults=values, create_defaults={**values, "key": new_key("mentor")}
    )
    data = {"mentor": ref(person), "hours_a_month": hours_a_month, "on": on.isoformat()}
    state("incubator.mentor.offered", subject=row, by=by, at=at, about=[person], data=data)
    return row


@act
def rest(*, person: Person, on: date, by: Who, at: datetime) -> MentorOffer:
    """A mentor takes no more teams for now; teams walked with stay. Raises NoOffer."""
    row = MentorOffer.objects.select_for_update().filter(person=person, is_open=True).first()
    if row is None:
        raise NoOffer()
    row.is_open = False
    row.save(update_fields=["is_open"])
    data = {"mentor": ref(person), "on": on.isoformat()}
    state("incubator.mentor.rested", subject=row, by=by, at=at, about=[person], data=data)
    return row


@act
def want(
    *,
    team: Team,
    topics: Sequence[str],
    languages: Sequence[str],
    times: Sequence[str],
    on: date,
    by: Who,
    at: datetime,
) -> Team:
    """A team says which help it needs; no languages or times means any. Raises NothingWanted, NotOnTheList,
    TeamNotActive, StillToCome."""
    happened(on, at)
    if not topics:
        raise NothingWanted()
    team = Team.objects.select_for_update().get(pk=team.pk)
    active(team)
    HelpWanted.objects.update_or_create(
        team=team, defaults={**_codes(topics, languages, times), "asked_on": on}
    )
    data = {"topics": list(topics), "on": on.isoformat()}
    state("incubator.help.wanted", subject=team, by=by, at=at, data=data)
    return team


@act
def forget(*, person: Person, on: date, by: Who, at: datetime) -> Person:
    """A mentor is forgotten: the offer goes, teams lose them as mentor, and what they noted is erased. Hours stay."""
    MentorOffer.objects.filter(person=person).delete()
    person.mentored_teams.update(mentor=None)
    MentorHours.objects.filter(mentor=person).update(note="")
    state("incubator.mentor.forgotten", subject=person, by=by, at=at, data={"on": on.isoformat()})
    return person


def _codes(topics: Sequence[str], languages: Sequence[str], times: Sequence[str]) -> dict[str, list[str]]:
    """The codes in the order of their lists. Raises NotOnTheList."""
    asked: Mapping[str, tuple[Sequence[str], Mapping[str, object]]] = {
        "topics": (topics, TOPICS),
        "languages": (languages, LANGUAGES),
        "times": (times, TIMES),
    }
    for codes, known in asked.values():
        if (stray := next((code for code in codes if code not in known), None)) is not None:
            raise NotOnTheList(code=stray)
    return {name: [code for code in known if code in codes] for name, (codes, known) in asked.items()}
