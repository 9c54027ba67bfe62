"""`commonwork prepare`: everything a start needs - translations, migrations, static files; with --demo the demo network.

What is up to date is left alone, so that a second start is quick.
"""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from commonwork.site import messages

SOURCE = Path(__file__).parents[3]


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
        _collect()


def _collect() -> None:
    """Copy static files where the server looks for them, unless nothing has changed since."""
    mark, now = Path(settings.STATIC_ROOT) / ".collected", _fingerprint()
    if mark.exists() and mark.read_text() == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(now)


def _fingerprint() -> str:
    """Changes when a static file of ours or the set of installed versions does."""
    lock = SOURCE.parents[1] / "requirements" / "runtime.lock"
    files = sorted(SOURCE.glob("*/static/**/*"))
    parts = [f"{file}:{file.stat().st_mtime_ns}" for file in files if file.is_file()]
    return hashlib.sha256("\n".join([lock.read_text() if lock.exists() else "", *parts]).encode()).hexdigest()
