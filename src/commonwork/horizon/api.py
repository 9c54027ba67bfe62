"""Read API of horizon: the goal and how far it is."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from commonwork.federation import queries as federation
from commonwork.horizon import queries
from commonwork.registry.clock import today

router = Router(tags=["horizon"])


class GoalOut(Schema):
    """Jobs in the federation against the area's jobs. share_ppm: parts per million."""

    jobs: int
    worker_owners: int
    other_workers: int
    year_ago: int
    share_ppm: int
    goal_bp: int
    goal_jobs: int
    area: str
    year: str
    source: str


class WealthOut(Schema):
    """Held by worker-owners, in minor units of USD."""

    shares_minor: int
    capital_accounts_minor: int
    owners: int
    median_minor: int


@router.get("/goal", response=GoalOut, summary="How far it is to the goal")
def get_goal(request: HttpRequest) -> Any:
    goal = queries.goal(on=today())
    area = goal.area
    return GoalOut(
        jobs=goal.jobs,
        worker_owners=goal.members,
        other_workers=goal.others,
        year_ago=goal.year_ago,
        share_ppm=goal.share_ppm,
        goal_bp=goal.goal_bp,
        goal_jobs=goal.goal_jobs,
        area=area.area if area else "",
        year=area.year if area else "",
        source=area.source if area else "",
    )


@router.get("/wealth", response=WealthOut, summary="Wealth held by worker-owners")
def get_wealth(request: HttpRequest) -> Any:
    return federation.wealth(on=today())
