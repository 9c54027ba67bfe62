from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "commonwork.ui"
    label = "ui"
