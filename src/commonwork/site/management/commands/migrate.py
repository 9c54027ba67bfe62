"""`commonwork migrate`: Django's own; an empty database first gets all its tables the quick way."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from commonwork.site.first_migration import migrate_empty


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        asked_for_part = (
            options["app_label"] or options["plan"] or options["check_unapplied"] or options["fake"]
        )
        if not asked_for_part:
            migrate_empty(connections[options["database"]])
        super().handle(*args, **options)
