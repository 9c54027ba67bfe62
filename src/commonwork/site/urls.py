"""All addresses. Each room keeps its own; here they are put together."""

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(url="/ui/"), name="front"),
    path("home/", RedirectView.as_view(url="/ui/"), name="home"),
    path("accounts/", include("allauth.urls")),
]
