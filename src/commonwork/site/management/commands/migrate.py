"""`commonwork migrate`: Django's own, with the tables of libraries first.

Each of a library's migrations renders every model known so far that is tied to accounts. With all our rooms known, 200 of
them take three times as long; so they run while only what accounts need is known.
"""

from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if not options["app_label"] and not options["plan"] and not options["check_unapplied"]:
            executor = MigrationExecutor(connections[options["database"]])
            ours = {app.label for app in apps.get_app_configs() if app.name.startswith("commonwork.")}
            libraries = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in ours]
            if executor.migration_plan(libraries):
                executor.migrate(libraries)
        super().handle(*args, **options)
