"""Teams: form, join, leave, become an organisation."""

from collections.abc import Sequence
from datetime import date, datetime

from commonwork.incubator.actions.days import happened
from commonwork.incubator.models import Idea, Team, TeamMember
from commonwork.incubator.stages import START_UP, stage
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.keys import key_from
from commonwork.registry.models import Organisation, Person
from commonwork.rules.refusal import Refusal, sentence

SMALLEST_TEAM = 2  # a co-op is a matter of at least two people


class TeamTooSmall(Refusal):
    sentence = sentence("A team starts with at least {smallest} people.")
    field = "members"


class TeamNameTaken(Refusal):
    sentence = sentence("There already is a team called “{name}”.")
    status = 409
    field = "name"


class IdeaWasDeclined(Refusal):
    sentence = sentence("The idea “{idea}” was declined. Propose it anew before a team takes it up.")
    status = 409
    field = "idea"


class AlreadyInTeam(Refusal):
    sentence = sentence("{person} already belongs to {team}.")
    status = 409
    field = "person"


class NotInTeam(Refusal):
    sentence = sentence("{person} does not belong to {team} on that day.")
    status = 409
    field = "person"


class NotYetIncorporated(Refusal):
    sentence = sentence("{team} has not passed the gate “{gate}” yet, so it cannot be an organisation.")
    status = 409


class AlreadyAnOrganisation(Refusal):
    sentence = sentence("{team} already is {organisation}.")
    status = 409


@act
def form(
    *,
    name: str,
    members: Sequence[Person],
    on: date,
    by: Who,
    at: datetime,
    idea: Idea | None = None,
    key: str = "",
    preset: str = START_UP,
    circle: str = "",
) -> Team:
    """Form a team of at least two people, on one of the paths (PRESETS). circle: reference of the study circle it comes
    from. Raises TeamTooSmall, TeamNameTaken, IdeaWasDeclined, StillToCome."""
    happened(on, at)
    people = list({person.pk: person for person in members}.values())
    if len(people) < SMALLEST_TEAM:
        raise TeamTooSmall(smallest=SMALLEST_TEAM)
    if idea is not None and idea.state != Idea.State.OPEN:
        raise IdeaWasDeclined(idea=idea.title)
    key = key or key_from(name)
    if not key or Team.objects.filter(key=key).exists():
        raise TeamNameTaken(name=name)
    team = Team.objects.create(
        key=key, name=name.strip(), formed_on=on, idea=idea, preset=preset, circle=circle
    )
    TeamMember.objects.bulk_create(TeamMember(team=team, person=person, starts_on=on) for person in people)
    state(
        "incubator.team.formed",
        subject=team,
        by=by,
        at=at,
        about=[*people, *([idea] if idea else [])],
        data={"on": on.isoformat(), "count": len(people)},
    )
    return team


@act
def join(*, team: Team, person: Person, on: date, by: Who, at: datetime) -> Team:
    """A person joins a team from a day on. Raises AlreadyInTeam."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    if team.members.filter(person=person, ends_on=None).exists():
        raise AlreadyInTeam(person=person.name, team=team.name)
    TeamMember.objects.create(team=team, person=person, starts_on=on)
    state(
        "incubator.team.joined",
        subject=team,
        by=by,
        at=at,
        about=[person],
        data={"person": ref(person), "on": on.isoformat()},
    )
    return team


@act
def leave(*, team: Team, person: Person, on: date, by: Who, at: datetime) -> Team:
    """A person leaves a team; that day is no longer part of it. Raises NotInTeam."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    left = team.members.filter(person=person, ends_on=None, starts_on__lte=on).update(ends_on=on)
    if not left:
        raise NotInTeam(person=person.name, team=team.name)
    state(
        "incubator.team.left",
        subject=team,
        by=by,
        at=at,
        about=[person],
        data={"person": ref(person), "on": on.isoformat()},
    )
    return team


@act
def set_organisation(*, team: Team, organisation: Organisation, on: date, by: Who, at: datetime) -> Team:
    """Say which organisation the team has become. Raises NotYetIncorporated, AlreadyAnOrganisation."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    if team.organisation is not None:
        raise AlreadyAnOrganisation(team=team.name, organisation=team.organisation.name)
    if not team.gates.filter(stage="incorporated").exists():
        raise NotYetIncorporated(team=team.name, gate=stage("incorporated").name)
    team.organisation = organisation
    team.save(update_fields=["organisation"])
    state(
        "incubator.team.became_organisation",
        subject=team,
        by=by,
        at=at,
        organisation=organisation,
        about=[organisation],
        data={"co_op": ref(organisation), "on": on.isoformat()},
    )
    return team
