from django.apps import AppConfig


class FederationConfig(AppConfig):
    name = "commonwork.federation"
    label = "federation"
