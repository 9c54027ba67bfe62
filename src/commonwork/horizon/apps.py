from django.apps import AppConfig


class HorizonConfig(AppConfig):
    name = "commonwork.horizon"
    label = "horizon"
