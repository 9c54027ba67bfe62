"""`commonwork season`: play the golden season; `--scale city` makes a city for benchmarks."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonwork.site import statistics
from commonwork.site.season import city
from commonwork.site.season.city_plan import CITY
from commonwork.site.season.playing import play
from commonwork.site.season.reading import OWN, read


class Command(BaseCommand):
    help = "Plays one invented year through the acts people use."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", help="a season file; without one, the golden season"
        )
        parser.add_argument("--scale", choices=["city"], help="make a whole city for benchmarks instead")
        parser.add_argument("--seed", type=int, help="the number a city is drawn from (1 when not said)")

    def handle(self, *_: Any, **options: Any) -> None:
        file, seed = options["file"], options["seed"]
        if options["scale"]:
            if file:
                raise CommandError("A city is drawn from a seed, not from a season file.", returncode=2)
            city.make(seed=1 if seed is None else seed, scale=CITY, tell=self.stdout.write)
            return
        if seed is not None:
            raise CommandError("A seed goes with --scale city.", returncode=2)
        count = play(read(file or OWN))
        statistics.refresh()
        self.stdout.write(f"The season was played: {count} events.")
