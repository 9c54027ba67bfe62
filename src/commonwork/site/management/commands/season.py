"""`commonwork season`: play the golden season; `--scale city` makes a city for benchmarks."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commonwork.site.season.playing import play
from commonwork.site.season.reading import OWN, read


class Command(BaseCommand):
    help = "Plays one invented year through the acts people use."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", default=OWN)

    def handle(self, *_: Any, **options: Any) -> None:
        count = play(read(options["file"]))
        self.stdout.write(f"The season was played: {count} events.")
