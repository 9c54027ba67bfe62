from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BankConfig(AppConfig):
    name = "commonwork.bank"
    label = "bank"
    verbose_name = _("Bank")

    def ready(self) -> None:
        from commonwork.bank import (  # noqa: F401  declare what they hold
            facts,
            facts_loans,
            facts_products,
            facts_requests,
            jobs,
            pack_parts,
            policies,
            policies_products,
            policies_requests,
            subledgers,
        )
