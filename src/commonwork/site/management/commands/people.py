"""`commonwork people import FILE.csv [--dry-run]`: takes in a list of people, all or nothing."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from commonwork.registry.actions.people_lists import NoNetworkYet
from commonwork.registry.queries import network
from commonwork.rules.refusal import Complaints, Refusal
from commonwork.site.importing.planning import Plan, plan, take_in

BY = "system/people-import"


class Command(BaseCommand):
    help = "Takes in a list of people (CSV); --dry-run shows what it would change."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="import")
        taking = verbs.add_parser("import", help="take in a CSV file: docs/rooms/registry.md describes it")
        taking.add_argument("file", type=Path)
        taking.add_argument("--dry-run", action="store_true", help="only show what would change")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            self._take_in(options["file"], options["dry_run"])
        except Complaints as refusal:
            self._refuse(*refusal.complaints, f"Nothing was changed; complaints: {len(refusal.complaints)}.")
        except Refusal as refusal:
            self._refuse(refusal)

    def _take_in(self, file: Path, is_dry_run: bool) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            self._refuse(f"{file} cannot be read: {error.strerror}.")
        if network() is None:
            raise NoNetworkYet()
        done = plan(data) if is_dry_run else take_in(data, by=BY, at=timezone.now())
        for difference in done.differences:
            self.stdout.write(str(difference))
        self.stdout.write(_summary(done) + (" Dry run: nothing was changed." if is_dry_run else ""))

    def _refuse(self, *sentences: object) -> None:
        for sentence in sentences:
            self.stderr.write(str(sentence))
        sys.exit(2)


def _summary(done: Plan) -> str:
    return "{new} new, {changed} changed, {same} unchanged.".format(**done.counts)
