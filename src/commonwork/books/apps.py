from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from commonwork.rules.money import add_units, units_listed
from commonwork.rules.refusal import Refusal


class BooksConfig(AppConfig):
    name = "commonwork.books"
    label = "books"
    verbose_name = _("Books")

    def ready(self) -> None:
        try:
            add_units(units_listed(settings.UNITS))
        except Refusal as refusal:
            raise ImproperlyConfigured(f"COMMONWORK_UNITS: {refusal}") from refusal
        from commonwork.books import (  # noqa: F401  declare the kinds of fact and the daily jobs
            account_facts,
            bank_facts,
            claim_facts,
            facts,
            jobs,
            more_facts,
        )

        post_migrate.connect(_install_guards, sender=self)


def _install_guards(using: str, **_kwargs: Any) -> None:
    from commonwork.books import guards  # the connection exists only now

    guards.install(connections[using])
