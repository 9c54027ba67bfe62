"""That a handler has dealt with a fact. Handlers are idempotent by this row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonwork.record.models.fact import Fact


class Handled(models.Model):
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    handler = models.CharField(_("handler"), max_length=80)
    at = models.DateTimeField(_("at"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handler", "fact"], name="handled_once")]
