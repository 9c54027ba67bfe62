from commonwork.press.models.news import NewsIndex, NewsItem
from commonwork.press.models.story import StoryPage

__all__ = ["NewsIndex", "NewsItem", "StoryPage"]
