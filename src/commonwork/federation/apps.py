from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FederationConfig(AppConfig):
    name = "commonwork.federation"
    label = "federation"
    verbose_name = _("Federation")

    def ready(self) -> None:
        from commonwork.federation import (  # noqa: F401  declare facts, policies and daily work
            delegate_facts,
            facts,
            jobs,
            member_facts,
            member_policies,
            policies,
            year_end_facts,
        )
