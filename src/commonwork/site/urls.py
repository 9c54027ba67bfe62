"""All addresses. Each room keeps its own; here they are put together."""

from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from commonwork.access.guard import public
from commonwork.site import rooms

urlpatterns = [
    path("", RedirectView.as_view(url="/ui/"), name="front"),
    path("home/", RedirectView.as_view(url="/ui/"), name="home"),
    path("language/", public(set_language), name="set_language"),
    path("organisations/", RedirectView.as_view(url="/ui/"), name="organisations"),
    path("organisations/<slug:key>/", RedirectView.as_view(url="/ui/"), name="organisation"),
    path("receipts/<str:number>/", RedirectView.as_view(url="/ui/"), name="receipt"),
    path("verify/", RedirectView.as_view(url="/ui/"), name="verify"),
    path("people/<slug:key>/", RedirectView.as_view(url="/ui/"), name="person"),
    path("search/", RedirectView.as_view(url="/ui/"), name="search"),
    path("help/", RedirectView.as_view(url="/ui/"), name="help"),
    path("data/", RedirectView.as_view(url="/ui/"), name="data"),
    path("principles/", RedirectView.as_view(url="/ui/"), name="principles"),
    path("accounts/", include("allauth.urls")),
    *(path(f"{key}/", include(f"commonwork.{key}.urls")) for key in rooms.INCLUDED if rooms.has_pages(key)),
]
