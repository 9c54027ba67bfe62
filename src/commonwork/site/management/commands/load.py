"""`commonwork load FILE.toml`: bring the network up to what a network file says. All or nothing; repeating is harmless."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from commonwork.site import statistics
from commonwork.site.network.loading import load
from commonwork.site.network.reading import read


class Command(BaseCommand):
    help = "Loads a network file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--demo", action="store_true", help="mark the network as a demo")

    def handle(self, *_: Any, **options: Any) -> None:
        loaded = load(read(options["file"]), at=timezone.localtime(), is_demo=options["demo"])
        statistics.refresh()
        for change in loaded.changes:
            self.stdout.write(f"+ {change}")
        self.stdout.write(
            f"{len(loaded.changes)} changes."
            if loaded.changes
            else "Nothing new: the network is as the file says."
        )
