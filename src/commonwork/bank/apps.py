from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BankConfig(AppConfig):
    name = "commonwork.bank"
    label = "bank"
    verbose_name = _("Bank")

    def ready(self) -> None:
        from commonwork.bank import (  # noqa: F401  declare what they hold
            facts,
            facts_funds,
            facts_loans,
            facts_products,
            facts_promises,
            facts_requests,
            facts_reserves,
            jobs,
            pack_parts,
            policies,
            policies_funds,
            policies_products,
            policies_promises,
            policies_requests,
            subledgers,
        )

        post_migrate.connect(_install_guards, sender=self)


def _install_guards(using: str, **_kwargs: Any) -> None:
    from commonwork.bank import guards  # the connection exists only now

    guards.install(connections[using])
