"""Story pages: who we are, how it began, what we hold."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from commonwork.press.models.news import FEATURES


class StoryPage(Page):
    """A text page of the public site."""

    body = RichTextField(_("text"), blank=True, features=FEATURES)
    source = RichTextField(_("where this comes from"), blank=True, features=["link", "italic"])

    parent_page_types: ClassVar[list[str]] = ["press.NewsIndex"]
    subpage_types: ClassVar[list[str]] = []
    template = "press/story_page.html"
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("body"), FieldPanel("source")]

    class Meta:
        verbose_name = _("story page")
