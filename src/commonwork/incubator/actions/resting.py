"""Teams at rest: paused, merged into another, declined. What is not active passes no gate."""

from datetime import date, datetime

from commonwork.incubator.actions.days import happened
from commonwork.incubator.models import Team
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.rules.refusal import Refusal, sentence


class TeamNotActive(Refusal):
    sentence = sentence("{team} is {state}; it has to go on before anything else.")
    status = 409


class TeamIsActive(Refusal):
    sentence = sentence("{team} is active already.")
    status = 409


class WhyMissing(Refusal):
    sentence = sentence("Say why, in words the team can read.")
    field = "reason"


class NotIntoItself(Refusal):
    sentence = sentence("A team cannot be merged into itself.")
    field = "into"


class FinalState(Refusal):
    sentence = sentence("{team} was merged into another team; that cannot be taken up again.")
    status = 409


def active(team: Team) -> None:
    """Refuse a team that is paused, merged or declined. Raises TeamNotActive."""
    if team.state != Team.State.ACTIVE:
        raise TeamNotActive(team=team.name, state=team.get_state_display())


@act
def pause(*, team: Team, reason: str, on: date, by: Who, at: datetime) -> Team:
    """A team rests for a while, without shame. Raises TeamNotActive, WhyMissing, StillToCome."""
    return _rest(team, Team.State.PAUSED, reason, on=on, by=by, at=at)


@act
def decline(*, team: Team, reason: str, on: date, by: Who, at: datetime) -> Team:
    """The incubator does not go on with a team; its idea stays in the bank. Raises TeamNotActive,
    WhyMissing, StillToCome."""
    return _rest(team, Team.State.DECLINED, reason, on=on, by=by, at=at)


@act
def merge(*, team: Team, into: Team, reason: str, on: date, by: Who, at: datetime) -> Team:
    """A team goes on within another. Raises TeamNotActive, NotIntoItself, WhyMissing, StillToCome."""
    if team.pk == into.pk:
        raise NotIntoItself()
    active(Team.objects.select_for_update().get(pk=into.pk))
    return _rest(team, Team.State.MERGED, reason, on=on, by=by, at=at, into=into)


@act
def resume(*, team: Team, on: date, by: Who, at: datetime) -> Team:
    """A team that was paused or declined goes on where it stood. Raises TeamIsActive, FinalState."""
    team = Team.objects.select_for_update().get(pk=team.pk)
    if team.state == Team.State.ACTIVE:
        raise TeamIsActive(team=team.name)
    if team.state == Team.State.MERGED:
        raise FinalState(team=team.name)
    team.state, team.state_on, team.reason = Team.State.ACTIVE, None, ""
    team.save(update_fields=["state", "state_on", "reason"])
    state("incubator.team.resumed", subject=team, by=by, at=at, data={"on": on.isoformat()})
    return team


def _rest(
    team: Team, new: Team.State, reason: str, *, on: date, by: Who, at: datetime, into: Team | None = None
) -> Team:
    happened(on, at)
    team = Team.objects.select_for_update().get(pk=team.pk)
    active(team)
    if not reason.strip():
        raise WhyMissing()
    team.state, team.state_on, team.reason, team.merged_into = new, on, reason.strip(), into
    team.save(update_fields=["state", "state_on", "reason", "merged_into"])
    data = {"on": on.isoformat()} | ({"into": ref(into)} if into else {})
    state(f"incubator.team.{new.value}", subject=team, by=by, at=at, about=[into] if into else [], data=data)
    return team
