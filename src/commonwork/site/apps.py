from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "commonwork.site"
    label = "site"
