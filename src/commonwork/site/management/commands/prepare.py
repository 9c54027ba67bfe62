"""`commonwork prepare`: everything a start needs - translations, migrations, static files; with --demo the demo network.

What is up to date is left alone, so that a second start is quick (site/command.py asks site/prepared.py first).
"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from commonwork.access.models import PracticeSignIn
from commonwork.site import messages, prepared
from commonwork.site.serve_command import PRACTICE


class Command(BaseCommand):
    help = "Brings database, translations and static files up to date."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo network when there is none")

    def handle(self, *_: Any, **options: Any) -> None:
        messages.compile_all()
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Bringing the database up to date ...")
            call_command("migrate", verbosity=0)
        if options["demo"]:
            call_command("demo_data", stdout=self.stdout)
        call_command("collectstatic", interactive=False, verbosity=0)
        _list_practice()
        prepared.remember(demo=options["demo"])


def _list_practice() -> None:
    """Keep the practice sign-ins where `serve` can print them."""
    rows = PracticeSignIn.objects.select_related("account__person").order_by("position")
    file = settings.HOME / PRACTICE
    if rows:
        file.write_text("".join(f"  {row.role:<22} {row.account.person}\n" for row in rows), encoding="utf-8")
    else:
        file.unlink(missing_ok=True)
