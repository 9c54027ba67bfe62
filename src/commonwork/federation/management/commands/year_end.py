"""`commonwork year-end --all YEAR`: close and share a year for every co-op; `--coop KEY` for one. Restartable."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonwork.federation.actions import year_end_runs
from commonwork.federation.queries.year_end_runs import waiting
from commonwork.registry.clock import now
from commonwork.rules.money import show_minor
from commonwork.rules.refusal import Refusal


class Command(BaseCommand):
    help = (
        "Closes a year and shares its surplus (or carries its loss) by the adopted policies, co-op by co-op."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help="the year, as 2016")
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--all", action="store_true", help="every co-op that keeps books")
        which.add_argument("--coop", help="key of one co-op")
        parser.add_argument("--dry-run", action="store_true", help="only name the co-ops that wait")

    def handle(self, *_: Any, **options: Any) -> None:
        year = options["year"]
        if not date.min.year < year < date.max.year:
            raise CommandError(f"{year} is not a year.", returncode=2)
        coops = waiting(year)
        if options["coop"]:
            coops = coops.filter(key=options["coop"])
            if not coops.exists():
                raise CommandError(
                    f"No year {year} waits in a co-op with the key {options['coop']}.", returncode=2
                )
        if options["dry_run"]:
            for coop in coops:
                self.stdout.write(coop.key)
            return
        done, refused, shared_minor = 0, 0, 0
        for coop in list(coops):  # one transaction a co-op: a run that stops goes on with those that wait
            try:
                row = year_end_runs.settle(organisation=coop, year=year, by="system/year-end", at=now())
            except Refusal as refusal:
                refused += 1
                self.stderr.write(f"{coop.key}: {refusal}")
                continue
            done, shared_minor = done + 1, shared_minor + max(0, row.result_minor)
        total = show_minor(shared_minor, "USD")
        self.stdout.write(
            f"{done} year-ends of {year} are done; {total} USD was shared. {refused} were refused."
        )
        if refused:
            raise CommandError("Some co-ops need somebody; the run can be started again.", returncode=2)
