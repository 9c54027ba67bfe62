"""Join: a study circle goes on as a team of the incubator.

A circle forms one team: asked again, the same team is the answer. A circle of the school ends with it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError

from commonwork.incubator import queries
from commonwork.incubator.actions import teams
from commonwork.record.acts import Who, act, state
from commonwork.record.refs import ref
from commonwork.registry.models import Person
from commonwork.rules.refusal import Refusal, sentence
from commonwork.school.actions import circles


class NobodyByThisKey(Refusal):
    sentence = sentence("Nobody in the network has the key “{key}”.")
    field = "people"


class CircleHasTeam(Refusal):
    sentence = sentence("This circle has formed the team {team} already.")
    status = 409


def team_of(circle: Who) -> Any:
    """The incubator's Team that a circle has formed, or None. circle: the row, or its reference."""
    return queries.team_from(ref(circle))


def team_for(circle: Who, **wanted: Any) -> Any:
    """The team of a study circle: formed now, or the one it has formed before, whoever is in it now; then nothing changes.

    wanted: people (keys of persons), name, on, by, at and, if they have one, idea, as `form` takes them. Raises what
    `form` raises, other than CircleHasTeam.
    """
    try:
        return team_of(circle) or form(circle=circle, **wanted)
    except (CircleHasTeam, IntegrityError):  # another press formed it at the same moment
        if (team := team_of(circle)) is not None:
            return team
        raise


@act
def form(
    *,
    circle: Who,
    people: Sequence[str],
    name: str,
    on: date,
    by: Who,
    at: datetime,
    idea: Any = None,
) -> Any:
    """A circle goes on as a team of these people, and ends with that outcome. Raises CircleHasTeam, NobodyByThisKey and
    what `teams.form` (TeamTooSmall, TeamNameTaken, IdeaWasDeclined, StillToCome) and `circles.end` raise."""
    if (team := team_of(circle)) is not None:
        raise CircleHasTeam(team=team.name)
    found = {person.key: person for person in Person.objects.filter(key__in=people, is_forgotten=False)}
    for key in people:
        if key not in found:
            raise NobodyByThisKey(key=key)
    members = [found[key] for key in dict.fromkeys(people)]
    team = teams.form(name=name, members=members, on=on, by=by, at=at, idea=idea, circle=ref(circle))
    if not isinstance(circle, str):
        circles.end(circle=circle, outcome="team", team_key=team.key, on=on, by=by, at=at)
    data = {"circle": ref(circle), "count": len(members), "on": on.isoformat()}
    state("journeys.circle.became_team", subject=team, by=by, at=at, about=[circle, *members], data=data)
    return team
