"""News items: publish."""

from datetime import date, datetime

from django.utils.text import slugify

from commonwork.press.actions.pages import index
from commonwork.press.models import NewsItem
from commonwork.record.acts import Who, act, state
from commonwork.rules.refusal import Refusal, sentence


class SiteNotPrepared(Refusal):
    sentence = sentence("The public site is not set up yet: load the network first.")


@act
def publish(
    *,
    title: str,
    by: Who,
    at: datetime,
    on: date | None = None,
    summary: str = "",
    outlet: str = "",
    author: str = "",
    link: str = "",
    body: str = "",
    is_invented: bool = False,
) -> NewsItem:
    """Publish an item in the list of news. Raises SiteNotPrepared."""
    news = index()
    if news is None:
        raise SiteNotPrepared()
    item = NewsItem(
        title=title,
        slug=_free_slug(title),
        on=on,
        summary=summary,
        outlet=outlet,
        author=author,
        link=link,
        body=body,
        is_invented=is_invented,
    )
    news.add_child(instance=item)
    state("press.news.published", subject=item, by=by, at=at)
    return item


def _free_slug(title: str) -> str:
    wanted = slugify(title)[:200] or "news"
    taken = set(NewsItem.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbers = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbers if slug not in taken)
