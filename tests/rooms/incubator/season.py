"""The season's gates and mentor hours, and a team that may pass them."""

from datetime import date
from typing import Any

from commonwork.incubator import queries
from commonwork.incubator.actions import gates
from commonwork.incubator.models import Team
from commonwork.record.models import Fact
from tests.rooms.incubator import make

WHO: dict[str, Any] = {"by": "system/test", "at": make.NOON}
SEASON_GATES = [  # SEASON.md: nine gates from 10 March to 2 May 2016
    ("idea", date(2016, 3, 10)),
    ("team_formed", date(2016, 3, 14)),
    ("study_circle_done", date(2016, 3, 17)),
    ("feasibility", date(2016, 3, 31)),
    ("business_plan", date(2016, 4, 7)),
    ("review_by_assembly_and_federation", date(2016, 4, 14)),
    ("financing", date(2016, 4, 25)),
    ("incorporated", date(2016, 4, 27)),
    ("launched", date(2016, 5, 2)),
]
SEASON_HOURS = [  # volunteer hours of the season: 2 + 2.5 + 3 + 1.5 + 2 + 1.5 = 12.5
    ("Vera", date(2016, 3, 16), "2"),
    ("Vera", date(2016, 3, 24), "2.5"),
    ("Walt", date(2016, 4, 5), "3"),
    ("Vera", date(2016, 4, 19), "1.5"),
    ("Walt", date(2016, 5, 18), "2"),
    ("Walt", date(2016, 7, 20), "1.5"),
]


def kinds() -> list[str]:
    return list(
        Fact.objects.filter(kind__startswith="incubator.").order_by("pk").values_list("kind", flat=True)
    )


def through(team: Team, last: str) -> Team:
    """Pass all gates of the season up to and including one."""
    for key, on in SEASON_GATES:
        gates.pass_gate(team=team, stage=key, on=on, evidence=make.documents(key), **WHO)
        if key == last:
            break
    return Team.objects.get(pk=team.pk)


def ready_team() -> Team:
    make.gate_policies()
    team = make.green_team()
    make.knows_the_basics(*queries.people_of(team, on=make.FORMED))
    return team
