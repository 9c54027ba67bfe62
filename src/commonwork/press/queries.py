"""Reading the news."""

from django.db.models import F, QuerySet

from commonwork.press.models import NewsItem


def latest(count: int) -> QuerySet[NewsItem]:
    """The latest items, undated ones last."""
    rows = NewsItem.objects.live().order_by(F("on").desc(nulls_last=True), "title")
    return rows[:count]


def has(title: str) -> bool:
    """Is there an item with this title?"""
    return NewsItem.objects.filter(title=title).exists()
