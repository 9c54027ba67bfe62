"""Addresses of press: the editor, the feed, and the public pages that Wagtail serves below /press/."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from commonwork.press.views import feed, index

urlpatterns = [
    path("", index, name="press"),
    path("feed.xml", feed, name="press_feed"),
    path("edit/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(wagtail_urls)),
]
