from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecordConfig(AppConfig):
    name = "commonwork.record"
    label = "record"
    verbose_name = _("Record")

    def ready(self) -> None:
        from commonwork.record import facts  # noqa: F401  declares the kinds of fact

        post_migrate.connect(_install_guards, sender=self)


def _install_guards(using: str, **_kwargs: Any) -> None:
    from commonwork.record import guards  # the connection exists only now

    guards.install(connections[using])
