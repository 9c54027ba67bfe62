"""What anyone may read of a loan's way, for programs: the criteria, and the stories co-ops agreed to tell."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from commonwork.bank import permits
from commonwork.bank.queries import reviewing, telling

router = Router(tags=["bank"])


class CriterionOut(Schema):
    """One question reviewers score from 1 to 5."""

    code: str
    weight: int
    question: str


class StoryOut(Schema):
    """What a co-op agreed to tell. Fields without a standing consent are empty; no person is named."""

    title: str = Field(description="The co-op, or that it is one")
    purpose: str
    quote: str
    figures: list[str]


@router.get("/criteria", response=list[CriterionOut], summary="What reviewers of applications look at")
def criteria(request: HttpRequest) -> Any:
    version = reviewing.criteria_version(permits.house())
    return [
        CriterionOut(code=one.code, weight=one.weight, question=one.question)
        for one in reviewing.criteria(version)
    ]


@router.get("/stories", response=list[StoryOut], summary="Stories of loans that their co-ops tell")
def stories(request: HttpRequest) -> Any:
    return [
        StoryOut(title=one.title, purpose=one.purpose, quote=one.quote, figures=one.figures)
        for one in telling.stories()
    ]
