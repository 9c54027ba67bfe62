from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "commonwork.press"
    label = "press"
