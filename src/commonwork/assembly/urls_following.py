"""Addresses of following by mail, under /assembly/."""

from django.urls import path

from commonwork.assembly.views import following

urlpatterns = [
    path("following/", following.mine, name="assembly_following"),
    path("following/stop/<slug:key>/<slug:signature>/", following.stop, name="assembly_follow_stop"),
    path("following/<slug:kind>/<slug:key>/", following.begin, name="assembly_follow"),
    path("following/<slug:kind>/<slug:key>/end/", following.end, name="assembly_follow_end"),
]
