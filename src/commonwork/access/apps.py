from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "commonwork.access"
    label = "access"
    verbose_name = _("Access")

    def ready(self) -> None:
        from commonwork.access import facts  # noqa: F401  declares the kinds of fact
