"""Join: a study circle ends because a team formed, and the incubator takes it in."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from commonwork.incubator.actions import teams
from commonwork.record.acts import Who, act
from commonwork.registry.models import Person
from commonwork.school.actions import circles


@act
def form(*, circle: Any, name: str, people: Sequence[Person], on: date, by: Who, at: datetime) -> Any:
    """People of a circle form a team; the circle ends with that outcome. Raises what `teams.form` and `circles.end`
    raise, and then neither happens."""
    team = teams.form(name=name, members=people, on=on, by=by, at=at)
    circles.end(circle=circle, outcome="team", team_key=team.key, on=on, by=by, at=at)
    return team
