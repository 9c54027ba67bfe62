from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "commonwork.journeys"
    label = "journeys"
