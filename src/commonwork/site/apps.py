from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "commonwork.site"
    label = "site"

    def ready(self) -> None:
        from commonwork.site import checks  # noqa: F401  registers the boot checks
        from commonwork.site.bundles import own  # noqa: F401  declares what one organisation takes away
