"""The site's tree: prepare it once, add story pages."""

from datetime import datetime

from django.utils.text import slugify
from wagtail.models import Page, Site

from commonwork.press.models import NewsIndex, StoryPage
from commonwork.record.acts import Who, act, state
from commonwork.registry.models import Network


def index() -> NewsIndex | None:
    """The list of news, when the site has been prepared."""
    return NewsIndex.objects.first()


@act
def prepare(*, network: Network, by: Who, at: datetime) -> Network:
    """Make the list of news the root of the public site; repeating it changes nothing but the root's place."""
    root = Page.objects.get(depth=1)
    news = index()
    if news is None:
        news = NewsIndex(title="News", slug="news")
        root.add_child(instance=news)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": news, "site_name": network.name},
    )
    Page.objects.filter(depth=2).exclude(pk=news.pk).delete()
    state("press.site.prepared", subject=network, by=by, at=at)
    return network


@act
def write_story(*, network: Network, title: str, body: str, source: str, by: Who, at: datetime) -> Network:
    """Add a story page, or bring the one of that title up to date. body, source: HTML of the editor."""
    news = index()
    assert news is not None, "prepare() comes first"
    page = StoryPage.objects.child_of(news).filter(slug=slugify(title)).first()
    if page is None:
        news.add_child(instance=StoryPage(title=title, slug=slugify(title), body=body, source=source))
    else:
        page.body, page.source = body, source
        page.save()
    state("press.site.prepared", subject=network, by=by, at=at)
    return network
