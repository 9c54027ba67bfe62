"""Daily jobs: declared by whoever owns them, run once a day by the worker."""

import logging
from collections.abc import Callable
from datetime import date, datetime

from django.db import IntegrityError, transaction

from commonwork.record.models import DailyRun

logger = logging.getLogger(__name__)
Job = Callable[[date], None]
JOBS: dict[str, Job] = {}


def daily(name: str) -> Callable[[Job], Job]:
    """Declare a daily job: a function of the day, safe to run again after a crash half-way."""

    def add(job: Job) -> Job:
        JOBS[name] = job
        return job

    return add


def run_due(*, on: date, at: datetime) -> list[str]:
    """Run every job that has not finished on this day; returns the names of those that ran.

    A job that fails is logged and tried again in the next round; the others run all the same.
    """
    done = set(DailyRun.objects.filter(on=on).values_list("job", flat=True))
    ran = []
    for name, job in sorted(JOBS.items()):
        if name in done:
            continue
        try:
            job(on)
        except Exception:
            logger.exception("the daily job %s failed; the next round tries again", name)
            continue
        try:
            with transaction.atomic():
                DailyRun.objects.create(job=name, on=on, finished_at=at)
        except IntegrityError:
            continue  # another worker finished the same job meanwhile
        ran.append(name)
    return ran
