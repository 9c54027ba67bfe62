"""Addresses of horizon."""

from django.urls import path

from commonwork.horizon.views import show

urlpatterns = [path("horizon/", show, name="horizon")]
