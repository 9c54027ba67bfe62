from django.apps import AppConfig


class IncubatorConfig(AppConfig):
    name = "commonwork.incubator"
    label = "incubator"
