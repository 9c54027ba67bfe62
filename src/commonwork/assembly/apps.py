from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    name = "commonwork.assembly"
    label = "assembly"
