"""News: items of our own and pieces by others about the work."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from commonwork.registry.keys import new_key

PER_PAGE = 25
FEATURES = ["bold", "italic", "link", "ol", "ul", "h2", "h3"]


def _news_key() -> str:
    return new_key("news")


class NewsIndex(Page):
    """The list of all news, the latest first; undated ones last."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = ["press.NewsItem", "press.StoryPage"]
    template = "press/news_index.html"

    class Meta:
        verbose_name = _("list of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `page_of_news` (25 a page) and the story pages."""
        items = NewsItem.objects.live().child_of(self).order_by(models.F("on").desc(nulls_last=True), "title")
        pages = Paginator(items, PER_PAGE)
        return super().get_context(request, *args, **kwargs) | {
            "page_of_news": pages.get_page(request.GET.get("page")),
            "stories": Page.objects.live().child_of(self).not_type(NewsItem).order_by("title"),
        }


class NewsItem(Page):
    """One item. `outlet` and `author` name who published it elsewhere; empty for our own."""

    key = models.SlugField(_("key"), max_length=60, unique=True, default=_news_key, editable=False)
    on = models.DateField(_("date"), null=True, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    outlet = models.CharField(_("published by"), max_length=120, blank=True)
    author = models.CharField(_("author"), max_length=120, blank=True)
    link = models.URLField(_("address of the piece"), blank=True)
    body = RichTextField(_("text"), blank=True, features=FEATURES)
    is_invented = models.BooleanField(_("invented, for a demo"), default=False)

    parent_page_types: ClassVar[list[str]] = ["press.NewsIndex"]
    subpage_types: ClassVar[list[str]] = []
    template = "press/news_item.html"
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("on"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("outlet"), FieldPanel("author"), FieldPanel("link")], heading=_("Piece by others")
        ),
        FieldPanel("body"),
        FieldPanel("is_invented"),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")

    def __str__(self) -> str:
        return str(self.title)
