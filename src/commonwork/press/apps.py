from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    name = "commonwork.press"
    label = "press"
    verbose_name = _("Press")

    def ready(self) -> None:
        from commonwork.press import facts  # noqa: F401  declares the kinds of fact
