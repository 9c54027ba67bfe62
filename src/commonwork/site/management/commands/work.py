"""`commonwork work`: the worker. Delivers facts, seals them, runs queued tasks and the daily jobs."""

import signal
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone
from django_tasks import default_task_backend
from django_tasks_db.models import DBTaskResult

from commonwork.journeys import wires
from commonwork.record import daily, seals


class Command(BaseCommand):
    help = "Runs background work until stopped (or once with --once)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then stop")
        parser.add_argument("--pause", type=float, default=2.0, help="seconds between rounds")

    def handle(self, *_: Any, **options: Any) -> None:
        self.is_stopping = False
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._stop)
        while not self.is_stopping:
            done = self._round()
            if any(done.values()):
                self.stdout.write(", ".join(f"{name}: {count}" for name, count in done.items() if count))
            if options["once"]:
                break
            time.sleep(options["pause"])
            close_old_connections()

    def _round(self) -> dict[str, int]:
        """One round; each step is safe to repeat after a crash."""
        now = timezone.now()
        return {
            "delivered": wires.catch_up(),
            "tasks": _run_tasks(),
            "sealed": seals.seal(at=now),
            "daily jobs": len(daily.run_due(on=timezone.localdate(), at=now)),
        }

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True


def _run_tasks(most: int = 50) -> int:
    """Run queued tasks of django-tasks, the oldest first."""
    from django_tasks_db.management.commands.db_worker import Worker

    waiting = DBTaskResult.objects.ready().filter(backend_name=default_task_backend.alias).count()
    if not waiting:
        return 0
    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name=default_task_backend.alias,
        startup_delay=False,
        max_tasks=most,
        worker_id="commonwork",
        excluded_queue_names=[],
    )
    worker.run()
    return waiting
