"""`commonwork import FILE.zip`: bring the bundle of a whole network, or of one organisation, into an empty installation."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commonwork.site import statistics
from commonwork.site.bundles.loading import load


class Command(BaseCommand):
    help = (
        "Bring the bundle of a network or of one organisation (commonwork export) into an empty installation"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        count = load(options["file"])
        statistics.refresh()
        self.stdout.write(f"{count:,} rows came in, and all of it holds.")
