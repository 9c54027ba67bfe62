"""That a daily job has run on a day, so that a restarted worker does not run it again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyRun(models.Model):
    job = models.CharField(_("job"), max_length=80)
    on = models.DateField(_("day"))
    finished_at = models.DateTimeField(_("finished at"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "on"], name="daily_run_once")]
