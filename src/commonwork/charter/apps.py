from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CharterConfig(AppConfig):
    name = "commonwork.charter"
    label = "charter"
    verbose_name = _("Charter")

    def ready(self) -> None:
        from commonwork.charter import facts  # noqa: F401  declares the kinds of fact
