"""The incubator's public figures and lists, for programs. No personal data."""

from datetime import date
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from commonwork.incubator import queries
from commonwork.incubator.models import Team
from commonwork.incubator.stages import stages
from commonwork.registry.clock import today
from commonwork.rules.periods import twelve_months_to

router = Router(tags=["incubator"])
MOST = 500


class FiguresOut(Schema):
    """What the incubator did in the twelve months up to today, and how many teams there are."""

    starts_on: date
    ends_on: date = Field(description="First day that is not counted")
    teams_formed: int
    gates_passed: int
    teams_ready: int = Field(description="Teams that passed the gate of financing or of launching")
    mentor_hours: str = Field(description="Decimal hours given by mentors, quarter hours")
    teams_on_the_way: int = Field(description="Teams that have not launched yet, of any year")


class StageOut(Schema):
    """A stage of the path, and what its gate asks."""

    key: str
    position: int
    name: str
    sentence: str
    documents: list[str]
    asks_competence: bool
    makes_ready: bool
    teams_waiting: int = Field(description="Teams that stand before this gate")


class GateOut(Schema):
    """A gate a team has passed."""

    stage: str
    passed_on: date
    evidence: list[str]


class TeamOut(Schema):
    """A team: where it stands. Its people are not named."""

    key: str
    name: str
    formed_on: date
    stage: str = Field(description="Last gate passed, or empty")
    organisation: str = Field(description="Key of the organisation it became, or empty")
    gates: list[GateOut]


class IdeaOut(Schema):
    """An idea of the bank of ideas."""

    key: str
    title: str
    text: str
    who_for: str
    proposed_on: date
    state: str
    reason: str
    support_count: int


@router.get("/figures", response=FiguresOut, summary="What the incubator did in the last twelve months")
def figures(request: HttpRequest) -> Any:
    starts_on, ends_on = twelve_months_to(today())
    period = {"starts_on": starts_on, "ends_on": ends_on}
    return FiguresOut(
        **period,
        teams_formed=queries.teams_formed(**period).count(),
        gates_passed=queries.gates_passed(**period).count(),
        teams_ready=queries.teams_ready(**period).count(),
        mentor_hours=f"{queries.mentor_hours(starts_on=starts_on, ends_on=ends_on):f}",
        teams_on_the_way=sum(queries.stage_counts().values()),
    )


@router.get("/stages", response=list[StageOut], summary="The path, stage by stage")
def list_stages(request: HttpRequest, path: Literal["start_up", "conversion"] = "start_up") -> Any:
    counts = queries.stage_counts()
    return [
        StageOut(
            key=row.key,
            position=row.position,
            name=row.name,
            sentence=row.sentence,
            documents=list(row.documents),
            asks_competence=row.asks_competence,
            makes_ready=row.is_ready,
            teams_waiting=counts[row.key],
        )
        for row in stages(path)
    ]


@router.get("/teams", response=list[TeamOut], summary="All teams and their gates, by name")
def list_teams(request: HttpRequest, offset: int = 0) -> Any:
    start = max(0, offset)
    return [_team(row) for row in queries.teams()[start : start + MOST]]


@router.get("/teams/{key}", response=TeamOut, summary="One team")
def get_team(request: HttpRequest, key: str) -> Any:
    row = queries.teams().filter(key=key).first()
    if row is None:
        raise Http404
    return _team(row)


@router.get("/ideas", response=list[IdeaOut], summary="The bank of ideas, open ones first")
def list_ideas(request: HttpRequest, offset: int = 0) -> Any:
    start = max(0, offset)
    return list(queries.ideas()[start : start + MOST])


def _team(team: Team) -> TeamOut:
    return TeamOut(
        key=team.key,
        name=team.name,
        formed_on=team.formed_on,
        stage=team.stage,
        organisation=team.organisation.key if team.organisation else "",
        gates=[
            GateOut(stage=row.stage, passed_on=row.passed_on, evidence=row.evidence)
            for row in team.gates.all()
        ],
    )
