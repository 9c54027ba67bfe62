from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FederationConfig(AppConfig):
    name = "commonwork.federation"
    label = "federation"
    verbose_name = _("Federation")

    def ready(self) -> None:
        from commonwork.federation import facts, policies, year_end_facts  # noqa: F401  declare them
