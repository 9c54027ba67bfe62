"""`commonwork demo-data`: the demo network with the golden season, its council and its practice sign-ins; repeating keeps
the data."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from commonwork.books import queries as book_queries
from commonwork.record import seals
from commonwork.registry.models import Network
from commonwork.site import practice, statistics
from commonwork.site.network.loading import load
from commonwork.site.network.reading import read as read_network
from commonwork.site.season import belonging, council, giving
from commonwork.site.season.cast import moment
from commonwork.site.season.playing import play
from commonwork.site.season.reading import read as read_season

FILE = Path(__file__).parents[2] / "network" / "data" / "jackson.toml"


class Command(BaseCommand):
    help = "Loads the demo network and plays the golden season, once."

    def handle(self, *_: Any, **options: Any) -> None:
        if book_queries.book_of("bank") is not None:
            self.stdout.write("The demo network is there already.")
            return
        season = read_season()
        starts_on = season.said["season"]["starts_on"]
        load(read_network(FILE), at=moment(starts_on, 6), is_demo=True)
        events = play(season, also=[belonging.events, giving.events, council.events])
        practice.make(on=starts_on)
        Network.objects.update(demo_on=season.said["season"]["ends_on"] + timedelta(days=1))
        seals.seal(at=timezone.now())
        statistics.refresh()
        self.stdout.write(f"The demo network is loaded and its season played: {events} events.")
