"""The living style page."""

from django.urls import path

from commonwork.ui.views import style_page

urlpatterns = [path("", style_page, name="ui")]
