"""Addresses of press: the list of news, its feed, the editor, and the pages that Wagtail serves below /press/.

Wagtail's own sign-in pages ask for a password alone, so they are left out: their addresses lead to the one sign-in page.
"""

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from commonwork.access.guard import public
from commonwork.press.views import feed, index

OWN_DOORS = {"wagtailadmin_login"}


def _without_doors(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    return [pattern for pattern in patterns if getattr(pattern, "name", None) not in OWN_DOORS]


sign_in = public(RedirectView.as_view(pattern_name="account_login"))

urlpatterns = [
    path("", index, name="press"),
    path("feed.xml", feed, name="press_feed"),
    path("edit/login/", sign_in, name="wagtailadmin_login"),
    path("edit/", include(_without_doors(wagtailadmin_urls.urlpatterns))),
    path("documents/", include(wagtaildocs_urls)),
    path("_util/login/", sign_in, name="wagtailcore_login"),
    re_path(serve_pattern, wagtail_views.serve, name="wagtail_serve"),
]
