"""The list of news and its feed. Single pages are served by Wagtail."""

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from commonwork.access.guard import public
from commonwork.press.actions.pages import index as news_index
from commonwork.press.models import NewsItem
from commonwork.press.queries import latest
from commonwork.registry.queries import network


@public
def index(request: HttpRequest) -> HttpResponse:
    """All news; Wagtail renders the page."""
    page = news_index()
    if page is None:
        raise Http404
    return page.serve(request)


class _Feed(Feed):  # type: ignore[type-arg]
    """The latest 25 items as RSS."""

    def title(self) -> str:
        here = network()
        return str(here.name) if here else _("News")

    def link(self) -> str:
        return reverse("press")

    def description(self) -> str:
        return _("News of the network")

    def items(self) -> list[NewsItem]:
        return list(latest(25))

    def item_title(self, item: NewsItem) -> str:
        return str(item.title)

    def item_description(self, item: NewsItem) -> str:
        return str(item.summary)

    def item_link(self, item: NewsItem) -> str:
        return str(item.get_url() or reverse("press"))


feed = public(_Feed())
