"""Read API of press: the news."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from commonwork.press.queries import latest

router = Router(tags=["press"])


class NewsOut(Schema):
    """One news item. is_invented: made up for a demo."""

    title: str
    on: date | None
    summary: str
    outlet: str
    author: str
    is_invented: bool


@router.get("/news", response=list[NewsOut], summary="The latest 100 news items")
def list_news(request: HttpRequest) -> Any:
    return latest(100)
