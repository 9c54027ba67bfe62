from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "commonwork.gatherings"
    label = "gatherings"
