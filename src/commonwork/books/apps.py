from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BooksConfig(AppConfig):
    name = "commonwork.books"
    label = "books"
    verbose_name = _("Books")

    def ready(self) -> None:
        from commonwork.books import (  # noqa: F401  declare the kinds of fact
            bank_facts,
            claim_facts,
            facts,
            more_facts,
        )

        post_migrate.connect(_install_guards, sender=self)


def _install_guards(using: str, **_kwargs: Any) -> None:
    from commonwork.books import guards  # the connection exists only now

    guards.install(connections[using])
