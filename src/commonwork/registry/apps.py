from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "commonwork.registry"
    label = "registry"
    verbose_name = _("Registry")

    def ready(self) -> None:
        from commonwork.registry import facts  # noqa: F401  declares the kinds of fact
